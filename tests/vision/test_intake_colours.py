"""Colours: whatever kind of pixels and whatever profile a photo has, the same skin comes out as the same sRGB."""

import struct
import zlib

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from tests.vision.pictures import SKIN, picture, stored
from vision.intake import open_photo
from vision.skin.optics import LINEAR

Colour = npt.NDArray[np.float64]

# Primaries as D50 XYZ columns. Source: the sRGB, Display P3 and Adobe RGB (1998) profiles of ICC.
_SRGB = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
_DISPLAY_P3 = np.array(
    [[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]]
)
_ADOBE_RGB = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
_SRGB_CURVE = struct.pack(">4sII", b"curv", 0, 256) + struct.pack(
    ">256H", *np.round(LINEAR * 65535).astype(int)
)
_GAMMA_2_2 = struct.pack(">4sIIHxx", b"curv", 0, 1, 563)  # 2.19921875, as Adobe RGB has it


def _profile(primaries: Colour, curve: bytes) -> bytes:
    """An ICC profile of three primaries and one tone curve (version 2, monitor)."""

    def xyz(values: Colour) -> bytes:
        return struct.pack(">4sI3i", b"XYZ ", 0, *(round(float(value) * 65536) for value in values))

    tags = {
        b"desc": struct.pack(">4sII5s", b"desc", 0, 5, b"made\0") + bytes(79),
        b"cprt": struct.pack(">4sI5s3x", b"text", 0, b"none\0"),
        b"wtpt": xyz(np.array([0.9642, 1.0, 0.8249])),
        **{name + b"XYZ": xyz(primaries[:, column]) for column, name in enumerate((b"r", b"g", b"b"))},
        **{name + b"TRC": curve for name in (b"r", b"g", b"b")},
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = bytearray(128)
    header[0:4] = struct.pack(">I", start + len(body))
    header[8:12] = bytes([2, 0x40, 0, 0])
    header[12:24] = b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = struct.pack(">3i", 63190, 65536, 54061)
    return bytes(header) + struct.pack(">I", len(tags)) + table + body


def _skin_in(primaries: Colour, *, gamma: float | None) -> tuple[int, ...]:
    """The skin's colour, written with other primaries and another tone curve."""
    light = np.linalg.solve(primaries, _SRGB @ LINEAR[list(SKIN)])
    encoded = np.interp(light, LINEAR, np.arange(256)) if gamma is None else 255 * light ** (1 / gamma)
    return tuple(int(value) for value in np.round(encoded))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
@pytest.mark.parametrize(
    ("primaries", "curve", "gamma"),
    [
        pytest.param(_DISPLAY_P3, _SRGB_CURVE, None, id="display p3"),
        pytest.param(_ADOBE_RGB, _GAMMA_2_2, 563 / 256, id="adobe rgb"),
    ],
)
def test_skin_of_a_wide_gamut_photo_is_the_same_skin(
    primaries: Colour, curve: bytes, gamma: float | None, mode: str
) -> None:
    written = _skin_in(primaries, gamma=gamma)
    assert max(abs(a - b) for a, b in zip(written, SKIN, strict=True)) > 5, (
        "taken as sRGB it would be other skin"
    )
    photo = Image.new("RGB", (300, 200), written)
    photo = photo.quantize() if mode == "P" else photo.convert(mode)
    pixels = open_photo(stored(photo, "PNG", icc_profile=_profile(primaries, curve)))
    assert np.abs(pixels[100, 100].astype(int) - SKIN).max() <= 1


def test_the_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = open_photo(stored(picture(), "PNG", icc_profile=profile))
    assert np.abs(same.astype(int) - np.asarray(picture()).astype(int)).max() <= 1


@pytest.mark.parametrize(
    "profile",
    [b"no profile at all", _profile(_DISPLAY_P3, _SRGB_CURVE)[:200], bytes(5000)],
    ids=["words", "cut off", "zeros"],
)
def test_a_broken_profile_changes_nothing(profile: bytes) -> None:
    assert np.array_equal(open_photo(stored(picture(), "PNG", icc_profile=profile)), np.asarray(picture()))


def test_a_profile_of_another_kind_of_colour_changes_nothing() -> None:
    grey = picture().convert("L")
    profile = _profile(_DISPLAY_P3, _SRGB_CURVE)
    found = open_photo(stored(grey, "PNG", icc_profile=profile))
    assert np.array_equal(found[..., 0], np.asarray(grey))


def test_a_changed_profile_is_used_or_left_out() -> None:
    whole = _profile(_ADOBE_RGB, _GAMMA_2_2)
    rng = np.random.default_rng(5)
    for _ in range(150):
        spoilt = bytearray(whole)
        for place in rng.integers(0, len(whole), size=int(rng.choice([1, 5, 40]))):
            spoilt[place] = rng.integers(0, 256)
        assert open_photo(stored(picture(100, 80), "PNG", icc_profile=bytes(spoilt))).shape == (80, 100, 3)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA", "I;16"])
def test_every_kind_of_pixel_becomes_red_green_and_blue(mode: str) -> None:
    image = picture().convert("L").convert("I").convert("I;16") if mode == "I;16" else picture().convert(mode)
    pixels = open_photo(stored(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert pixels.shape == (200, 300, 3)


def test_grey_of_sixteen_bits_keeps_its_light() -> None:
    grey = np.full((200, 300), 30_000, np.uint16)
    grey[:100] = 65_535
    pixels = open_photo(stored(Image.fromarray(grey), "PNG"))
    assert pixels[150, 100].tolist() == [116, 116, 116]
    assert pixels[50, 100].tolist() == [255, 255, 255]


def test_colour_of_sixteen_bits_keeps_its_colour() -> None:
    rows = b"".join(b"\0" + struct.pack(">3H", *(257 * value for value in SKIN)) * 300 for _ in range(200))
    header = struct.pack(">IIBBBBB", 300, 200, 16, 2, 0, 0, 0)
    assert open_photo(_png(header, rows))[100, 100].tolist() == list(SKIN)


def test_print_colours_are_read_as_a_camera_would_show_them() -> None:
    ink = Image.new("CMYK", (300, 200), (0, 0, 0, 255))
    ink.paste((0, 0, 0, 0), (0, 0, 150, 200))
    pixels = open_photo(stored(ink, "JPEG", quality=95))
    assert pixels[100, 50].min() > 250
    assert pixels[100, 250].max() < 60


def test_what_is_transparent_is_white_and_what_is_not_keeps_its_colour() -> None:
    clear = picture().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((300, 200)).point(lambda light: 255 * (light > 127)))
    pixels = open_photo(stored(clear, "PNG"))
    assert pixels[10, 100].tolist() == [255, 255, 255]
    assert pixels[190, 200].tolist() == list(SKIN)


def _png(header: bytes, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    whole = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole
