"""From untrusted bytes to clean pixels. Only Pillow touches the bytes, and only four formats are let in."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pi_heif import register_heif_opener
from PIL import Image, ImageCms

from vision.coding import Coding, coding_from, told_by
from vision.limits import MAX_BYTES, MAX_PIXELS, MAX_SIDE
from vision.reasons import Reason, Unreadable

Pixels = npt.NDArray[np.uint8]

_MIN_SIDE = 64
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_JPEG_QUALITY = 92
_JPEG = b"\xff\xd8\xff"
# Kinds of pixels that a profile can speak of.
_PROFILED = ("RGB", "CMYK", "L")
# A progressive JPEG has some ten scans. Each costs a pass over all pixels and may be 40 bytes short, so that one of ten
# megabytes would take an hour; inside the coded picture these two bytes never stand side by side.
_SCAN, _MOST_SCANS = b"\xff\xda", 64
# The tag of the note on which way is up, and what undoes each of its values. Source: EXIF 2.32, Orientation.
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_TO_EIGHT = 257
_HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftypheis")

register_heif_opener()


@dataclass(frozen=True)
class Opened:
    """A decoded photo.

    Attributes:
        pixels: (H, W, 3) uint8, RGB, upright sRGB, at most MAX_SIDE long, with nothing of the file's metadata left.
        coding: How coarsely the file kept its colours; None where it says nothing of that (only a JPEG does).
    """

    pixels: Pixels
    coding: Coding | None

    def told_at(self, pixels_per_mm: float) -> dict[str, float]:
        """This function will tell the coding as numbers of the photo's quality, at its scale; see `told_by`."""
        return told_by(self.coding, pixels_per_mm)


def open_photo(photo: bytes) -> Pixels:
    """This function will decode a photo into its pixels; see `opened`."""
    return opened(photo).pixels


def opened(photo: bytes) -> Opened:
    """This function will decode a photo into upright sRGB pixels, at most MAX_SIDE long.

    Args:
        photo: The bytes as received: JPEG, PNG, WebP or HEIC.

    Raises:
        Unreadable: TOO_MANY_BYTES, NOT_A_PHOTO, TOO_MANY_PIXELS (told from the header, before decoding) or TRUNCATED.
    """
    if len(photo) > MAX_BYTES:
        raise Unreadable(Reason.TOO_MANY_BYTES)
    with warnings.catch_warnings():
        # Pillow warns of bombs (we count pixels ourselves, below) and of odd EXIF (we throw it away).
        warnings.simplefilter("ignore")
        if photo.count(_SCAN) > _MOST_SCANS and photo.startswith(_JPEG):
            raise Unreadable(Reason.TRUNCATED)
        image = _open(photo)
        if image.width * image.height > MAX_PIXELS:
            raise Unreadable(Reason.TOO_MANY_PIXELS)
        if min(image.size) < _MIN_SIDE:
            raise Unreadable(Reason.TOO_SMALL)
        return _decode(image)


def encode_jpeg(pixels: Pixels, *, quality: int = _JPEG_QUALITY) -> bytes:
    """This function will encode RGB pixels as a JPEG that carries no metadata but its own tables.

    The tables are the standard's: fitting them to the picture would save a fifth of the bytes and double the time.
    """
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _open(photo: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(photo), formats=_FORMATS)
    except Image.DecompressionBombError as trouble:
        raise Unreadable(Reason.TOO_MANY_PIXELS) from trouble
    except MemoryError:
        raise
    except Exception as trouble:  # whatever a decoder trips over, the bytes are broken and we are not
        raise Unreadable(Reason.TRUNCATED if _begins_well(photo) else Reason.NOT_A_PHOTO) from trouble


def _begins_well(photo: bytes) -> bool:
    """This function will tell whether the first bytes are those of a JPEG, PNG, WebP or HEIC."""
    if photo.startswith((_JPEG, b"\x89PNG\r\n\x1a\n")):
        return True
    return (photo[:4] == b"RIFF" and photo[8:12] == b"WEBP") or photo[4:12] in _HEIF_BRANDS


def _coding_of(image: Image.Image, pixels: Pixels, side: int) -> Coding | None:
    """This function will tell how coarsely a JPEG of that longer side kept its colours."""
    layers, tables = getattr(image, "layer", None), getattr(image, "quantization", None)
    if image.format != "JPEG" or not layers or not tables:
        return None
    return coding_from(tables, layers, shrunk=max(pixels.shape[:2]) / side)


def _decode(image: Image.Image) -> Opened:
    side = max(image.size)
    try:
        turn = _UPRIGHT.get(_orientation(image))
        # A JPEG can be decoded at half or quarter size for free; draft keeps at least the size asked for.
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image.load()
        # The HEIF reader decodes anew on every look at a file of several pictures; a copy is done with the file.
        decoded = _of_eight_bits(image.copy() if image.format == "HEIF" else image)
        decoded.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    except MemoryError:
        raise
    except Exception as trouble:  # as above
        raise Unreadable(Reason.TRUNCATED) from trouble
    if min(decoded.size) < _MIN_SIDE:  # a strip, as narrow as a hair once it is short enough
        raise Unreadable(Reason.TOO_SMALL)
    upright = decoded if turn is None else decoded.transpose(turn)
    pixels = np.array(_in_srgb(_on_white(upright), image.info.get("icc_profile")), dtype=np.uint8)
    return Opened(pixels, _coding_of(image, pixels, side))


def _orientation(image: Image.Image) -> int:
    """This function will read which way is up, as the file says, or 1 (as it lies) where that cannot be read."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a note that cannot be read says nothing about the picture
        return 1


def _of_eight_bits(image: Image.Image) -> Image.Image:
    """This function will bring grey of sixteen bits to eight, and palettes to red, green and blue."""
    if image.mode.startswith("I"):
        grey = np.clip(np.asarray(image, np.int64) // _SIXTEEN_TO_EIGHT, 0, 255)
        return Image.fromarray(grey.astype(np.uint8))
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in _PROFILED else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """This function will lay a transparent picture on white."""
    if image.mode != "RGBA":
        return image
    canvas = Image.new("RGBA", image.size, "white")
    canvas.alpha_composite(image)
    return canvas.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """This function will turn the colours into sRGB by the photo's own profile; without one they are taken as sRGB."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            turned = None  # a broken profile, or one of another kind of colour, says nothing about these
        if turned is not None:
            return turned
    return image if image.mode == "RGB" else image.convert("RGB")
