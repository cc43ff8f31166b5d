"""The picture of a reading: her own photo, what was found on it, and a legend that lists just that."""

import dataclasses
import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from vision import FINDING_COLOURS, Mark, OverlayWords, models_folder
from vision.face.finding import Face, find_face
from vision.intake import open_photo
from vision.overlay import HEIGHT, MAX_BYTES, WIDTH, draw_overlay
from vision.overlay.frame import frame_around
from vision.overlay.legend import legend
from vision.skin.aligned import align
from vision.skin.gates import judge
from vision.skin.measuring import Findings, measure
from vision.skin.view import SkinView, prepare

WORDS = OverlayWords(
    title="สีในภาพ", entries={name: f"คำของ {name}" for name in FINDING_COLOURS}, note="ไม่ใช่การวินิจฉัย"
)
Seen = tuple[npt.NDArray[np.uint8], Face, SkinView, Findings]


@pytest.fixture(scope="module")
def seen(selfie: bytes) -> Seen:
    pixels = open_photo(selfie)
    face = find_face(pixels, models=models_folder())
    view = prepare(align(pixels, face))
    return pixels, face, view, measure(view, judge(view, face))


def _with_marks(seen: Seen, value: float = 1.0, **marks: tuple[Mark, ...]) -> Seen:
    pixels, face, view, findings = seen
    metrics = dict(findings.reading.metrics)
    for name in ("red_spots", "brown_spots"):
        plain = metrics.get(name, metrics["redness"])
        metrics[name] = dataclasses.replace(plain, value=value, mdc=0.3, marks=marks.get(name, ()))
    reading = dataclasses.replace(findings.reading, metrics=metrics)
    return pixels, face, view, dataclasses.replace(findings, reading=reading)


def _opened(jpeg: bytes) -> npt.NDArray[np.int64]:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return np.asarray(picture).astype(int)


def _near(picture: npt.NDArray[np.int64], colour: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    return np.abs(picture - colour).max(2) < 40


@pytest.mark.parametrize("words", [None, WORDS])
def test_it_fits_a_card(seen: Seen, words: OverlayWords | None) -> None:
    jpeg = draw_overlay(*seen, words)

    assert len(jpeg) <= MAX_BYTES
    assert _opened(jpeg).shape == (HEIGHT, WIDTH, 3)
    assert max(HEIGHT, WIDTH) <= 1024
    assert HEIGHT * 4 == WIDTH * 5


def test_the_same_findings_give_the_same_bytes(seen: Seen) -> None:
    assert draw_overlay(*seen, WORDS) == draw_overlay(*seen, WORDS)


def test_a_spot_gets_a_ring_where_it_is_and_stays_free_itself(seen: Seen) -> None:
    spot = Mark(x_mm=0.0, y_mm=-25.0, size_mm=2.0, contrast=12.0, region="forehead")
    plain, ringed = (
        _opened(draw_overlay(*_with_marks(seen, **marks))) for marks in ({}, {"red_spots": (spot,)})
    )

    changed = np.argwhere(np.abs(ringed - plain).max(2) > 60)
    centre = (changed.min(0) + changed.max(0)) / 2
    _, face, view, _ = seen
    frame = frame_around(face, photo=seen[0].shape[:2], height=HEIGHT)
    eyes = frame.placed(face.mesh[[33, 263], :2]).mean(0)
    up = np.array([np.sin(np.radians(face.roll)), -np.cos(np.radians(face.roll))])
    wanted = eyes + up * 25.0 * face.pixels_per_mm * frame.scale
    assert np.abs(centre[::-1] - wanted).max() < 3
    assert np.abs(ringed - plain)[tuple(np.round(centre).astype(int))].max() < 30
    assert (
        _near(ringed, FINDING_COLOURS["red_spots"]).sum() > _near(plain, FINDING_COLOURS["red_spots"]).sum()
    )
    assert view.aligned.points.shape == (468, 2)


@pytest.mark.parametrize("name", ["red_spots", "brown_spots"])
def test_the_legend_lists_spots_only_where_there_are_some(seen: Seen, name: str) -> None:
    spot = Mark(x_mm=0.0, y_mm=-25.0, size_mm=2.0, contrast=12.0, region="forehead")

    without = _opened(draw_overlay(*_with_marks(seen), WORDS))
    having = _opened(draw_overlay(*_with_marks(seen, **{name: (spot,)}), WORDS))

    spread = tuple(one for one in ("redness", "pigment", "lines") if seen[3].reading.metrics[one].measurable)
    for picture, found in ((without, (*spread, "regions")), (having, (*spread, name, "regions"))):
        panel = legend(WORDS, found)
        assert np.abs(picture[-panel.shape[0] :] - panel).mean() < 3


def test_spots_that_one_photo_cannot_tell_from_none_get_no_ring(seen: Seen) -> None:
    spot = Mark(x_mm=0.0, y_mm=-25.0, size_mm=2.0, contrast=12.0, region="forehead")

    faint = draw_overlay(*_with_marks(seen, 0.2, red_spots=(spot,)), WORDS)

    assert faint == draw_overlay(*_with_marks(seen, 0.2), WORDS)


def test_a_finding_without_a_word_is_not_listed() -> None:
    silent = OverlayWords("", {"regions": "คำ"}, "")
    assert np.array_equal(legend(silent, ("redness", "regions")), legend(silent, ("regions",)))


@pytest.mark.parametrize("name", sorted(FINDING_COLOURS))
def test_each_sign_has_the_colour_of_its_finding(name: str) -> None:
    panel = legend(WORDS, (name,)).astype(int)
    assert _near(panel[:, :70], FINDING_COLOURS[name]).any()


def test_long_words_stay_inside_the_picture() -> None:
    long = OverlayWords("ยาว" * 20, dict.fromkeys(FINDING_COLOURS, "บริเวณที่แดงกว่าส่วนอื่นของใบหน้า"), "ยาว" * 20)
    panel = legend(long, tuple(FINDING_COLOURS)).astype(int)
    assert (panel[:, -20:] == panel[0, 0]).all()


def test_a_face_at_the_photos_edge_is_shown_whole(seen: Seen) -> None:
    pixels, face, *_ = seen
    low = np.floor(face.mesh[:, :2].min(0)).astype(int)
    cut = pixels[max(low[1], 0) :, max(low[0], 0) :]
    moved = dataclasses.replace(face, mesh=face.mesh - [*np.maximum(low, 0), 0])

    frame = frame_around(moved, photo=cut.shape[:2], height=800)

    shown = frame.placed(moved.mesh[:, :2])
    assert (shown.min(0) >= -1).all()
    assert (shown.max(0) <= np.array([WIDTH, 800]) + 1).all()
