"""Taking a case on: whoever accepts its preparation treats the customer, and sales is asked to book."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.cases.case_notices import tell_accepted
from workflow.cases.checks import check_may_perform
from workflow.cases.events import write_event
from workflow.cases.moves import case_for_change
from workflow.cases.transitions import IllegalMove
from workflow.settings import ClinicRules
from workflow.store.models import Case, Staff, Stage, Task, TaskKind, TreatmentType
from workflow.tasks import accept_task, assign_task, task, waiting_tasks_of_case


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
    rules = rules or ClinicRules()
    with session.begin_nested():
        waiting = task(session, task_id=task_id)
        if waiting.kind is not TaskKind.PREPARE_TREATMENT or waiting.case_id is None:
            return accept_task(session, task_id=task_id, by=by, now=now, rules=rules)
        case_for_change(session, case_id=waiting.case_id)
        accepted = accept_task(session, task_id=task_id, by=by, now=now, rules=rules)
        settle_acceptance(session, task=accepted, by=by, now=now, rules=rules)
        return accepted


def settle_acceptance(session: Session, *, task: Task, by: Actor, now: datetime, rules: ClinicRules) -> None:
    """This will make whoever has accepted a preparation the case's beautician and ask sales for a date.

    Raises:
        IllegalMove: The case has moved on without it.
        WrongPerformer: The treatment needs somebody else.
    """
    if task.kind is not TaskKind.PREPARE_TREATMENT or task.case_id is None:
        return
    case = case_for_change(session, case_id=task.case_id)
    if case.stage is not Stage.SCANNED or case.closed_at is not None:
        raise IllegalMove(stage=case.stage.value, move="accept")
    check_may_perform(session, case=case, by=by, rules=rules)
    case.beautician_id = by.id
    write_event(session, case=case, name="case.accepted", by=by, now=now, detail={"task_id": str(task.id)})
    _ask_sales_to_book(session, case=case, beautician_id=task.staff_id, now=now, rules=rules)


def _ask_sales_to_book(
    session: Session, *, case: Case, beautician_id: uuid.UUID, now: datetime, rules: ClinicRules
) -> None:
    """This will ask sales for a date; sales who was asked before, by whoever had the case then, is told who has it now."""
    asked = waiting_tasks_of_case(session, case_id=case.id, kinds=[TaskKind.BOOK_APPOINTMENT])
    booking = (
        asked[0]
        if asked
        else assign_task(
            session,
            kind=TaskKind.BOOK_APPOINTMENT,
            case=case,
            customer_id=case.customer_id,
            roles=(Role.SALES, Role.MANAGER, Role.OWNER, Role.BEAUTICIAN, Role.PHYSICIAN),
            rules=rules,
            now=now,
        )
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
