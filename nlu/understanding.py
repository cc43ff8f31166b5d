"""What one message means: the words every engine answers in, and the interface every engine has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

OUT_OF_SCOPE = "out_of_scope"
"""The intent of a message that is none of a clinic's business."""

SIDE_EFFECT = "report_side_effect"
"""The intent of a message that tells of something wrong after a treatment."""


@dataclass(frozen=True)
class Entity:
    """Something a message names.

    Attributes:
        entity: What it is: `treatment`, `date`, `time` or `phone`.
        value: A treatment's id, an ISO date (`2026-12-15`) or an ISO time (`17:00`) in the branch's zone,
            or the digits of a phone number.
        text: The words it was read from, as typed.
    """

    entity: str
    value: str
    text: str


@dataclass(frozen=True)
class Understanding:
    """What an engine made of one message.

    Attributes:
        intent: The likeliest intent, `out_of_scope` included. Not to be acted upon when `fallback` is set.
        confidence: Its probability, 0-1.
        ranking: Every intent with its probability, likeliest first.
        entities: What the message names, in the order of the words. What could be read in two ways is left out.
        urgent: Whether a person must look at once: a red flag, or a likely side effect.
        red_flags: The groups of red flags found, in the order of the clinic's file. Not yet narrowed to what
            was done to this customer.
        fallback: Whether nothing is sure enough: the honest answer is "I did not get that".
        engine: `embedded` or `rasa`.
        model: Which model answered: its version and what it is made of.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...]
    urgent: bool
    red_flags: tuple[str, ...]
    fallback: bool
    engine: str
    model: str

    def probability(self, intent: str) -> float:
        """This function will look up one intent's probability (0-1; 0 where the engine does not know it)."""
        return dict(self.ranking).get(intent, 0.0)

    def to_json(self) -> Mapping[str, Any]:
        """This function will give plain values for JSON; the ranking becomes a list of name and probability."""
        plain = asdict(self)
        plain["ranking"] = [{"intent": name, "confidence": probability} for name, probability in self.ranking]
        plain["entities"] = [asdict(entity) for entity in self.entities]
        plain["red_flags"] = list(self.red_flags)
        return plain


class Understander(Protocol):
    """An engine that understands messages. Safe to share between threads."""

    def understand(self, text: str, *, now: datetime, zone: ZoneInfo) -> Understanding:
        """This function will say what a message means.

        Args:
            text: The message as typed, any length, any script.
            now: When it was sent, aware UTC; "tomorrow" counts from here.
            zone: The branch's time zone; dates and times in the answer are read in it.
        """
        ...
