"""`aura bench comparison FOLDER`: what it counts on a face whose skin has not changed."""

from pathlib import Path

import pytest

from benchmarks import comparison
from vision.samples import sample_selfie
from vision.samples.retakes import RETAKES


def test_the_retakes_of_one_face_show_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = ("JPEG 60", "light 1.2")
    monkeypatch.setattr(comparison, "RETAKES", {name: RETAKES[name] for name in some})
    (tmp_path / "selfie.jpg").write_bytes(sample_selfie().read_bytes())
    (tmp_path / "note.jpg").write_bytes(b"no photo")

    found = comparison.run(tmp_path)

    figures = found["figures"]
    assert (figures["photos"], figures["said to have changed"], found["ratio"]) == (1, 0, 0.0)
    assert figures["measures judged"] > len(some)
    assert figures["pairs of two photos"] == 0
    assert all(name in found["table"] for name in some)
