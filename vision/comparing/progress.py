"""What is drawn of a customer's progress: each measure over time, with the width of its error around the first value."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ProgressPoint:
    """One reading of one measure.

    Attributes:
        days: Since the first reading, 0 and more.
        label: When, in words, for example "15 Nov".
        value: Raw value, in the line's unit.
        comparable: Whether its photo was taken alike enough to the first one; the others are drawn hollow.
    """

    days: float
    label: str
    value: float
    comparable: bool = True


@dataclass(frozen=True)
class ProgressLine:
    """One measure over time.

    Attributes:
        label: What the measure is called.
        unit: What its values count, in words; "" for none.
        mdc: Minimal detectable change: the first value more or less this is drawn as a band.
        points: In the order of time; the first one is what the others are compared with.
    """

    label: str
    unit: str
    mdc: float
    points: tuple[ProgressPoint, ...]


@dataclass(frozen=True)
class ChartWords:
    """What stands on the chart beside the lines.

    Attributes:
        title: Over it.
        band: What the band means: inside it nothing has measurably changed.
        hollow: What a hollow point means; it is only written where there is one.
        note: Under it, for example that this is no diagnosis and that lower is calmer.
    """

    title: str
    band: str
    hollow: str
    note: str


@dataclass(frozen=True)
class DrawProgress:
    """Drawing the chart.

    Attributes:
        lines: One or two measures, each with two points at least; more are not read on a phone.
        words: What stands beside them.
    """

    lines: tuple[ProgressLine, ...]
    words: ChartWords

    def do(self, models: Path) -> bytes:
        """This function will draw the chart in this process and give a square JPEG of 1040 px.

        Args:
            models: Not needed for it.
        """
        from vision.comparing.chart import draw_chart  # noqa: PLC0415 - must load after the worker has set its limits

        del models
        return draw_chart(self.lines, self.words)
