"""The gates: a photo that cannot carry a reading is refused with the one reason whose tip mends it."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from vision import Reason, Unreadable, read_photo
from vision.face.finding import Face, find_face
from vision.intake import Pixels, encode_jpeg, open_photo
from vision.reading import Metric
from vision.samples import covers, variants
from vision.samples.faults import FAULTS
from vision.samples.retakes import RETAKES
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.view import prepare


def _quality(pixels: Pixels, models: Path) -> dict[str, float]:
    face = find_face(pixels, models=models)
    return judge(prepare(align(pixels, face)), face)


def _noise(_: bytes) -> bytes:
    """No face at all: coloured noise."""
    noise = np.random.default_rng(1).integers(0, 255, (40, 40, 3), np.uint8)
    return encode_jpeg(np.asarray(Image.fromarray(noise).resize((800, 800), Image.Resampling.BICUBIC)))


def _refused_for(pixels: Pixels, models: Path) -> Reason | None:
    try:
        refuse_if_unfit(_quality(pixels, models))
    except Unreadable as no:
        return no.reason
    return None


@pytest.mark.parametrize("name", FAULTS)
def test_a_spoilt_photo_is_refused_with_the_one_reason(
    selfie: bytes, face: Face, models: Path, name: str
) -> None:
    spoilt = FAULTS[name].spoil(open_photo(selfie), face.mesh)
    assert _refused_for(spoilt, models) is FAULTS[name].reason


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(variants.side_by_side, Reason.SEVERAL_FACES, id="two faces"),
        pytest.param(lambda photo: variants.resized(photo, 0.4), Reason.TOO_SMALL, id="far away"),
        pytest.param(_noise, Reason.NO_FACE, id="no face"),
    ],
)
def test_a_photo_without_one_near_face_is_refused(
    selfie: bytes, models: Path, spoil: Callable[[bytes], bytes], reason: Reason
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_photo(spoil(selfie), models=models)
    assert refusal.value.reason is reason


# A pixel of blur is a third of a millimetre on this photo, and may be refused.
@pytest.mark.parametrize("name", [name for name in RETAKES if name != "blur 1 px"])
def test_an_ordinary_change_of_a_good_photo_is_not_refused(selfie: bytes, models: Path, name: str) -> None:
    assert _refused_for(RETAKES[name](open_photo(selfie)), models) is None


def test_a_filter_is_told_from_blur_by_the_eyes(selfie: bytes, face: Face, models: Path) -> None:
    filtered = _quality(covers.beauty_filtered(open_photo(selfie), face.mesh), models)
    blurred = _quality(RETAKES["blur 1 px"](RETAKES["blur 1 px"](open_photo(selfie))), models)
    assert filtered["sharpness"] < 2.5
    assert blurred["sharpness"] < 2.5
    assert filtered["eye_sharpness"] > 1.4 * blurred["eye_sharpness"]


@pytest.mark.parametrize("colour", covers.MASK_COLOURS)
def test_a_mask_is_seen_whatever_its_colour(selfie: bytes, face: Face, models: Path, colour: str) -> None:
    pixels = open_photo(selfie)
    masked = covers.with_mask(pixels, face.mesh, covers.MASK_COLOURS[colour])
    assert _quality(masked, models)["mouth"] < 0.5
    assert _quality(pixels, models)["mouth"] > 1.2


@pytest.mark.parametrize("colour", [(120, 120, 125), (60, 90, 170), (230, 120, 150)])
def test_something_before_one_cheek_is_a_cover(
    selfie: bytes, face: Face, models: Path, colour: tuple[int, int, int]
) -> None:
    pixels = open_photo(selfie)
    down, across = np.indices(pixels.shape[:2])
    away = np.hypot(across - face.mesh[425, 0], down - face.mesh[425, 1]) / face.pixels_per_mm
    held = np.where(away[..., None] < 22, np.array(colour, np.uint8), pixels)
    assert _refused_for(held, models) is Reason.COVERED


def test_real_glasses_are_seen(models: Path) -> None:
    portrait = Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    with pytest.raises(Unreadable) as refusal:
        read_photo(portrait.read_bytes(), models=models)
    assert refusal.value.reason is Reason.COVERED_GLASSES


def test_stubble_refuses_nothing_and_hides_the_lower_face(selfie: bytes, face: Face, models: Path) -> None:
    bearded = covers.with_stubble(open_photo(selfie), face.mesh)
    found = read_photo(encode_jpeg(bearded, quality=95), models=models).reading
    plain = read_photo(selfie, models=models).reading
    assert found.quality["stubble"] > 2.2 > plain.quality["stubble"]
    for name in ("brown_spots", "red_spots"):
        assert _of(plain.metrics[name], "chin") is not None
        assert _of(found.metrics[name], "chin") is None
    assert found.metrics["redness"].measurable


def _of(metric: Metric, region: str) -> float | None:
    return metric.regions[region]
