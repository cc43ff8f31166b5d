"""Proposing another treatment for a case, or other hands for it. A physician's step never goes to a beautician."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.changes import Change
from workflow.cases.checks import who_was_named
from workflow.cases.moves import case_for_change, make_move, step_of
from workflow.cases.opening import give_preparation
from workflow.cases.queries import reading_to_prepare
from workflow.cases.transitions import Move
from workflow.catalogue import treatment
from workflow.settings import ClinicRules
from workflow.store.models import Task


def change_proposal(
    session: Session,
    *,
    case_id: uuid.UUID,
    treatment_key: str,
    by: Actor,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    rules: ClinicRules | None = None,
) -> Task | None:
    """This will propose another treatment for a case, or other hands for the same one, and ask them to prepare it.

    Args:
        session: The caller's transaction.
        case_id: A scanned case without an agreed time.
        treatment_key: What is proposed now.
        by: Sales, a physician, a manager or an owner.
        now: When (aware UTC).
        staff_id: Who shall do it; whoever may and has time, if nobody is named.
        rules: What the clinic has set.

    Returns:
        The task of whoever shall prepare it, or of talking to the customer where nobody may do it.

    Raises:
        NotFound: There is no such case, treatment, reading or member of staff in this clinic.
        IllegalMove: The case has a time or has moved on.
        NotAllowed: This role proposes nothing.
        WrongPerformer: The one named may not do it; the facts say who may.
    """
    rules = rules or ClinicRules()
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.PROPOSE, by=by)
        wanted = treatment(session, key=treatment_key)
        staff = who_was_named(session, case=case, wanted=wanted, staff_id=staff_id, rules=rules)
        scan, reading = reading_to_prepare(session, case_id=case.id)
        detail = {"treatment_key": wanted.key, "staff_id": str(staff_id) if staff_id else None}
        change = Change(session=session, case=case, by=by, now=now, rules=rules, detail=detail)
        make_move(change, move=Move.PROPOSE)
        case.treatment_type_id, case.beautician_id = wanted.id, None
        return give_preparation(
            session,
            case=case,
            treatment=wanted,
            scan=scan,
            reading=reading,
            now=now,
            rules=rules,
            staff=staff,
        )
