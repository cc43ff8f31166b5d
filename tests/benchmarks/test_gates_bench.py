"""`aura bench gates FOLDER`: what it counts of portraits and painted faults."""

from pathlib import Path

import pytest
import typer

from benchmarks import gates
from benchmarks._gating import Gated
from vision import Reason
from vision.samples.faults import FAULTS


def _all(reason: Reason | None) -> Gated:
    return Gated(None, dict.fromkeys(FAULTS, reason))


def test_it_counts_what_was_caught_by_the_right_name_by_another_and_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faces = {
        "a.jpg": Gated(None, {name: fault.reason for name, fault in FAULTS.items()}),
        "b.jpg": _all(Reason.BLURRED),
        "c.jpg": _all(None),
        "d.jpg": Gated(Reason.COVERED_GLASSES, {}),
    }
    for name in faces:
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(gates, "gate", lambda path, _: faces[path.name])

    found = gates.run(tmp_path)

    assert found["ratio"] == pytest.approx(2 / 3, abs=0.001)
    assert found["figures"]["refused_as_they_are"] == {"d.jpg": "covered_glasses"}
    assert found["figures"]["faults"]["mask, black"] == {"covered_mouth": 1, "blurred": 1, "passed": 1}
    row = next(line for line in found["table"].splitlines() if line.startswith("| mask, black"))
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "mask, black",
        "covered_mouth",
        "1 of 3",
        "blurred 1",
        "1",
    ]


def test_it_needs_a_portrait_that_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.jpg").write_bytes(b"no photo")
    with pytest.raises(typer.Exit):
        gates.run(tmp_path)
    assert "no photo of the folder passes" in capsys.readouterr().err
