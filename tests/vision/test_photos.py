"""Whole photos: the sample selfie, and what a dark room or a shaky hand makes of it."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vision import PhotoReading, SkinReading, main_concern, read_photo
from vision.intake import encode_jpeg, open_photo
from vision.reading import ALL_METRICS, SCORED_METRICS
from vision.samples import variants


def test_a_selfie_gives_every_metric_with_unit_error_and_score(reading: PhotoReading) -> None:
    metrics = reading.reading.metrics
    assert tuple(metrics) == ALL_METRICS
    # The sample wears make-up under her eyes: that is no skin, and so no value.
    assert (metrics["dark_circles"].reason, metrics["dark_circles"].score) == ("out_of_range", None)
    # And no selfie of this size shows pores.
    assert (metrics["pores"].reason, metrics["pores"].value) == ("resolution", None)
    for name in set(SCORED_METRICS) - {"dark_circles", "pores"}:
        metric = metrics[name]
        assert metric.measurable
        assert metric.reason is None
        assert metric.value is not None
        assert metric.score is not None
        assert 0 <= metric.score <= 100
        assert metric.mdc is not None
        assert metric.mdc > 0
    assert metrics["tone"].score is None
    assert metrics["tone"].unit == "degrees ITA"


def test_the_overall_score_is_the_mean_of_the_scores(reading: PhotoReading) -> None:
    scores = [metric.score for metric in reading.reading.metrics.values() if metric.score is not None]
    assert reading.reading.overall == round(sum(scores) / len(scores))


def test_the_main_concern_has_the_lowest_score(reading: PhotoReading) -> None:
    concern = main_concern(reading.reading)
    assert concern is not None
    scores = {name: metric.score for name, metric in reading.reading.metrics.items() if name != "tone"}
    assert scores[concern] == min(score for score in scores.values() if score is not None)


def test_the_same_bytes_give_the_same_reading(selfie: bytes, models: Path, reading: PhotoReading) -> None:
    again = read_photo(selfie, models=models)
    assert json.dumps(again.reading.to_json()) == json.dumps(reading.reading.to_json())
    assert again.overlay_jpeg == reading.overlay_jpeg
    assert again.photo_jpeg == reading.photo_jpeg


def test_a_reading_survives_being_stored(reading: PhotoReading) -> None:
    stored = json.loads(json.dumps(reading.reading.to_json()))
    assert SkinReading.from_json(stored) == reading.reading


def test_a_photo_lying_on_its_side_reads_as_the_upright_one(
    selfie: bytes, models: Path, reading: PhotoReading
) -> None:
    turned = read_photo(variants.lying_down(selfie), models=models).reading
    for name in SCORED_METRICS:
        before, after = reading.reading.metrics[name], turned.metrics[name]
        assert after.reason == before.reason
        assert after.value == pytest.approx(before.value, abs=before.mdc or 0)


def test_the_cleaned_photo_is_hers_without_its_metadata(selfie: bytes, reading: PhotoReading) -> None:
    with Image.open(io.BytesIO(reading.photo_jpeg)) as cleaned, Image.open(io.BytesIO(selfie)) as original:
        assert cleaned.size == original.size
        assert not dict(cleaned.getexif())
        difference = np.abs(np.asarray(cleaned).astype(int) - np.asarray(original.convert("RGB")).astype(int))
    assert difference.mean() < 2


def test_the_overlay_is_small_enough_for_a_card_and_marks_what_was_found(reading: PhotoReading) -> None:
    assert len(reading.overlay_jpeg) <= 1_000_000
    with Image.open(io.BytesIO(reading.overlay_jpeg)) as overlay:
        assert max(overlay.size) <= 1024
        pixels = np.asarray(overlay).astype(int)
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    assert ((blue > 180) & (red < 110) & (green < 170)).any()  # lines
    assert ((red > 200) & (green < 110) & (blue < 140)).any()  # redness


def test_fine_detail_needs_resolution_and_says_so(selfie: bytes, models: Path) -> None:
    small = read_photo(variants.resized(selfie, 0.8), models=models).reading
    for name in ("lines", "texture", "red_spots", "brown_spots"):
        assert not small.metrics[name].measurable
        assert small.metrics[name].value is None
        assert small.metrics[name].score is None
        assert small.metrics[name].reason == "resolution"
    assert small.metrics["redness"].measurable


def test_a_photo_without_colour_has_no_colour_metrics(selfie: bytes, models: Path) -> None:
    grey = np.asarray(Image.fromarray(open_photo(selfie)).convert("L").convert("RGB"))
    found = read_photo(encode_jpeg(grey), models=models).reading
    assert found.metrics["redness"].reason == "no_colour"
    assert found.metrics["tone"].reason == "no_colour"
    assert found.metrics["shine"].measurable


@pytest.mark.parametrize("tone", [(1.0, 0.94, 0.85), (1.0, 0.85, 0.66)])
def test_a_toned_photo_has_no_colour_either(
    selfie: bytes, models: Path, tone: tuple[float, float, float]
) -> None:
    grey = np.asarray(Image.fromarray(open_photo(selfie)).convert("L"), np.float32)
    sepia = (grey[..., None] * np.array(tone, np.float32)).astype(np.uint8)
    found = read_photo(encode_jpeg(sepia), models=models).reading
    for name in ("redness", "pigment", "evenness", "red_spots", "brown_spots", "dark_circles", "tone"):
        assert found.metrics[name].reason == "no_colour"
    assert found.metrics["shine"].measurable
