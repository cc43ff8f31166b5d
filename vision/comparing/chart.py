"""The progress chart, drawn by matplotlib without its global state. Letters are shaped by Raqm, as Thai must be."""

import gc
import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from vision.comparing.progress import ChartWords, ProgressLine, ProgressPoint
from vision.lettering import font_files

# 1040 px is the width LINE shows pictures of cards at; on a phone they are about 300 wide, so that the smallest letters
# here, 36 px, are read as 10.
_DPI = 100
_SIDE_IN = 10.4
_HEAD_IN, _FOOT_IN, _BETWEEN_IN = 1.6, 2.6, 1.3
_LEFT, _RIGHT = 0.13, 0.955
_TITLE_POINTS, _LABEL_POINTS, _TICK_POINTS, _VALUE_POINTS = 33, 28, 26, 28
_INK, _SOFT_INK, _BAND, _LINE, _GRID = "#262626", "#606060", "#d9e8e4", "#0f766e", "#e6e6e6"
_JPEG_QUALITY = 90
# Dates closer than this share of the width would be written over each other.
_LEAST_APART = 0.3
_VALUES_APART = 0.14  # and values closer than this
_ROOM_IN_DAYS = 0.12  # of the whole time, beside the first and the last point
_MOST_LINES = 2


def draw_chart(lines: Sequence[ProgressLine], words: ChartWords) -> bytes:
    """This function will draw each measure over time in a panel of its own.

    Args:
        lines: The measures, of which the first two are drawn.
        words: What stands beside them.

    Returns:
        A square JPEG of 1040 px, under 1 MB.
    """
    drawn = list(lines)[:_MOST_LINES]
    room = _SIDE_IN - _HEAD_IN - _FOOT_IN - (len(drawn) - 1) * _BETWEEN_IN
    panel = room / len(drawn)
    figure = Figure(figsize=(_SIDE_IN, _SIDE_IN), dpi=_DPI, facecolor="white")
    plain, bold = (FontProperties(fname=str(file)) for file in font_files())
    figure.text(
        0.04, 1 - 0.5 / _SIDE_IN, words.title, font=_sized(bold, _TITLE_POINTS), color=_INK, va="center"
    )
    top = _SIDE_IN - _HEAD_IN
    for line in drawn:
        box = (_LEFT, (top - panel) / _SIDE_IN, _RIGHT - _LEFT, panel / _SIDE_IN)
        _draw_panel(figure.add_axes(box), line, plain, bold)
        top -= panel + _BETWEEN_IN
    hollow = any(not point.comparable for line in drawn for point in line.points)
    _draw_foot(figure, words, plain, hollow=hollow)
    out = io.BytesIO()
    figure.savefig(out, format="jpg", pil_kwargs={"quality": _JPEG_QUALITY, "optimize": True})
    # The parts of a figure know each other in circles; left to itself a worker grew by 60 MB over 80 charts.
    del figure
    gc.collect()
    return out.getvalue()


def _draw_panel(axes: Axes, line: ProgressLine, plain: FontProperties, bold: FontProperties) -> None:
    first = line.points[0].value
    days = [point.days for point in line.points]
    values = [point.value for point in line.points]
    span = max(days) - min(days) or 1.0
    axes.set_xlim(min(days) - _ROOM_IN_DAYS * span, max(days) + _ROOM_IN_DAYS * span)
    low, high = min(*values, first - line.mdc), max(*values, first + line.mdc)
    room = (high - low) * 0.34
    axes.set_ylim(low - room * 0.6, high + room)
    axes.axhspan(first - line.mdc, first + line.mdc, color=_BAND, zorder=0)
    axes.axhline(first, color=_LINE, linewidth=1, linestyle=(0, (4, 4)), zorder=1)
    solid = [point for point in line.points if point.comparable]
    axes.plot([one.days for one in solid], [one.value for one in solid], color=_LINE, linewidth=3.5, zorder=2)
    valued = _with_room(line.points, span, _VALUES_APART)
    for point in line.points:
        _draw_point(axes, point, bold, valued=point in valued)
    _write_dates(axes, line.points, span, plain)
    unit = f"  {line.unit}" if line.unit else ""
    axes.text(
        -0.105,
        1.04,
        f"{line.label}{unit}",
        transform=axes.transAxes,
        font=_sized(bold, _LABEL_POINTS),
        color=_INK,
    )
    axes.tick_params(axis="both", length=0, colors=_SOFT_INK)
    axes.locator_params(axis="y", nbins=4)
    for label in axes.get_yticklabels():
        label.set_fontproperties(_sized(plain, _TICK_POINTS))
        label.set_color(_SOFT_INK)
    axes.grid(axis="y", color=_GRID, linewidth=1)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_GRID)


def _draw_point(axes: Axes, point: ProgressPoint, bold: FontProperties, *, valued: bool) -> None:
    inside = _LINE if point.comparable else "white"
    axes.plot(
        [point.days], [point.value], "o", markersize=15, color=_LINE, markerfacecolor=inside, mew=3, zorder=3
    )
    if not valued:
        return
    axes.annotate(
        f"{point.value:.3g}",
        (point.days, point.value),
        xytext=(0, 14),
        textcoords="offset points",
        ha="center",
        font=_sized(bold, _VALUE_POINTS),
        color=_INK if point.comparable else _SOFT_INK,
        zorder=4,
    )


def _write_dates(axes: Axes, points: Sequence[ProgressPoint], span: float, plain: FontProperties) -> None:
    """This function will write the dates there is room for."""
    chosen = _with_room(points, span, _LEAST_APART)
    axes.set_xticks([point.days for point in chosen], [point.label for point in chosen])
    for label in axes.get_xticklabels():
        label.set_fontproperties(_sized(plain, _TICK_POINTS))
        label.set_color(_SOFT_INK)


def _with_room(points: Sequence[ProgressPoint], span: float, apart: float) -> list[ProgressPoint]:
    """This function will choose points that words fit beside: always the last, then the first, then those between."""
    chosen: list[ProgressPoint] = []
    for point in (points[-1], points[0], *points[1:-1]):
        if all(abs(point.days - other.days) >= apart * span for other in chosen):
            chosen.append(point)
    return chosen


def _draw_foot(figure: Figure, words: ChartWords, plain: FontProperties, *, hollow: bool) -> None:
    """This function will say under the panels what band and hollow points mean."""
    font = _sized(plain, _TICK_POINTS)
    row, tall = 1.5 / _SIDE_IN, 0.4 / _SIDE_IN
    figure.add_artist(Rectangle((0.04, row - tall / 2), 0.038, tall, color=_BAND))
    figure.text(0.095, row, words.band, font=font, color=_INK, va="center")
    if hollow:
        row = 0.95 / _SIDE_IN
        figure.add_artist(
            Line2D([0.059], [row], marker="o", markersize=15, color=_LINE, markerfacecolor="white", mew=3)
        )
        figure.text(0.095, row, words.hollow, font=font, color=_INK, va="center")
    figure.text(0.04, 0.4 / _SIDE_IN, words.note, font=font, color=_SOFT_INK, va="center")


def _sized(font: FontProperties, points: float) -> FontProperties:
    """This function will give the typeface at a size; at 100 dots per inch a point is 1.4 px."""
    sized = font.copy()
    sized.set_size(points)
    return sized
