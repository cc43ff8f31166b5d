"""Trouble after a treatment: whom it concerns, and reaching a person of the clinic at once, at any hour.

Source: treatments.yaml `red_flags.routing_rule`. False alarms are acceptable, misses are not, and nothing here ever
says that anything is normal.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.catalogue import Urgency, red_flag_groups
from workflow.follow_ups.check_ins import record_check_in
from workflow.follow_ups.paging import somebody_was_paged
from workflow.follow_ups.red_flag_notices import (
    Told,
    Trouble,
    is_legal,
    page_key,
    tell_customer_of_trouble,
    tell_staff_of_trouble,
)
from workflow.notices import notice_by_key
from workflow.store.models import (
    Branch,
    Case,
    CheckIn,
    Customer,
    Task,
    TaskKind,
    TaskState,
    TreatmentSession,
    TreatmentType,
)
from workflow.tasks import NobodyHasRole, assign_task

log = structlog.get_logger(__name__)

# The same trouble told again within the hour is the same task while somebody sees to it; the customer is answered every time all the same.
SAME_TROUBLE = timedelta(hours=1)
# How long until a person should have spoken to her; on the same day means while she still waits for the answer.
SPEAK_WITHIN: Mapping[Urgency, timedelta] = MappingProxyType(
    {
        Urgency.EMERGENCY: timedelta(0),
        Urgency.WITHIN_MINUTES: timedelta(minutes=5),
        Urgency.SAME_DAY: timedelta(hours=2),
        Urgency.WITHIN_3_DAYS: timedelta(days=1),
    }
)

_TO_CARE = (Role.PHYSICIAN, Role.BEAUTICIAN, Role.OWNER, Role.MANAGER, Role.SALES)
_TO_LAW = (Role.MANAGER, Role.OWNER, Role.SALES, Role.BEAUTICIAN, Role.PHYSICIAN)


def scoped_flags(
    session: Session, *, customer_id: uuid.UUID, groups: Collection[str], now: datetime
) -> list[str]:
    """This will keep the groups that can concern this customer.

    A group counts for some time after one of its treatments (`RedFlagGroup.within_days`); some always count. A
    treatment that was started and stopped counts too.

    Args:
        session: The caller's transaction.
        customer_id: Who wrote.
        groups: The groups her words touch, as `nlu` found them.
        now: When.
    """
    known = red_flag_groups()
    done = _treatments_done(session, customer_id=customer_id)

    def concerns_her(key: str) -> bool:
        group = known[key]
        since = now - timedelta(days=group.within_days)
        return group.always or any(at >= since and treatment in group.after for treatment, at in done)

    return [key for key in dict.fromkeys(groups) if key in known and concerns_her(key)]


def raise_red_flag(
    session: Session,
    *,
    customer: Customer,
    groups: Sequence[str],
    now: datetime,
    by: Actor,
    told: Told,
    text: str | None = None,
) -> Task | None:
    """This will reach a person of the clinic about a customer's trouble, and tell her what to do meanwhile.

    Args:
        session: The caller's transaction.
        customer: Who is in trouble.
        groups: The groups that concern her (see `scoped_flags`).
        now: When she said so.
        by: Who said so.
        told: How she said so, and how she may be answered.
        text: Her words, kept with the check-in, and shown on the page to whoever may read them.

    Returns:
        The task of whoever must reach her; None when the same trouble was raised within the hour and is still
        being seen to (she is answered again, nobody is paged twice), no group was given, or the branch has nobody
        at all.
    """
    if not groups:
        return None
    session.execute(sa.select(Customer.id).where(Customer.id == customer.id).with_for_update(key_share=True))
    case = _newest_case(session, customer_id=customer.id)
    trouble = _trouble(session, customer=customer, case=case, groups=groups, told=told, words=text, now=now)
    _keep_words(session, customer=customer, case=case, groups=groups, text=text, now=now)
    tell_customer_of_trouble(session, trouble=trouble, told=told, now=now)
    if set(groups) <= _seen_to(session, customer_id=customer.id, now=now):
        return None
    try:
        task = assign_task(
            session,
            kind=TaskKind.RED_FLAG,
            case=case,
            customer_id=customer.id,
            roles=_TO_LAW if trouble.is_legal else _TO_CARE,
            due_at=now + SPEAK_WITHIN[trouble.urgency],
            detail={"groups": list(groups), "urgency": trouble.urgency.value},
            now=now,
        )
    except NobodyHasRole:
        # She has her answer with the emergency number; that there is nobody here must be seen by an operator.
        log.critical("red_flag.unheard", customer_id=str(customer.id), groups=list(groups))
        return None
    paged = tell_staff_of_trouble(session, trouble=trouble, task=task, now=now)
    card = notice_by_key(session, key=f"{page_key(task)}{task.staff_id}")
    task.notice_id = card.id if card else None
    log.warning("red_flag.raised", task_id=str(task.id), groups=list(groups), paged=paged, by=by.kind.value)
    return task


def most_urgent(groups: Collection[str]) -> Urgency:
    """This will give the urgency of the most urgent of these groups."""
    known = red_flag_groups()
    return min((known[key].urgency for key in groups), key=list(Urgency).index)


def _trouble(
    session: Session,
    *,
    customer: Customer,
    case: Case | None,
    groups: Sequence[str],
    told: Told,
    words: str | None,
    now: datetime,
) -> Trouble:
    branch = session.get_one(Branch, case.branch_id if case else customer.branch_id)
    last = session.scalar(
        sa.select(TreatmentSession)
        .join(Case, Case.id == TreatmentSession.case_id)
        .where(Case.customer_id == customer.id)
        .order_by(TreatmentSession.started_at.desc())
        .limit(1)
    )
    return Trouble(
        customer=customer,
        case=case,
        branch=branch,
        zone=ZoneInfo(branch.zone),
        groups=tuple(groups),
        urgency=most_urgent(groups),
        treatment=session.get_one(TreatmentType, last.treatment_type_id) if last else None,
        finished_at=last.finished_at if last else None,
        told_at=now,
        words=words,
        tells_health=told.tells_health or not is_legal(groups),
        cause=told.cause,
    )


def _keep_words(
    session: Session,
    *,
    customer: Customer,
    case: Case | None,
    groups: Sequence[str],
    text: str | None,
    now: datetime,
) -> None:
    """This will keep the check-in: an answer to a follow-up, or something she told us by herself."""
    answer = record_check_in(session, customer=customer, text=text, red_flags=groups, now=now)
    if answer is None and case is not None:
        session.add(
            CheckIn(
                clinic_id=customer.clinic_id,
                case_id=case.id,
                customer_id=customer.id,
                text=text,
                red_flags=list(groups),
                at=now,
            )
        )
        session.flush()


def _seen_to(session: Session, *, customer_id: uuid.UUID, now: datetime) -> set[str]:
    """This will gather the groups somebody was paged about within the hour, and is not done with."""
    lately = session.scalars(
        sa.select(Task).where(
            Task.customer_id == customer_id,
            Task.kind == TaskKind.RED_FLAG,
            Task.state.in_((TaskState.OPEN, TaskState.ACCEPTED)),
            Task.made_at > now - SAME_TROUBLE,
        )
    )
    paged = [task for task in lately if somebody_was_paged(session, key=page_key(task))]
    return {group for task in paged for group in task.detail["groups"]}


def _newest_case(session: Session, *, customer_id: uuid.UUID) -> Case | None:
    """This will find the case the trouble most likely comes from: the one treated last, else the one opened last."""
    treated = sa.select(sa.func.max(TreatmentSession.started_at)).where(TreatmentSession.case_id == Case.id)
    return session.scalar(
        sa.select(Case)
        .where(Case.customer_id == customer_id)
        .order_by(treated.scalar_subquery().desc().nulls_last(), Case.opened_at.desc())
        .limit(1)
    )


def _treatments_done(session: Session, *, customer_id: uuid.UUID) -> list[tuple[str, datetime]]:
    statement = (
        sa.select(TreatmentType.key, TreatmentSession.started_at)
        .join(TreatmentSession, TreatmentSession.treatment_type_id == TreatmentType.id)
        .join(Case, Case.id == TreatmentSession.case_id)
        .where(Case.customer_id == customer_id)
    )
    return [(key, started_at) for key, started_at in session.execute(statement)]
