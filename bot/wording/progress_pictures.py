"""The words in the pictures of a customer's progress, and which measures her chart shows."""

from collections.abc import Sequence
from datetime import datetime

import vision
from bot.wording.texts import Tongue

# More than two measures are not read on a phone.
_MOST_LINES = 2
_CHANGED = (vision.Verdict.BETTER, vision.Verdict.WORSE)


Times = tuple[datetime, datetime]


def pair_words(language: str, *, times: Times | None, zone: str) -> vision.PairWords:
    """This function will give the words of the picture of two photos.

    Args:
        language: "th" or "en"; an unknown one is Thai.
        times: When the earlier photo came and when the later one (aware UTC); None where nobody knows.
        zone: Of the branch, in which days are told.
    """
    tongue = Tongue(language)
    before, after = tongue.say("progress_picture.before"), tongue.say("progress_picture.after")
    if times is not None:
        first, last = (tongue.date(at.isoformat(), zone) for at in times)
        before, after = f"{before} · {first}", f"{after} · {last}"
    return vision.PairWords(
        before=before,
        after=after,
        note=tongue.say("progress_picture.note"),
        mirrored=tongue.say("progress_picture.mirrored"),
    )


def progress_chart(
    language: str,
    found: vision.PhotoComparison,
    *,
    times: Times | None,
    between: Sequence[tuple[datetime, vision.SkinReading]],
    zone: str,
    concern: str | None,
) -> vision.DrawProgress | None:
    """This function will choose what the chart shows: what has changed, then what the case is about.

    Args:
        language: "th" or "en"; an unknown one is Thai.
        found: The two photos, compared. Their values are those measured for it.
        times: When each of them came (aware UTC); None where nobody knows.
        between: What was read in photos that came between them, oldest first; only where times are known.
        zone: Of the branch, in which days are told.
        concern: What the case is about, if anything.

    Returns:
        The drawing to be done; None where no measure can be shown.
    """
    tongue = Tongue(language)
    changes = found.comparison.metrics
    named = [name for name, change in changes.items() if change.verdict in _CHANGED]
    if concern is not None and concern in changes and concern not in named:
        named.append(concern)
    labels = [tongue.say("progress_picture.before"), tongue.say("progress_picture.after")]
    if times is not None:
        labels = [tongue.date(at.isoformat(), zone) for at in times]
    lines = []
    for name in named[:_MOST_LINES]:
        change = changes[name]
        if change.before is None or change.after is None or change.mdc is None:
            continue
        points = [
            vision.ProgressPoint(0, labels[0], change.before),
            *(_between(tongue, name, found.before, between, since=times[0], zone=zone) if times else ()),
            vision.ProgressPoint(_days(*times) if times else 1, labels[1], change.after),
        ]
        unit = found.after.metrics[name].unit
        said = tongue.say(f"unit.{unit}") if tongue.has(f"unit.{unit}") else unit
        lines.append(vision.ProgressLine(tongue.say(f"metric.{name}"), said, change.mdc, tuple(points)))
    if not lines:
        return None
    keys = ("title", "band", "hollow", "note")
    words = vision.ChartWords(**{key: tongue.say(f"progress_chart.{key}") for key in keys})
    return vision.DrawProgress(tuple(lines), words)


def _between(
    tongue: Tongue,
    name: str,
    first: vision.SkinReading,
    between: Sequence[tuple[datetime, vision.SkinReading]],
    *,
    since: datetime,
    zone: str,
) -> list[vision.ProgressPoint]:
    """This function will give the points of the readings between that measured the same thing in the same way."""
    points = []
    for at, reading in between:
        value = reading.metrics[name].value if name in reading.metrics else None
        if value is not None and reading.version == first.version:
            label = tongue.date(at.isoformat(), zone, with_year=False)
            alike = vision.compare(first, reading).comparable
            points.append(vision.ProgressPoint(_days(since, at), label, value, alike))
    return points


def _days(since: datetime, at: datetime) -> float:
    return max((at - since).total_seconds() / 86_400, 0.0)
