"""Answers out of the clinic's approved passages: as they stand, or written down to be phrased by the endpoint."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.shelf import ASKS
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from bot.turns.meanings import note_talk
from nlu.grounded import Source
from workflow.access import Person
from workflow.customers import Purpose, consents, open_form, open_question
from workflow.follow_ups import follow_up_to_answer
from workflow.passages import ask_for_phrasing


def answers_from_passages(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, meaning: str | None, now: datetime
) -> bool:
    """This function will answer out of passages where it may, and say whether it did.

    It does so only where nothing of ours waits for her words: no question, no form, no follow-up.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: Her words, with what was found for them.
        meaning: The intent to act upon; None where nothing was sure enough.
        now: Aware UTC.
    """
    if not event.passages or (meaning is not None and meaning not in ASKS):
        return False
    customer = customer_of(person)
    if _something_waits(session, person, now):
        return False
    first = event.passages[0]
    answered = consents(session, customer_id=customer.id).get(Purpose.OUTSIDE_WORDS)
    may_ask = kit.has_endpoint and kit.rules.answers.may_leave_the_house
    if may_ask and answered:
        ask_for_phrasing(
            session,
            clinic_id=customer.clinic_id,
            event_id=event.id,
            customer_id=customer.id,
            intent=meaning or "",
            passage_ids=[hit.source.id for hit in event.passages],
            is_sure=is_told_as_it_stands(kit, first.source, is_sure=first.is_sure, meaning=meaning),
            now=now,
        )
    elif is_told_as_it_stands(kit, first.source, is_sure=first.is_sure, meaning=meaning):
        asks = may_ask and answered is None
        tell_passage(session, person=person, event=event, source=first.source, asks=asks, now=now)
    else:
        return False
    return True


def is_told_as_it_stands(kit: TurnKit, source: Source, *, is_sure: bool, meaning: str | None) -> bool:
    """This function will say whether a passage may be told as it stands.

    What the catalogue says of a treatment stands on a card of its own, which knows her last treatment too; so of
    questions that have such a card only the clinic's own passages are told.
    """
    return kit.rules.answers.tell_passages and is_sure and (source.is_own or meaning not in ASKS)


def tell_passage(
    session: Session, *, person: Person, event: Incoming, source: Source, asks: bool, now: datetime
) -> None:
    """This function will tell a passage as it stands, and may ask whether the next answer may be phrased.

    Args:
        session: The turn's session.
        person: The customer.
        event: What she asked.
        source: The passage.
        asks: Whether she is asked to agree that her questions leave the house.
        now: Aware UTC.
    """
    note_talk(session, person=person, found=event.understanding, now=now)
    data = {"passage": facts_of(source), "asks": asks}
    answer(session, person=person, event=event, kind="passage_told", data=data, now=now)


def tell_phrased(
    session: Session,
    *,
    person: Person,
    event: Incoming,
    words: str,
    sources: Sequence[Source],
    now: datetime,
) -> None:
    """This function will tell an answer that was phrased and judged, marked as automatic, with where it comes from."""
    note_talk(session, person=person, found=event.understanding, now=now)
    titles = [{"title_th": one.titles["th"], "title_en": one.titles["en"]} for one in sources]
    data = {"text": words, "passages": titles}
    answer(session, person=person, event=event, kind="answer_phrased", data=data, now=now)


def facts_of(source: Source) -> Mapping[str, Any]:
    """This function will give a passage as facts to be worded."""
    return {
        "title_th": source.titles["th"],
        "title_en": source.titles["en"],
        "lines_th": list(source.lines["th"]),
        "lines_en": list(source.lines["en"]),
    }


def has_form(person: Person, now: datetime) -> bool:
    """This function will say whether a form is open, whose own question comes first."""
    return open_form(identity_of(person), now) is not None


def _something_waits(session: Session, person: Person, now: datetime) -> bool:
    if open_question(identity_of(person), now) is not None or has_form(person, now):
        return True
    waiting = follow_up_to_answer(session, customer_id=customer_of(person).id, now=now, answered_too=False)
    return waiting is not None
