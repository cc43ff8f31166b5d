"""What people do with a case: treat it, stop, finish, close it. Opening one stands in `opening.py`.

Each operation does everything or nothing: a refusal half-way takes back what was written before it.
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.cases.changes import Change
from workflow.cases.checks import check_may_perform, check_selling, check_start_time, check_treating
from workflow.cases.moves import case_for_change, make_move, step_of
from workflow.cases.queries import booked_appointment, session_of
from workflow.cases.transitions import IllegalMove, Move
from workflow.catalogue import protocol, protocol_of
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, AppointmentState, Case, TreatmentSession


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
        TooLate: The time has long passed; a new one is needed.
    """
    rules = rules or ClinicRules()
    with session.begin_nested():
        case = case_for_change(session, case_id=case_id)
        step_of(case, move=Move.START, by=by)
        check_treating(case, by=by)
        check_may_perform(session, case=case, by=by, rules=rules)
        agreed = _appointment(session, case=case, move=Move.START)
        check_start_time(agreed, now=now)
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
        check_treating(case, by=by)
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
            check_treating(case, by=by)
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
