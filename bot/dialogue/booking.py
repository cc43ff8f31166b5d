"""Booking by talk: treatment, day, time, and a yes to the whole. Words and buttons fill the same slots.

With a case that somebody has accepted the time is held for her and sales confirms it; without one, her whole wish
reaches sales, who calls. Nothing is booked by a word that could mean two things.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.dialogue import CONFIRM, Form, Slot, Talk, proceed
from bot.dialogue.booking_treatment import BOOKING, RESTS, WHAT, WISHES, is_other_treatment, known
from bot.dialogue.moment_slots import DAY, TIME, rule_out, settle, start_of
from bot.dialogue.putting_off import put_off
from bot.handover import call_for_person
from bot.turns.choose import hold_time
from bot.turns.to_person import CHOOSES_WITHIN
from workflow.booking import SlotTaken
from workflow.cases import case
from workflow.tasks import Task, finish_calls_about_time, note_wish, wake_calls_about_time

__all__ = ["BOOKING", "FORM", "RESTS", "call", "is_other_treatment"]


def _press_confirm(talk: Talk, value: str) -> None:
    """This function will take her yes, or what of it she wants otherwise."""
    if value == "yes":
        talk.filled[CONFIRM] = _wish(talk)
    elif value == DAY.name:
        for name in ("day", "days"):
            talk.filled.pop(name, None)
    elif value == TIME.name:
        for name in ("time", "times"):
            talk.filled.pop(name, None)
    else:
        talk.note("change_what")


def _wish(talk: Talk) -> list[Any]:
    """This function will give what a yes is a yes to."""
    return [talk.filled.get(name) for name in ("case_id", "treatment", "others", "people", "day", "time")]


def _settle(talk: Talk) -> None:
    """This function will make what is filled in agree; a yes to something else than stands there now is forgotten."""
    settle(talk)
    if talk.filled.get(CONFIRM) != _wish(talk):
        talk.filled.pop(CONFIRM, None)


def _done(talk: Talk) -> None:
    """This function will hold the time she said yes to, or pass her wish on; if it went meanwhile, ask for another."""
    day, wished = talk.filled["day"], talk.filled["time"]
    starts_at = start_of(talk)
    if starts_at is not None and _is_had(talk, starts_at):
        talk.close()
        return
    for name in ("time", CONFIRM):
        talk.filled.pop(name)
    talk.memo.clear()
    talk.note("time_not_free", time=wished, day=day)
    talk.filled["times"] = {"near": wished}
    proceed(talk, FORM)


def _is_had(talk: Talk, starts_at: datetime) -> bool:
    """This function will hold the time for her case, or tell sales her wish where she has none; False if it is gone."""
    case_id = talk.filled.get("case_id")
    if case_id is None:
        _pass_on(talk)
        return True
    found = case(talk.session, case_id=UUID(case_id))
    try:
        with talk.session.begin_nested():
            hold_time(
                talk.session,
                kit=talk.kit,
                person=talk.person,
                event=talk.event,
                found=found,
                starts_at=starts_at,
                beside={name: wished for name in ("others", "people") if (wished := known(talk)[name])},
                now=talk.now,
            )
    except SlotTaken:
        return False
    return True


def call(
    talk: Talk, *, why: str, words: str | None, key: str, not_before: datetime | None = None
) -> Task | None:
    """This function will have somebody call her, with all she has wished for so far; the call, or None if nobody is there.

    Args:
        talk: The turn.
        why: What she wants of her time.
        words: What she wrote.
        key: What caused it.
        not_before: Until then she may go on by herself, and nobody need call (aware UTC).
    """
    wished = known(talk)
    wish: dict[str, Any] = {"wish_date": wished["day"], "wish_time": wished["time"]}
    if beside := {name: wished[name] for name in ("others", "people") if wished[name]}:
        wish["beside"] = beside
    if wished["treatment"] and "case_id" not in talk.filled:
        wish |= {f"wish_treatment_{word}": wished["treatment"][f"name_{word}"] for word in ("th", "en")}
    return call_for_person(
        talk.session,
        customer=talk.customer,
        why=why,
        words=words,
        key=f"{key}:{talk.event.id}",
        now=talk.now,
        wish=wish,
        rules=talk.kit.rules,
        not_before=not_before,
    )


def _pass_on(talk: Talk) -> None:
    """This function will tell sales all she wishes, at once: her call need not rest any longer."""
    wake_calls_about_time(talk.session, customer_id=talk.customer.id, rules=talk.kit.rules, now=talk.now)
    asked = call(talk, why="wants_to_book", words=None, key="booking")
    if asked is not None:
        wish = {name: talk.filled.get(name) for name in ("treatment", "others", "people", "day", "time")}
        note_wish(talk.session, asked, wish=wish)
    talk.say("booking_asked", {"known": known(talk), "zone": talk.place.zone})


def _heard(talk: Talk, meaning: str | None) -> None:
    """This function will put a wish into the call that rests too: if she leaves the form, whoever calls her knows it."""
    if meaning == "book_appointment":
        why = talk.filled.get("why", "wants_to_book")
        call(talk, why=why, words=talk.event.text, key=why, not_before=talk.now + CHOOSES_WITHIN)


def _stopped(talk: Talk) -> None:
    """This function will say that nothing was booked; nobody calls her about a wish that she has given up."""
    finish_calls_about_time(
        talk.session,
        customer_id=talk.customer.id,
        by=talk.person.actor(talk.customer.clinic_id),
        now=talk.now,
        only_resting=True,
    )
    talk.say("form_stopped", {"form": BOOKING})


FORM = Form(
    kind=BOOKING,
    slots=(
        *WHAT,
        DAY,
        TIME,
        Slot(
            name=CONFIRM,
            read=lambda _talk, _entities: None,
            take=lambda _talk, _read: None,
            press=_press_confirm,
            options=lambda _talk: [{"v": "yes"}, {"v": DAY.name}, {"v": TIME.name}],
            is_open=lambda talk: CONFIRM not in talk.filled,
            short={"yes": "yes", "no": "no"},
        ),
    ),
    fills=WISHES | {"affirm", "deny", None},
    known=known,
    settle=_settle,
    done=_done,
    stopped=_stopped,
    rules_out=rule_out,
    put_off=put_off,
    heard=_heard,
)
