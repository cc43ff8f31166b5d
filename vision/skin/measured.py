"""What a measuring function gives back: one raw value, the same by region, and the findings behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vision.reading import Mark


@dataclass(frozen=True)
class Measured:
    """One metric of one face, before it is told as a `Metric`.

    Attributes:
        value: Raw value, None where too little of the skin was seen.
        regions: The raw value of each region, None where too little of it was seen; {} where there is none by region.
        marks: The findings with a place.
        overlit: There is no value because too much of its place is too bright to hold colour.
    """

    value: float | None
    regions: Mapping[str, float | None] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    overlit: bool = False


def by_region(names: tuple[str, ...], measure: Callable[[str], float | None]) -> dict[str, float | None]:
    """This function will measure each of the named regions by itself."""
    return {name: measure(name) for name in names}
