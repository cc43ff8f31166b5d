"""Prices and treatments, out of the clinic's own catalogue. What it does not hold is not said."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, named, named_all
from workflow.access import Person
from workflow.catalogue import protocol_of, treatment, treatments
from workflow.follow_ups import treatment_facts


def prices(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell the price of each treatment named, else of all."""
    del kit
    keys = dict.fromkeys(named_all(event, "treatment"))
    rows = [treatment(session, key=key) for key in keys] or treatments(session)
    data = {"treatments": [treatment_facts(row) for row in rows]}
    answer(session, person=person, event=event, kind="prices", data=data, now=now)


def treatment_info(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell about the treatment named, or ask which one is meant."""
    del kit
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
        "care_th": _care(steps.aftercare.get("th", {})),
        "care_en": _care(steps.aftercare.get("en", {})),
    }
    answer(session, person=person, event=event, kind="treatment_info", data=data, now=now)


def _care(told: Mapping[str, list[str]]) -> list[str]:
    """This function will give how to look after the skin on leaving; older protocols know only the day after."""
    return told.get("today") or told.get("d1", [])
