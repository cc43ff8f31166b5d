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
        entity: What it is. Sure: `treatment`, `brand`, `branch`, `staff`, `person` (a name), `phone`, `date`, `time`,
            `amount`, `area` (of the body), `symptom`, `no_symptom` (denied, or gone) and `since` (how long it lasts).
            Of treatments also `treatment_unclear`, a name that several have, and `other_treatment`, a service that
            the clinic does not have in its list. Of days, times and money also `date_range`, `time_range` and `amount_range`; of days and times also
            `date_unclear` and `time_unclear`, which must be asked, `date_past`, a day that is over, and `date_standing`,
            the day of a visit that stands or is called off, which is no wish.
        value: An id or a key; an ISO date (`2026-12-15`) or time (`17:00`) in the branch's zone; the digits of a phone
            number; satang; an ISO 8601 duration (`P2D`). A range is `first/last` (both count; an open end is empty),
            what is unclear a list of what it could be (`09:00,15:00`; empty where nobody knows).
            Of a service that the clinic does not have its key or its name; empty where only its name is new to us.
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
        entities: What the message names, in the order of the words. At most one `date` and one `time`, and only
            where it is sure; what could be read in two ways is named as unclear.
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


@dataclass(frozen=True)
class OwnNames:
    """What one of several clinics calls its branches and its people now; equal where the names are.

    Attributes:
        branches: A branch's key with the names people call it.
        staff: A person's id with theirs, with or without a title.
    """

    branches: tuple[tuple[str, tuple[str, ...]], ...] = ()
    staff: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Understander(Protocol):
    """An engine that understands messages. Safe to share between threads."""

    def understand(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> Understanding:
        """This function will say what a message means.

        Args:
            text: The message as typed, any length, any script.
            now: When it was sent, aware UTC; "tomorrow" counts from here.
            zone: The branch's time zone; dates and times in the answer are read in it.
            own: What the clinic that was written to calls its branches and its people now.
        """
        ...
