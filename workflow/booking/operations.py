"""Agreeing on a time, and on another one. Taking the cells and everything that follows are one transaction."""

import uuid
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.booking.checks import check_time
from workflow.booking.needs import Needs, needs_of
from workflow.booking.reminders import take_back_reminders
from workflow.booking.taking import give_back, let_go, take
from workflow.cases import (
    Case,
    Change,
    IllegalMove,
    Move,
    booked_appointment,
    case_for_change,
    check_selling,
    make_move,
    step_of,
)
from workflow.catalogue import protocol_of, treatment
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, AppointmentState
from workflow.tasks import AlreadyDone, finish_calls_about_time

log = structlog.get_logger(__name__)


def book_appointment(
    session: Session,
    *,
    case_id: uuid.UUID,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    rules: ClinicRules | None = None,
) -> Appointment:
    """This will agree on the time of a case's treatment: staff, customer, room and devices are taken for it.

    Args:
        session: The caller's transaction.
        case_id: A scanned case that somebody has accepted.
        starts_at: Aware UTC, on a full five minutes.
        by: The case's sales, a manager or an owner.
        now: When (aware UTC).
        staff_id: Who shall treat, if not the one who accepted the case.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: The case has a time already, has moved on, or nobody has accepted it yet.
        NotAllowed: This role does not book.
        NotYours: It is another sales person's case.
        WrongPerformer: The one who shall treat may not do this treatment.
        BadRequest: The time is not on a full five minutes.
        SlotPassed: It has passed.
        BranchClosed: The branch is closed on that day.
        OutsideHours: The branch is not open for the whole of it.
        StaffAway: Whoever treats is not there for the whole of it.
        TooSoon: It is too few days after the same treatment.
        SlotTaken: Somebody or something it needs is taken.
    """
    with session.begin_nested():
        case, needs = _checked(
            session, case_id=case_id, move=Move.SCHEDULE, by=by, staff_id=staff_id, rules=rules
        )
        check_time(session, case=case, needs=needs, starts_at=starts_at, now=now)
        return _agree(
            session,
            case=case,
            needs=needs,
            starts_at=starts_at,
            move=Move.SCHEDULE,
            by=by,
            now=now,
            rules=rules,
        )


def move_appointment(
    session: Session,
    *,
    case_id: uuid.UUID,
    starts_at: datetime,
    by: Actor,
    now: datetime,
    staff_id: uuid.UUID | None = None,
    rules: ClinicRules | None = None,
) -> Appointment:
    """This will agree on another time: the old one is given back and the new one taken, both or neither.

    Args:
        session: The caller's transaction.
        case_id: A case with an agreed time.
        starts_at: The new time, aware UTC, on a full five minutes.
        by: The case's sales, a manager or an owner.
        now: When (aware UTC).
        staff_id: Who shall treat, if not the one who accepted the case.
        rules: What the clinic has set.

    Raises:
        AlreadyDone: That is the time agreed already.
        Refusal: Everything `book_appointment` refuses.
    """
    with session.begin_nested():
        case, needs = _checked(
            session, case_id=case_id, move=Move.RESCHEDULE, by=by, staff_id=staff_id, rules=rules
        )
        old = booked_appointment(session, case_id=case.id)
        if old is None:
            raise IllegalMove(stage=case.stage.value, move=Move.RESCHEDULE.value)
        if (old.starts_at, old.staff_id) == (starts_at, needs.staff_id):
            raise AlreadyDone(starts_at=starts_at)
        check_time(session, case=case, needs=needs, starts_at=starts_at, now=now)
        old.state = AppointmentState.CANCELLED
        give_back(session, old)
        take_back_reminders(session, agreed=old, now=now)
        return _agree(
            session,
            case=case,
            needs=needs,
            starts_at=starts_at,
            move=Move.RESCHEDULE,
            by=by,
            now=now,
            rules=rules,
            was_at=old.starts_at,
        )


def cancel_appointment(
    session: Session, *, case_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Appointment:
    """This will give an agreed time back to everybody; the case goes on, and sales is asked for another time.

    Args:
        session: The caller's transaction.
        case_id: A case with an agreed time whose treatment has not begun.
        by: The case's sales, a manager or an owner.
        now: When (aware UTC).
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: The case has no agreed time, or its treatment goes on.
        NotAllowed: This role does not cancel.
        NotYours: It is another sales person's case.
    """
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.CANCEL, by=by)
        check_selling(case, by=by)
        agreed = booked_appointment(session, case_id=case.id)
        if agreed is None:
            raise IllegalMove(stage=case.stage.value, move=Move.CANCEL.value)
        let_go(session, case_id=case.id, now=now)
        take_back_reminders(session, agreed=agreed, now=now)
        change = Change(
            session=session,
            case=case,
            by=by,
            now=now,
            rules=rules or ClinicRules(),
            appointment=agreed,
            detail={"appointment_id": str(agreed.id), "starts_at": agreed.starts_at.isoformat()},
        )
        make_move(change, move=Move.CANCEL)
        key = treatment(session, treatment_type_id=agreed.treatment_type_id).key
        finish_calls_about_time(session, customer_id=case.customer_id, by=by, now=now, treatment=key)
    log.info("appointment.cancelled", appointment_id=str(agreed.id), case_id=str(case.id))
    return agreed


def _checked(
    session: Session,
    *,
    case_id: uuid.UUID,
    move: Move,
    by: Actor,
    staff_id: uuid.UUID | None,
    rules: ClinicRules | None,
) -> tuple[Case, Needs]:
    """This will hold the case's row and check whose hand it is and who shall treat."""
    case = case_for_change(session, case_id=case_id)
    step_of(case, move=move, by=by)
    check_selling(case, by=by)
    return case, needs_of(session, case=case, staff_id=staff_id, rules=rules or ClinicRules())


def _agree(
    session: Session,
    *,
    case: Case,
    needs: Needs,
    starts_at: datetime,
    move: Move,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None,
    was_at: datetime | None = None,
) -> Appointment:
    """This will write the appointment, take its cells and make the move."""
    agreed = Appointment(
        clinic_id=case.clinic_id,
        branch_id=case.branch_id,
        case_id=case.id,
        customer_id=case.customer_id,
        treatment_type_id=needs.treatment.id,
        staff_id=needs.staff_id,
        starts_at=starts_at,
        ends_at=starts_at + needs.length,
        state=AppointmentState.BOOKED,
        booked_at=now,
    )
    session.add(agreed)
    session.flush()
    let_go(session, case_id=case.id, now=now)
    take(session, needs=needs, taker=agreed, now=now)
    case.beautician_id = needs.staff_id
    change = Change(
        session=session,
        case=case,
        by=by,
        now=now,
        rules=rules or ClinicRules(),
        appointment=agreed,
        protocol=protocol_of(session, treatment_type_id=needs.treatment.id),
        detail={
            "appointment_id": str(agreed.id),
            "starts_at": starts_at.isoformat(),
            "moved": move is Move.RESCHEDULE,
            **({"was_at": was_at.isoformat()} if was_at else {}),
        },
    )
    make_move(change, move=move)
    key = needs.treatment.key
    finish_calls_about_time(session, customer_id=case.customer_id, by=by, now=now, treatment=key)
    log.info("appointment.booked", appointment_id=str(agreed.id), case_id=str(case.id), move=move.value)
    return agreed
