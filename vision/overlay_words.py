"""The words of the overlay's legend; they come from whoever talks to the customer, in her language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class OverlayWords:
    """What the legend beside the findings says.

    Attributes:
        title: Its heading.
        entries: What each finding is called, by its name ("redness", "red_spots", ...); one without a word is not listed.
        note: The line under it, for example that this is no diagnosis.
    """

    title: str
    entries: Mapping[str, str]
    note: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only mapping does not pickle; the constructor makes it read-only again.
        return (type(self), (self.title, dict(self.entries), self.note))
