"""How to prepare for a treatment, and how to look after the skin once it is done, out of the clinic's own steps."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, customer_of, named
from nlu.preparing import asks_to_prepare
from workflow.access import Person
from workflow.cases import TreatmentSession, last_finished_session, open_case_of
from workflow.catalogue import Protocol, protocol, protocol_of, treatment, treatments
from workflow.follow_ups import treatment_facts

# The lists of a protocol's care: on leaving, and from the day after.
TODAY, NEXT_DAY = "today", "d1"
FIRST_DAY = timedelta(days=1)

BEFORE = "before"
"""What stands in a button for "how to prepare"; without it a button is about the time after."""


def aftercare(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell how to prepare, where that is asked, or else how to look after the skin.

    It is told for the treatment named; else for the one her case is about, or was last done; else she is asked.
    """
    del kit
    before = asks_before(event)
    key = event.press.extra.get("k") if event.press else named(event, "treatment")
    case = open_case_of(session, customer_id=customer_of(person).id)
    done = None if key or before or case is None else last_finished_session(session, case_id=case.id)
    if key:
        of = treatment(session, key=key)
    elif before and case is not None and case.treatment_type_id is not None:
        of = treatment(session, treatment_type_id=case.treatment_type_id)
    elif done is not None:
        of = treatment(session, treatment_type_id=_steps_of(session, done).treatment_type_id)
    else:
        data = {"treatments": [treatment_facts(row) for row in treatments(session)], BEFORE: before}
        answer(session, person=person, event=event, kind="which_care", data=data, now=now)
        return
    steps = _steps_of(session, done) if done else protocol_of(session, treatment_type_id=of.id)
    when = TODAY if done is None or _is_fresh(done, now) else NEXT_DAY
    told = {language: _lines(steps, language, before=before, when=when) for language in ("th", "en")}
    data = {
        "treatment": treatment_facts(of),
        "lines_th": told["th"],
        "lines_en": told["en"],
        BEFORE: before,
    }
    answer(session, person=person, event=event, kind="aftercare", data=data, now=now)


def asks_before(event: Incoming) -> bool:
    """This function will say whether the time before a treatment is asked about, in words or by a button."""
    if event.press is not None:
        return event.press.extra.get("w") == BEFORE
    return asks_to_prepare(event.text or "")


def _steps_of(session: Session, done: TreatmentSession) -> Protocol:
    return protocol(session, protocol_id=done.protocol_id)


def _lines(steps: Protocol, language: str, *, before: bool, when: str) -> list[str]:
    return list(steps.prepare.get(language, [])) if before else care_lines(steps, language, when=when)


def _is_fresh(done: TreatmentSession, now: datetime) -> bool:
    """This function will say whether the rules of the first day still hold."""
    return done.finished_at is not None and now - done.finished_at < FIRST_DAY


def care_lines(steps: Protocol, language: str, *, when: str) -> list[str]:
    """This function will give the steps of care; protocols kept before there was a first day have only the next."""
    told = steps.aftercare.get(language, {})
    return list(told.get(when) or told.get(NEXT_DAY, []))
