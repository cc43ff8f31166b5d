"""What people do with a case: accept it, treat it, finish it, close it. Opening one stands in `opening.py`.

Each operation does everything or nothing: a refusal half-way takes back what was written before it.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.cases.case_notices import tell_accepted
from workflow.cases.changes import Change
from workflow.cases.events import write_event
from workflow.cases.moves import case_for_change, make_move, step_of
from workflow.cases.queries import booked_appointment, session_of
from workflow.cases.refusals import TooEarly
from workflow.cases.transitions import IllegalMove, Move
from workflow.catalogue import protocol, protocol_of
from workflow.refusal import NotFound, OutOfDate
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    Staff,
    Stage,
    Task,
    TaskKind,
    TreatmentSession,
    TreatmentType,
)
from workflow.tasks import NotYours, accept_task, assign_task, check_performer, task, who_may_perform

# A treatment may begin a little before its time and long after it, but not on another day.
EARLIEST = timedelta(minutes=60)
LATEST = timedelta(hours=12)
BOOK_WITHIN = timedelta(days=1)


def accept_case_task(
    session: Session, *, task_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> Task:
    """This will accept a task; one to prepare a treatment makes its holder the case's beautician and tells sales.

    Raises:
        NotFound: There is no such task in this clinic.
        NotYours: It is somebody else's.
        AlreadyAccepted: It was accepted before.
        AlreadyDone: It is done.
        IllegalMove: The case has moved on without it.
        WrongPerformer: The treatment needs somebody else.
        OutOfDate: It was taken back.
    """
    with session.begin_nested():
        waiting = task(session, task_id=task_id)
        if waiting.kind is not TaskKind.PREPARE_TREATMENT or waiting.case_id is None:
            return accept_task(session, task_id=task_id, by=by, now=now)
        case = case_for_change(session, case_id=waiting.case_id)
        accepted = accept_task(session, task_id=task_id, by=by, now=now)
        if case.stage is not Stage.SCANNED or case.closed_at is not None:
            raise IllegalMove(stage=case.stage.value, move="accept")
        _check_performer(session, case=case, by=by, rules=rules or ClinicRules())
        case.beautician_id = by.id
        write_event(
            session, case=case, name="case.accepted", by=by, now=now, detail={"task_id": str(task_id)}
        )
        _ask_sales_to_book(session, case=case, beautician_id=accepted.staff_id, now=now)
        return accepted


def start_treatment(
    session: Session, *, case_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> TreatmentSession:
    """This will begin the agreed treatment, by the case's own beautician (or physician), near its time.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: The case is not waiting for its treatment.
        NotAllowed: This role does not treat.
        NotYours: Somebody else treats this customer.
        WrongPerformer: The treatment needs somebody else.
        TooEarly: It is more than an hour before the time.
        OutOfDate: The time has long passed; a new one is needed.
    """
    rules = rules or ClinicRules()
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.START, by=by)
        _check_hers(case, by=by)
        _check_performer(session, case=case, by=by, rules=rules)
        agreed = _appointment(session, case=case, move=Move.START)
        _check_time(agreed, now=now)
        begun = _begin_session(session, case=case, agreed=agreed, now=now)
        change = Change(
            session=session,
            case=case,
            by=by,
            now=now,
            rules=rules,
            appointment=agreed,
            treatment_session=begun,
            detail={"session_id": str(begun.id)},
        )
        make_move(change, move=Move.START)
        return begun


def finish_treatment(
    session: Session, *, case_id: uuid.UUID, by: Actor, now: datetime, rules: ClinicRules | None = None
) -> TreatmentSession:
    """This will finish the treatment: points, the four follow-ups, and everybody told, once.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: No treatment is going on.
        NotAllowed: This role does not treat.
        NotYours: Somebody else treats this customer.
    """
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.FINISH, by=by)
        _check_hers(case, by=by)
        agreed, done = _going_on(session, case=case, move=Move.FINISH)
        done.finished_at = now
        agreed.state = AppointmentState.DONE
        change = Change(
            session=session,
            case=case,
            by=by,
            now=now,
            rules=rules or ClinicRules(),
            appointment=agreed,
            treatment_session=done,
            protocol=protocol(session, protocol_id=done.protocol_id),
            detail={"session_id": str(done.id)},
        )
        make_move(change, move=Move.FINISH)
        return done


def stop_treatment(
    session: Session,
    *,
    case_id: uuid.UUID,
    reason: str,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Case:
    """This will stop a treatment that cannot go on (she is unwell): no points, no follow-ups, sales finds a new date.

    Args:
        session: The caller's transaction.
        case_id: The case.
        reason: Why, in the words of whoever stops it.
        by: Its beautician or physician, or a manager or owner.
        now: When.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: No treatment is going on.
        NotAllowed: This role may not stop one.
        NotYours: Somebody else treats this customer.
    """
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.STOP, by=by)
        if not by.has(Role.MANAGER, Role.OWNER):
            _check_hers(case, by=by)
        agreed, stopped = _going_on(session, case=case, move=Move.STOP)
        change = Change(
            session=session,
            case=case,
            by=by,
            now=now,
            rules=rules or ClinicRules(),
            appointment=agreed,
            treatment_session=stopped,
            detail={"reason": reason, "session_id": str(stopped.id)},
        )
        return make_move(change, move=Move.STOP)


def close_case(
    session: Session,
    *,
    case_id: uuid.UUID,
    reason: str,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Case:
    """This will close a case: its time is given back, what it asked of people and what it promised is taken back.

    Raises:
        NotFound: There is no such case in this clinic.
        IllegalMove: It is closed, or a treatment is going on.
        NotAllowed: This role may not close one.
        NotYours: It is another sales person's case.
    """
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.CLOSE, by=by)
        if by.kind is ActorKind.STAFF:
            check_selling(case, by=by)
        change = Change(
            session=session,
            case=case,
            by=by,
            now=now,
            rules=rules or ClinicRules(),
            detail={"reason": reason},
        )
        return make_move(change, move=Move.CLOSE)


def check_selling(case: Case, *, by: Actor) -> None:
    """This will pass in silence for the case's own sales person, a manager or an owner.

    Raises:
        NotYours: It is another sales person's case.
    """
    if case.sales_id != by.id and not by.has(Role.MANAGER, Role.OWNER):
        raise NotYours(case_id=str(case.id))


def _ask_sales_to_book(session: Session, *, case: Case, beautician_id: uuid.UUID, now: datetime) -> None:
    booking = assign_task(
        session,
        kind=TaskKind.BOOK_APPOINTMENT,
        case=case,
        customer_id=case.customer_id,
        roles=(Role.SALES, Role.MANAGER, Role.OWNER),
        due_at=now + BOOK_WITHIN,
        now=now,
    )
    treatment = session.get(TreatmentType, case.treatment_type_id) if case.treatment_type_id else None
    tell_accepted(
        session,
        case=case,
        task=booking,
        beautician_name=session.get_one(Staff, beautician_id).name,
        treatment=treatment,
        now=now,
    )


def _check_hers(case: Case, *, by: Actor) -> None:
    if by.id is None or case.beautician_id != by.id:
        raise NotYours(case_id=str(case.id))


def _check_performer(session: Session, *, case: Case, by: Actor, rules: ClinicRules) -> None:
    if case.treatment_type_id is None:
        return
    treatment = session.get_one(TreatmentType, case.treatment_type_id)
    able = who_may_perform(session, branch_id=case.branch_id, treatment=treatment, rules=rules)
    check_performer(treatment, roles=by.roles, rules=rules, who_can=[staff.name for staff in able])


def _check_time(agreed: Appointment, *, now: datetime) -> None:
    earliest_at = agreed.starts_at - EARLIEST
    if now < earliest_at:
        raise TooEarly(earliest_at=earliest_at, starts_at=agreed.starts_at)
    if now > agreed.starts_at + LATEST:
        raise OutOfDate(starts_at=agreed.starts_at)


def _appointment(session: Session, *, case: Case, move: Move) -> Appointment:
    agreed = booked_appointment(session, case_id=case.id)
    if agreed is None:
        raise IllegalMove(stage=case.stage.value, move=move.value)
    return agreed


def _going_on(session: Session, *, case: Case, move: Move) -> tuple[Appointment, TreatmentSession]:
    agreed = _appointment(session, case=case, move=move)
    begun = session_of(session, appointment_id=agreed.id)
    if begun is None:
        raise NotFound(case_id=str(case.id))
    return agreed, begun


def _begin_session(session: Session, *, case: Case, agreed: Appointment, now: datetime) -> TreatmentSession:
    """This will begin the appointment's session, or begin it again after it was stopped."""
    stopped = session_of(session, appointment_id=agreed.id)
    if stopped is not None:
        stopped.started_at = now
        return stopped
    begun = TreatmentSession(
        clinic_id=case.clinic_id,
        case_id=case.id,
        appointment_id=agreed.id,
        treatment_type_id=agreed.treatment_type_id,
        protocol_id=protocol_of(session, treatment_type_id=agreed.treatment_type_id).id,
        staff_id=agreed.staff_id,
        started_at=now,
    )
    session.add(begun)
    session.flush()
    return begun
