"""A face with something over it, painted along its mesh: what a mask, a fringe, glasses or a hand does to a photo."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from vision.face.detector import Points
from vision.face.finding import EYE_CORNERS_MM
from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.intake import Pixels
from vision.opencv import cv2
from vision.samples.variants import to_srgb
from vision.skin.optics import linear_light_of
from vision.skin.regions import FACE_OVAL, outline

Colour = tuple[float, float, float]
_Layer = npt.NDArray[np.float32]

# The upper edge of a surgical mask, from the person's right ear over the bridge of the nose to the left one, then the jaw
# back. Mesh point numbers; placed by eye on photos of people with masks.
_MASK = (
    *(
        234,
        227,
        116,
        118,
        120,
        121,
        188,
        197,
        412,
        350,
        349,
        347,
        345,
        447,
        454,
        323,
        361,
        288,
        397,
        365,
        379,
    ),
    *(378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93),
)
_PLEATS = 4
# Forehead from temple to temple, down to the brows.
_FRINGE = (
    *(21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 300, 293, 334, 296, 336, 9, 107, 66, 105, 63, 70),
)
# Outer and inner corner of each eye; the middle of the mouth.
_EYES = ((33, 133), (362, 263))
_MOUTH = (13, 14)
# Surgical masks come in these. sRGB.
MASK_COLOURS: Mapping[str, Colour] = {
    "white": (232, 234, 236),
    "light blue": (160, 200, 226),
    "black": (32, 32, 35),
    "beige": (214, 184, 158),
}
HAIR_COLOURS: Mapping[str, Colour] = {"black": (28, 22, 20), "brown": (92, 62, 44), "fair": (190, 150, 100)}
_GAPS, _THROUGH_GAPS = 0.15, 0.35  # so many of the strands are gaps, that much of the hair is seen in them
# The skin between nose and lips.
_UPPER_LIP = (164, 393, 391, 322, 270, 267, 0, 37, 40, 92, 165, 167)
_NOSE_BRIDGE, _EARS = 6, (234, 454)
_NEAR_LAMP = 2.0  # times the light there was, at the ear beside the lamp
_HAIR_MM, _MM2_PER_HAIR = 2.0, 2.0
_SEED = 7  # strands and noise fall the same way on every run


def with_mask(pixels: Pixels, mesh: Points, colour: Colour) -> Pixels:
    """This function will put on a pleated mask of a colour (sRGB), lit as the face is."""
    unit = _millimetre(mesh)
    points = mesh[list(_MASK), :2].copy()
    middle = points.mean(0)
    points[13:] += 0.06 * (points[13:] - middle)  # it stands off the jaw a little
    cover = _soft(_filled(pixels, points), unit)
    down = _down(pixels, mesh)
    pleats = 1 - 0.06 * np.abs(np.sin(np.pi * _PLEATS * down)).astype(np.float32) ** 8
    cloth = np.array(colour, np.float32) * (_light_across(pixels, mesh) * pleats)[..., None]
    return _over(pixels, cloth, cover)


def with_fringe(pixels: Pixels, mesh: Points, colour: Colour) -> Pixels:
    """This function will let strands of hair of a colour (sRGB) fall over the forehead down to the brows."""
    unit = _millimetre(mesh)
    cover = _soft(_filled(pixels, mesh[list(_FRINGE), :2]), unit)
    strands = _strands(pixels.shape[:2], mesh, 0.7 * unit)
    hair = np.array(colour, np.float32) * (0.75 + 0.5 * strands)[..., None]
    return _over(pixels, hair, cover * np.where(strands > _GAPS, 1.0, _THROUGH_GAPS).astype(np.float32))


def with_glasses(pixels: Pixels, mesh: Points, colour: Colour, rim_mm: float) -> Pixels:
    """This function will put on glasses: two rounded frames and a bridge, rims of so many millimetres."""
    unit = _millimetre(mesh)
    rims = np.zeros(pixels.shape[:2], np.uint8)
    centres = [mesh[list(eye), :2].mean(0) for eye in _EYES]
    across = (centres[1] - centres[0]) / np.linalg.norm(centres[1] - centres[0])
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    thick = max(1, round(rim_mm * unit))
    for centre in centres:
        low = centre + np.array([-across[1], across[0]]) * 4 * unit
        axes = (round(25 * unit), round(20 * unit))
        cv2.ellipse(rims, _pixel(low), axes, angle, 0, 360, 1, thick, cv2.LINE_AA)
    inner = [centres[0] + across * 25 * unit, centres[1] - across * 25 * unit]
    cv2.line(rims, _pixel(inner[0]), _pixel(inner[1]), 1, thick, cv2.LINE_AA)
    metal = np.broadcast_to(np.array(colour, np.float32), pixels.shape)
    return _over(pixels, metal, _soft(rims.astype(np.float32), unit / 4))


def with_hand(pixels: Pixels, mesh: Points) -> Pixels:
    """This function will lay four fingers of her own skin colour over mouth and chin."""
    unit = _millimetre(mesh)
    mouth = mesh[list(_MOUTH), :2].mean(0)
    across = mesh[RIGHT_EYE_CORNER, :2] - mesh[LEFT_EYE_CORNER, :2]
    across = across / np.linalg.norm(across)
    down = np.array([-across[1], across[0]])
    skin = np.median(pixels[_filled(pixels, outline("cheek_right", mesh[:, :2])) > 0], axis=0)
    shown = pixels
    for finger in range(4):
        start = mouth + down * (finger * 17 - 17) * unit + across * (38 - 4 * abs(finger - 1)) * unit
        end = start - across * 130 * unit
        for width, light in ((18.0, 0.55), (16.0, 0.94)):  # the shadow between the fingers, then the finger
            layer = np.zeros(pixels.shape[:2], np.uint8)
            cv2.line(layer, _pixel(start), _pixel(end), 1, max(1, round(width * unit)), cv2.LINE_AA)
            finger_skin = np.broadcast_to((skin * light).astype(np.float32), pixels.shape)
            shown = _over(shown, finger_skin, _soft(layer.astype(np.float32), 1.5 * unit))
    return shown


def with_stubble(pixels: Pixels, mesh: Points) -> Pixels:
    """This function will let short dark hairs grow on chin and upper lip, one for each two square millimetres."""
    unit = _millimetre(mesh)
    grown = _filled(pixels, outline("chin", mesh[:, :2])) + _filled(pixels, mesh[list(_UPPER_LIP), :2])
    rows, columns = np.nonzero(grown > 0)
    generator = np.random.default_rng(_SEED)
    chosen = generator.choice(len(rows), size=max(1, int(len(rows) / unit**2 / _MM2_PER_HAIR)), replace=False)
    hairs = np.zeros(pixels.shape[:2], np.uint8)
    for row, column in zip(rows[chosen].tolist(), columns[chosen].tolist(), strict=True):
        lean = generator.normal(0, 0.3)
        end = np.array([column, row]) + unit * _HAIR_MM * np.array([np.sin(lean), np.cos(lean)])
        cv2.line(hairs, (column, row), _pixel(end), 1, max(1, round(0.3 * unit)), cv2.LINE_AA)
    dark = np.broadcast_to(np.array(HAIR_COLOURS["black"], np.float32), pixels.shape)
    return _over(pixels, dark, 0.7 * _soft(hairs.astype(np.float32), 0.4 * unit))


def beauty_filtered(pixels: Pixels, mesh: Points) -> Pixels:
    """This function will smooth a photo as a beauty filter does: skin loses its grain, eyes and lips keep their edges."""
    del mesh
    return np.asarray(cv2.bilateralFilter(pixels, 9, 40, 9), np.uint8)


def lit_from_one_side(pixels: Pixels, mesh: Points) -> Pixels:
    """This function will put a lamp beside her: from one ear to the other the light falls to a tenth."""
    near, far = mesh[_EARS[0], :2], mesh[_EARS[1], :2]
    axis = far - near
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    across = ((columns - near[0]) * axis[0] + (rows - near[1]) * axis[1]) / float(axis @ axis)
    gain = _NEAR_LAMP * 0.1 ** np.clip(across, 0, 1)
    return to_srgb(linear_light_of(pixels) * np.asarray(gain, np.float32)[..., None])


def half_cut_off(pixels: Pixels, mesh: Points) -> Pixels:
    """This function will end the picture where the bridge of the nose is."""
    return np.ascontiguousarray(pixels[:, : round(float(mesh[_NOSE_BRIDGE, 0]))])


def _pixel(point: Points) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _millimetre(mesh: Points) -> float:
    apart = mesh[RIGHT_EYE_CORNER, :2] - mesh[LEFT_EYE_CORNER, :2]
    return float(np.linalg.norm(apart)) / EYE_CORNERS_MM


def _filled(pixels: Pixels, polygon: Points) -> _Layer:
    layer = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(layer, [np.round(polygon).astype(np.int32)], 1)
    return np.asarray(layer, np.float32)


def _soft(layer: _Layer, sigma: float) -> _Layer:
    return np.asarray(cv2.GaussianBlur(layer, (0, 0), max(0.5, 0.5 * sigma)), np.float32)


def _over(pixels: Pixels, cover: npt.NDArray[np.float32], share: _Layer) -> Pixels:
    """This function will lay a cover over a photo, with a camera's noise of one step so that it is no flat paint."""
    noise = np.random.default_rng(_SEED).normal(0, 1.0, pixels.shape).astype(np.float32)
    mixed = pixels * (1 - share[..., None]) + (cover + noise) * share[..., None]
    return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8)


def _light_across(pixels: Pixels, mesh: Points) -> _Layer:
    """This function will give the broad light of the photo at each pixel, 1 at the brightest of the face."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32)
    unit = _millimetre(mesh)
    small = max(1, int(unit * 2))
    size = (max(1, pixels.shape[1] // small), max(1, pixels.shape[0] // small))
    broad = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), (0, 0), 20 * unit / small)
    light = np.asarray(cv2.resize(broad, (pixels.shape[1], pixels.shape[0])), np.float32)
    oval = _filled(pixels, mesh[list(FACE_OVAL), :2]) > 0
    return np.asarray(np.clip(light / max(float(light[oval].max()), 1.0), 0.4, 1.0), np.float32)


def _down(pixels: Pixels, mesh: Points) -> _Layer:
    """This function will give how far down the face each pixel is: 0 at the eyes, 1 at the chin."""
    eyes = mesh[[LEFT_EYE_CORNER, RIGHT_EYE_CORNER], :2].mean(0)
    axis = mesh[152, :2] - eyes
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]].astype(np.float32)
    down = ((columns - eyes[0]) * axis[0] + (rows - eyes[1]) * axis[1]) / float(axis @ axis)
    return np.asarray(down, np.float32)


def _strands(shape: tuple[int, ...], mesh: Points, width: float) -> _Layer:
    """This function will give the brightness of strands that run down the face, 0-1."""
    across = mesh[RIGHT_EYE_CORNER, :2] - mesh[LEFT_EYE_CORNER, :2]
    across = across / np.linalg.norm(across)
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    along = (columns * across[0] + rows * across[1]) / np.float32(width)
    levels = np.random.default_rng(_SEED).random(int(along.max() - along.min()) + 4).astype(np.float32)
    return np.asarray(levels[(along - along.min()).astype(np.int32)], np.float32)
