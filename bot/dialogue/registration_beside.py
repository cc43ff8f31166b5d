"""A name or a number she gives while something else is talked about: put aside, and read back once that is done.

Nothing she gives is lost, and nothing is kept that she has not said is right: it waits as a registration that rests under
the form that is open (decision 0028).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.dialogue import Talk, ask, proceed
from bot.dialogue.registration import FORM, NO, REGISTRATION
from bot.dialogue.registration_reading import gives_contact, is_contact, names_number
from bot.dialogue.registration_starting import begun, pick_up, take_named, take_over_what_is_kept
from bot.dialogue.table import FORMS, open_talk
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer, identity_of
from workflow.access import Person
from workflow.customers import FormState, form_to_resume, is_with_person, keep_under, open_form

BESIDE = "beside"
"""Stands in a form that was not asked for."""

_GIVEN = ("name", "phone")
_Answers = list[tuple[str, dict[str, Any]]]


def takes_contact(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will ask a form's question again behind words that are a name or a number and nothing else."""
    del meaning
    talk = open_talk(session, kit=kit, person=person, event=event, now=now)
    if talk is None or talk.state.kind == REGISTRATION or not is_contact(event):
        return False
    ask(talk, FORMS[talk.state.kind])
    return True


def with_contact(turn: Turn) -> Turn:
    """This function will have a customer's turn put aside the name or number it has no use for, and read back what waits."""

    def does(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
        if not gives_contact(event) and _waiting(person, now) is None:
            turn(session, kit=kit, person=person, event=event, now=now)
            return
        answers: _Answers = []
        turn(session, kit=kit, person=person, event=replace(event, gathered=answers), now=now)
        above = open_form(identity_of(person), now)
        is_for_others = is_with_person(identity_of(person), now) or (above and above.kind == REGISTRATION)
        if answers and not is_for_others:
            talk = begun(session, kit=kit, person=person, event=event, now=now)
            _see_to(talk, answers, above)
        for kind, data in answers:
            answer(session, person=person, event=event, kind=kind, data=data, now=now)

    return does


def _see_to(talk: Talk, answers: _Answers, above: FormState | None) -> None:
    """This function will put aside what was given, and read back what waits where no other question is open."""
    if gives_contact(talk.event) and (above is not None or names_number(talk.event)):
        _put_aside(talk)
    waiting = _waiting(talk.person, talk.now)
    if above is not None:
        _question_in(answers)[:0] = talk.notes
    elif waiting is not None:
        _take_up(replace(talk, state=waiting, notes=[]), answers)


def _put_aside(talk: Talk) -> None:
    """This function will keep what words give under the form that is open, and note it; a number that is none is told so."""
    if talk.customer.registered_at is not None:
        take_over_what_is_kept(talk)
    pick_up(talk)
    take_named(talk, only=_GIVEN)
    is_wrong = any(note["code"].startswith("phone_") for note in talk.notes)
    talk.notes = [note for note in talk.notes if note["code"] != "which_phone"]
    if _is_new(talk):
        talk.filled[BESIDE] = True
        keep_under(talk.session, identity=talk.identity, state=talk.state, now=talk.now)
        talk.note("contact_noted")
    elif not is_wrong:
        talk.note("contact_kept")


def _is_new(talk: Talk) -> bool:
    """This function will say whether anything stands in the form that is not kept of her yet."""
    kept, given = talk.customer, talk.filled
    name = given.get("name", kept.name)
    is_named = "name" in given and (name != kept.name or kept.registered_at is None)
    return is_named or "phones" in given or given.get("phone", NO) not in {NO, kept.phone}


def _take_up(talk: Talk, answers: _Answers) -> None:
    """This function will go on with what was put aside, behind what is said last."""
    said: _Answers = []
    talk.event = replace(talk.event, gathered=said, then=None)
    talk.filled.pop(BESIDE)
    talk.note("contact_given")
    if "phones" in talk.filled:
        talk.note("which_phone")
    proceed(talk, FORM)
    [(kind, data)] = said
    answers[-1][1]["behind"] = {"kind": kind, "data": data}


def _waiting(person: Person, now: datetime) -> FormState | None:
    """This function will give the registration that waits until nothing else is open."""
    left = form_to_resume(identity_of(person), now, kind=REGISTRATION)
    return left if left is not None and BESIDE in left.filled else None


def _question_in(answers: _Answers) -> list[Mapping[str, Any]]:
    """This function will give the notes of the question that is asked last; they are said before it."""
    data: dict[str, Any] = answers[-1][1]
    if "behind" in data:
        data = data["behind"]["data"]
    elif "answers" in data:
        return _question_in([(one["kind"], one["data"]) for one in data["answers"]])
    notes: list[Mapping[str, Any]] = data.get("notes", [])
    return notes
