"""Photos that mean harm, made from nothing: small files that ask for much memory or time. For tests and measurements."""

import io
import struct
import zlib

from PIL import Image

_PNG = b"\x89PNG\r\n\x1a\n"
_END = b"\xff\xd9"
_SCAN = b"\xff\xda"


def png_bomb(width: int, height: int) -> bytes:
    """This function will make a tiny PNG that claims, and would decode to, an enormous picture."""
    squeezer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_with_endless_note(kind: bytes, megabytes: int) -> bytes:
    """This function will make a small PNG with a note that unpacks to so many megabytes.

    Args:
        kind: zTXt (a comment), iTXt (XMP) or iCCP (a colour profile).
        megabytes: How much that is.
    """
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(bytes(2**20)) for _ in range(megabytes)) + squeezer.flush()
    begins = {b"zTXt": b"note\0\0", b"iTXt": b"note\0\1\0\0\0", b"iCCP": b"note\0\0"}[kind]
    png = _saved(Image.new("RGB", (300, 200)), "PNG")
    after_header = len(_PNG) + 25
    return png[:after_header] + _chunk(kind, begins + packed) + png[after_header:]


def webp_bomb() -> bytes:
    """This function will make a WebP of 90 bytes whose canvas has 16384 x 16384 pixels, a frame of 16 x 16 on it."""
    frame = _saved(Image.new("RGB", (16, 16)), "WEBP", lossless=True)[12:]
    canvas = _riff(b"VP8X", bytes([2, 0, 0, 0]) + _three(16383) * 2)
    placed = bytes(6) + _three(15) * 2 + _three(100) + b"\0" + frame
    body = b"WEBP" + canvas + _riff(b"ANIM", bytes(6)) + _riff(b"ANMF", placed)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_of_many_scans(side: int, scans: int) -> bytes:
    """This function will make a progressive JPEG that goes through all its pixels again and again."""
    jpeg = _saved(Image.new("RGB", (side, side), (100, 100, 100)), "JPEG", progressive=True)
    last = jpeg[jpeg.rindex(_SCAN) : -len(_END)]
    return jpeg[: -len(_END)] + last * scans + _END


def jpeg_with_endless_profile() -> bytes:
    """This function will make a small JPEG whose colour profile has eight megabytes."""
    return _saved(Image.new("RGB", (300, 200)), "JPEG", icc_profile=bytes(8 * 2**20))


def largest_allowed(format_: str) -> bytes:
    """This function will make a one-coloured picture of 25 million pixels with transparency where the format has it."""
    mode = "RGB" if format_ == "JPEG" else "RGBA"
    return _saved(Image.new(mode, (5000, 5000)), format_)


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]
