"""Which treatment a booking is for: the one of her case, or one she names; and what is known of the booking so far."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.dialogue import Options, Read, Slot, Talk
from bot.dialogue.company import OTHERS, PEOPLE, adds_one, beside, either_of
from bot.dialogue.reading import read_slot
from bot.turns.kindred import keys_by_place
from bot.wording.short_words import without_denial
from bot.wording.talk_words import says_rather
from nlu import Entity
from workflow.cases import Case, case
from workflow.catalogue import treatment, treatments
from workflow.follow_ups import treatment_facts

BOOKING = "booking"
RESTS = "rests"
"""Noted in a booking that was put off: then nothing waits for a yes."""

UNSURE = "unsure"
"""Stands for a treatment she leaves to a person of the clinic."""

WISHES = frozenset({"book_appointment", "reschedule_appointment"})

_OFFERED = 11
"""Treatments offered as buttons: LINE takes 13 in all, two are for leaving it open and for giving up."""

_SHORT = 40
"""Longer words (letters) say more than which of a few is meant."""


def _read_treatment(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a treatment. Once one is known, another is only meant where she wishes for it, or changes it.

    Who merely names one may ask about it ("and fillers?"): her booking stays what it is.
    """
    text = talk.event.text
    found = _which_of_asked(talk) or either_of(entities, text) or _read_named(entities)
    is_known = "case_id" in talk.filled or talk.filled.get("treatment")
    if is_known and adds_one(text):
        return None
    if found is None or not is_known or says_rather(talk.event.text) or without_denial(talk.event.text):
        return found
    understanding = talk.event.understanding
    is_wish = understanding is not None and not understanding.fallback and understanding.intent in WISHES
    has_moment = any(one.entity.startswith(("date", "time")) for one in entities)
    return found if is_wish or has_moment else None


def _read_named(entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a treatment; where one of two is unclear, that is the one to be asked about."""
    unclear = tuple(one for one in entities if one.entity == "treatment_unclear" and one.text)
    return read_slot(unclear or entities, "treatment")


def _which_of_asked(talk: Talk) -> Read | None:
    """This function will read which of those she was asked about her words mean: by the place on the body they name."""
    asked = _asked(talk)
    if not asked or len(talk.event.text) > _SHORT:
        return None
    rows = [row for row in treatments(talk.session) if row.key in asked]
    keys = keys_by_place(rows, talk.event.text)
    return Read(value=keys[0], whole=True) if len(keys) == 1 else None


def _take_treatment(talk: Talk, read: Read) -> None:
    """This function will take the treatment she names; another than her case's is a wish of its own."""
    offered = {row.key for row in treatments(talk.session)}
    could_be = [key for key in read.choices or () if key in offered]
    could_be = [key for key in could_be if key in _asked(talk)] or could_be
    key = could_be[0] if len(could_be) == 1 else read.value
    if "case_id" in talk.filled and _of_case(talk) in (key, *could_be):
        return
    if len(could_be) > 1:
        talk.filled.pop("case_id", None)
        talk.filled.pop("treatment", None)
        talk.filled["treatments"] = {"choices": could_be}
        talk.note("which_of_kin")
        return
    if key is None:
        return
    if key not in offered:
        talk.note("not_offered")
        return
    talk.filled.pop("case_id", None)
    talk.filled.pop("treatments", None)
    talk.filled["treatment"] = key


def _asked(talk: Talk) -> list[str]:
    """This function will give which treatments she was asked to choose among; none where any could be meant."""
    return list(talk.filled.get("treatments", {}).get("choices", ()))


def _press_treatment(talk: Talk, value: str) -> None:
    if value == UNSURE:
        talk.filled.pop("treatments", None)
        talk.filled["treatment"] = ""
    else:
        _take_treatment(talk, Read(value=value))


def _treatments(talk: Talk) -> Options:
    asked = _asked(talk)
    rows = [row for row in treatments(talk.session) if not asked or row.key in asked][:_OFFERED]
    options: Options = [{"v": row.key, **treatment_facts(row)} for row in rows]
    return options if asked else [*options, {"v": UNSURE}]


def known(talk: Talk) -> dict[str, Any]:
    """This function will give what is known so far, to be said beside each question."""
    key = talk.filled.get("treatment") or _of_case(talk)
    return {
        "treatment": treatment_facts(treatment(talk.session, key=key)) if key else None,
        "day": talk.filled.get("day"),
        "time": talk.filled.get("time"),
        **beside(talk, main=key),
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


TREATMENT = Slot(
    name="treatment",
    read=_read_treatment,
    take=_take_treatment,
    press=_press_treatment,
    options=_treatments,
    is_open=lambda talk: "case_id" not in talk.filled and "treatment" not in talk.filled,
    short={"unsure": UNSURE},
    plain_numbers=True,
)

WHAT = (TREATMENT, OTHERS, PEOPLE)
"""What a booking is for; only the first of them is asked."""
