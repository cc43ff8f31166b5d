"""`aura simulate`: the picture, what it shows of what was wished, and a polite no in both languages."""

from pathlib import Path

import pytest
from PIL import Image

from tests.aura.test_commands import run, told
from vision.samples import sample_selfie


def test_it_writes_the_picture_and_tells_what_it_shows(tmp_path: Path) -> None:
    out = tmp_path / "simulated.jpg"

    code, answer = told("simulate", sample_selfie(), "--redness", "0.1", "--out", out)

    assert code == 0
    assert answer["wished"] == {"redness": -0.1}
    assert -0.1 <= answer["reached"]["redness"] < 0
    assert set(answer) >= {"strengths", "texture_kept", "metrics", "others", "version"}
    shown = answer["metrics"]["redness"]
    assert shown["after"] >= shown["wished"]
    with Image.open(out) as picture:
        assert picture.format == "JPEG"


def test_it_says_in_words_what_was_not_reached(tmp_path: Path) -> None:
    out = tmp_path / "simulated.jpg"
    code, printed = run("simulate", sample_selfie(), "--redness", "0.4", "--lines", "0.2", "--out", out)
    assert code == 0
    assert "redness        wished -40%" in printed
    assert "texture kept" in printed


def test_it_writes_nothing_where_nothing_can_be_shown(tmp_path: Path) -> None:
    out = tmp_path / "simulated.jpg"
    code, answer = told("simulate", sample_selfie(), "--dark-circles", "0.2", "--out", out)
    assert (code, answer["ok"], answer["reached"]) == (1, False, {"dark_circles": None})
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["--redness", "0.9"], "wish_too_much"), (["--lines", "0"], "wish_not_less"), ([], "wish_nothing")],
)
def test_it_refuses_what_may_not_be_promised_in_both_languages(
    words: list[str], reason: str, tmp_path: Path
) -> None:
    code, answer = told("simulate", sample_selfie(), *words, "--out", tmp_path / "x.jpg")
    assert (code, answer["reason"]) == (1, reason)
    assert answer["message_th"] != answer["message_en"]


def test_it_refuses_what_is_no_photo(tmp_path: Path) -> None:
    file = tmp_path / "note.jpg"
    file.write_bytes(b"hello")
    code, answer = told("simulate", file, "--redness", "0.1", "--out", tmp_path / "x.jpg")
    assert (code, answer["reason"]) == (1, "not_a_photo")
    assert run("simulate", tmp_path / "nowhere.jpg", "--redness", "0.1", "--out", tmp_path / "x.jpg")[0] == 2
