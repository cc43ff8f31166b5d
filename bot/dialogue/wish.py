"""What a customer wishes of times that nobody has agreed to yet: it may be several wishes, and each is taken back by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.dialogue.booking_treatment import BOOKING, key_of, known_of
from bot.dialogue.further import EARLIER, FACTS
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.turns.choose import held_time
from bot.turns.kit import TurnKit, customer_of, identity_of
from workflow.access import Person
from workflow.cases import booked_appointment, open_case_of
from workflow.customers import form_to_resume
from workflow.tasks import wish_about_time

IN_PLACE_OF = "in_place_of"
"""The treatments of earlier wishes that a new one is put in the place of."""

MOST_KEPT = 4
"""More wishes than these beside the newest nobody keeps apart."""

HELD, ASKED, LEFT = "held", "asked", "left"
"""How a wish stands: its time is held, it is with staff, or she has not said all of it yet."""

_MARK_LETTERS = 10


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One wish that waits.

    Attributes:
        facts: What she wishes, by slot.
        stands: How it stands.
        key: The treatment it is for; None where she named none.
    """

    facts: Mapping[str, Any]
    stands: str
    key: str | None = None

    @property
    def mark(self) -> str:
        """A short mark of it, so that a button means no other one."""
        facts = "|".join(f"{name}={self.facts[name]}" for name in sorted(self.facts))
        return sha256(facts.encode()).hexdigest()[:_MARK_LETTERS]


def has_appointment(session: Session, *, person: Person) -> bool:
    """This function will say whether an appointment is agreed with her."""
    found = open_case_of(session, customer_id=customer_of(person).id)
    return found is not None and booked_appointment(session, case_id=found.id) is not None


def talk_of_wish(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> Talk:
    """This function will give the talk with the booking that was left, or with a new one."""
    state = form_to_resume(identity_of(person), now, kind=BOOKING) or new_state(BOOKING, event)
    return Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)


def noted_wishes(session: Session, *, customer_id: UUID) -> list[dict[str, Any]]:
    """This function will give the wishes that were passed on to staff, the newest first."""
    newest = dict(wish_about_time(session, customer_id=customer_id) or {})
    earlier = newest.pop(EARLIER, ())
    return [_facts(one) for one in (newest, *earlier) if _facts(one)]


def treatment_meant(talk: Talk, *, case_id: str | None, begun: str | None) -> str | None:
    """This function will give the treatment of her case, the one of what she had begun, or the only one she asked a time for."""
    noted = noted_wishes(talk.session, customer_id=talk.customer.id)
    wished = {one["treatment"] for one in noted if one.get("treatment")}
    return key_of(talk, {"case_id": case_id}) or begun or (wished.pop() if len(wished) == 1 else None)


def waiting_wishes(talk: Talk) -> list[Wish]:
    """This function will give all she wishes and nobody has agreed to; a time that is held comes first."""
    noted = noted_wishes(talk.session, customer_id=talk.customer.id)
    waits = [_wish(talk, facts, ASKED) for facts in noted]
    held = _held(talk)
    if held is not None:
        same, waits = _apart(talk, waits, held)
        waits.insert(0, _wish(talk, {**(same.facts if same else {}), **held}, HELD))
    for facts in _left(talk):
        same, others = _apart(talk, waits, facts)
        if same is None:
            waits.append(_wish(talk, facts, LEFT))
        else:
            at = waits.index(same)
            waits = [*others[:at], _wish(talk, {**facts, **same.facts}, same.stands), *others[at:]]
    if not waits and wish_about_time(talk.session, customer_id=talk.customer.id) is not None:
        waits.append(Wish(facts={}, stands=ASKED))
    return waits


def told_of(talk: Talk, wishes: Sequence[Wish]) -> list[dict[str, Any]]:
    """This function will give wishes as they are worded: how each stands, and what is known of it."""
    return [{"state": one.stands, "known": known_of(talk, one.facts)} for one in wishes]


def treatments_named(event: Incoming) -> set[str]:
    """This function will give the treatments that words name, or could mean."""
    named = event.understanding.entities if event.understanding is not None else ()
    values = [one.value for one in named if one.entity in {"treatment", "treatment_unclear"}]
    return {key for value in values for key in value.split(",")}


def wishes_named(event: Incoming, wishes: Sequence[Wish]) -> list[Wish]:
    """This function will give the wishes that her words name, by their treatment or their day."""
    named = treatments_named(event)
    entities = event.understanding.entities if event.understanding is not None else ()
    days = {one.value for one in entities if one.entity == "date"}
    unsure = [one for one in entities if one.entity in {"date_unclear", "date_standing"}]
    days |= {day for one in unsure for day in one.value.split(",")}
    if named:
        return [one for one in wishes if one.key in named]
    return [one for one in wishes if one.facts.get("day") in days]


def _held(talk: Talk) -> dict[str, Any] | None:
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    held = held_time(talk.session, found=found, now=talk.now) if found is not None else None
    if found is None or held is None:
        return None
    here = held.astimezone(talk.zone)
    return {
        "case_id": str(found.id),
        "day": here.date().isoformat(),
        "time": here.time().isoformat("minutes"),
    }


def _left(talk: Talk) -> list[dict[str, Any]]:
    """This function will give what she has begun to wish for: the booking that is open or was left, and those laid aside."""
    left = form_to_resume(talk.identity, talk.now, kind=BOOKING)
    if left is None:
        return []
    laid_aside = left.filled.get(EARLIER, ())
    return [_facts(left.filled), *(_facts(one) for one in laid_aside)]


def _apart(talk: Talk, wishes: Sequence[Wish], facts: Mapping[str, Any]) -> tuple[Wish | None, list[Wish]]:
    """This function will part the wish for the same treatment from the others; who names none means the one there is."""
    key = key_of(talk, facts)
    same = next((one for one in wishes if key is None or one.key in (key, None)), None)
    return same, [one for one in wishes if one is not same]


def _wish(talk: Talk, facts: Mapping[str, Any], stands: str) -> Wish:
    return Wish(facts=facts, stands=stands, key=key_of(talk, facts))


def _facts(filled: Mapping[str, Any]) -> dict[str, Any]:
    return {name: filled[name] for name in FACTS if filled.get(name) is not None}
