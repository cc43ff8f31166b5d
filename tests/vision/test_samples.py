"""The sample photos: pinned, made once, and named with their command where they are missing."""

import subprocess
from pathlib import Path

import pytest

from vision.models.packages import SourceTrouble
from vision.samples import SELFIE, SampleMissing, build, sample_progress_photo, sample_selfie, samples_folder


@pytest.fixture
def portrait() -> bytes:
    """The portrait as it was fetched; the sample is made from it."""
    return (samples_folder() / build.ORIGINAL).read_bytes()


def test_a_second_build_fetches_nothing(
    portrait: bytes, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build.subprocess, "run", lambda *_, **__: pytest.fail("went to the network"))
    (tmp_path / build.ORIGINAL).write_bytes(portrait)
    made = build.build_samples(tmp_path, models=models)
    assert made == [sample_selfie(tmp_path), sample_progress_photo(tmp_path)]
    assert build.build_samples(tmp_path, models=models) == []


def test_a_portrait_that_was_kept_under_the_sample_s_name_is_not_fetched_again(
    portrait: bytes, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build.subprocess, "run", lambda *_, **__: pytest.fail("went to the network"))
    (tmp_path / SELFIE).write_bytes(portrait)
    build.build_samples(tmp_path, models=models)
    assert (tmp_path / build.ORIGINAL).read_bytes() == portrait
    assert sample_selfie(tmp_path).read_bytes() != portrait


def test_the_progress_photo_is_the_same_on_every_run(portrait: bytes, models: Path, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        (folder / build.ORIGINAL).write_bytes(portrait)
        build.build_samples(folder, models=models)
        made.append(sample_progress_photo(folder).read_bytes())
    assert made[0] == made[1]


def test_another_photo_under_its_name_is_replaced_only_by_the_pinned_one(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_package(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        (Path(command[command.index("--pack-destination") + 1]) / "other.tgz").write_bytes(b"not the package")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(build.subprocess, "run", another_package)
    (tmp_path / SELFIE).write_bytes(b"another photo")
    with pytest.raises(SourceTrouble, match="not the pinned one"):
        build.build_samples(tmp_path, models=models)


def test_a_registry_that_cannot_be_reached_is_said_in_one_line(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "npm error\nnpm error network unreachable\n")

    monkeypatch.setattr(build.subprocess, "run", offline)
    with pytest.raises(SourceTrouble, match="network unreachable") as trouble:
        build.build_samples(tmp_path, models=models)
    assert "\n" not in str(trouble.value)


def test_a_missing_sample_is_named_with_its_command(tmp_path: Path) -> None:
    with pytest.raises(SampleMissing, match=r"python -m vision\.samples build"):
        sample_selfie(tmp_path)
