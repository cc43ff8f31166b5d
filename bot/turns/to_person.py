"""What a person of the clinic has to see to: asked for, complained of, or beyond what the bot can answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.handover import call_for_person
from bot.turns.check_in import side_effect
from bot.turns.choose import days_to_offer, may_choose
from bot.turns.kit import TurnKit, answer, customer_of, identity_of, named
from workflow.access import Person, branch
from workflow.cases import Case, booked_appointment, open_case_of
from workflow.customers import close_question, hand_to_person
from workflow.follow_ups import follow_up_to_answer
from workflow.tasks import ABOUT_TIME

# With these she names a time she would like.
_CHOOSES = frozenset({"wants_to_book", "wants_to_change"})
# Who is offered days chooses within this time, or somebody calls her.
CHOOSES_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class PassedOn:
    """One kind of wish that a person sees to.

    Attributes:
        why: What staff and customer are told it is about.
        takes_over: Whether the bot falls silent, because a person now has the talk.
    """

    why: str
    takes_over: bool = False

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will make a task for a person, and say so."""
        _pass_on(session, kit=kit, person=person, event=event, passed=self, now=now)


ASKED = PassedOn("asked", takes_over=True)
COMPLAINT = PassedOn("complaint", takes_over=True)
UNWELL = PassedOn("asked")
WANTS_TO_BOOK = PassedOn("wants_to_book")
WANTS_TO_CHANGE = PassedOn("wants_to_change")
WANTS_TO_CANCEL = PassedOn("wants_to_cancel")
COMES_LATE = PassedOn("comes_late")
BY_INTENT: Mapping[str, PassedOn] = MappingProxyType(
    {
        "talk_to_human": ASKED,
        "complaint": COMPLAINT,
        "book_appointment": WANTS_TO_BOOK,
        "reschedule_appointment": WANTS_TO_CHANGE,
        "cancel_appointment": WANTS_TO_CANCEL,
        "ask_payment": PassedOn("wants_to_pay"),
        "redeem_reward": PassedOn("wants_reward"),
        "ask_doctor": PassedOn("asks_doctor"),
        "privacy_request": PassedOn("privacy"),
    }
)


def is_unwell(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass on that a customer is ill or cannot come; staff with these words would ask for leave."""
    customer = customer_of(person)
    if follow_up_to_answer(session, customer_id=customer.id, now=now, answered_too=False) is not None:
        side_effect(session, kit=kit, person=person, event=event, now=now)
        return
    found = open_case_of(session, customer_id=customer.id)
    agreed = booked_appointment(session, case_id=found.id) if found is not None else None
    passed = UNWELL if agreed is None else WANTS_TO_CHANGE
    _pass_on(session, kit=kit, person=person, event=event, passed=passed, now=now)


def _pass_on(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, passed: PassedOn, now: datetime
) -> None:
    customer, identity = customer_of(person), identity_of(person)
    wish = _wish(event) if passed.why in _CHOOSES else {}
    found = open_case_of(session, customer_id=customer.id) if passed.why in ABOUT_TIME else None
    choose: dict[str, Any] | None = None
    if passed.why in _CHOOSES and found is not None and may_choose(found):
        choose = days_to_offer(session, found=found, kit=kit, now=now)
    can_choose = choose is not None and bool(choose["days"])
    call_for_person(
        session,
        customer=customer,
        why=passed.why,
        words=event.text,
        key=f"{passed.why}:{event.id}",
        now=now,
        wish=wish,
        rules=kit.rules,
        not_before=now + CHOOSES_WITHIN if can_choose else None,
    )
    if passed.takes_over:
        close_question(identity)
        hand_to_person(identity, now + timedelta(minutes=kit.settings.human_minutes))
    data: dict[str, Any] = {"why": passed.why, **wish}
    if found is not None and passed is WANTS_TO_CANCEL:
        data |= _agreed(session, found)
    if can_choose:
        data["choose"] = choose
    answer(session, person=person, event=event, kind="handed_to_person", data=data, now=now)


def _agreed(session: Session, found: Case) -> dict[str, str]:
    """This function will give the agreed time, which stands until somebody has cancelled it; nothing where none is."""
    agreed = booked_appointment(session, case_id=found.id)
    if agreed is None:
        return {}
    return {
        "starts_at": agreed.starts_at.isoformat(),
        "zone": branch(session, branch_id=found.branch_id).zone,
    }


def _wish(event: Incoming) -> dict[str, str | None]:
    """This function will give the day and time her words name, as far as they name one."""
    return {
        "wish_date": _plain(named(event, "date"), date.fromisoformat),
        "wish_time": _plain(named(event, "time"), time.fromisoformat),
    }


def _plain(value: str | None, read: Callable[[str], date | time]) -> str | None:
    """This function will give a day or time in ISO 8601; None where the value is none."""
    try:
        return read(value).isoformat() if value else None
    except ValueError:
        return None
