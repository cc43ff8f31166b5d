"""What became of a form that is over, said in the words of its kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.dialogue.became import became, is_agreed_since
from bot.dialogue.booking import BOOKING
from bot.dialogue.intake import INTAKE
from bot.dialogue.registration import REGISTRATION
from bot.dialogue.talk import Talk
from workflow.customers import last_digits


def facts_of_over(talk: Talk, kind: str) -> dict[str, Any]:
    """This function will give what became of a form of a kind; nothing of one that is not known."""
    return _BECAME.get(kind, _nothing)(talk)


def is_agreed(talk: Talk, kind: str) -> bool:
    """This function will say whether a booking's time was agreed after its last word."""
    return kind == BOOKING and is_agreed_since(talk)


def is_registered(talk: Talk, kind: str) -> bool:
    """This function will say whether a button is of a registration, and hers is done."""
    return kind == REGISTRATION and talk.customer.registered_at is not None


def _registered(talk: Talk) -> dict[str, Any]:
    if talk.customer.registered_at is None:
        return {"state": "not_registered"}
    end = last_digits(talk.customer.phone) if talk.customer.phone else None
    return {"state": "registered", "name": talk.customer.name, "end": end}


def _nothing(_talk: Talk) -> dict[str, Any]:
    return {}


_BECAME: Mapping[str, Callable[[Talk], dict[str, Any]]] = MappingProxyType(
    {BOOKING: became, REGISTRATION: _registered, INTAKE: lambda _talk: {"state": "health"}}
)
