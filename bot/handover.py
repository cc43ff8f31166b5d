"""Giving a talk to a person of the clinic: a task for whoever knows the customer, and the word that it is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from nlu.conditions import Condition, conditions_in, tells_of_condition
from workflow.actor import Actor, Role
from workflow.cases import Case, Stage, may_have_next, open_case_of
from workflow.customers import Customer, number_facts
from workflow.notices import NoticePurpose, notice_by_key, tell_customer, tell_staff
from workflow.settings import ClinicRules
from workflow.tasks import (
    ABOUT_TIME,
    ANSWER_FOR_HEALTH,
    NobodyHasRole,
    Task,
    TaskKind,
    assign_task,
    cards_to_come,
    note_wish,
    tell_holder,
    waiting_call,
    wish_about_time,
    withdraw_calls_about_time,
)

LONGEST_WORDS = 200
# Who calls: sales knows her best; the owner last, so that there is always somebody.
CALLERS = (Role.SALES, Role.MANAGER, Role.OWNER, Role.BEAUTICIAN)

BY_HER = "withdrawn_by_customer"
"""Why a call was taken back, as it stands in its history."""

ASKS_HEALTH = "asks_health"
"""Why those who treat are called: she told of a condition, by itself or beside another wish."""

SEEN_FIRST = "health_seen_first"
"""What she is told then, beside what her other wish brings."""

_MOST = 3
"""More conditions than these are not named; her words stand beside them."""

_MAY_CANCEL = {"wants_to_change", "wants_to_cancel"}
_BOOKABLE = {Stage.SCANNED, Stage.TREATMENT_SCHEDULED}

log = structlog.get_logger(__name__)


def call_for_person(
    session: Session,
    *,
    customer: Customer,
    why: str,
    words: str | None,
    key: str,
    now: datetime,
    wish: Mapping[str, Any] | None = None,
    rules: ClinicRules | None = None,
    not_before: datetime | None = None,
    roles: Sequence[Role] = CALLERS,
) -> Task | None:
    """This function will make a task to call the customer, and tell whoever has it; one that waits is not made again.

    Args:
        session: The turn's session.
        customer: Whom to call.
        why: A short word for the cause; the wording room has a sentence for each.
        words: What the customer wrote; of a condition, only those who treat read it, and are called to it as well.
        key: What caused it; the same cause makes one notice.
        now: Aware UTC.
        wish: The day and time she named: `wish_date`, `wish_time`, ISO 8601; `tried`, what the bot asked before;
            `conditions` and `treatment`, what she asks about; `flags` and `asked`, what she answered.
        rules: What the clinic has set: how soon a customer is called.
        not_before: Until then she may see to it herself, and nobody need call (aware UTC).
        roles: Who is to have the task, the first asked first.

    Returns:
        The task, or None where nobody works at the branch yet (logged as an error).
    """
    said = {"words": (words or "")[:LONGEST_WORDS] or None, **(wish or {})}
    if tells_of_health(words) and why != ASKS_HEALTH:
        _have_looked_at(
            session, customer=customer, said=said, told=words or "", key=key, rules=rules, now=now
        )
        said["tells_health"] = True
    case = open_case_of(session, customer_id=customer.id)
    task = waiting_call(session, customer_id=customer.id, why=why)
    if task is not None:
        if not any(said.values()):
            return task
        not_before = task.snoozed_until if cards_to_come(session, task, now=now) else None
    try:
        task = task or _made(
            session, customer, case, why, said, roles=roles, rules=rules, rests=not_before, now=now
        )
    except NobodyHasRole:
        log.error("handover.nobody_there", customer_id=str(customer.id), why=why)  # noqa: TRY400 - a refusal, no bug
        return None
    tell_holder(
        session,
        task=task,
        kind="call_customer",
        data={**_facts(session, customer=customer, case=case, why=why), **said},
        key=f"call_customer:{key}",
        now=now,
        due_at=not_before,
    )
    return task


def tells_of_health(words: str | None) -> bool:
    """This function will say whether words tell of a condition that those who treat have to answer for."""
    return any(one.alone for one in conditions_in(words or ""))


def takes_health_back(session: Session, *, customer: Customer, words: str) -> bool:
    """This function will say whether words only deny a condition, while somebody is called to what she told before."""
    if tells_of_health(words) or not tells_of_condition(words):
        return False
    return waiting_call(session, customer_id=customer.id, why=ASKS_HEALTH) is not None


def condition_names(told: Sequence[Condition]) -> list[dict[str, str]]:
    """This function will give how conditions are called, as a notice carries it."""
    return [{f"name_{language}": name for language, name in one.names.items()} for one in told[:_MOST]]


def have_looked_at(
    session: Session,
    *,
    customer: Customer,
    told: str,
    treatment: Mapping[str, Any] | None,
    event_id: str,
    rules: ClinicRules | None,
    now: datetime,
) -> bool:
    """This function will call those who treat to what she told of her health, once for each message that told it.

    Args:
        session: The turn's session.
        customer: Who told it.
        told: Her words.
        treatment: The treatment they are about, as a notice carries it.
        event_id: The event that carried them: taking it back erases them.
        rules: What the clinic has set: how soon a customer is called.
        now: Aware UTC.

    Returns:
        Whether they were called to it now; not where they were before, or nobody is there.
    """
    key = f"{ASKS_HEALTH}:{event_id}"
    if notice_by_key(session, key=f"call_customer:{key}") is not None:
        return False
    called = call_for_person(
        session,
        customer=customer,
        why=ASKS_HEALTH,
        words=told,
        key=key,
        now=now,
        wish={
            "conditions": condition_names(conditions_in(told)),
            "treatment": treatment,
            "tells_health": True,
        },
        rules=rules,
        roles=ANSWER_FOR_HEALTH,
    )
    return called is not None


def _have_looked_at(
    session: Session,
    *,
    customer: Customer,
    said: Mapping[str, Any],
    told: str,
    key: str,
    rules: ClinicRules | None,
    now: datetime,
) -> None:
    """This function will call those who treat to what she told beside a wish, and tell her that they look at it first."""
    event_id = key.rpartition(":")[2]
    named = {f"name_{word}": said.get(f"wish_treatment_{word}") for word in ("th", "en")}
    treatment = named if all(named.values()) else None
    if have_looked_at(
        session,
        customer=customer,
        told=told,
        treatment=treatment,
        event_id=event_id,
        rules=rules,
        now=now,
    ):
        tell_customer(
            session,
            customer_id=customer.id,
            kind="handed_to_person",
            purpose=NoticePurpose.ANSWER,
            data={"why": SEEN_FIRST},
            key=f"{SEEN_FIRST}:{event_id}",
            now=now,
        )


def call_off(
    session: Session, *, customer: Customer, is_told: bool, key: str, now: datetime
) -> Mapping[str, Any] | None:
    """This function will take back the calls about a time that she wishes for no more, and tell whoever has heard of one.

    Args:
        session: The turn's session.
        customer: Who wished.
        is_told: Whether staff hear of it otherwise.
        key: What caused it.
        now: Aware UTC.

    Returns:
        What she had wished, as far as it was noted; None where nobody was to call her about a time.
    """
    wish = wish_about_time(session, customer_id=customer.id)
    by = Actor.customer(customer.clinic_id, customer.id)
    heard = withdraw_calls_about_time(session, customer_id=customer.id, by=by, reason=BY_HER, now=now)
    for staff_id in () if is_told else sorted({one.staff_id for one in heard}):
        tell_staff(
            session,
            staff_id=staff_id,
            kind="wish_withdrawn_staff",
            purpose=NoticePurpose.STAFF,
            data={"customer_name": customer.name},
            key=f"wish_withdrawn:{staff_id.hex}:{key}",
            now=now,
        )
    return wish


def call_off_one(
    session: Session,
    *,
    customer: Customer,
    wish: Mapping[str, Any],
    told: Mapping[str, Any],
    key: str,
    now: datetime,
) -> None:
    """This function will leave a call about a time with what is still wished, and tell whoever has heard of it what is not.

    Args:
        session: The turn's session.
        customer: Who wished.
        wish: What is still wished, as it is noted with the call.
        told: What is wished no more, and what still is, as it is worded.
        key: What caused it.
        now: Aware UTC.
    """
    for task in note_on_calls(session, customer_id=customer.id, wish=wish):
        if cards_to_come(session, task, now=now) or task.staff_id is None:
            continue
        tell_staff(
            session,
            staff_id=task.staff_id,
            kind="wish_withdrawn_staff",
            purpose=NoticePurpose.STAFF,
            data={"customer_name": customer.name, **told},
            key=f"wish_withdrawn:{task.id.hex}:{key}",
            now=now,
        )


def note_on_calls(session: Session, *, customer_id: UUID, wish: Mapping[str, Any]) -> list[Task]:
    """This function will note what is wished with the calls about a time that wait, and give them."""
    calls = (waiting_call(session, customer_id=customer_id, why=why) for why in sorted(ABOUT_TIME))
    waiting = [one for one in calls if one is not None]
    for task in waiting:
        note_wish(session, task, wish=wish)
    return waiting


def _made(
    session: Session,
    customer: Customer,
    case: Case | None,
    why: str,
    said: Mapping[str, Any],
    *,
    roles: Sequence[Role],
    rules: ClinicRules | None,
    rests: datetime | None,
    now: datetime,
) -> Task:
    """This function will make the task; it carries why, and what was tried, and never her words or her health."""
    return assign_task(
        session,
        kind=TaskKind.CALL_CUSTOMER,
        case=case,
        customer_id=customer.id,
        roles=roles,
        rules=rules,
        detail={"why": why} | {name: said[name] for name in ("tried",) if name in said},
        rests_until=rests,
        now=now,
    )


def _facts(session: Session, *, customer: Customer, case: Case | None, why: str) -> dict[str, str | None]:
    """This function will give whom to call and why, and what can be done for her by a button at once."""
    return {
        "customer_name": customer.name,
        "customer_code": customer.code,
        **number_facts(customer),
        "why": why,
        "book_case_id": str(case.id) if case is not None and _can_book(case, why) else None,
        "cancel_case_id": str(case.id) if case is not None and _can_cancel(case, why) else None,
        "next_customer_id": str(customer.id) if _can_come_again(session, customer, why) else None,
    }


def _can_come_again(session: Session, customer: Customer, why: str) -> bool:
    """This function will say whether a wish for a time is a treated customer's, who needs her next case first."""
    return why == "wants_to_book" and may_have_next(session, customer_id=customer.id)


def _can_book(case: Case, why: str) -> bool:
    """This function will say whether a wish for a time can be met by buttons at once."""
    return why in ABOUT_TIME and case.stage in _BOOKABLE and case.beautician_id is not None


def _can_cancel(case: Case, why: str) -> bool:
    """This function will say whether an appointment that she may want to cancel can be cancelled by a button at once."""
    return why in _MAY_CANCEL and case.stage is Stage.TREATMENT_SCHEDULED
