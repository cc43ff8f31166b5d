"""Two photos of one person, compared: nothing is said that the photos do not carry."""

import io
from pathlib import Path

import numpy as np
import orjson
import pytest
from PIL import Image

from vision import Reason
from vision.comparing import (
    ComparePhotos,
    Incomparable,
    Likeness,
    PairWords,
    PhotoComparison,
    Side,
    Unfit,
    Verdict,
)
from vision.face.finding import Face
from vision.intake import encode_jpeg, open_photo
from vision.reading import SCORED_METRICS
from vision.samples import variants
from vision.samples.covers import with_stubble

WORDS = PairWords("ก่อน 15 พ.ย. 2569", "หลัง 22 พ.ย. 2569", "แสงและสีเป็นไปตามที่ถ่าย", "สลับซ้ายขวา")
NOTHING = {Verdict.NO_MEASURABLE_CHANGE, Verdict.NOT_MEASURABLE}


def compared(before: bytes, after: bytes, models: Path) -> PhotoComparison:
    found = ComparePhotos(before, after, WORDS).do(models)
    assert isinstance(found, PhotoComparison)
    return found


def verdicts(found: PhotoComparison, *, but: str = "") -> set[Verdict]:
    return {change.verdict for name, change in found.comparison.metrics.items() if name != but}


def recompressed(photo: bytes, quality: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def narrowed(photo: bytes, share: float) -> bytes:
    """The photo pressed together from the sides after the head is upright: a face of another shape."""
    upright = Image.open(io.BytesIO(photo)).rotate(31, expand=True, resample=Image.Resampling.BICUBIC)
    made = upright.resize((round(upright.width * share), upright.height), Image.Resampling.LANCZOS)
    made = made.resize((round(made.width / share), round(made.height / share)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=95)
    return out.getvalue()


def test_the_same_selfie_shows_no_change(selfie: bytes, models: Path) -> None:
    found = compared(selfie, selfie, models)
    assert found.comparison.comparable
    assert found.comparison.likeness is Likeness.ALIKE
    assert found.agreement > 0.99
    assert set(found.comparison.metrics) == set(SCORED_METRICS)
    assert verdicts(found) <= NOTHING
    for change in found.comparison.metrics.values():
        assert change.before == change.after


def test_what_is_kept_of_it_is_plain_json(selfie: bytes, models: Path) -> None:
    found = compared(selfie, selfie, models)
    for told in (found.comparison.to_json(), found.before.to_json(), found.after.to_json()):
        assert orjson.loads(orjson.dumps(told)) == told


def test_less_redness_is_better_and_nothing_else_has_changed(selfie: bytes, models: Path) -> None:
    calmer = variants.with_less_redness(selfie, share=0.5, models=models)
    found = compared(selfie, calmer, models)
    assert found.comparison.metrics["redness"].verdict is Verdict.BETTER
    others = {
        name: change.verdict
        for name, change in found.comparison.metrics.items()
        if name not in {"redness", "red_spots"}  # red spots are red too
    }
    assert set(others.values()) <= NOTHING, others


@pytest.mark.parametrize(
    "change", ["jpeg 60", "size 0.9", "blur 1 px", "light 0.75", "light 1.2", "warm lamp"]
)
def test_another_photo_of_the_same_skin_shows_no_change(selfie: bytes, models: Path, change: str) -> None:
    after = {
        "jpeg 60": lambda: recompressed(selfie, 60),
        "size 0.9": lambda: variants.resized(selfie, 0.9),
        "blur 1 px": lambda: variants.blurred(selfie, 1),
        "light 0.75": lambda: variants.in_light(selfie, 0.75),
        "light 1.2": lambda: variants.in_light(selfie, 1.2),
        "warm lamp": lambda: variants.in_light(selfie, (1.1, 1, 0.85)),
    }[change]()
    for found in (compared(selfie, after, models), compared(after, selfie, models)):
        assert found.comparison.comparable, found.comparison.reasons
        assert verdicts(found) <= NOTHING, found.comparison.metrics


def test_what_stubble_hides_in_one_photo_is_left_out_of_both(selfie: bytes, face: Face, models: Path) -> None:
    bearded = encode_jpeg(with_stubble(open_photo(selfie), face.mesh), quality=95)
    for found in (compared(selfie, bearded, models), compared(bearded, selfie, models)):
        for reading in (found.before, found.after):
            assert reading.metrics["red_spots"].measurable
            assert reading.metrics["red_spots"].regions["chin"] is None
        assert verdicts(found) <= NOTHING


def test_a_blurred_photo_is_refused_and_named(selfie: bytes, models: Path) -> None:
    blurred = variants.blurred(selfie, 4)
    assert ComparePhotos(selfie, blurred, WORDS).do(models) == Unfit(Side.AFTER, Reason.BLURRED)
    assert ComparePhotos(blurred, selfie, WORDS).do(models) == Unfit(Side.BEFORE, Reason.BLURRED)


@pytest.mark.parametrize(
    ("gain", "reason"), [(0.55, Incomparable.LIGHT), (0.6, Incomparable.LIGHT), (1.0, None)]
)
def test_other_light_is_a_reason_and_gives_no_verdict(
    selfie: bytes, models: Path, gain: float, reason: Incomparable | None
) -> None:
    found = compared(selfie, variants.in_light(selfie, gain), models)
    assert found.comparison.reasons == (() if reason is None else (reason,))
    assert reason is None or verdicts(found) == {Verdict.NOT_MEASURABLE}


def test_a_face_of_another_shape_is_not_compared(selfie: bytes, models: Path) -> None:
    found = compared(selfie, narrowed(selfie, 0.8), models)
    assert found.comparison.likeness is Likeness.UNLIKE
    assert Incomparable.FACE in found.comparison.reasons
    assert verdicts(found) == {Verdict.NOT_MEASURABLE}


def test_the_slider_shows_the_same_place_in_both_pictures(selfie: bytes, models: Path) -> None:
    pixels = open_photo(selfie)
    turned = Image.fromarray(pixels).rotate(6, resample=Image.Resampling.BICUBIC, expand=True)
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=95)
    found = compared(selfie, out.getvalue(), models)

    before, after = (
        np.asarray(Image.open(io.BytesIO(jpeg)), np.float64) for jpeg in (found.before_jpeg, found.after_jpeg)
    )
    assert before.shape == after.shape == (900, 720, 3)
    face = (slice(250, 700), slice(200, 520))
    assert np.abs(before[face] - after[face]).mean() < 6
    assert np.corrcoef(before[face].ravel(), after[face].ravel())[0, 1] > 0.99


def test_a_mirrored_selfie_is_turned_back_and_shows_no_change(selfie: bytes, models: Path) -> None:
    swapped = Image.open(io.BytesIO(selfie)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = io.BytesIO()
    swapped.save(out, "JPEG", quality=95)
    found = compared(selfie, out.getvalue(), models)

    assert (found.mirrored, found.comparison.comparable) == (True, True)
    assert found.agreement > 0.99
    assert verdicts(found) <= NOTHING
    before, after = (
        np.asarray(Image.open(io.BytesIO(jpeg)), np.float64)[250:700, 200:520].ravel()
        for jpeg in (found.before_jpeg, found.after_jpeg)
    )
    assert np.corrcoef(before, after)[0, 1] > 0.99
    assert not compared(selfie, selfie, models).mirrored


def test_the_light_of_the_pictures_is_not_touched(selfie: bytes, models: Path) -> None:
    found = compared(selfie, variants.in_light(selfie, 0.75), models)
    before, after = (
        np.asarray(Image.open(io.BytesIO(jpeg)), np.float64)[250:700, 200:520]
        for jpeg in (found.before_jpeg, found.after_jpeg)
    )
    assert after.mean() < 0.93 * before.mean()


def test_the_pair_fits_a_card_and_carries_no_metadata(selfie: bytes, models: Path) -> None:
    found = compared(selfie, selfie, models)
    for jpeg in (found.pair_jpeg, found.before_jpeg, found.after_jpeg):
        picture = Image.open(io.BytesIO(jpeg))
        assert not picture.getexif()
        assert len(jpeg) <= 1_000_000
    assert Image.open(io.BytesIO(found.pair_jpeg)).width == 1040
