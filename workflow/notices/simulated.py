"""A simulated picture goes to the customer whose photo it is and to staff, by its own two cards, and by nothing else.

It shows what one person may expect. In an offer to many, or to somebody else, it would be a promise to them and her
face in their chats; so every notice that is written is looked at, whatever it is for.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.refusal import NotAllowed
from workflow.store.models import ChannelIdentity, Simulation

TO_STAFF, TO_HERSELF = "simulation_ready", "simulation_shown"
_KEY = re.compile(
    "(?=([0-9a-f]{32}))"
)  # see workflow/scans/photos.py; wherever it begins in a longer run of digits
# The part of an address of ours that says which picture it shows, and to whom we showed it until when: bot/links.py.
_ADDRESS = re.compile("/media/([A-Za-z0-9_-]+)")
_SHORTEST = 32  # most facts are a word or a number


class SimulationNotForOthers(NotAllowed):
    """A message that is not the simulation's own names its picture: an offer, a broadcast, somebody else's card.

    Facts: `kind`.
    """

    code = "simulation_not_for_others"


class Told(Protocol):
    """As much of a telling as is looked at."""

    @property
    def to(self) -> ChannelIdentity:
        """Where the person is reached."""

    @property
    def kind(self) -> str:
        """Which card."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The facts."""


def refuse_simulated_pictures(session: Session, tellings: Sequence[Told]) -> None:
    """This will pass in silence unless a notice carries a simulation's picture to whom it is not for.

    Raises:
        SimulationNotForOthers: One does.
    """
    named = [(one, frozenset(_pictures(one.data))) for one in tellings]
    keys = frozenset[str]().union(*(pictures for _, pictures in named))
    if not keys:
        return
    shown = sa.select(Simulation.picture_key, Simulation.customer_id).where(Simulation.picture_key.in_(keys))
    whose = {row.picture_key: row.customer_id for row in session.execute(shown)}
    for one, pictures in named:
        for key in pictures & whose.keys():
            to_staff = one.kind == TO_STAFF and one.to.staff_id is not None
            to_herself = one.kind == TO_HERSELF and one.to.customer_id == whose[key]
            if not (to_staff or to_herself):
                raise SimulationNotForOthers(kind=one.kind)


def _pictures(facts: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """This will find what may be the key of a picture anywhere in a notice's facts: bare, in an address, in any words."""
    if isinstance(facts, str):
        yield from _named_in(facts)
    elif isinstance(facts, Mapping):
        for name, value in facts.items():
            yield from _named_in(name)
            yield from _pictures(value)
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from _pictures(value)


def _named_in(words: str) -> Iterator[str]:
    if len(words) < _SHORTEST:
        return
    plain = unquote(words)
    yield from _KEY.findall(plain.lower())
    for shown in _ADDRESS.findall(plain):
        try:
            yield from _KEY.findall(urlsafe_b64decode(shown + "=" * (-len(shown) % 4)).decode("ascii"))
        except (binascii.Error, ValueError):
            continue  # no address that we made: it shows no picture
