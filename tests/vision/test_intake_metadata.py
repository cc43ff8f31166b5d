"""Nothing of what a photo says about its owner is in what is stored: where she was, with what, when, and in what words."""

import io
import struct

import pytest
from PIL import Image, PngImagePlugin

from tests.vision.pictures import HEIC, picture, stored
from vision.intake import encode_jpeg, open_photo

_XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET xmp</x:xmpmeta>"
_IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x0fSECRET headline"
_MOVIE = struct.pack(">I4s4s", 20, b"ftyp", b"mp42") + b"SECRET motion photo" + bytes(64)
# Start, tables and coded picture: what a JPEG cannot be without; JFIF's own header says the shape of a pixel.
_NEEDED = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x9286] = "SECRET maker", "SECRET model", b"SECRET words"
    exif[0x8769] = {0x9003: "2026:11:22 SECRET", 0xA431: "SECRET serial", 0x927C: b"SECRET maker note"}
    exif[0x8825] = {1: "N", 2: (13.0, 45.0, 0.0), 29: "SECRET day"}
    return exif


def _jpeg() -> bytes:
    """A JPEG with everything a telephone adds."""
    exif = _exif()
    exif[0x0112] = 1
    plain = stored(
        picture(), "JPEG", exif=exif, comment=b"SECRET comment", icc_profile=b"SECRET profile", xmp=_XMP
    )
    iptc = b"\xff\xed" + struct.pack(">H", len(_IPTC) + 2) + _IPTC
    own = b"\xff\xef" + struct.pack(">H", 16) + b"SECRET segment"
    return plain[:2] + iptc + own + plain[2:] + _MOVIE + b"PK\x03\x04 SECRET tail"


def _png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRET text")
    words.add_text("Author", "SECRET packed", zip=True)
    words.add_itxt("XML:com.adobe.xmp", "SECRET xmp", zip=False)
    return stored(picture(), "PNG", pnginfo=words, exif=_exif(), icc_profile=b"SECRET profile") + _MOVIE


def _webp() -> bytes:
    return stored(picture(), "WEBP", exif=_exif(), xmp=_XMP, icc_profile=b"SECRET profile") + _MOVIE


@pytest.mark.parametrize(
    "photo",
    [
        pytest.param(_jpeg(), id="jpeg"),
        pytest.param(_png(), id="png"),
        pytest.param(_webp(), id="webp"),
        pytest.param(
            stored(picture(), "MPO", save_all=True, append_images=[picture()], exif=_exif()), id="mpo"
        ),
        pytest.param(HEIC + _MOVIE, id="heic"),
    ],
)
def test_nothing_of_a_photos_metadata_is_left(photo: bytes) -> None:
    assert b"SECRET" in photo
    cleaned = encode_jpeg(open_photo(photo))
    assert b"SECRET" not in cleaned
    assert cleaned.count(b"\xff\xd8") == 1, "no picture within the picture"
    assert cleaned.endswith(b"\xff\xd9")
    assert set(_segments(cleaned)) == _NEEDED
    with Image.open(io.BytesIO(cleaned)) as image:
        assert not dict(image.getexif())
        assert not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()


def test_the_same_picture_is_stored_whatever_it_said() -> None:
    plain, talking = stored(picture(), "PNG"), _png()
    assert encode_jpeg(open_photo(plain)) == encode_jpeg(open_photo(talking))


def _segments(jpeg: bytes) -> list[int]:
    """The markers of a JPEG up to its coded picture."""
    found, place = [jpeg[1]], 2
    while found[-1] != 0xDA:
        assert jpeg[place] == 0xFF
        found.append(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found
