"""How a booking begins, by words or by a button, and how the buttons of days and times fill the same form."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.dialogue import CONFIRM, EARLIER, Read, Talk, booking, earlier_of, named_in, new_state, proceed
from bot.events import Incoming
from bot.turns import choose
from bot.turns.kit import Turn, TurnKit, customer_of, identity_of, named, press_of
from bot.turns.to_person import BY_INTENT as PASSED_ON
from bot.turns.to_person import WANTS_TO_BOOK, WANTS_TO_CHANGE, PassedOn, is_unwell
from workflow.access import Person
from workflow.booking import hold_of
from workflow.cases import Case, Stage, booked_appointment, open_case_of
from workflow.customers import end_form, form_to_resume, open_form

_FORM = booking.FORM
_NOT_RESUMED = frozenset({CONFIRM, "case_id", "why", "told_apart", booking.RESTS})
_TREATED = frozenset({Stage.COMPLETED, Stage.FOLLOW_UP})


@dataclass(frozen=True)
class WantsTime:
    """The wish for a time, or for another one.

    Attributes:
        passed: Who sees to it where nothing can be chosen.
    """

    passed: PassedOn

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will begin a booking, pick one up that was left, or pass the wish on."""
        customer = customer_of(person)
        found = open_case_of(session, customer_id=customer.id)
        has_case = choose.may_choose(found) and not booking.is_other_treatment(
            session, found, named(event, "treatment")
        )
        left = form_to_resume(identity_of(person), now, kind=booking.BOOKING)
        talk = Talk(
            session=session,
            kit=kit,
            person=person,
            event=event,
            now=now,
            state=new_state(booking.BOOKING, event),
        )
        talk.filled["why"] = self.passed.why
        if has_case and found is not None:
            talk.filled["case_id"] = str(found.id)
        elif self.passed is not WANTS_TO_BOOK or not _may_ask(found):
            self.passed(session, kit=kit, person=person, event=event, now=now)
            return
        if left is not None and left.filled.get("case_id") == talk.filled.get("case_id"):
            _pick_up(talk, left.filled)
        elif left is not None:
            talk.filled[EARLIER] = earlier_of(left.filled)
        is_bare = not _take_named(talk, found)
        if has_case and is_bare and not set(talk.filled) & {"day", "time"}:
            self.passed(session, kit=kit, person=person, event=event, now=now)
            _listen_for(talk, "day")
            return
        self._call(talk, found)
        proceed(talk, _FORM)

    def _call(self, talk: Talk, found: Case | None) -> None:
        """This will have somebody call her, unless she goes on by herself; who was treated needs a person's step first."""
        is_treated = found is not None and found.stage in _TREATED
        why = talk.filled["why"]
        booking.call(talk, why=why, words=talk.event.text, key=why, rests=not is_treated)


def day_pressed(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will show the times of a day's button, and listen for one in words too."""
    choose.times(session, kit=kit, person=person, event=event, now=now)
    talk = _of_case(session, kit=kit, person=person, event=event, now=now)
    talk.filled["day"] = date.fromisoformat(press_of(event).extra["d"]).isoformat()
    _listen_for(talk, "time")


def days_pressed(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will show the days again, and listen for one in words too."""
    choose.days(session, kit=kit, person=person, event=event, now=now)
    _listen_for(_of_case(session, kit=kit, person=person, event=event, now=now), "day")


def time_pressed(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will hold the time of a button, which names day and time in full: there is nothing left to ask."""
    choose.hold(session, kit=kit, person=person, event=event, now=now)
    end_form(identity_of(person), kind=booking.BOOKING)


def _of_case(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> Talk:
    """This function will begin a booking anew for the case of a button."""
    state = new_state(booking.BOOKING, event)
    state.filled["case_id"] = str(press_of(event).ref)
    return Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)


def _listen_for(talk: Talk, slot: str) -> None:
    """This function will keep that a slot was asked for by a card of its own, whose buttons say all they mean."""
    talk.state.asked = slot
    talk.state.number += 1
    talk.keep()


def _take_named(talk: Talk, found: Case | None) -> bool:
    """This function will take what the words of the wish name; a time alone is of the day that is agreed or held."""
    entities = named_in(talk)
    read = [(slot, said) for slot in _FORM.slots if (said := slot.read(talk, entities)) is not None]
    names = {slot.name for slot, _ in read}
    if "time" in names and "day" not in names and "day" not in talk.filled and found is not None:
        day = _agreed_day(talk.session, found, talk.zone)
        if day is not None:
            _FORM.by_name["day"].take(talk, Read(value=day.isoformat()))
    is_ruling_out = _FORM.rules_out(talk)
    for slot, said in read:
        slot.take(talk, said)
    return bool(read) or is_ruling_out


def _agreed_day(session: Session, found: Case, zone: ZoneInfo) -> date | None:
    taken = hold_of(session, case_id=found.id) or booked_appointment(session, case_id=found.id)
    return taken.starts_at.astimezone(zone).date() if taken is not None else None


def _pick_up(talk: Talk, filled: dict[str, object]) -> None:
    """This function will take over what she had said before she left the form."""
    kept = {name: value for name, value in filled.items() if name not in _NOT_RESUMED}
    day = kept.pop("day", None)
    talk.filled.update(kept)
    if day is not None:
        _FORM.by_name["day"].take(talk, Read(value=str(day)))
    if open_form(talk.identity, talk.now) is None and (kept or day):
        talk.note("not_booked_yet")
        talk.note("picked_up")


def _may_ask(found: Case | None) -> bool:
    """This function will say whether a wish can be asked for in full: not while a case waits for somebody to accept it."""
    return found is None or found.stage in _TREATED or choose.may_choose(found)


BY_BUTTON: dict[str, Turn] = {
    "ask_to_book": WantsTime(WANTS_TO_BOOK),
    "ask_to_move": WantsTime(WANTS_TO_CHANGE),
    "my_days": days_pressed,
    "my_day": day_pressed,
    "my_slot": time_pressed,
    "my_free": choose.let_go,
}
# What a person of the clinic sees to, but for the wishes of which the bot asks what is missing first.
BY_INTENT: dict[str, Turn] = {
    **PASSED_ON,
    "request_leave": is_unwell,
    "book_appointment": WantsTime(WANTS_TO_BOOK),
    "reschedule_appointment": WantsTime(WANTS_TO_CHANGE),
}
