"""Whose case it is, who may treat, and when. Each check passes in silence or refuses; none writes."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, object_session

from workflow.actor import Actor, Role
from workflow.cases.refusals import TooEarly, TooLate
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, Case, Staff, TaskKind, TreatmentType
from workflow.tasks import NotYours, check_performer, waiting_tasks_of_case, who_may_perform

# A treatment may begin a little before its time and long after it, but not on another day.
EARLIEST = timedelta(minutes=60)
LATEST = timedelta(hours=12)


def check_selling(case: Case, *, by: Actor) -> None:
    """This will pass in silence for the case's own sales person, a manager, an owner, or whoever is asked to book it.

    A case without a sales person is everybody's who sells.

    Raises:
        NotYours: It is another sales person's case.
    """
    if case.sales_id in (None, by.id) or by.has(Role.MANAGER, Role.OWNER) or _is_asked_to_book(case, by=by):
        return
    raise NotYours(case_id=str(case.id))


def _is_asked_to_book(case: Case, *, by: Actor) -> bool:
    """This will say whether the task of agreeing a time is somebody's: handed over, or given while sales is away."""
    session = object_session(case)
    asked = (
        waiting_tasks_of_case(session, case_id=case.id, kinds=[TaskKind.BOOK_APPOINTMENT]) if session else []
    )
    return any(task.staff_id == by.id for task in asked)


def check_treating(case: Case, *, by: Actor) -> None:
    """This will pass in silence for the case's own beautician or physician.

    Raises:
        NotYours: Somebody else treats this customer.
    """
    if by.id is None or case.beautician_id != by.id:
        raise NotYours(case_id=str(case.id))


def check_may_perform(session: Session, *, case: Case, by: Actor, rules: ClinicRules) -> None:
    """This will pass in silence for somebody who may do the case's treatment.

    Raises:
        WrongPerformer: They may not; the facts say who may.
    """
    if case.treatment_type_id is None:
        return
    treatment = session.get_one(TreatmentType, case.treatment_type_id)
    able = who_may_perform(session, branch_id=case.branch_id, treatment=treatment, rules=rules)
    staff = session.get(Staff, by.id) if by.id else None
    check_performer(
        treatment,
        roles=by.roles,
        skills=staff.skills if staff else (),
        rules=rules,
        who_can=[one.name for one in able],
    )


def check_start_time(agreed: Appointment, *, now: datetime) -> None:
    """This will pass in silence near the agreed time.

    Raises:
        TooEarly: It is more than an hour before.
        TooLate: It has long passed.
    """
    earliest_at = agreed.starts_at - EARLIEST
    if now < earliest_at:
        raise TooEarly(earliest_at=earliest_at, starts_at=agreed.starts_at)
    if now > agreed.starts_at + LATEST:
        raise TooLate(starts_at=agreed.starts_at)


def who_was_named(
    session: Session,
    *,
    case: Case,
    wanted: TreatmentType,
    staff_id: uuid.UUID | None,
    rules: ClinicRules,
) -> Staff | None:
    """This will find who was named to do a treatment; None if nobody was.

    Raises:
        NotFound: There is no such active member of staff in this clinic.
        WrongPerformer: They may not do it; the facts say who may.
    """
    if staff_id is None:
        return None
    staff = session.get(Staff, staff_id)
    if staff is None or not staff.active:
        raise NotFound(staff_id=str(staff_id))
    able = who_may_perform(session, branch_id=case.branch_id, treatment=wanted, rules=rules)
    check_performer(
        wanted,
        roles=staff.role_set,
        skills=staff.skills,
        rules=rules,
        who_can=[one.name for one in able],
    )
    return staff
