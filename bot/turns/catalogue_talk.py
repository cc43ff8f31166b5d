"""Prices and treatments, out of the clinic's own catalogue. What it does not hold is not said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.aftercare import TODAY, care_lines
from bot.turns.kit import TurnKit, answer, named, named_all
from nlu.concerns import concerns_in
from workflow.access import Person
from workflow.catalogue import TreatmentType, protocol_of, treatment, treatments, treatments_against
from workflow.follow_ups import treatment_facts

_SHOWN = 4
"""So many treatments for a concern are enough to choose from on a phone."""


def prices(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell the price of each treatment named, else of those that are for what she asks about, else of all."""
    del kit
    unclear = (key for value in named_all(event, "treatment_unclear") for key in value.split(","))
    keys = dict.fromkeys([*named_all(event, "treatment"), *unclear])
    named_rows = [treatment(session, key=key) for key in keys]
    rows = _for_her_concern(session, event) or named_rows or treatments(session)
    data = {"treatments": [treatment_facts(row) for row in rows]}
    answer(session, person=person, event=event, kind="prices", data=data, now=now)


def treatment_info(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell about the treatment named, or what there is for her concern, or ask which one is meant."""
    del kit
    fitting = _for_her_concern(session, event)
    if fitting:
        data: dict[str, Any] = {"treatments": [_facts(row) for row in fitting[:_SHOWN]]}
        answer(session, person=person, event=event, kind="treatments_for_concern", data=data, now=now)
        return
    key = event.press.extra.get("k") if event.press else named(event, "treatment")
    if not key:
        choices = {"treatments": [treatment_facts(row) for row in treatments(session)]}
        answer(session, person=person, event=event, kind="which_treatment", data=choices, now=now)
        return
    row = treatment(session, key=key)
    steps = protocol_of(session, treatment_type_id=row.id)
    data = {
        "treatment": treatment_facts(row),
        "performer": row.performer.value,
        "duration_min": row.duration_min,
        "prepare_th": steps.prepare.get("th", []),
        "prepare_en": steps.prepare.get("en", []),
        "care_th": care_lines(steps, "th", when=TODAY),
        "care_en": care_lines(steps, "en", when=TODAY),
    }
    answer(session, person=person, event=event, kind="treatment_info", data=data, now=now)


def _for_her_concern(session: Session, event: Incoming) -> Sequence[TreatmentType]:
    """This function will give what is for the concern she writes of; nothing where her own words name a treatment.

    A treatment that was only talked of before gives way: who writes of a concern asks about that.
    """
    told = event.understanding.entities if event.understanding else ()
    if any(one.entity == "treatment" and one.text for one in told):
        return ()
    return treatments_against(session, concerns=concerns_in(event.text))


def _facts(row: TreatmentType) -> dict[str, Any]:
    return {**treatment_facts(row), "performer": row.performer.value}
