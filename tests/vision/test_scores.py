"""Scores and their anchors: shipped, replaced by a clinic's own, and made from a folder of portraits."""

import shutil
from pathlib import Path
from statistics import fmean, pstdev

import pytest

from vision import read_photo
from vision.anchors import SHIPPED, Anchors, WrongAnchorsError, current_anchors, read_anchors
from vision.anchors.from_portraits import anchors_for, as_toml, main, values_of
from vision.reading import ALL_METRICS, SCORED_METRICS, Metric, SkinReading
from vision.samples import sample_selfie
from vision.skin.scores import SCALES

_SHIPPED = read_anchors(SHIPPED)


def _written(folder: Path, text: str) -> Path:
    file = folder / "anchors.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _reading(value: float) -> SkinReading:
    metric = Metric(value, "OD x 100", 50, 1.0, measurable=True, reason=None)
    return SkinReading({}, dict.fromkeys(SCORED_METRICS, metric), 50, "3")


def test_the_shipped_anchors_are_of_scored_metrics_and_span_five_errors() -> None:
    assert set(_SHIPPED.best_and_worst) == set(SCORED_METRICS) - {"pores"}
    for metric, (best, worst) in _SHIPPED.best_and_worst.items():
        mdc = SCALES[metric].mdc
        assert mdc is not None
        assert worst - best >= 4.9 * mdc, metric


@pytest.mark.parametrize(
    ("value", "score"), [(-1.0, 100), (2.0, 100), (4.0, 75), (6.0, 50), (10.0, 0), (99.0, 0)]
)
def test_a_score_is_straight_between_its_anchors(value: float, score: int) -> None:
    assert Anchors("ours", {"redness": (2.0, 10.0)}).score("redness", value) == score


def test_a_metric_without_anchors_has_no_score() -> None:
    assert _SHIPPED.score("pores", 1.0) is None


def test_a_clinic_replaces_the_anchors_and_its_readings_say_so(
    selfie: bytes, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = read_photo(selfie, models=models).reading
    own = _written(tmp_path, 'name = "ours"\n[redness]\nbest = 0\nworst = 1000\n')
    monkeypatch.setenv("AURA_ANCHORS", str(own))

    theirs = read_photo(selfie, models=models).reading

    assert theirs.metrics["redness"].value == shipped.metrics["redness"].value
    assert theirs.metrics["redness"].score != shipped.metrics["redness"].score
    assert theirs.metrics["pigment"].score is None
    assert theirs.overall == theirs.metrics["redness"].score
    assert theirs.quality["anchors"] == current_anchors().fingerprint != shipped.quality["anchors"]


def test_the_same_numbers_are_the_same_anchors_whatever_they_are_called() -> None:
    one, other = (Anchors(name, {"redness": (2.0, 10.0)}) for name in ("one", "other"))

    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != Anchors("one", {"redness": (2.0, 11.0)}).fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "cannot be read"),
        ("[redness]\nbest = 1\nworst = 2\n", "begins with name"),
        ('name = "x"\n[tone]\nbest = 1\nworst = 2\n', "tone is no metric that is scored"),
        ('name = "x"\n[redness]\nbest = 1\n', "[redness] needs best"),
        ('name = "x"\n[redness]\nbest = 1\nworst = true\n', "[redness] needs best"),
        ('name = "x"\n[redness]\nbest = 2\nworst = 2\n', "best has to be less than worst"),
    ],
)
def test_a_file_that_is_no_anchors_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WrongAnchorsError) as wrong:
        read_anchors(_written(tmp_path, text))
    assert said in str(wrong.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongAnchorsError, match="cannot be read"):
        read_anchors(tmp_path / "nothing.toml")


def test_anchors_follow_the_written_rule() -> None:
    values = [10.0, 20.0, 30.0, 40.0, 50.0]
    mean, deviation = fmean(values), pstdev(values)

    assert anchors_for("redness", values) == (
        round(mean - 1.5 * deviation, 1),
        round(mean + 3 * deviation, 1),
    )


def test_anchors_are_never_nearer_than_five_errors() -> None:
    mdc = SCALES["redness"].mdc
    assert mdc is not None

    best, worst = anchors_for("redness", [20.0, 20.0, 20.0, 20.0, 20.0])

    assert worst - best == pytest.approx(5 * mdc, abs=0.05)


def test_dark_circles_score_full_where_nothing_is_darker() -> None:
    assert anchors_for("dark_circles", [-2.0, 4.0, 8.0, 9.0, 12.0])[0] == 0


def test_what_is_printed_is_what_the_product_reads(tmp_path: Path) -> None:
    values = values_of([_reading(value) for value in (1.0, 12.0, 23.0, 34.0, 45.0)])

    read = read_anchors(_written(tmp_path, as_toml("ours", values)))

    assert read.name == "ours"
    assert set(read.best_and_worst) == set(SCORED_METRICS)


def test_a_folder_of_portraits_gives_anchors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(5):
        shutil.copy(sample_selfie(), tmp_path / f"{number}.jpg")
    (tmp_path / "no.jpg").write_bytes(b"no photo")

    assert main([str(tmp_path), "--name", "one face"]) == 0

    said = capsys.readouterr()
    assert "no.jpg: left out: not_a_photo" in said.err
    file = tmp_path / "own.toml"
    file.write_text(said.out, encoding="utf-8")
    assert set(read_anchors(file).best_and_worst) >= {"redness", "lines", "red_spots"}


@pytest.mark.parametrize("there", [True, False])
def test_too_few_faces_are_no_reference(
    tmp_path: Path, there: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path if there else tmp_path / "nowhere")]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "5 are needed" in said.err


def test_the_page_for_clinicians_says_what_the_code_does() -> None:
    page = Path(SHIPPED).with_name("METHOD.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line[:2] == "| "
    ]
    told = {row[0]: row[2:] for row in rows if row[0] in ALL_METRICS}

    assert tuple(told) == ALL_METRICS
    for metric, (unit, best, worst, mdc) in told.items():
        anchors = [str(number) for number in _SHIPPED.best_and_worst.get(metric, ("-", "-"))]
        assert [unit, best, worst] == [SCALES[metric].unit, *anchors], metric
        assert mdc == str(SCALES[metric].mdc or "-"), metric
