"""Booking by talk: treatment, day, time, and a yes to the whole. Words and buttons fill the same slots.

With a case that somebody has accepted the time is held for her and sales confirms it; without one, her whole wish
reaches sales, who calls. Nothing is booked by a word that could mean two things.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.dialogue import CONFIRM, FACTS, Form, Slot, Talk, proceed
from bot.dialogue.booking_treatment import BOOKING, RESTS, WHAT, WISHES, is_other_treatment, known
from bot.dialogue.further import follow_up
from bot.dialogue.giving_up import give_up
from bot.dialogue.passing_on import call, pass_on
from bot.dialogue.putting_off import put_off
from bot.dialogue.sooner import DAY, MOMENTS, TIME, rule_out, settle, start_of
from bot.turns.choose import hold_time
from workflow.booking import SlotTaken
from workflow.cases import case

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
    return [talk.filled.get(name) for name in FACTS]


def _settle(talk: Talk) -> None:
    """This function will make what is filled in agree; a yes to something else than stands there now is forgotten."""
    settle(talk)
    if talk.filled.get(CONFIRM) != _wish(talk):
        talk.filled.pop(CONFIRM, None)


def _done(talk: Talk) -> None:
    """This function will hold the time she said yes to, or pass her wish on; if it went meanwhile, ask for another."""
    day, wished = talk.filled["day"], talk.filled["time"]
    starts_at, event = start_of(talk), talk.event
    if starts_at is not None:
        follow_up(talk, FORM)
        if _is_had(talk, starts_at):
            return
    talk.event, talk.is_over = event, False
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
        pass_on(talk)
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


def _heard(talk: Talk, meaning: str | None) -> None:
    """This function will put a wish into the call that rests too: if she leaves the form, whoever calls her knows it."""
    if meaning == "book_appointment":
        why = talk.filled.get("why", "wants_to_book")
        call(talk, why=why, words=talk.event.text, key=why, rests=True)


def _stopped(talk: Talk) -> None:
    """This function will give the booking up."""
    give_up(talk, FORM)


FORM: Form = Form(
    kind=BOOKING,
    slots=(
        *WHAT,
        *MOMENTS,
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
