"""Photos made from a photo: what a dark room, a shaky hand or a week of care would have made of it."""

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from vision.face.finding import find_face
from vision.intake import Pixels, encode_jpeg, open_photo
from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, align
from vision.skin.colour import colour_maps
from vision.skin.optics import HAEMOGLOBIN, blur, linear_light_of
from vision.skin.view import prepare

_ORIENTATION = 0x0112
_EDGE_MM = 1.5


def in_light(photo: bytes, gain: float | tuple[float, float, float]) -> bytes:
    """This function will multiply a photo's light, all at once or per channel: 0.2 is a dark room, (1.1, 1, .85) warm."""
    return encode_jpeg(to_srgb(linear_light_of(open_photo(photo)) * np.array(gain, np.float32)), quality=95)


def blurred(photo: bytes, sigma: float) -> bytes:
    """This function will blur a photo by a Gaussian of `sigma` pixels."""
    image = Image.fromarray(open_photo(photo)).filter(ImageFilter.GaussianBlur(sigma))
    return encode_jpeg(np.asarray(image, np.uint8), quality=95)


def resized(photo: bytes, scale: float) -> bytes:
    """This function will shrink a photo by a factor below 1."""
    pixels = open_photo(photo)
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return encode_jpeg(
        np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), quality=95
    )


def side_by_side(photo: bytes) -> bytes:
    """This function will show the same face twice, the second one mirrored."""
    pixels = open_photo(photo)
    return encode_jpeg(np.concatenate([pixels, pixels[:, ::-1]], axis=1), quality=95)


def lying_down(photo: bytes) -> bytes:
    """This function will store the photo turned by 90 degrees, with the EXIF note that tells how to show it upright."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6  # "the first row of pixels is the right side"
    out = io.BytesIO()
    turned = Image.fromarray(open_photo(photo)).transpose(Image.Transpose.ROTATE_90)
    turned.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def with_less_redness(photo: bytes, *, share: float, models: Path) -> bytes:
    """This function will take a share of the excess redness out of the skin, or add to it with a negative share.

    Args:
        photo: A photo that can be read.
        share: 0-1, how much of the excess is taken away.
        models: The folder of ONNX files.
    """
    pixels = open_photo(photo)
    view = prepare(align(pixels, find_face(pixels, models=models)))
    maps = colour_maps(view)
    inside = blur(maps.core.astype(np.float32), _EDGE_MM * PIXELS_PER_MM)
    excess = share * np.maximum(maps.redness, 0) * inside
    height, width = pixels.shape[:2]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    lifted = np.asarray(
        cv2.warpAffine(excess, view.aligned.to_aligned, (width, height), flags=flags), np.float32
    )
    # Less of an absorber in optical density is more light, channel by channel.
    brighter = 10 ** (lifted[..., None] * np.array(HAEMOGLOBIN, np.float32))
    return encode_jpeg(to_srgb(linear_light_of(pixels) * brighter), quality=95)


def to_srgb(light: npt.NDArray[np.float32]) -> Pixels:
    """This function will encode linear light as sRGB. Source: IEC 61966-2-1."""
    bright = np.clip(light, 0, 1)
    encoded = np.where(bright <= 0.0031308, 12.92 * bright, 1.055 * bright ** (1 / 2.4) - 0.055)  # noqa: PLR2004 - the standard's constant
    return np.asarray(encoded * 255 + 0.5, np.uint8)
