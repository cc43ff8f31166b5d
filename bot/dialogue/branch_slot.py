"""Another branch than her own: offered where she asks for one, and told to whoever arranges the visit."""

from typing import Any
from uuid import UUID

from bot.dialogue.form import Options, Slot
from bot.dialogue.reading import Read
from bot.dialogue.talk import Talk
from bot.wording.sooner_words import wants_other_branch
from nlu import Entity
from workflow.access import Branch, branches
from workflow.cases import case
from workflow.catalogue import treatment
from workflow.refusal import BadRequest

_OFFERED = 10
"""Branches offered as buttons: LINE takes 13 in all."""

_ASKED = "branches"
"""Noted while she is asked which of them."""


def wished_place(talk: Talk) -> Branch:
    """This function will give the branch she wishes to come to: the one she chose, else her own."""
    return _by_key(talk, talk.filled.get("branch")) or talk.place


def place(talk: Talk) -> dict[str, Any]:
    """This function will give the branch she chose, as it is worded; nothing where it is her own."""
    chosen = _by_key(talk, talk.filled.get("branch"))
    return {"branch": _names(chosen)} if chosen is not None else {}


def _read(talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
    """This function will read the name of a branch, or that she wants another one."""
    named = next((one.value for one in entities if one.entity == "branch" and one.text), None)
    if named is not None:
        return Read(value=named)
    return Read(choices=(), whole=True) if wants_other_branch(talk.event.text) else None


def _take(talk: Talk, read: Read) -> None:
    if read.value is not None:
        _choose(talk, read.value)
    elif len(branches(talk.session)) > 1:
        talk.filled[_ASKED] = True
    else:
        talk.note("one_branch")


def _choose(talk: Talk, key: str) -> None:
    """This function will take a branch; a case is of one branch, so for another one her wish stands without it."""
    chosen = _by_key(talk, key)
    if chosen is None:
        raise BadRequest(branch=key)
    talk.filled.pop(_ASKED, None)
    if chosen.id == talk.place.id:
        talk.filled.pop("branch", None)
        return
    case_id = talk.filled.pop("case_id", None)
    found = case(talk.session, case_id=UUID(case_id)) if case_id else None
    if found is not None and found.treatment_type_id is not None:
        of_case = treatment(talk.session, treatment_type_id=found.treatment_type_id)
        talk.filled["treatment"] = of_case.key
    talk.filled["branch"] = key


def _options(talk: Talk) -> Options:
    """This function will offer the other branches, and her own last."""
    rows = branches(talk.session)
    others = [one for one in rows if one.id != talk.place.id][:_OFFERED]
    return [{"v": one.key, **_names(one)} for one in (*others, talk.place)]


def _by_key(talk: Talk, key: str | None) -> Branch | None:
    return next((one for one in branches(talk.session) if one.key == key), None) if key else None


def _names(one: Branch) -> dict[str, str]:
    return {"name_th": one.name_th, "name_en": one.name_en}


BRANCH = Slot(
    name="branch",
    read=_read,
    take=_take,
    press=_choose,
    options=_options,
    is_open=lambda talk: _ASKED in talk.filled,
)
