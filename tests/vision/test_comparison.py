"""What two readings of one person say about each other."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

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
from vision.comparing import ComparePhotos, PairWords, PhotoComparison
from vision.comparing.verdicts import judge_changes
from vision.intake import encode_jpeg, open_photo
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
        metric = replace(made.metrics["redness"], regions=regions)
        return replace(made, metrics=dict(made.metrics) | {"redness": metric})

    before = by_region(10.0, forehead=12.0, chin=8.0, nose=9.0, glabella=None)
    after = by_region(7.0, forehead=9.0, chin=3.0, nose=8.0, glabella=1.0)
    assert compare(before, after).metrics["redness"].where == ("chin", "forehead")
    assert compare(before, before).metrics["redness"].where == ()


@pytest.mark.parametrize("name", ["red_spots", "brown_spots", "lines", "shine"])
def test_a_sum_over_skin_that_only_one_photo_shows_gets_no_verdict(name: str) -> None:
    def with_part(part: float | None, value: float) -> SkinReading:
        made = _a_reading(value=value)
        metric = replace(made.metrics[name], regions={"forehead": part, "chin": 3.0, "nose": None})
        return replace(made, metrics=dict(made.metrics) | {name: metric})

    hidden, bare = with_part(None, 4.0), with_part(9.0, 10.0)
    for before, after in ((hidden, bare), (bare, hidden)):
        found = compare(before, after)
        assert found.metrics[name].verdict is Verdict.NOT_MEASURABLE
        assert verdicts(found, but=name) != {Verdict.NOT_MEASURABLE}
        alike = judge_changes(before, after, [], shared_skin=True)
        assert alike.metrics[name].verdict in {Verdict.BETTER, Verdict.WORSE}
    assert compare(bare, with_part(6.0, 4.0)).metrics[name].verdict is Verdict.BETTER


@pytest.mark.parametrize(("name", "part"), [("lines", "nasolabial_left"), ("shine", "cheek_left")])
def test_a_region_that_is_not_in_the_sum_hinders_no_verdict(name: str, part: str) -> None:
    def with_part(seen: float | None, value: float) -> SkinReading:
        made = _a_reading(value=value)
        metric = replace(made.metrics[name], regions={"forehead": 5.0, part: seen})
        return replace(made, metrics=dict(made.metrics) | {name: metric})

    assert compare(with_part(9.0, 10.0), with_part(None, 4.0)).metrics[name].verdict is Verdict.BETTER
    assert compare(with_part(None, 4.0), with_part(9.0, 10.0)).metrics[name].verdict is Verdict.WORSE


def _coloured(*, chroma: float | None, **values: float | None) -> SkinReading:
    made = _a_reading() if chroma is None else _a_reading(chroma=chroma)
    changed = {name: replace(made.metrics[name], value=value) for name, value in values.items()}
    return replace(made, metrics=dict(made.metrics) | changed)


@pytest.mark.parametrize(
    ("chroma", "values", "filtered"),
    [
        (15.0, (7.0, 7.5, 8.0), True),
        (27.0, (13.0, 12.0, 13.5), True),
        (None, (7.0, 7.5, 8.0), False),
        (20.0, (7.0, 7.5, 8.0), False),
        (17.0, (7.0, 7.5, 8.0), False),
        (15.0, (13.0, 12.5, 12.0), False),
        (15.0, (5.0, 10.0, 10.0), False),
        (15.0, (7.0, 7.5, 10.0), False),
        (15.0, (2.0, 7.5, 8.0), False),
        (15.0, (7.0, None, 8.0), False),
        (15.0, (7.0, 0.0, 8.0), False),
    ],
)
def test_only_colour_that_moved_all_together_is_called_a_filter(
    chroma: float | None, values: tuple[float | None, ...], *, filtered: bool
) -> None:
    before = _coloured(chroma=20.0)
    after = _coloured(chroma=chroma, **dict(zip(("redness", "pigment", "evenness"), values, strict=True)))
    reasons = (Incomparable.COLOUR,) if filtered else ()
    assert compare(before, after).reasons == reasons
    assert compare(after, before).reasons == reasons


def _saturated(photo: bytes, factor: float) -> bytes:
    made = ImageEnhance.Color(Image.fromarray(open_photo(photo))).enhance(factor)
    return encode_jpeg(np.asarray(made, np.uint8), quality=95)


@pytest.mark.parametrize("factor", [0.6, 0.75, 1.3])
def test_a_colour_filter_is_no_change_of_the_skin(
    selfie: bytes, reading: PhotoReading, models: Path, factor: float
) -> None:
    after = read_photo(_saturated(selfie, factor), models=models).reading
    assert compare(reading.reading, after).reasons == (Incomparable.COLOUR,)
    assert compare(after, reading.reading).reasons == (Incomparable.COLOUR,)
    # Two photos say so as well.
    pair = ComparePhotos(selfie, _saturated(selfie, factor), PairWords("1", "2", "", "")).do(models)
    assert isinstance(pair, PhotoComparison)
    assert pair.comparison.reasons == (Incomparable.COLOUR,)


def _curved(photo: bytes, gamma: float) -> bytes:
    return encode_jpeg(np.asarray((open_photo(photo) / 255.0) ** gamma * 255.0 + 0.5, np.uint8), quality=95)


_OTHERWISE: dict[str, Callable[[bytes, Path], bytes]] = {
    "warm lamp": lambda photo, _: variants.in_light(photo, (1.15, 1.0, 0.7)),
    "cool lamp": lambda photo, _: variants.in_light(photo, (0.8, 1.0, 1.25)),
    "less light": lambda photo, _: variants.in_light(photo, 0.75),
    "more light": lambda photo, _: variants.in_light(photo, 1.2),
    "gamma 0.8": lambda photo, _: _curved(photo, 0.8),
    "gamma 1.25": lambda photo, _: _curved(photo, 1.25),
    "JPEG 60": lambda photo, _: encode_jpeg(open_photo(photo), quality=60),
    "blur": lambda photo, _: variants.blurred(photo, 1.0),
    "a third less red": lambda photo, at: variants.with_less_redness(photo, share=0.3, models=at),
    "calmed": lambda photo, at: variants.with_less_redness(photo, share=0.6, models=at),
    "flushed": lambda photo, at: variants.with_less_redness(photo, share=-0.6, models=at),
}


@pytest.mark.parametrize("name", _OTHERWISE)
def test_neither_lamp_nor_camera_nor_skin_is_called_a_filter(
    selfie: bytes, reading: PhotoReading, models: Path, name: str
) -> None:
    after = read_photo(_OTHERWISE[name](selfie, models), models=models).reading
    assert Incomparable.COLOUR not in compare(reading.reading, after).reasons


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
