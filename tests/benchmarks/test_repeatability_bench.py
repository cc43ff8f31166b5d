"""`aura bench repeatability FOLDER`: its statistics on faces whose error is known, and the folders it refuses."""

from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from aura.cli import app
from benchmarks import repeatability
from benchmarks._retesting import Again, Subject, _retaken
from vision.coding import Coding
from vision.intake import Opened
from vision.reading import ALL_METRICS
from vision.samples import sample_selfie
from vision.samples.retakes import RETAKES

_BARE, _PAINTED = "photos as they are", "painted at phone resolution"
_GIVEN = dict.fromkeys(ALL_METRICS)
# What the product says of the faces below: no pores, and no pigment once they went through JPEG 60.
_COARSE = {**_GIVEN, "pores": "resolution"}
_COMPRESSED = {**_COARSE, "pigment": "compression"}


def _subject(value: float, *, moved: float, matched: float = 0.0) -> Subject:
    """A face whose metrics all have one value, and move by so much in every change."""
    before = dict.fromkeys(ALL_METRICS, value)
    after = dict.fromkeys(ALL_METRICS, value + moved)
    evened = dict.fromkeys(ALL_METRICS, value + matched)
    again = {
        name: Again(before, after, before, evened, _COMPRESSED if name == "JPEG 60" else _COARSE)
        for name in RETAKES
    }
    return Subject(before, _COARSE, 2.0, again)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, object]:
    """Eight faces that are 10 apart (a spread of 24.5) and move by 1, or by 0.5 once matched; painted ones by 2."""
    for number in range(8):
        (tmp_path / f"{number}.jpg").write_bytes(bytes([number]))

    def retest(photo: float, _: object) -> tuple[Subject, int]:
        painted = isinstance(photo, float)
        return _subject(10.0 * photo, moved=2.0 if painted else 1.0, matched=0.5), 0

    monkeypatch.setattr(repeatability, "opened", lambda photo: _Photo(photo[0]))
    monkeypatch.setattr(repeatability, "phone_face", lambda _pixels, _face, number: float(number))
    monkeypatch.setattr(repeatability, "Opened", lambda pixels, _coding: pixels)
    monkeypatch.setattr(repeatability, "retest", retest)
    return repeatability.run(tmp_path)


class _Photo(int):
    """A photo that is only its number."""

    pixels = None


def _figures(measured: dict[str, object], faces: str, metric: str) -> dict[str, object]:
    figures = measured["figures"]
    assert isinstance(figures, dict)
    found: dict[str, object] = figures[faces]["metrics"][metric]
    return found


def test_an_error_is_told_in_spreads_between_the_faces(measured: dict[str, object]) -> None:
    found = _figures(measured, _BARE, "redness")
    assert found["spread"] == pytest.approx(24.495, abs=0.001)
    assert set(found["error"].values()) == {0.041}  # type: ignore[attr-defined]
    assert set(found["error_matched"].values()) == {0.02}  # type: ignore[attr-defined]


def test_the_smallest_change_that_means_something_follows_from_the_error(measured: dict[str, object]) -> None:
    found = _figures(measured, _BARE, "lines")
    assert (found["mdc95"], found["mdc95_matched"]) == (2.77, 1.39)
    assert found["icc"] > 0.99  # type: ignore[operator]


def test_the_ratio_is_the_worst_cell_to_its_bar_on_either_set_of_faces(measured: dict[str, object]) -> None:
    assert measured["ratio"] == pytest.approx(0.08 / 0.05, abs=0.01)
    figures = measured["figures"]
    assert isinstance(figures, dict)
    assert all(word in figures["worst"] for word in ("turned", _PAINTED, "0.08 of 0.05"))
    assert {name.split(", ")[-1].split(":")[0] for name in figures["broken"]} == {_PAINTED}


def test_what_the_product_gives_no_value_of_is_held_against_no_bar(measured: dict[str, object]) -> None:
    assert "JPEG 60" not in _figures(measured, _BARE, "pigment")["error"]  # type: ignore[operator]
    assert "JPEG 90" in _figures(measured, _BARE, "pigment")["error"]  # type: ignore[operator]
    assert _figures(measured, _BARE, "pores")["faces"] == 0
    figures = measured["figures"]
    assert isinstance(figures, dict)
    assert figures["whatever the photos carry"]["pores"]["faces"] == 8
    assert figures[_BARE]["not_measurable"]["pigment"] == {"compression after JPEG 60": 8}
    bars = [line for line in str(measured["table"]).splitlines() if line.startswith("| JPEG 60 ")]
    assert any("pigment (0 of 8)" in line for line in bars)


def test_each_set_of_faces_has_a_table_with_a_row_for_each_change(measured: dict[str, object]) -> None:
    table = str(measured["table"])
    for words in (_BARE, _PAINTED):
        lines = table.split(f"{words}\n\n", 1)[1].split("\n\n", 1)[0].splitlines()
        assert [name for name in RETAKES if not any(line.startswith(f"| {name}") for line in lines)] == []
        assert all(metric in lines[0] for metric in ALL_METRICS)


def test_what_a_file_did_to_colours_stays_in_a_photo_that_is_changed() -> None:
    pixels = np.full((100, 80, 3), 120, np.uint8)
    photo = Opened(pixels, Coding(16.0, 16.0))

    assert _retaken(photo, "light 1.2").coding == Coding(16.0, 16.0)
    assert _retaken(photo, "size 0.7").coding == Coding(16.0, pytest.approx(11.2))
    assert _retaken(photo, "JPEG 60").coding == Coding(14.0, 16.0)


def test_it_says_which_photos_were_left_out_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "face.jpg").write_bytes(sample_selfie().read_bytes()[:5000])
    with pytest.raises(typer.Exit):
        repeatability.run(tmp_path)
    told = capsys.readouterr().err
    assert "face.jpg (truncated)" in told
    assert "1 of 1: face.jpg" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["repeatability"], "needs a folder"),
        (["repeatability", "nowhere-at-all"], "no folder nowhere-at-all"),
        (["repeatability", "EMPTY"], "is empty"),
        (["repeatability", "TEXTS"], "holds no photos"),
        (["scan", "EMPTY"], "takes no folder"),
    ],
)
def test_a_folder_that_is_no_use_is_refused_in_one_line(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    for name in ("EMPTY", "TEXTS"):
        (tmp_path / name).mkdir()
    (tmp_path / "TEXTS" / "notes.txt").write_text("no photo", encoding="utf-8")
    given = [str(tmp_path / one) if one.isupper() else one for one in arguments]

    answer = CliRunner().invoke(app, ["bench", *given])

    assert answer.exit_code == 2
    assert words in answer.stderr
