"""The same face photographed again a little differently: what nothing about the skin may depend on."""

import io
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from PIL import Image

from vision.intake import Pixels, encode_jpeg
from vision.opencv import cv2
from vision.samples.variants import to_srgb
from vision.skin.optics import linear_light_of

Retake = Callable[[Pixels], Pixels]
Gain = float | tuple[float, float, float]

_WARM: Gain = (1.1, 1.0, 0.85)
_COOL: Gain = (0.9, 1.0, 1.15)


def recompressed(pixels: Pixels, quality: int) -> Pixels:
    """This function will send a photo through JPEG of that quality, as a chat app does."""
    with Image.open(io.BytesIO(encode_jpeg(pixels, quality=quality))) as image:
        return np.asarray(image.convert("RGB"), np.uint8)


def shrunk(pixels: Pixels, scale: float) -> Pixels:
    """This function will shrink a photo by a factor below 1: fewer pixels, or further away."""
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """This function will turn a photo in its plane, anticlockwise; it grows so that nothing is lost, with black corners."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    reach = np.abs(turn[:, :2]) @ [width, height]
    turn[:, 2] += reach / 2 - [width / 2, height / 2]
    size = (round(float(reach[0])), round(float(reach[1])))
    kept = cv2.warpAffine(pixels, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(kept, np.uint8)


def mirrored(pixels: Pixels) -> Pixels:
    """This function will swap left and right, as front cameras do or do not."""
    return np.ascontiguousarray(pixels[:, ::-1])


def lit(pixels: Pixels, gain: Gain) -> Pixels:
    """This function will multiply the light, all at once or per channel."""
    return to_srgb(linear_light_of(pixels) * np.array(gain, np.float32))


def with_gamma(pixels: Pixels, gamma: float) -> Pixels:
    """This function will bend the camera's tone curve."""
    curve = np.round(255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    return np.asarray(curve[pixels], np.uint8)


def side_lit(pixels: Pixels, share: float) -> Pixels:
    """This function will take that share of the light from the left edge and add it at the right edge, evenly between."""
    fall = np.linspace(1 - share, 1 + share, pixels.shape[1], dtype=np.float32)[None, :, None]
    return to_srgb(linear_light_of(pixels) * fall)


def softened(pixels: Pixels, sigma: float) -> Pixels:
    """This function will blur a photo by a Gaussian of `sigma` pixels: a smeared lens, a moving hand."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8)


# Quality of the JPEG files that two of the changes below are.
JPEG_QUALITIES: Mapping[str, int] = {"JPEG 90": 90, "JPEG 60": 60}
_SAVED = 95

# Source: facts, test-retest: the changes that were measured there, and the same turn the other way.
RETAKES: Mapping[str, Retake] = {
    **{name: partial(recompressed, quality=quality) for name, quality in JPEG_QUALITIES.items()},
    "size 0.7": lambda pixels: shrunk(pixels, 0.7),
    "turned 3°": lambda pixels: turned(pixels, 3),
    "turned -3°": lambda pixels: turned(pixels, -3),
    "turned 5°": lambda pixels: turned(pixels, 5),
    "turned -5°": lambda pixels: turned(pixels, -5),
    "turned 10°": lambda pixels: turned(pixels, 10),
    "turned -10°": lambda pixels: turned(pixels, -10),
    "mirrored": mirrored,
    "light 0.75": lambda pixels: lit(pixels, 0.75),
    "light 1.2": lambda pixels: lit(pixels, 1.2),
    "warm lamp": lambda pixels: lit(pixels, _WARM),
    "cool lamp": lambda pixels: lit(pixels, _COOL),
    "gamma 0.9": lambda pixels: with_gamma(pixels, 0.9),
    "gamma 1.1": lambda pixels: with_gamma(pixels, 1.1),
    "side light 15 %": lambda pixels: side_lit(pixels, 0.15),
    "blur 1 px": lambda pixels: softened(pixels, 1.0),
}


def photographed(pixels: Pixels, name: str) -> bytes:
    """This function will give the file of one of the RETAKES of a photo; one that is a JPEG of a quality is just that."""
    if name in JPEG_QUALITIES:
        return encode_jpeg(pixels, quality=JPEG_QUALITIES[name])
    return encode_jpeg(RETAKES[name](pixels), quality=_SAVED)
