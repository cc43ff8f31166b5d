"""Keeping a time for somebody who is deciding: the customer herself, or whoever books for her."""

import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind
from workflow.booking.checks import check_time
from workflow.booking.lapses import tell_when_it_lapses
from workflow.booking.needs import Needs, needs_of
from workflow.booking.taking import let_go, take
from workflow.calendars import after_working_time
from workflow.cases import (
    TABLE,
    Case,
    IllegalMove,
    Move,
    Stage,
    booked_appointment,
    case_for_change,
    check_selling,
    step_of,
)
from workflow.refusal import NotAllowed
from workflow.settings import ClinicRules
from workflow.store.models import Hold

log = structlog.get_logger(__name__)


def hold_slot(
    session: Session,
    *,
    case_id: uuid.UUID,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    rules: ClinicRules | None = None,
) -> Hold:
    """This will keep a time for a case for as long as the clinic's rules give somebody to decide.

    Only the branch's working time counts, as nobody confirms anything while it is closed; her time itself ends it.

    A case holds one time: holding another lets the first go. Whoever books or moves the case takes its hold over.

    Args:
        session: The caller's transaction.
        case_id: A scanned case that somebody has accepted, or one whose time is to be moved.
        starts_at: Aware UTC, on a full five minutes.
        by: The customer herself, or whoever may book for her.
        now: When (aware UTC).
        staff_id: Who shall treat, if not the one who accepted the case.
        rules: What the clinic has set.

    Raises:
        NotAllowed: It is another customer's case, or this role does not book.
        Refusal: Everything else `book_appointment` refuses.
    """
    rules = rules or ClinicRules()
    with session.begin_nested():
        case = _deciding(session, case_id=case_id, by=by)
        needs = needs_of(session, case=case, staff_id=staff_id, rules=rules)
        check_time(session, case=case, needs=needs, starts_at=starts_at, now=now)
        let_go(session, case_id=case.id, now=now)
        hold = Hold(
            clinic_id=case.clinic_id,
            case_id=case.id,
            branch_id=case.branch_id,
            staff_id=needs.staff_id,
            treatment_type_id=needs.treatment.id,
            starts_at=starts_at,
            ends_at=starts_at + needs.length,
            held_at=now,
            held_until=_until(session, needs=needs, starts_at=starts_at, now=now, rules=rules),
        )
        session.add(hold)
        session.flush()
        take(session, needs=needs, taker=hold, now=now, beside=booked_appointment(session, case_id=case.id))
        tell_when_it_lapses(session, hold=hold, needs=needs, now=now)
    log.info("slot.held", hold_id=str(hold.id), case_id=str(case.id))
    return hold


def release_hold(session: Session, *, case_id: uuid.UUID, by: Actor, now: datetime) -> bool:
    """This will give back what is held for a case, and say whether anything was.

    Raises:
        NotFound: There is no such case in this clinic.
        NotAllowed: It is another customer's case, or this role does not book.
        NotYours: It is another sales person's case.
    """
    case = _deciding(session, case_id=case_id, by=by)
    released = let_go(session, case_id=case.id, now=now)
    if released:
        log.info("slot.released", case_id=str(case.id))
    return released


def _until(
    session: Session, *, needs: Needs, starts_at: datetime, now: datetime, rules: ClinicRules
) -> datetime:
    """This will say until when a time is held: so many minutes in which the branch is open."""
    minutes = rules.hold_minutes
    until = after_working_time(session, branch_id=needs.branch.id, after=now, minutes=minutes)
    return min(until or now + timedelta(minutes=minutes), starts_at)


def _deciding(session: Session, *, case_id: uuid.UUID, by: Actor) -> Case:
    """This will hold the case's row for somebody who is choosing its time.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: The case has moved on.
        NotAllowed: It is another customer's case, or this role does not book.
        NotYours: It is another sales person's case.
    """
    case = case_for_change(session, case_id=case_id)
    move = Move.RESCHEDULE if case.stage is Stage.TREATMENT_SCHEDULED else Move.SCHEDULE
    if by.kind is not ActorKind.CUSTOMER:
        step_of(case, move=move, by=by)
        check_selling(case, by=by)
        return case
    if by.id != case.customer_id:
        raise NotAllowed(case_id=str(case.id))
    if case.closed_at is not None or (case.stage, move) not in TABLE:
        raise IllegalMove(stage=case.stage.value, move=move.value)
    return case
