"""Sending a due follow-up and keeping the case in step with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.changes import Change
from workflow.cases.events import write_event
from workflow.cases.moves import case_for_change, make_move
from workflow.cases.transitions import Move
from workflow.follow_ups import FollowUp, Outcome, call_instead, give_up_follow_up, send_follow_up
from workflow.settings import ClinicRules
from workflow.store.models import Notice, Stage
from workflow.store.scope import held_to


def send_due_follow_up(
    session: Session, *, follow_up: FollowUp, now: datetime, rules: ClinicRules | None = None
) -> Notice | None:
    """This will send a claimed follow-up if everything still holds; the first one moves the case to follow_up.

    Args:
        session: The transaction that claimed it; it may work across clinics, and is held to the follow-up's own
            clinic meanwhile.
        follow_up: The claimed row.
        now: Aware UTC.
        rules: What the clinic has set.

    Returns:
        What the customer is told; None when it was postponed to a polite hour, taken back or settled before.
    """
    rules = rules or ClinicRules()
    with held_to(session, follow_up.clinic_id):
        case = case_for_change(session, case_id=follow_up.case_id)
        sending = send_follow_up(session, follow_up=follow_up, now=now, rules=rules)
        by = Actor.system(follow_up.clinic_id)
        detail = {"day": follow_up.day, "follow_up_id": str(follow_up.id)}
        if sending.outcome is Outcome.CANCELLED:
            detail["reason"] = str(sending.reason)
            write_event(session, case=case, name="follow_up.cancelled", by=by, now=now, detail=detail)
        if sending.outcome is Outcome.SENT:
            if case.stage is Stage.COMPLETED:
                change = Change(session=session, case=case, by=by, now=now, rules=rules)
                make_move(change, move=Move.FOLLOW_UP)
            write_event(session, case=case, name="follow_up.sent", by=by, now=now, detail=detail)
        return sending.notice


def put_follow_up_aside(session: Session, *, follow_up: FollowUp, reason: str, now: datetime) -> bool:
    """This will give up a follow-up that cannot be sent, and have somebody call the customer instead.

    Args:
        session: A transaction of its own; it may work across clinics.
        follow_up: The claimed row.
        reason: The class of the error.
        now: Aware UTC.

    Returns:
        False when it was settled before.
    """
    with held_to(session, follow_up.clinic_id):
        if not give_up_follow_up(session, follow_up_id=follow_up.id, reason=reason, now=now):
            return False
        case = case_for_change(session, case_id=follow_up.case_id)
        detail = {"day": follow_up.day, "follow_up_id": str(follow_up.id), "reason": reason}
        by = Actor.system(follow_up.clinic_id)
        write_event(session, case=case, name="follow_up.failed", by=by, now=now, detail=detail)
        call_instead(session, case=case, follow_up=follow_up, now=now)
        return True
