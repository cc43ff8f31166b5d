"""Small files that ask for much: refused by their header, or read within bounds; never more memory than a photo may have."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageFile

from tests.vision.pictures import HEIC, picture, stored
from vision import PhotoReader, Reason, Unreadable
from vision.intake import open_photo
from vision.jobs import ReadPhoto
from vision.samples import hostile

_MEGABYTE = 2**20
# What any refusal may cost: Python's own small change.
_NOTHING = 4 * _MEGABYTE


def _peak_growth(step: Callable[[], object]) -> int:
    """By how many bytes this process was at most larger than before, during a step. The kernel keeps the peak."""
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
    before = _status("VmRSS")
    step()
    return _status("VmHWM") - before


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(name)).split()[1])


def _refused(photo: bytes, *reasons: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_photo(photo)
    assert refusal.value.reason in reasons


def _claiming(side: int) -> bytes:
    """The HEIC of the tests, claiming another size in its image properties and in its coded stream's box."""
    box = HEIC.index(b"ispe") + 8
    return HEIC[:box] + side.to_bytes(4, "big") * 2 + HEIC[box + 8 :]


@pytest.mark.parametrize(
    "photo",
    [
        pytest.param(hostile.png_bomb(20_000, 20_000), id="png"),
        pytest.param(hostile.webp_bomb(), id="webp"),
        pytest.param(_claiming(20_000), id="heic"),
    ],
)
def test_a_bomb_is_refused_by_its_header_and_costs_no_memory(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(photo) < 60_000
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    assert _peak_growth(lambda: _refused(photo, Reason.TOO_MANY_PIXELS, Reason.TRUNCATED)) < _NOTHING


@pytest.mark.parametrize("side", [5001, 16_000, 65_500])
def test_a_jpeg_that_claims_to_be_huge_is_refused_by_its_header(side: int) -> None:
    jpeg = stored(picture(), "JPEG")
    size = jpeg.index(b"\xff\xc0") + 5
    claims = jpeg[:size] + side.to_bytes(2, "big") * 2 + jpeg[size + 4 :]
    assert _peak_growth(lambda: _refused(claims, Reason.TOO_MANY_PIXELS)) < _NOTHING


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_note_that_unpacks_without_end_is_refused(kind: bytes) -> None:
    photo = hostile.png_with_endless_note(kind, megabytes=300)
    assert len(photo) < 400_000
    assert _peak_growth(lambda: _refused(photo, Reason.TRUNCATED)) < _NOTHING


def test_a_profile_without_end_says_nothing_and_the_photo_is_read() -> None:
    assert open_photo(hostile.jpeg_with_endless_profile()).shape == (200, 300, 3)


def test_a_jpeg_that_goes_through_its_pixels_again_and_again_is_refused_before_decoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photo = hostile.jpeg_of_many_scans(1000, 2000)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was decoded"))
    _refused(photo, Reason.TRUNCATED)


def test_an_ordinary_progressive_photo_is_read() -> None:
    assert open_photo(stored(picture(), "JPEG", progressive=True)).shape == (200, 300, 3)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_the_largest_photo_that_is_let_in_fits_into_the_memory_of_a_worker(format_: str) -> None:
    photo = hostile.largest_allowed(format_)
    assert _peak_growth(lambda: open_photo(photo)) < 500 * _MEGABYTE


async def test_bombs_leave_the_worker_that_refused_them(models: Path) -> None:
    reader = PhotoReader(models=models)
    assert await reader.warm_up()
    (worker,) = reader.process_ids
    for photo in (
        hostile.png_bomb(20_000, 20_000),
        hostile.webp_bomb(),
        hostile.png_with_endless_note(b"zTXt", megabytes=300),
        hostile.jpeg_of_many_scans(1000, 2000),
        *(hostile.largest_allowed(format_) for format_ in ("JPEG", "PNG", "WEBP")),
    ):
        with pytest.raises(Unreadable) as refusal:
            await reader.do(ReadPhoto(photo))
        assert refusal.value.reason is not Reason.READER_FAILED
    assert reader.process_ids == [worker]
    reader.close()
