"""Sending due follow-ups and keeping their cases in step with them.

Cases are locked before follow-ups here, as in everything that changes a case and takes back what it promised; the other
way round the two would wait for each other.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.changes import Change
from workflow.cases.events import Happening, write_event, write_events
from workflow.cases.moves import case_for_change, make_move
from workflow.cases.transitions import Move
from workflow.follow_ups import (
    FollowUp,
    Outcome,
    Sending,
    call_instead,
    give_up_follow_up,
    hold_follow_ups,
    send_follow_ups,
)
from workflow.settings import ClinicRules
from workflow.store.models import Case, Notice, Stage
from workflow.store.scope import held_to


def send_due_follow_up(
    session: Session, *, follow_up: FollowUp, now: datetime, rules: ClinicRules | None = None
) -> Notice | None:
    """This will send one claimed follow-up; see `send_due_follow_ups`.

    Returns:
        What the customer is told; None when it was postponed to a polite hour, taken back or settled before.
    """
    sent = send_due_follow_ups(session, claimed=[follow_up], now=now, rules=rules)
    notice_id = sent[0].notice_id if sent else None
    return session.get_one(Notice, notice_id) if notice_id else None


def send_due_follow_ups(
    session: Session, *, claimed: Sequence[FollowUp], now: datetime, rules: ClinicRules | None = None
) -> list[Sending]:
    """This will send claimed follow-ups of one clinic, each if everything still holds; the first moves its case.

    Args:
        session: A transaction that may work across clinics; it is held to the follow-ups' own clinic meanwhile.
        claimed: The rows as they were claimed. One that somebody else has claimed or settled since is left alone.
        now: Aware UTC.
        rules: What the clinic has set.

    Returns:
        What became of those that were still held.
    """
    if not claimed:
        return []
    rules = rules or ClinicRules()
    by = Actor.system(claimed[0].clinic_id)
    with held_to(session, by.clinic_id):
        cases = _hold_cases(session, {one.case_id for one in claimed})
        held = hold_follow_ups(session, claimed)
        sendings = send_follow_ups(session, follow_ups=held, now=now, rules=rules)
        happenings = []
        for one, sending in zip(held, sendings, strict=True):
            case = cases[one.case_id]
            detail = {"day": one.day, "follow_up_id": str(one.id)}
            if sending.outcome is Outcome.CANCELLED:
                detail["reason"] = str(sending.reason)
                happenings.append(Happening(case, "follow_up.cancelled", detail))
            if sending.outcome is Outcome.SENT:
                if case.stage is Stage.COMPLETED:
                    change = Change(session=session, case=case, by=by, now=now, rules=rules)
                    make_move(change, move=Move.FOLLOW_UP)
                happenings.append(Happening(case, "follow_up.sent", detail))
        write_events(session, happenings, by=by, now=now)
        return sendings


def _hold_cases(session: Session, case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """This will lock cases until the transaction ends, always in one order, and read them afresh."""
    rows = sa.select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update(key_share=True)
    return {case.id: case for case in session.scalars(rows.execution_options(populate_existing=True))}


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
        case = case_for_change(session, case_id=follow_up.case_id)  # first, as everywhere
        if not give_up_follow_up(session, follow_up_id=follow_up.id, reason=reason, now=now):
            return False
        detail = {"day": follow_up.day, "follow_up_id": str(follow_up.id), "reason": reason}
        by = Actor.system(follow_up.clinic_id)
        write_event(session, case=case, name="follow_up.failed", by=by, now=now, detail=detail)
        call_instead(session, case=case, follow_up=follow_up, now=now)
        return True
