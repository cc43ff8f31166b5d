"""What else a booking is for, which nobody is asked about: further treatments, and further people. Staff arrange them."""

from typing import Any

from bot.dialogue.form import never_asked
from bot.dialogue.reading import Read
from bot.dialogue.talk import Talk
from bot.wording.company_words import party_in, says_or, says_too
from bot.wording.short_words import without_denial
from bot.wording.talk_words import corrects, says_rather
from nlu import Entity
from workflow.catalogue import treatments
from workflow.follow_ups import treatment_facts

_MOST = 4
"""More treatments than these in one visit nobody can read back."""


def beside(talk: Talk, *, main: str | None) -> dict[str, Any]:
    """This function will give what else is wished for, beside the treatment whose key is given."""
    others = [key for key in (talk.filled.get("others") or ()) if key != main]
    rows = {row.key: row for row in treatments(talk.session)} if others else {}
    return {
        "others": [treatment_facts(rows[key]) for key in others if key in rows],
        "people": talk.filled.get("people"),
    }


def adds_one(talk: Talk, entities: tuple[Entity, ...]) -> bool:
    """This function will say whether words add a treatment to the one known, and do not put it in its place.

    With a day of its own it is another wish, and no further treatment of the same visit.
    """
    text, chosen = talk.event.text, talk.filled.get("day")
    other_days = [
        one for one in entities if one.entity == "date" and one.text and chosen not in (None, one.value)
    ]
    return says_too(text) and not says_rather(text) and not other_days


def either_of(entities: tuple[Entity, ...], text: str) -> Read | None:
    """This function will read treatments of which one is meant ("this or that"); None where it is no such choice."""
    named = dict.fromkeys(one.value for one in entities if one.entity == "treatment" and one.text)
    return Read(choices=tuple(named)) if len(named) > 1 and says_or(text) else None


def _read_others(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read several treatments that are named side by side, or one that is added to the one known."""
    text = talk.event.text
    if says_or(text) or says_rather(text) or without_denial(text) or corrects(text):
        return None
    named = tuple(dict.fromkeys(one.value for one in entities if one.entity == "treatment" and one.text))
    has_unclear = any(one.entity == "treatment_unclear" and one.text for one in entities)
    is_known = "case_id" in talk.filled or bool(talk.filled.get("treatment"))
    if not named or (len(named) + has_unclear < 2 and not (is_known and adds_one(talk, entities))):  # noqa: PLR2004 - one is none beside
        return None
    return Read(choices=named)


def _take_others(talk: Talk, read: Read) -> None:
    before = talk.filled.get("others") or ()
    talk.filled["others"] = list(dict.fromkeys([*before, *(read.choices or ())]))[-_MOST:]


def _read_people(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    del entities
    people = party_in(talk.event.text)
    return Read(value=people) if people else None


def _take_people(talk: Talk, read: Read) -> None:
    talk.filled["people"] = read.value


OTHERS = never_asked(name="others", read=_read_others, take=_take_others)
PEOPLE = never_asked(name="people", read=_read_people, take=_take_people)
