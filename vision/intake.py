"""From untrusted bytes to clean pixels. Only Pillow touches the bytes, and only four formats are let in."""

import io
import warnings

import numpy as np
import numpy.typing as npt
from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vision.limits import MAX_BYTES, MAX_PIXELS, MAX_SIDE
from vision.reasons import Reason, Unreadable

Pixels = npt.NDArray[np.uint8]

_MIN_SIDE = 64
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_JPEG_QUALITY = 92
# What Pillow raises on broken bytes, and libheif the last of it. Found by changing bytes at random.
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError)
_HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftypheis")

register_heif_opener()


def open_photo(photo: bytes) -> Pixels:
    """This function will decode a photo into upright sRGB pixels, at most MAX_SIDE long.

    Args:
        photo: The bytes as received: JPEG, PNG, WebP or HEIC.

    Returns:
        (H, W, 3) uint8, RGB, with nothing of the file's metadata left.

    Raises:
        Unreadable: TOO_MANY_BYTES, NOT_A_PHOTO, TOO_MANY_PIXELS (told from the header, before decoding) or TRUNCATED.
    """
    if len(photo) > MAX_BYTES:
        raise Unreadable(Reason.TOO_MANY_BYTES)
    with warnings.catch_warnings():
        # Pillow warns of bombs (we count pixels ourselves, below) and of odd EXIF (we throw it away).
        warnings.simplefilter("ignore")
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
    except _BROKEN as trouble:
        raise Unreadable(Reason.TRUNCATED if _begins_well(photo) else Reason.NOT_A_PHOTO) from trouble


def _begins_well(photo: bytes) -> bool:
    """This function will tell whether the first bytes are those of a JPEG, PNG, WebP or HEIC."""
    if photo.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return True
    return (photo[:4] == b"RIFF" and photo[8:12] == b"WEBP") or photo[4:12] in _HEIF_BRANDS


def _decode(image: Image.Image) -> Pixels:
    try:
        # A JPEG can be decoded at half or quarter size for free; draft keeps at least the size asked for.
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image.load()
        # The HEIF reader decodes anew on every look at a file of several pictures; a copy is done with the file.
        decoded = image.copy() if image.format == "HEIF" else image
    except _BROKEN as trouble:
        raise Unreadable(Reason.TRUNCATED) from trouble
    decoded.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(decoded, in_place=True)
    return np.array(_in_srgb(decoded), dtype=np.uint8)


def _in_srgb(image: Image.Image) -> Image.Image:
    """This function will turn the colours into sRGB by the photo's own profile; without one they are taken as sRGB."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            turned = None  # a broken profile says nothing about the colours
        if turned is not None:
            return turned
    if image.has_transparency_data:
        canvas = Image.new("RGBA", image.size, "white")
        canvas.alpha_composite(image.convert("RGBA"))
        return canvas.convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")
