"""`aura bench repeatability FOLDER`: its statistics on faces whose error is known, and the folders it refuses."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from aura.cli import app
from benchmarks import repeatability
from benchmarks._retesting import Again, Subject
from vision.reading import ALL_METRICS
from vision.samples import sample_selfie
from vision.samples.retakes import RETAKES


def _subject(value: float, *, moved: float, matched: float = 0.0) -> Subject:
    """A face whose metrics all have one value, and move by so much in every change."""
    before = dict.fromkeys(ALL_METRICS, value)
    after = dict.fromkeys(ALL_METRICS, value + moved)
    evened = dict.fromkeys(ALL_METRICS, value + matched)
    return Subject(before, 2.0, dict.fromkeys(RETAKES, Again(before, after, before, evened, 2.0)))


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, object]:
    """Eight faces that are 10 apart (a spread of 24.5) and move by 1, or by 0.5 once matched."""
    faces = {f"{number}.jpg": _subject(10.0 * number, moved=1.0, matched=0.5) for number in range(8)}
    for name in faces:
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(repeatability, "retest", lambda path, _: faces[path.name])
    return repeatability.run(tmp_path)


def test_an_error_is_told_in_spreads_between_the_faces(measured: dict[str, object]) -> None:
    found = measured["figures"]["metrics"]["redness"]  # type: ignore[index]
    assert found["spread"] == pytest.approx(24.495, abs=0.001)
    assert set(found["error"].values()) == {0.041}
    assert set(found["error_matched"].values()) == {0.02}


def test_the_smallest_change_that_means_something_follows_from_the_error(measured: dict[str, object]) -> None:
    found = measured["figures"]["metrics"]["lines"]  # type: ignore[index]
    assert (found["mdc95"], found["mdc95_matched"]) == (2.77, 1.39)
    assert found["icc"] > 0.99


def test_the_ratio_is_the_worst_cell_to_its_bar(measured: dict[str, object]) -> None:
    assert measured["ratio"] == pytest.approx(0.041 / 0.05, abs=0.01)
    assert "turned" in measured["figures"]["worst"]  # type: ignore[index]


def test_what_too_few_photos_carry_is_told_beside_the_table(measured: dict[str, object]) -> None:
    figures = measured["figures"]
    assert figures["metrics"]["pores"]["faces"] == 0  # type: ignore[index]
    assert figures["metrics"]["lines"]["faces"] == 8  # type: ignore[index]
    assert figures["whatever_the_resolution"]["pores"]["faces"] == 8  # type: ignore[index]
    assert "whatever the resolution" in str(measured["table"])


def test_the_table_has_a_row_for_each_change_and_a_column_for_each_metric(
    measured: dict[str, object],
) -> None:
    lines = str(measured["table"]).splitlines()
    assert [name for name in RETAKES if not any(line.startswith(f"| {name}") for line in lines)] == []
    assert all(metric in lines[0] for metric in ALL_METRICS)
    assert "broken" in measured["figures"]  # type: ignore[operator]


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
