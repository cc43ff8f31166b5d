"""Booking by talk: treatment, day, time, and a yes to the whole. Words and buttons fill the same slots.

With a case that somebody has accepted the time is held for her and sales confirms it; without one, her whole wish
reaches sales, who calls. Nothing is booked by a word that could mean two things.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.dialogue import CONFIRM, Form, Options, Read, Slot, Talk, proceed
from bot.dialogue.moment_slots import DAY, TIME, settle, start_of
from bot.dialogue.reading import read_slot
from bot.dialogue.unsuited import rule_out
from bot.handover import call_for_person
from bot.turns.choose import hold_time
from bot.turns.to_person import CHOOSES_WITHIN
from bot.wording.short_words import without_denial
from bot.wording.talk_words import says_rather
from nlu import Entity
from workflow.booking import SlotTaken
from workflow.cases import Case, case
from workflow.catalogue import treatment, treatments
from workflow.follow_ups import treatment_facts
from workflow.tasks import wake_calls_about_time

BOOKING = "booking"
UNSURE = "unsure"
"""Stands for a treatment she leaves to a person of the clinic."""

_WISHES = frozenset({"book_appointment", "reschedule_appointment"})

_OFFERED = 11
"""Treatments offered as buttons: LINE takes 13 in all, two are for leaving it open and for giving up."""


def _read_treatment(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a treatment. Once one is known, another is only meant where she wishes for it, or changes it.

    Who merely names one may ask about it ("and fillers?"): her booking stays what it is.
    """
    found = read_slot(entities, "treatment")
    is_known = "case_id" in talk.filled or talk.filled.get("treatment")
    if found is None or not is_known or says_rather(talk.event.text) or without_denial(talk.event.text):
        return found
    understanding = talk.event.understanding
    is_wish = understanding is not None and not understanding.fallback and understanding.intent in _WISHES
    has_moment = any(one.entity.startswith(("date", "time")) for one in entities)
    return found if is_wish or has_moment else None


def _take_treatment(talk: Talk, read: Read) -> None:
    """This function will take the treatment she names; another than her case's is a wish of its own."""
    key = read.value
    if key is None or key == _of_case(talk):
        return
    if key not in {row.key for row in treatments(talk.session)}:
        talk.note("not_offered")
        return
    talk.filled.pop("case_id", None)
    talk.filled["treatment"] = key


def _press_treatment(talk: Talk, value: str) -> None:
    if value == UNSURE:
        talk.filled["treatment"] = ""
    else:
        _take_treatment(talk, Read(value=value))


def _treatments(talk: Talk) -> Options:
    rows = treatments(talk.session)[:_OFFERED]
    return [*({"v": row.key, **treatment_facts(row)} for row in rows), {"v": UNSURE}]


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


def _wish(talk: Talk) -> list[str | None]:
    """This function will give what a yes is a yes to."""
    return [talk.filled.get(name) for name in ("case_id", "treatment", "day", "time")]


def _settle(talk: Talk) -> None:
    """This function will make what is filled in agree; a yes to something else than stands there now is forgotten."""
    settle(talk)
    if talk.filled.get(CONFIRM) != _wish(talk):
        talk.filled.pop(CONFIRM, None)


def _known(talk: Talk) -> dict[str, Any]:
    """This function will give what is known so far, to be said beside each question."""
    key = talk.filled.get("treatment") or _of_case(talk)
    return {
        "treatment": treatment_facts(treatment(talk.session, key=key)) if key else None,
        "day": talk.filled.get("day"),
        "time": talk.filled.get("time"),
    }


def is_other_treatment(session: Session, found: Case | None, key: str | None) -> bool:
    """This function will say whether a treatment is another than her case's."""
    if key is None or found is None or found.treatment_type_id is None:
        return False
    return treatment(session, treatment_type_id=found.treatment_type_id).key != key


def _of_case(talk: Talk) -> str | None:
    """This function will give the treatment of the form's case."""
    case_id = talk.filled.get("case_id")
    found = case(talk.session, case_id=UUID(case_id)) if case_id else None
    if found is None or found.treatment_type_id is None:
        return None
    return treatment(talk.session, treatment_type_id=found.treatment_type_id).key


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
                now=talk.now,
            )
    except SlotTaken:
        return False
    return True


def call(talk: Talk, *, why: str, words: str | None, key: str, not_before: datetime | None = None) -> None:
    """This function will have somebody call her, with all she has wished for so far.

    Args:
        talk: The turn.
        why: What she wants of her time.
        words: What she wrote.
        key: What caused it.
        not_before: Until then she may go on by herself, and nobody need call (aware UTC).
    """
    known = _known(talk)
    wish = {"wish_date": known["day"], "wish_time": known["time"]}
    if known["treatment"] and "case_id" not in talk.filled:
        wish |= {f"wish_treatment_{word}": known["treatment"][f"name_{word}"] for word in ("th", "en")}
    call_for_person(
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
    call(talk, why="wants_to_book", words=None, key="booking")
    talk.say("booking_asked", {"known": _known(talk), "zone": talk.place.zone})


def _heard(talk: Talk, meaning: str | None) -> None:
    """This function will put a wish into the call that rests too: if she leaves the form, whoever calls her knows it."""
    if meaning == "book_appointment":
        why = talk.filled.get("why", "wants_to_book")
        call(talk, why=why, words=talk.event.text, key=why, not_before=talk.now + CHOOSES_WITHIN)


def _stopped(talk: Talk) -> None:
    talk.say("form_stopped", {"form": BOOKING})


FORM = Form(
    kind=BOOKING,
    slots=(
        Slot(
            name="treatment",
            read=_read_treatment,
            take=_take_treatment,
            press=_press_treatment,
            options=_treatments,
            is_open=lambda talk: "case_id" not in talk.filled and "treatment" not in talk.filled,
            short={"unsure": UNSURE},
            plain_numbers=True,
        ),
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
    fills=_WISHES | {"affirm", "deny", None},
    known=_known,
    settle=_settle,
    done=_done,
    stopped=_stopped,
    rules_out=rule_out,
    heard=_heard,
)
