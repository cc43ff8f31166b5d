"""`aura bench spots FOLDER`: the average precision on painted skin where it is known, and the folders it refuses."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image

from benchmarks import painted_spots, spots
from benchmarks._precision import Found, Rectangle, middle_inside, precision_of
from vision.samples import sample_selfie
from vision.samples.variants import to_srgb
from vision.skin.optics import HAEMOGLOBIN

SCALE, WIDTH, HEIGHT = 6.0, 60.0, 48.0  # pixels per mm; mm
# Middle and diameter of what is painted, mm.
LESIONS = (
    (14.0, 12.0, 3.0),
    (30.0, 11.0, 4.0),
    (46.0, 13.0, 5.0),
    (15.0, 34.0, 3.5),
    (31.0, 36.0, 2.5),
    (45.0, 34.0, 4.5),
)
# Plain skin that somebody labelled all the same: spots that cannot be found.
NOTHING = (
    (22.0, 23.0, 3.0),
    (38.0, 23.0, 3.0),
    (10.0, 23.0, 3.0),
    (50.0, 23.0, 3.0),
    (30.0, 24.0, 3.0),
    (22.0, 40.0, 3.0),
)

Spot = tuple[float, float, float]


def _painted(folder: Path, name: str = "patch.png") -> None:
    """A patch of procedural skin with the lesions, without a random number."""
    rows, columns = (axis / SCALE for axis in np.indices((round(HEIGHT * SCALE), round(WIDTH * SCALE))))
    grain = sum(
        0.004 * np.sin(2 * np.pi * (columns * np.cos(turn) + rows * np.sin(turn)) / length)
        for length, turn in ((0.9, 0.3), (1.3, 1.4), (1.9, 2.6), (3.0, 0.9))
    )
    density = np.repeat(np.asarray(grain)[..., None], 3, axis=2)
    for x, y, size in LESIONS:
        inside = np.clip((size / 2 - np.hypot(columns - x, rows - y)) * SCALE + 0.5, 0, 1)
        density += 0.25 * inside[..., None] * np.array(HAEMOGLOBIN)
    light = np.array([0.61, 0.35, 0.24]) * 10**-density
    Image.fromarray(to_srgb(light.astype(np.float32))).save(folder / name)


def _edges(spot: Spot) -> list[float]:
    x, y, size = (SCALE * number for number in spot)
    return [x - size / 2, y - size / 2, size, size]


def _yolo(folder: Path, labelled: tuple[Spot, ...]) -> None:
    shares = [(x / WIDTH, y / HEIGHT, size / WIDTH, size / HEIGHT) for x, y, size in labelled]
    lines = [
        f"# px_per_mm {SCALE}",
        *(f"0 {' '.join(f'{number:.6f}' for number in share)}" for share in shares),
    ]
    (folder / "patch.txt").write_text("\n".join(lines), encoding="utf-8")


def _csv(folder: Path, labelled: tuple[Spot, ...]) -> None:
    rows = [",".join(map(str, ["patch.png", *_edges(spot), SCALE])) for spot in labelled]
    (folder / "labels.csv").write_text(
        "\n".join(["file,left,top,width,height,px_per_mm", *rows]), encoding="utf-8"
    )


def _json(folder: Path, labelled: tuple[Spot, ...]) -> None:
    told = [{"file": "patch.png", "boxes": [_edges(spot) for spot in labelled], "px_per_mm": SCALE}]
    (folder / "labels.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.mark.parametrize("written", [_yolo, _csv, _json])
@pytest.mark.parametrize(
    ("labelled", "precision"),
    [
        pytest.param(LESIONS, 1.0, id="every label is found"),
        pytest.param((*LESIONS, *NOTHING), 0.5, id="half of the labels are missed"),
    ],
)
def test_the_average_precision_is_the_one_that_was_painted(
    tmp_path: Path, written: object, labelled: tuple[Spot, ...], precision: float
) -> None:
    _painted(tmp_path)
    written(tmp_path, labelled)  # type: ignore[operator]

    found = spots.run(tmp_path)

    assert found["ratio"] == precision
    assert found["figures"]["average_precision_iou_0.3"] == precision
    assert (found["figures"]["labelled"], found["figures"]["found"]) == (len(labelled), len(LESIONS))
    assert found["figures"]["searched_by"] == {"face": 0, "declared scale": 1, "assumed scale": 0}


def test_a_spot_that_is_not_labelled_costs_precision(tmp_path: Path) -> None:
    _painted(tmp_path)
    _csv(tmp_path, LESIONS[:3])

    found = spots.run(tmp_path)

    assert found["figures"]["recall"] == 1
    assert found["figures"]["precision"] == 0.5


def test_a_label_is_taken_once_and_the_surest_takes_it() -> None:
    box = Rectangle(0, 0, 10, 10)
    twice = [Found(0, box, 0.9), Found(0, box, 0.8)]

    found = precision_of(twice, [[box]], middle_inside)

    assert (found.average, found.precision, found.recall) == (1.0, 0.5, 1.0)


def test_what_is_surer_and_wrong_costs_average_precision() -> None:
    box, elsewhere = Rectangle(0, 0, 10, 10), Rectangle(50, 50, 60, 60)

    found = precision_of([Found(0, elsewhere, 0.9), Found(0, box, 0.8)], [[box]], middle_inside)

    assert found.average == 0.5


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (None, "", "holds no labelled spots"),
        ("labels.csv", "file,left,top,width,height\npatch.png,,,,\n", "holds no labelled spots"),
        (
            "labels.csv",
            "file,left,top,width,height\nother.png,1,2,3,4\n",
            "labels.csv, row 1: there is no photo other.png",
        ),
        (
            "labels.csv",
            "file,left,top,width,height\npatch.png,a,2,3,4\n",
            "labels.csv, row 1: a is no number",
        ),
        ("labels.json", "{", "labels.json: is not JSON"),
        ("labels.json", '{"a": 1}', "labels.json: is a list of"),
        ("patch.txt", "0 0.5 0.5 0.1\n", "patch.txt, line 1: needs class, x, y, width and height"),
        ("patch.txt", "0 300 0.5 0.1 0.1\n", "patch.txt, line 1: x, y, width and height are shares"),
    ],
)
def test_a_folder_that_cannot_be_measured_is_told_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str | None, text: str, said: str
) -> None:
    _painted(tmp_path)
    if file:
        (tmp_path / file).write_text(text, encoding="utf-8")

    with pytest.raises(typer.Exit) as refusal:
        spots.run(tmp_path)

    assert refusal.value.exit_code == 2
    assert said in capsys.readouterr().err


def test_lesions_painted_on_a_real_face_are_found(tmp_path: Path) -> None:
    shutil.copy(sample_selfie(), tmp_path / "face.jpg")

    found = painted_spots.run(tmp_path)["figures"]

    assert (found["faces"], found["painted"], found["left_out"]) == (1, painted_spots.PER_FACE, {})
    assert found["recall"] > 0.5
    assert found["precision"] > 0.5


def test_a_folder_without_a_face_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _painted(tmp_path)

    with pytest.raises(typer.Exit):
        painted_spots.run(tmp_path)
    assert "passes the gates" in capsys.readouterr().err
