"""What comes in as a photo, and what is left of it."""

import base64
import contextlib
import io
import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from vision import MAX_BYTES, Reason, Unreadable
from vision.intake import encode_jpeg, open_photo

# 96 x 64, left half red, right half blue: painted and encoded by us.
_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABZgABAAAAAAAAAEcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAAwmlw"
    "cnAAAACkaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAA"
    "AwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAABPbWRhdAAAAEMoAa9Yin4Okl//8T5//RtJD48sOjd/69pF9oqT/RqlAZOQbxW5lG2DvQSx"
    "mNCJuq9Gg+O3aqhxhmoGnkwyLUx02aiI"
)


def _stored(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def _picture(width: int = 300, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (width, height), (200, 150, 130))
    image.paste((30, 60, 200), (0, 0, width // 2, height // 2))
    return image


def _bomb(width: int, height: int) -> bytes:
    """A tiny PNG that claims, and would decode to, an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeezer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


_NOISE = Image.effect_noise((800, 800), 50).convert("RGB")


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        pytest.param(b"", Reason.NOT_A_PHOTO, id="empty"),
        pytest.param(b"hello, this is no photo", Reason.NOT_A_PHOTO, id="text"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"/>', Reason.NOT_A_PHOTO, id="svg"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", Reason.NOT_A_PHOTO, id="eps"),
        pytest.param(_stored(_picture(), "GIF"), Reason.NOT_A_PHOTO, id="gif"),
        pytest.param(_stored(_picture(), "BMP"), Reason.NOT_A_PHOTO, id="bmp"),
        pytest.param(_stored(_picture(), "TIFF"), Reason.NOT_A_PHOTO, id="tiff"),
        pytest.param(_stored(_NOISE, "JPEG")[:40_000], Reason.TRUNCATED, id="half a jpeg"),
        pytest.param(_stored(_NOISE, "PNG")[:40_000], Reason.TRUNCATED, id="half a png"),
        pytest.param(_stored(_NOISE, "WEBP")[:20_000], Reason.TRUNCATED, id="half a webp"),
        pytest.param(_HEIC[:420], Reason.TRUNCATED, id="nearly a whole heic"),
        pytest.param(_stored(_picture(), "JPEG")[:20], Reason.TRUNCATED, id="twenty bytes of a jpeg"),
        pytest.param(_bomb(6000, 5000), Reason.TOO_MANY_PIXELS, id="thirty million pixels"),
        pytest.param(bytes(MAX_BYTES + 1), Reason.TOO_MANY_BYTES, id="one byte too many"),
        pytest.param(_stored(_picture(40, 40), "PNG"), Reason.TOO_SMALL, id="a thumbnail"),
    ],
)
def test_what_is_no_usable_photo_is_refused_with_its_reason(photo: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_photo(photo)
    assert refusal.value.reason is reason


def test_a_bomb_is_refused_at_once_and_costs_no_memory() -> None:
    bomb = _bomb(20_000, 20_000)
    assert len(bomb) < 60_000
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(Unreadable, match="too_many_pixels"):
        open_photo(bomb)
    seconds = time.perf_counter() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 0.1
    assert peak < 2_000_000


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_read(format_: str) -> None:
    pixels = open_photo(_stored(_picture(), format_))
    assert pixels.shape == (200, 300, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[150, 200].astype(int) - (200, 150, 130)).max() < 12


def test_a_heic_photo_is_read() -> None:
    pixels = open_photo(_HEIC)
    assert pixels.shape == (64, 96, 3)
    assert pixels[10, 10].tolist() == [200, 40, 40]
    assert pixels[10, 90].tolist() == [40, 40, 200]


def test_a_photo_is_shown_upright_by_its_note() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = open_photo(_stored(_picture(), "JPEG", exif=exif, quality=95))
    assert pixels.shape == (300, 200, 3)
    # The blue quarter was at the top left; turned by 90 degrees it is at the top right.
    assert pixels[20, 180, 2] > 150 > pixels[20, 20, 2]


def test_a_large_photo_is_brought_to_2048_pixels() -> None:
    assert open_photo(_stored(_picture(4000, 3000), "JPEG")).shape == (1536, 2048, 3)


def test_colours_are_turned_into_srgb_by_the_photos_own_profile() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = open_photo(_stored(_picture(), "PNG", icc_profile=lab))
    assert np.abs(same.astype(int) - np.asarray(_picture()).astype(int)).max() <= 1


def test_a_broken_profile_changes_nothing() -> None:
    pixels = open_photo(_stored(_picture(), "PNG", icc_profile=b"no profile at all"))
    assert np.array_equal(pixels, np.asarray(_picture()))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA", "I;16"])
def test_every_kind_of_pixel_becomes_red_green_and_blue(mode: str) -> None:
    image = (
        _picture().convert("L").convert("I").convert("I;16") if mode == "I;16" else _picture().convert(mode)
    )
    pixels = open_photo(_stored(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert pixels.shape == (200, 300, 3)


def test_nothing_of_a_photos_metadata_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (13.0, 45.0, 0.0)
    photo = _stored(_picture(), "JPEG", exif=exif, comment=b"SECRETCOMMENT") + b"PK\x03\x04SECRETTAIL"
    assert photo.count(b"SECRET") == 3
    cleaned = encode_jpeg(open_photo(photo))
    assert b"SECRET" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        assert not dict(image.getexif())
        assert not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_bytes_changed_at_random_are_read_or_refused(format_: str) -> None:
    photo = _HEIC if format_ == "HEIC" else _stored(_picture(160, 120), format_)
    rng = np.random.default_rng(11)
    for _ in range(150):
        spoilt = bytearray(photo)
        reach = int(rng.choice([40, 400, len(photo)]))
        for place in rng.integers(0, min(reach, len(photo)), size=int(rng.choice([1, 4, 20]))):
            spoilt[place] = rng.integers(0, 256)
        with contextlib.suppress(Unreadable):
            assert open_photo(bytes(spoilt)).shape[2] == 3
