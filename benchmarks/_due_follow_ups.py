"""What comes before the outbox in `aura bench dispatch`: due follow-ups, checked again, become notices.

The product's own job does it, with every rule, over customers whose treatment is a week old: day 1 was sent, day 7 is
due. What it costs is told for each follow-up, in time and as the process's own CPU time.
"""

import logging
import time
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from benchmarks._sending import clock
from benchmarks._stock import CLINIC, DAY, KIND, NOON, TREATMENT, insert
from scheduler.jobs.due_follow_ups import DueFollowUps
from workflow.settings import ClinicRules
from workflow.store.base import new_id
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    CaseEvent,
    Customer,
    FollowUp,
    Notice,
    Protocol,
    Staff,
    Stage,
    TreatmentSession,
    TreatmentType,
)
from workflow.unit_of_work import in_transaction, make_engine, make_sessions


def cost_of_follow_ups(url: str, *, number: int) -> dict[str, float]:
    """This will make so many follow-ups due and send them, after taking all notices away.

    Args:
        url: A database that `fill` has filled.
        number: How many; no more than it has customers.

    Returns:
        Microseconds for each: `us` that passed, and `cpu_us` of this process.

    Raises:
        RuntimeError: Not each of them became one notice.
    """
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    engine = make_engine(url)
    sessions = make_sessions(engine)
    in_transaction(sessions, lambda session: _treated(session, number), clinic_id=CLINIC)
    job = DueFollowUps(sessions=sessions, clock=clock, rules={CLINIC: ClinicRules()})
    began, spent = time.perf_counter(), time.process_time()
    job.run_due()
    took = {
        "us": (time.perf_counter() - began) / number * 1e6,
        "cpu_us": (time.process_time() - spent) / number * 1e6,
    }
    told = sa.select(sa.func.count()).where(Notice.kind == KIND, Notice.case_id.is_not(None))
    written = in_transaction(sessions, lambda session: session.scalar(told), clinic_id=CLINIC)
    engine.dispose()
    if written != number:
        raise RuntimeError(f"{number} follow-ups were due, and {written} notices stand")
    return took


def _treated(session: Session, number: int) -> None:
    """This will write a finished treatment for each customer, with its follow-up that is due."""
    session.execute(sa.delete(Notice).where(Notice.due_at <= NOON + timedelta(days=1)))
    treatment = session.scalars(sa.select(TreatmentType).where(TreatmentType.key == TREATMENT)).one()
    protocol_id = session.scalars(
        sa.select(Protocol.id).where(Protocol.treatment_type_id == treatment.id).limit(1)
    ).one()
    staff = Staff(clinic_id=CLINIC, branch_id=CLINIC, name="bench", roles=["beautician"])
    session.add(staff)
    session.flush()
    done_at = NOON - timedelta(days=DAY)
    ours: dict[str, Any] = {"clinic_id": CLINIC}
    rows: dict[Any, list[dict[str, Any]]] = {}
    customers = session.scalars(sa.select(Customer.id).order_by(Customer.code).limit(number)).all()
    for count, customer_id in enumerate(customers):
        case_id, appointment_id, session_id = new_id(), new_id(), new_id()
        treated = {"case_id": case_id, "treatment_type_id": treatment.id, "staff_id": staff.id}
        # fmt: off
        for model, row in (
            (Case, {"id": case_id, "code": f"K{count:07}", "customer_id": customer_id, "branch_id": CLINIC,
                    "stage": Stage.FOLLOW_UP, "treatment_type_id": treatment.id, "version": 5, "opened_at": done_at,
                    "stage_at": done_at}),
            (Appointment, {"id": appointment_id, **treated, "customer_id": customer_id, "branch_id": CLINIC,
                           "starts_at": done_at, "ends_at": done_at + timedelta(hours=1), "state": AppointmentState.DONE,
                           "booked_at": done_at}),
            (TreatmentSession, {"id": session_id, **treated, "appointment_id": appointment_id,
                                "protocol_id": protocol_id, "started_at": done_at, "finished_at": done_at}),
            *((CaseEvent, {"id": new_id(), "case_id": case_id, "seq": seq, "name": "case.moved", "by_kind": "system",
                           "detail": {}, "at": done_at}) for seq in range(1, 6)),
            (FollowUp, {"id": new_id(), "case_id": case_id, "customer_id": customer_id, "session_id": session_id,
                        "day": DAY, "due_at": NOON - timedelta(hours=2)}),
        ):
            rows.setdefault(model, []).append({**ours, **row})
        # fmt: on
    for model, of_model in rows.items():
        insert(session, model, of_model)
