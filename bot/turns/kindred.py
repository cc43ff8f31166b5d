"""A bare word for what the clinic has several of: it is not chosen for her, but told of all, or asked."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.events import Incoming
from nlu import Entity
from nlu.bare_names import names_beside, names_by_place, names_of_bare
from nlu.closed_up import close_up
from workflow.catalogue import TreatmentType, treatments

_NOT_ASKED = frozenset({"ask_aftercare", "report_side_effect", "report_progress"})
"""With these she was treated already, or will be: her words are for what was agreed with her."""

_BOOKS = frozenset({"book_appointment", "reschedule_appointment"})
"""With these nothing is guessed, whatever she tells of her health beside it."""


def any_of_kin(session: Session, event: Incoming) -> Incoming:
    """This function will take a treatment's bare name for any of those that share it, unless the words say which."""
    found = event.understanding
    if found is None or found.intent in _NOT_ASKED or (found.urgent and found.intent not in _BOOKS):
        return event
    bare = {
        one: names
        for one in found.entities
        if one.entity == "treatment" and (names := names_of_bare(one.text))
    }
    if not bare or names_by_place(event.text):
        return event
    rows = treatments(session)
    entities = tuple(_could_be(one, _keys_of(rows, bare.get(one, ()))) for one in found.entities)
    return replace(event, understanding=replace(found, entities=entities))


def keys_by_place(rows: Sequence[TreatmentType], text: str) -> list[str]:
    """This function will give the treatments of which a message holds a word that says that they are meant."""
    return _keys_of(rows, names_by_place(text))


def kin_of(rows: Sequence[TreatmentType], key: str) -> list[str]:
    """This function will give the treatments that share a bare name with one of them, itself among them."""
    row = next((one for one in rows if one.key == key), None)
    names = (row.name_th, row.name_en, *row.names_in_chat) if row is not None else ()
    beside = next((found for name in names if (found := names_beside(name))), ())
    return _keys_of(rows, beside)


def _keys_of(rows: Sequence[TreatmentType], names: Sequence[str]) -> list[str]:
    """This function will give the treatments that have one of some names, which come closed up."""
    return [
        row.key
        for row in rows
        if {close_up(name)[0] for name in (row.name_th, row.name_en, *row.names_in_chat)} & set(names)
    ]


def _could_be(entity: Entity, keys: Sequence[str]) -> Entity:
    if len(keys) < 2:  # noqa: PLR2004 - one is no choice
        return entity
    return Entity("treatment_unclear", ",".join(keys), entity.text)
