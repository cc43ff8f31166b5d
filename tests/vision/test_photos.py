"""Whole photos: the sample selfie, and what a dark room or a shaky hand makes of it."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from vision import PhotoReading, Reason, SkinReading, Unreadable, main_concern, read_photo
from vision.intake import encode_jpeg, open_photo
from vision.opencv import cv2
from vision.reading import ALL_METRICS, SCORED_METRICS
from vision.samples import variants


def _hand_over_mouth(photo: bytes) -> bytes:
    """A blue cloth over the lower half of the picture's face."""
    pixels = open_photo(photo)
    pixels[400:560] = (40, 60, 190)
    return encode_jpeg(pixels)


def _white_mask(photo: bytes) -> bytes:
    """A white mask over nose, mouth and chin, shaded as cloth is."""
    pixels = open_photo(photo).astype(np.float32)
    outline = np.array(
        [[395, 330], [455, 395], [555, 450], [575, 455], [540, 540], [470, 560], [385, 500], [362, 400]]
    )
    inside = cv2.fillPoly(np.zeros(pixels.shape[:2], np.float32), [outline.astype(np.int32)], 1.0)
    cover = cv2.GaussianBlur(inside, (0, 0), 2)[..., None]
    cloth = (
        np.array((226, 228, 232), np.float32)
        * np.linspace(0.9, 1, pixels.shape[1], dtype=np.float32)[None, :, None]
    )
    return encode_jpeg((pixels * (1 - cover) + cloth * cover).astype(np.uint8))


def _cut_off(photo: bytes) -> bytes:
    """The right half of her face is beyond the edge of the picture."""
    return encode_jpeg(np.ascontiguousarray(open_photo(photo)[:, :520]))


def _one_sided(photo: bytes) -> bytes:
    """A lamp from the left only: the light falls off across the picture."""
    width = open_photo(photo).shape[1]
    fall = np.geomspace(60, 0.015, width, dtype=np.float32)[None, :, None]
    return variants.in_light(photo, fall)


def _cat_like(_: bytes) -> bytes:
    """No face at all: coloured noise."""
    noise = np.random.default_rng(1).integers(0, 255, (40, 40, 3), np.uint8)
    return encode_jpeg(np.asarray(Image.fromarray(noise).resize((800, 800), Image.Resampling.BICUBIC)))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(lambda photo: variants.in_light(photo, 0.2), Reason.TOO_DARK, id="dark"),
        pytest.param(lambda photo: variants.in_light(photo, 6.0), Reason.TOO_BRIGHT, id="bright"),
        pytest.param(lambda photo: variants.blurred(photo, 4), Reason.BLURRED, id="blurred"),
        pytest.param(_one_sided, Reason.UNEVEN_LIGHT, id="light from one side"),
        pytest.param(_hand_over_mouth, Reason.COVERED, id="covered"),
        pytest.param(_white_mask, Reason.COVERED, id="white mask"),
        pytest.param(_cut_off, Reason.COVERED, id="half out of the picture"),
        pytest.param(variants.side_by_side, Reason.SEVERAL_FACES, id="two faces"),
        pytest.param(lambda photo: variants.resized(photo, 0.4), Reason.TOO_SMALL, id="far away"),
        pytest.param(_cat_like, Reason.NO_FACE, id="no face"),
    ],
)
def test_a_spoilt_photo_is_refused_with_the_one_reason(
    selfie: bytes, models: Path, spoil: Callable[[bytes], bytes], reason: Reason
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_photo(spoil(selfie), models=models)
    assert refusal.value.reason is reason


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


def test_another_face_reads_differently(models: Path, reading: PhotoReading) -> None:
    portrait = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    other = read_photo(portrait.read_bytes(), models=models).reading
    assert other.metrics["redness"].value != reading.reading.metrics["redness"].value
    assert other.metrics["lines"].reason == "resolution"
