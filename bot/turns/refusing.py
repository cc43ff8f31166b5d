"""Saying no: why, whose it is, how things stand by now, and a way to go on from there."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.choose import may_choose
from bot.turns.kit import TurnKit, answer
from workflow.access import Person, branch, staff_member
from workflow.actor import Role
from workflow.cases import Case, booked_appointment, case, check_selling
from workflow.customers import customer
from workflow.refusal import NotFound, Refusal
from workflow.tasks import Task, task

_SELLING = frozenset({Role.SALES, Role.MANAGER, Role.OWNER})
# Buttons of a case that are its beautician's; the others are its sales person's.
_TREATING = frozenset({"start", "finish", "stop", "stop_why"})


@dataclass(frozen=True)
class Refuse:
    """The turn that words a refusal.

    Attributes:
        refusal: What the rules said.
    """

    refusal: Refusal

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will say no, in private only."""
        del kit
        if person.identity is None or not event.is_private:
            return
        whose = person.customer or person.staff
        data = {
            "code": self.refusal.code,
            "facts": {key: _plain(value) for key, value in self.refusal.facts.items()},
            "zone": branch(session, branch_id=whose.branch_id).zone if whose else None,
            "is_staff": person.staff is not None,
            **_ways_on(session, refusal=self.refusal, person=person, event=event),
        }
        answer(session, person=person, event=event, kind="refused", data=data, now=now)


def _ways_on(session: Session, *, refusal: Refusal, person: Person, event: Incoming) -> dict[str, Any]:
    """This function will give what helps whoever was refused, as far as it is theirs to know."""
    asked, found = _about(session, refusal=refusal, event=event)
    if person.staff is None:
        is_hers = (
            found is not None and person.customer is not None and found.customer_id == person.customer.id
        )
        return {"choose_case_id": str(found.id)} if found and is_hers and may_choose(found) else {}
    told: dict[str, Any] = {}
    if refusal.code == "not_yours":
        told["whose"] = _holder(session, asked=asked, found=found, event=event)
    if found is not None and refusal.code == "out_of_date":
        told["now"] = _state(session, found)
    if found is not None and may_choose(found) and _may_sell(found, person=person):
        told["book_case_id"] = str(found.id)
    return told


def _about(session: Session, *, refusal: Refusal, event: Incoming) -> tuple[Task | None, Case | None]:
    """This function will find the task and the case that a refusal, or else the button, is about."""
    pressed = event.press.ref if event.press is not None else None
    asked, found = None, None
    with suppress(NotFound):
        asked = task(session, task_id=UUID(str(refusal.facts.get("task_id") or pressed or UUID(int=0))))
    case_id = refusal.facts.get("case_id") or (asked.case_id if asked is not None else pressed)
    with suppress(NotFound):
        found = case(session, case_id=UUID(str(case_id or UUID(int=0))))
    return asked, found


def _holder(session: Session, *, asked: Task | None, found: Case | None, event: Incoming) -> str | None:
    staff_id = asked.staff_id if asked is not None else None
    if asked is None and found is not None:
        treats = event.press is not None and event.press.action in _TREATING
        staff_id = found.beautician_id if treats else found.sales_id
    return staff_member(session, staff_id=staff_id).name if staff_id is not None else None


def _state(session: Session, found: Case) -> dict[str, Any]:
    agreed = booked_appointment(session, case_id=found.id)
    return {
        "customer_name": customer(session, customer_id=found.customer_id).name,
        "stage": found.stage.value,
        "starts_at": agreed.starts_at.isoformat() if agreed is not None else None,
        "zone": branch(session, branch_id=found.branch_id).zone,
    }


def _may_sell(found: Case, *, person: Person) -> bool:
    if person.staff is None or person.staff.role_set.isdisjoint(_SELLING):
        return False
    try:
        check_selling(found, by=person.actor(found.clinic_id))
    except Refusal:
        return False
    return True


def _plain(value: object) -> object:
    """This function will make a fact fit for JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
