"""Which turn an event leads to. Everything that is not in a table is kept, and ignored."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns import common_table, customer_kinds, customer_words, staff_table, staff_words
from bot.turns.kit import Turn, TurnKit
from bot.turns.red_flag import urgent_turn
from workflow.access import Person
from workflow.refusal import NotAllowed, Refusal


def choose_turn(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Turn | None:
    """This function will choose the turn of an event; None if it is kept and nothing is done about it.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: Who did it.
        event: What they did; its button is read already.
        now: Aware UTC.

    Raises:
        NotAllowed: The button is for somebody else.
    """
    if common_table.is_taken_back(session, event):
        return common_table.TAKE_BACK
    if event.is_too_old:
        return None
    # In every chat: whether another bot has the talk, in a group, and whoever it is that writes.
    urgent = urgent_turn(session, kit=kit, person=person, event=event, now=now)
    if urgent is not None or event.is_standby or is_stranger(person, event):
        return urgent
    if not event.is_private:
        return common_table.IN_A_GROUP if event.mentions_bot and person.identity is not None else None
    return _in_private(person, event)


def refusal_turn(refusal: Refusal) -> Turn:
    """This function will give the turn that words a refusal, once what the refused turn wrote is taken back."""
    return common_table.REFUSE(refusal)


def is_stranger(person: Person, event: Incoming) -> bool:
    """This function will say whether somebody can only be ignored: staff who left, a stranger in a group.

    Somebody unknown who gives an invitation's code in private is none.
    """
    if person.customer is not None or person.staff is not None:
        return False
    return not (event.is_private and common_table.looks_like_code(event.text))


def _in_private(person: Person, event: Incoming) -> Turn | None:
    turn = _by_what(person, event)
    return customer_words.WITH_CONTACT(turn) if turn is not None and person.customer is not None else turn


def _by_what(person: Person, event: Incoming) -> Turn | None:
    if event.kind == "postback":
        return _by_button(person, event)
    if event.kind == "message.text":
        return _by_words(person, event)
    return _by_kind(person, event)


def _by_button(person: Person, event: Incoming) -> Turn | None:
    if event.press is None:
        return None
    table, other = staff_words.BY_ACTION, customer_words.BY_ACTION
    if person.staff is None:
        table, other = other, table
    turn = table.get(event.press.action)
    if turn is None and event.press.action in other:
        raise NotAllowed(action=event.press.action)
    return turn


def _by_words(person: Person, event: Incoming) -> Turn | None:
    if not event.text:
        return None
    if common_table.looks_like_code(event.text):
        return common_table.JOIN
    return customer_words.customer_words if person.staff is None else staff_words.staff_words


def _by_kind(person: Person, event: Incoming) -> Turn | None:
    table = customer_kinds.BY_KIND if person.staff is None else staff_table.BY_KIND
    return table.get(event.kind) or common_table.BY_KIND.get(event.kind)
