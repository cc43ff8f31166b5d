"""What comes in as a photo: four formats, whole, of a size that can be a photo, and shown the right way up."""

import contextlib

import numpy as np
import pytest
from PIL import Image, features

from tests.vision.pictures import BLUE, HEIC, SKIN, picture, stored
from vision import MAX_BYTES, Reason, Unreadable
from vision.intake import open_photo
from vision.samples.hostile import png_bomb

_NOISE = Image.effect_noise((800, 800), 50).convert("RGB")


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        pytest.param(b"", Reason.NOT_A_PHOTO, id="empty"),
        pytest.param(b"hello, this is no photo", Reason.NOT_A_PHOTO, id="text"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', Reason.NOT_A_PHOTO, id="svg"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", Reason.NOT_A_PHOTO, id="eps"),
        pytest.param(b"%PDF-1.7\n", Reason.NOT_A_PHOTO, id="pdf"),
        *(
            pytest.param(stored(picture(), format_), Reason.NOT_A_PHOTO, id=format_.lower())
            for format_ in ("GIF", "BMP", "TIFF", "ICO", "TGA", "PPM", "PCX", "SGI", "PDF", "EPS")
        ),
        pytest.param(stored(_NOISE, "JPEG")[:40_000], Reason.TRUNCATED, id="half a jpeg"),
        pytest.param(stored(_NOISE, "PNG")[:40_000], Reason.TRUNCATED, id="half a png"),
        pytest.param(stored(_NOISE, "WEBP")[:20_000], Reason.TRUNCATED, id="half a webp"),
        pytest.param(HEIC[:420], Reason.TRUNCATED, id="nearly a whole heic"),
        pytest.param(stored(picture(), "JPEG")[:20], Reason.TRUNCATED, id="twenty bytes of a jpeg"),
        pytest.param(png_bomb(6000, 5000), Reason.TOO_MANY_PIXELS, id="thirty million pixels"),
        pytest.param(bytes(MAX_BYTES + 1), Reason.TOO_MANY_BYTES, id="one byte too many"),
        pytest.param(stored(picture(40, 40), "PNG"), Reason.TOO_SMALL, id="a thumbnail"),
        pytest.param(stored(Image.new("L", (64, 100_000)), "PNG"), Reason.TOO_SMALL, id="a strip"),
    ],
)
def test_what_is_no_usable_photo_is_refused_with_its_reason(photo: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_photo(photo)
    assert refusal.value.reason is reason


def test_a_palette_picture_without_its_palette_is_broken() -> None:
    png = stored(picture().quantize(), "PNG")
    palette = png.index(b"PLTE") - 4
    length = int.from_bytes(png[palette : palette + 4], "big") + 12
    with pytest.raises(Unreadable, match="truncated"):
        open_photo(png[:palette] + png[palette + length :])


def test_avif_is_refused_though_it_dresses_as_heic() -> None:
    if not features.check("avif"):
        pytest.fail("this Pillow cannot make the AVIF that is to be refused")
    avif = stored(picture(), "AVIF")
    for photo in (avif, avif.replace(b"ftypavif", b"ftypheic"), avif.replace(b"ftypavif", b"ftypmif1")):
        with pytest.raises(Unreadable):
            open_photo(photo)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_read(format_: str) -> None:
    pixels = open_photo(stored(picture(), format_))
    assert pixels.shape == (200, 300, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[150, 200].astype(int) - SKIN).max() < 12


def test_a_heic_photo_is_read() -> None:
    pixels = open_photo(HEIC)
    assert pixels.shape == (64, 96, 3)
    assert pixels[10, 10].tolist() == [200, 40, 40]
    assert pixels[10, 90].tolist() == [40, 40, 200]


def test_a_photo_with_another_one_behind_it_is_its_first() -> None:
    pair = stored(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (300, 200))], quality=95)
    assert np.abs(open_photo(pair)[150, 200].astype(int) - SKIN).max() < 12


@pytest.mark.parametrize("format_", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_read(format_: str) -> None:
    frames = [Image.new("RGB", (300, 200), (200 - 4 * step, 40, 40)) for step in range(30)]
    moving = stored(frames[0], format_, save_all=True, append_images=frames[1:], lossless=True)
    assert open_photo(moving)[100, 100].tolist() == [200, 40, 40]


# Where the blue quarter, top left in the file, is on an upright picture: EXIF's eight orientations.
@pytest.mark.parametrize(
    ("note", "shape", "blue"),
    [
        (1, (200, 300), (20, 20)),
        (2, (200, 300), (20, 280)),
        (3, (200, 300), (180, 280)),
        (4, (200, 300), (180, 20)),
        (5, (300, 200), (20, 20)),
        (6, (300, 200), (20, 180)),
        (7, (300, 200), (280, 180)),
        (8, (300, 200), (280, 20)),
    ],
)
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_shown_upright_by_its_note(
    format_: str, note: int, shape: tuple[int, int], blue: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = note
    pixels = open_photo(stored(picture(), format_, exif=exif, quality=95))
    assert pixels.shape == (*shape, 3)
    assert np.abs(pixels[blue].astype(int) - BLUE).max() < 16


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*" + b"\xff" * 99,
        # One entry: the orientation, told by the word "up".
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x03up\0\0\0\0\0\0",
    ],
)
def test_a_note_that_cannot_be_read_turns_nothing(note: bytes) -> None:
    assert open_photo(stored(picture(), "JPEG", exif=note)).shape == (200, 300, 3)


def test_a_large_photo_is_brought_to_2048_pixels() -> None:
    assert open_photo(stored(picture(4000, 3000), "JPEG")).shape == (1536, 2048, 3)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIC", "MPO"])
def test_bytes_changed_at_random_are_read_or_refused(format_: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "maker"
    photo = HEIC if format_ == "HEIC" else stored(picture(160, 120), format_, exif=exif)
    rng = np.random.default_rng(11)
    for _ in range(200):
        spoilt = bytearray(photo)
        reach = int(rng.choice([40, 400, len(photo)]))
        for place in rng.integers(0, min(reach, len(photo)), size=int(rng.choice([1, 4, 20]))):
            spoilt[place] = rng.integers(0, 256)
        with contextlib.suppress(Unreadable):
            assert open_photo(bytes(spoilt[: rng.integers(len(photo) // 2, len(photo) + 1)])).shape[2] == 3
