"""What two readings of one person say about each other."""

from dataclasses import replace
from pathlib import Path

import pytest

from vision import (
    Comparison,
    Incomparable,
    Metric,
    PhotoReading,
    SkinReading,
    Verdict,
    compare,
    main_concern,
    read_photo,
)
from vision.reading import SCORED_METRICS
from vision.samples import sample_progress_photo, variants

_QUALITY = {
    "yaw": 0.0,
    "pitch": 0.0,
    "roll": 0.0,
    "pixels_per_mm": 4.0,
    "presence": 1.0,
    "sharpness": 8.0,
    "light": 0.4,
    "clipped": 0.0,
    "covered": 2.0,
    "side_light": 0.05,
}


def _a_reading(*, value: float | None = 10.0, **quality: float) -> SkinReading:
    measurable = value is not None
    metric = Metric(
        value, "OD x 100", 50 if measurable else None, 2.0 if measurable else None, measurable, None
    )
    return SkinReading(_QUALITY | quality, dict.fromkeys((*SCORED_METRICS, "tone"), metric), 50, "1")


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (6.0, Verdict.BETTER),
        (8.0, Verdict.BETTER),
        (8.1, Verdict.NO_MEASURABLE_CHANGE),
        (10.0, Verdict.NO_MEASURABLE_CHANGE),
        (11.9, Verdict.NO_MEASURABLE_CHANGE),
        (12.0, Verdict.WORSE),
        (None, Verdict.NOT_MEASURABLE),
    ],
)
def test_only_a_change_beyond_the_error_is_a_change(after: float | None, verdict: Verdict) -> None:
    found = compare(_a_reading(value=10.0), _a_reading(value=after))
    assert found.comparable
    assert {change.verdict for change in found.metrics.values()} == {verdict}


@pytest.mark.parametrize(
    ("quality", "reason"),
    [
        ({"yaw": 9.0}, Incomparable.POSE),
        ({"pitch": -9.0}, Incomparable.POSE),
        ({"pixels_per_mm": 2.0}, Incomparable.SCALE),
        ({"light": 0.2}, Incomparable.LIGHT),
        ({"side_light": 0.3}, Incomparable.SIDE_LIGHT),
        ({"sharpness": 4.0}, Incomparable.SHARPNESS),
    ],
)
def test_photos_taken_differently_get_reasons_and_no_verdict(
    quality: dict[str, float], reason: Incomparable
) -> None:
    for found in (
        compare(_a_reading(), _a_reading(value=1.0, **quality)),
        compare(_a_reading(**quality), _a_reading(value=1.0)),
    ):
        assert not found.comparable
        assert found.reasons == (reason,)
        assert {change.verdict for change in found.metrics.values()} == {Verdict.NOT_MEASURABLE}
        assert found.metrics["redness"].after is not None


def test_readings_of_two_makes_are_not_compared() -> None:
    found = compare(_a_reading(), replace(_a_reading(), version="0"))
    assert found.reasons == (Incomparable.VERSION,)


def test_a_comparison_is_plain_json() -> None:
    told = compare(_a_reading(), _a_reading(value=5.0)).to_json()
    assert told["comparable"] is True
    assert told["metrics"]["redness"] == {
        "before": 10.0,
        "after": 5.0,
        "mdc": 2.0,
        "verdict": "better",
        "where": [],
    }


def test_it_names_the_regions_that_moved_the_same_way() -> None:
    def by_region(value: float, **regions: float | None) -> SkinReading:
        made = _a_reading(value=value)
        metric = replace(made.metrics["lines"], regions=regions)
        return replace(made, metrics=dict(made.metrics) | {"lines": metric})

    before = by_region(10.0, forehead=12.0, chin=8.0, nose=9.0, glabella=None)
    after = by_region(7.0, forehead=9.0, chin=3.0, nose=8.0, glabella=1.0)
    assert compare(before, after).metrics["lines"].where == ("chin", "forehead")
    assert compare(before, before).metrics["lines"].where == ()


def verdicts(found: Comparison, *, but: str) -> set[Verdict]:
    return {change.verdict for name, change in found.metrics.items() if name != but}


def test_the_same_photo_twice_shows_no_change(reading: PhotoReading) -> None:
    found = compare(reading.reading, reading.reading)
    # The sample wears make-up under her eyes, and is not fine enough for pores.
    untold = {name for name, change in found.metrics.items() if change.verdict is Verdict.NOT_MEASURABLE}
    assert untold == {"dark_circles", "pores"}
    assert {change.verdict for name, change in found.metrics.items() if name not in untold} == {
        Verdict.NO_MEASURABLE_CHANGE
    }


def test_calmer_redness_is_better_and_nothing_else_has_changed(reading: PhotoReading, models: Path) -> None:
    after = read_photo(sample_progress_photo().read_bytes(), models=models).reading
    found = compare(reading.reading, after)
    assert found.comparable
    assert found.metrics["redness"].verdict is Verdict.BETTER
    assert verdicts(found, but="redness") == {Verdict.NO_MEASURABLE_CHANGE, Verdict.NOT_MEASURABLE}


def test_more_redness_is_worse(selfie: bytes, reading: PhotoReading, models: Path) -> None:
    redder = variants.with_less_redness(selfie, share=-0.5, models=models)
    found = compare(reading.reading, read_photo(redder, models=models).reading)
    assert found.metrics["redness"].verdict is Verdict.WORSE


@pytest.mark.parametrize(
    ("scores", "concern"),
    [
        ({"redness": 40, "lines": 60}, "redness"),
        ({"redness": 60, "shine": 10}, "shine"),
        ({"evenness": 1, "texture": 70}, "evenness"),
        ({"pigment": 50, "evenness": 50}, "pigment"),
        ({"redness": 50, "pigment": 50}, "redness"),
        ({"tone": None}, None),
        ({}, None),
    ],
)
def test_the_main_concern_is_the_lowest_score(scores: dict[str, int | None], concern: str | None) -> None:
    metrics = {
        name: Metric(1.0, "", score, 1.0, measurable=True, reason=None) for name, score in scores.items()
    }
    assert main_concern(SkinReading(_QUALITY, metrics, None, "1")) == concern
