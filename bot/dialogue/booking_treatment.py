"""Which treatment a booking is for: the one of her case, or one she names; and what is known of the booking so far."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.dialogue import EARLIER, Options, Read, Slot, Talk, lay_aside, read_slot
from bot.dialogue.branch_slot import place
from bot.dialogue.company import OTHERS, PEOPLE, adds_one, beside, either_of
from bot.turns.kindred import keys_by_place, kin_of
from bot.wording.short_words import is_only, without_denial
from bot.wording.talk_words import corrects, says_rather
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

_OF_A_PLACE = frozenset({"area", "treatment"})

_SHORT = 40
"""Longer words (letters) say more than which of a few is meant."""


def _read_treatment(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a treatment. Once one is known, another is only meant where she wishes for it, or changes it.

    Who merely names one may ask about it ("and fillers?"): her booking stays what it is.
    """
    text = talk.event.text
    if (instead := _instead_of(talk, entities)) is not None:
        return instead
    found = _which_of_asked(talk, entities) or either_of(entities, text) or _read_named(entities)
    is_known = "case_id" in talk.filled or talk.filled.get("treatment")
    if is_known and adds_one(talk, entities):
        return None
    if found is None or not is_known or found.whole or says_rather(text) or without_denial(text):
        return found
    understanding = talk.event.understanding
    is_wish = understanding is not None and not understanding.fallback and understanding.intent in WISHES
    has_moment = any(one.entity.startswith(("date", "time")) for one in entities)
    return found if is_wish or has_moment else None


def _instead_of(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read what is meant in the place of the treatment we had: the other one she names, or one of its kin."""
    key, text = key_of(talk, talk.filled), talk.event.text
    named = [one for one in entities if one.entity == "treatment" and one.text]
    denied = next((one.value for one in named if corrects(text, one.text)), None)
    if denied is None or key not in (None, denied) or talk.filled.get("others"):
        return None
    others = list(dict.fromkeys(one.value for one in named if one.value != denied))
    kin = [one for one in kin_of(treatments(talk.session), denied) if one != denied]
    meant = others or kin
    return Read(choices=tuple(meant), whole=True) if meant else None


def _read_named(entities: tuple[Entity, ...]) -> Read | None:
    """This function will read a treatment; where one of two is unclear, that is the one to be asked about."""
    unclear = tuple(one for one in entities if one.entity == "treatment_unclear" and one.text)
    return read_slot(unclear or entities, "treatment")


def _which_of_asked(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read which of those she was asked about her words mean: by the place on the body they name.

    So it is with those that share a bare name with the one that is known: the jaw alone, said at a booking of another
    botox, names the one of the jaw.
    """
    if len(talk.event.text) > _SHORT:
        return None
    rows, kin = treatments(talk.session), _asked(talk)
    key = key_of(talk, talk.filled)
    named = [one.text for one in entities if one.entity in _OF_A_PLACE and one.text]
    if not kin and key and is_only(talk.event.text, named):
        kin = kin_of(rows, key)
    keys = keys_by_place([row for row in rows if row.key in kin], talk.event.text)
    return Read(value=keys[0], whole=True) if len(keys) == 1 else None


def _take_treatment(talk: Talk, read: Read) -> None:
    """This function will take the treatment she names; another than her case's is a wish of its own."""
    offered = {row.key for row in treatments(talk.session)}
    could_be = [key for key in read.choices or () if key in offered]
    could_be = [key for key in could_be if key in _asked(talk)] or could_be
    key = could_be[0] if len(could_be) == 1 else read.value
    if "case_id" in talk.filled and _of_case(talk, talk.filled["case_id"]) in (key, *could_be):
        return
    if len(could_be) > 1:
        if _is_another_wish(talk, *could_be):
            lay_aside(talk)
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
    if not read.whole and _is_another_wish(talk, key):
        lay_aside(talk)
    talk.filled.pop("case_id", None)
    talk.filled.pop("treatments", None)
    talk.filled["treatment"] = key


def _is_another_wish(talk: Talk, *keys: str) -> bool:
    """This function will say whether words name a further treatment, which is not put in the place of what she wished."""
    text = talk.event.text
    if not text or says_rather(text) or without_denial(text) or corrects(text):
        return False
    wished = key_of(talk, talk.filled)
    before = [wished] if wished else _asked(talk)
    return bool(before) and not set(keys) & set(before)


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
    key = key_of(talk, talk.filled)
    return {
        "treatment": treatment_facts(treatment(talk.session, key=key)) if key else None,
        "day": talk.filled.get("day"),
        "time": talk.filled.get("time"),
        **beside(talk, main=key),
        **place(talk),
        **_part(talk),
        **(
            {"earlier": [known_of(talk, one) for one in aside]} if (aside := talk.filled.get(EARLIER)) else {}
        ),
    }


def _part(talk: Talk) -> dict[str, Any]:
    """This function will give the part of the day she has narrowed the time to; nothing where a time is chosen."""
    narrow = talk.filled.get("times") or {}
    if talk.filled.get("time") or not (narrow.get("first") or narrow.get("last")):
        return {}
    return {"part": [narrow["first"], narrow["last"]]}


def known_of(talk: Talk, filled: Mapping[str, Any]) -> dict[str, Any]:
    """This function will give what is known of another wish of hers."""
    return known(replace(talk, state=replace(talk.state, filled=dict(filled))))


def key_of(talk: Talk, filled: Mapping[str, Any]) -> str | None:
    """This function will give the treatment of a wish, by its own name or by its case; None where none is known."""
    return filled.get("treatment") or _of_case(talk, filled.get("case_id"))


def is_other_treatment(session: Session, found: Case | None, key: str | None) -> bool:
    """This function will say whether a treatment is another than her case's."""
    if key is None or found is None or found.treatment_type_id is None:
        return False
    return treatment(session, treatment_type_id=found.treatment_type_id).key != key


def _of_case(talk: Talk, case_id: str | None) -> str | None:
    """This function will give the treatment of a case."""
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
