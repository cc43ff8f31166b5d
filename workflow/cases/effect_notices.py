"""Whom a move of a case is told to, and with which facts."""

from datetime import timedelta

import sqlalchemy as sa

from workflow.cases.changes import Change
from workflow.cases.notice_facts import branch_facts, case_facts, lines
from workflow.customers import ask_for_phone_once
from workflow.follow_ups import follow_ups_of, treatment_facts
from workflow.loyalty import balance
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.store.models import LoyaltyLedgerEntry, Task, TaskKind, TreatmentType
from workflow.tasks import tell_holder, waiting_tasks_of_case


def points_key(change: Change) -> str:
    """This will give the ledger key of the visit: one session earns once."""
    if change.treatment_session is None:
        raise ValueError("points are earned by a session")
    return f"session:{change.treatment_session.id}"


def tell_booked(change: Change) -> None:
    """This will tell the customer when, where and how to prepare, and whoever treats her when to be there."""
    agreed, treatment = change.agreed, change.treatment
    prepare = change.protocol.prepare if change.protocol else {}
    tell_customer(
        change.session,
        customer_id=change.case.customer_id,
        kind="appointment_booked",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "case_code": change.case.code,
            "starts_at": agreed.starts_at.isoformat(),
            "zone": change.zone.key,
            "branch": branch_facts(change.branch),
            "treatment": treatment_facts(treatment),
            "prepare_th": lines(prepare, "th"),
            "prepare_en": lines(prepare, "en"),
            "duration_min": treatment.duration_min,
            "moved": bool(change.detail.get("moved")),
            "asks_phone": ask_for_phone_once(
                change.session, customer_id=change.case.customer_id, now=change.now
            ),
        },
        key=f"appointment_booked:{agreed.id}",
        now=change.now,
        case_id=change.case.id,
    )
    [task] = waiting_tasks_of_case(change.session, case_id=change.case.id, kinds=[TaskKind.DO_TREATMENT])
    tell_holder(
        change.session,
        task=task,
        kind="appointment_booked_staff",
        data={
            **case_facts(change.case, customer=change.customer),
            "starts_at": agreed.starts_at.isoformat(),
            "zone": change.zone.key,
            "treatment": treatment_facts(treatment),
            "was_at": change.detail.get("was_at"),
        },
        key=f"appointment_booked_staff:{agreed.id}:{agreed.staff_id}",
        now=change.now,
    )


def tell_started(change: Change) -> None:
    """This will tell the customer (and whoever waits for her) that her treatment has begun."""
    tell_customer(
        change.session,
        customer_id=change.case.customer_id,
        kind="treatment_started",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "case_code": change.case.code,
            "treatment": treatment_facts(change.treatment),
            "started_at": change.now.isoformat(),
            "zone": change.zone.key,
        },
        # A session that was stopped and begun again on the same day is told again.
        key=f"treatment_started:{change.agreed.id}:{change.now:%Y%m%dT%H%M%S}",
        now=change.now,
        case_id=change.case.id,
    )


def tell_cancelled(change: Change) -> None:
    """This will tell the customer and whoever treats her that an agreed time is no more."""
    agreed = change.agreed
    when = {"starts_at": agreed.starts_at.isoformat(), "zone": change.zone.key}
    tell_customer(
        change.session,
        customer_id=change.case.customer_id,
        kind="appointment_cancelled",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={**when, "case_code": change.case.code, "branch": branch_facts(change.branch)},
        key=f"appointment_cancelled:{agreed.id}",
        now=change.now,
        case_id=change.case.id,
    )
    tell_staff(
        change.session,
        staff_id=agreed.staff_id,
        kind="appointment_cancelled_staff",
        purpose=NoticePurpose.STAFF,
        data={**case_facts(change.case, customer=change.customer), **when},
        key=f"appointment_cancelled_staff:{agreed.id}",
        now=change.now,
        case_id=change.case.id,
    )


def tell_stopped(change: Change, *, task: Task) -> None:
    """This will tell sales that a treatment was stopped, why, and that a new date is needed."""
    tell_holder(
        change.session,
        task=task,
        kind="treatment_stopped",
        data={
            **case_facts(change.case, customer=change.customer),
            "treatment": treatment_facts(change.treatment),
            "reason": change.detail.get("reason"),
        },
        key=f"treatment_stopped:{task.id}",
        now=change.now,
    )


def tell_finished(change: Change) -> None:
    """This will give the customer her care plan, her points and when we shall ask how she is."""
    done = change.treatment_session
    if done is None:
        raise ValueError("only a session can be finished")
    aftercare = change.protocol.aftercare if change.protocol else {}
    # Steps that were stored before "today" was written have only the next day's lines.
    leaving = {language: texts.get("today") or texts.get("d1", []) for language, texts in aftercare.items()}
    promised = [
        row for row in follow_ups_of(change.session, case_id=change.case.id) if row.session_id == done.id
    ]
    tell_customer(
        change.session,
        customer_id=change.case.customer_id,
        kind="treatment_finished",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={
            "case_code": change.case.code,
            "treatment": treatment_facts(change.treatment),
            "aftercare_th": lines(leaving, "th"),
            "aftercare_en": lines(leaving, "en"),
            "follow_ups": [{"day": row.day, "due_at": row.due_at.isoformat()} for row in promised],
            "points_earned": _points_earned(change),
            "balance": balance(change.session, customer_id=change.case.customer_id),
            "zone": change.zone.key,
        },
        key=f"treatment_finished:{done.id}",
        now=change.now,
        case_id=change.case.id,
    )


def tell_sales_finished(change: Change, *, task: Task) -> None:
    """This will tell sales that the treatment is finished and what suits her next."""
    treatment = change.treatment
    following = change.session.scalar(
        sa.select(TreatmentType).where(TreatmentType.key == treatment.next_key, TreatmentType.active)
    )
    tell_holder(
        change.session,
        task=task,
        kind="treatment_finished_sales",
        data={
            **case_facts(change.case, customer=change.customer),
            "treatment": treatment_facts(treatment),
            "next": treatment_facts(following) if following else None,
            "next_from": _again_from(change),
            "zone": change.zone.key,
        },
        key=f"treatment_finished_sales:{task.id}",
        now=change.now,
    )


def _again_from(change: Change) -> str | None:
    """This will say from when the same treatment may be done again, where its research names a gap."""
    gap = change.treatment.min_gap_days
    return (change.now + timedelta(days=gap)).isoformat() if gap else None


def _points_earned(change: Change) -> int:
    """This will read from the ledger what this visit earned."""
    entry = change.session.scalar(
        sa.select(LoyaltyLedgerEntry).where(LoyaltyLedgerEntry.key == points_key(change))
    )
    return entry.points if entry else 0
