"""What changes in a simulated picture: bands of optical density, in each channel, where the skin differs from itself.

An edit is a picture of optical density that is added to the face, scaled by one strength from 0 to 1. It takes away part
of what is there already; it paints nothing. Detail finer than 0.22 mm (pores, hairs, the grain of the camera) is left
alone. Source: facts, "Before/after simulation", v2: separate edits of light and chromophore left orange halos and 65 % of
the texture; whole bands per channel did not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.opencv import cv2
from vision.reading import Mark
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.colour import ColourMaps, colour_maps
from vision.skin.lines import line_map
from vision.skin.optics import (
    HAEMOGLOBIN,
    MELANIN,
    Mask,
    Plane,
    blur,
    blur_within,
    density_of,
    square_kernel,
    unmix,
)
from vision.skin.regions import CHEEKS, LINE_REGIONS, UNDER_EYES, joined
from vision.skin.view import MIN_REGION_PIXELS, SkinView

# The bands, mm: grain below the first, spots and lines up to the second, blotches up to the third, flush beyond.
# Source: facts, v2.
GRAIN_MM, SPOT_MM, BLOTCH_MM = 0.22, 1.6, 7.0
# Excess of a chromophore (density) from which an edit begins, and at which it is whole. Source: the measured prototype's
# .005-.04 on colour differences, over the 0.57 that one unit of haemoglobin makes there.
_BEGINS, _WHOLE = 0.01, 0.07
# Ridge strength (skin/lines.py) from which a line is edited, and at which it is edited whole; lines count from .012.
_RIDGE_BEGINS, _RIDGE_WHOLE = 0.003, 0.012
# A weight is smoother than what it lets through, so that an edit has no edge of its own.
_SOFT_MM = 0.5
_REGION_EDGE_MM = 2.0
# Under-eyes: only what is broader than this is lifted (lashes and lines stay), by at most this density.
_SHADE_MM, _MOST_LIFT = 4.0, 0.25
# The skin's edge: nothing changes at it, all of the edit this far inside.
_NEAR_MM, _FAR_MM = 4.0, 20.0
# How far a spot's edge reaches beyond the size that was measured.
_SPOT_EDGE_MM = 0.6
# What is foreign and smaller than this lies in the skin and is not its edge; eyes, brows and lips are narrower than that.
_HOLE_MM, _FEATURE_MM = 5.0, 30.0

# Of what else differs in a spot, at most this much of its chromophore's excess goes along: of the other chromophore, so
# that a red spot does not leave an orange one; of shade, so that it does not leave a dark one.
_ALONG = (0.25, 0.25, 0.4)
# What of a small spot's excess is left alone: the grain of skin and camera is that strong, and is texture (density).
_GRAIN = 0.01
_LEAST_DENSITY = 1e-4
_MELANIN, _HAEMOGLOBIN, _SHADE = 0, 1, 2
_COLOURS = tuple(np.array(colour, np.float32) for colour in (MELANIN, HAEMOGLOBIN, (1.0, 1.0, 1.0)))

Marks = Mapping[str, Sequence[Mark]]
Edit = npt.NDArray[np.float32]  # (H, W, 3), optical density that full strength adds


@dataclass(frozen=True)
class _Face:
    """One face, parted by size: each (H, W, 3) float32 in optical density.

    Attributes:
        view: The face itself.
        maps: Where the reading sees each chromophore in excess, free of light drift and shading.
        spots, blotches: Its bands. What is not skin (a mole, a stray hair) is filled in: it keeps its own contrast.
        near, far: How much of an edit each pixel takes, 0-1; nothing outside the skin. Broad edits fade out farther.
        lined: How surely each pixel lies on a line, 0-1.
        marks: The spots that were found, by metric.
    """

    view: SkinView
    maps: ColourMaps
    spots: Plane
    blotches: Plane
    near: Plane
    far: Plane
    lined: Plane
    marks: Marks


def edits_for(view: SkinView, metrics: Sequence[str], marks: Marks) -> dict[str, Edit]:
    """This function will give the edit of each named metric.

    Args:
        view: The prepared face.
        metrics: Names out of EDITABLE.
        marks: The spots that were found, by metric.

    Returns:
        By metric; zero wherever the skin mask is False.
    """
    face = _parted(view, marks)
    return {name: np.asarray(_EDITS[name](face), np.float32) for name in metrics}


def _parted(view: SkinView, marks: Marks) -> _Face:
    density = density_of(view.aligned.pixels)
    small = _within(view, density, SPOT_MM)
    skin_only = np.where(view.visible[..., None], density, small)
    fine = _each(skin_only, lambda plane: blur(plane, GRAIN_MM * PIXELS_PER_MM))
    middle = _within(view, density, BLOTCH_MM)
    near, far = _shares(view)
    lines = line_map(view)
    along = cv2.dilate(lines.on_line.astype(np.float32), square_kernel(2 * _SOFT_MM * PIXELS_PER_MM))
    ridge = blur(lines.strength * along, _SOFT_MM * PIXELS_PER_MM)
    lined = _smooth_step(ridge, _RIDGE_BEGINS, _RIDGE_WHOLE)
    return _Face(view, colour_maps(view), fine - small, small - middle, near, far, lined, marks)


def _redness(face: _Face) -> Edit:
    return _chromophore(face, face.maps.redness, _HAEMOGLOBIN)


def _pigment(face: _Face) -> Edit:
    return _chromophore(face, face.maps.pigment, _MELANIN)


def _chromophore(face: _Face, excess: Plane, which: int) -> Edit:
    """This function will take spots and blotches where a chromophore is in excess, and the chromophore's flush.

    With the chromophore goes what else differs there, as far as it belongs to it: a fold or the side of the nose is
    darker by far more than its colour, and stays. Flush is as broad as the face's own modelling: there only colour goes.
    """
    weight = _smooth_step(excess, _BEGINS, _WHOLE) * face.near
    small = _excess(face.spots, which, spared=_GRAIN) * (1 - face.lined)[..., None]  # lines are another wish
    taken = small + _excess(face.blotches, which, spared=0.0)
    flush = np.maximum(blur(excess, BLOTCH_MM * PIXELS_PER_MM), 0) * face.far
    edit = weight[..., None] * taken + flush[..., None] * _COLOURS[which]
    return np.asarray(-edit, np.float32)


def _red_spots(face: _Face) -> Edit:
    return _marked(face, "red_spots", _HAEMOGLOBIN)


def _brown_spots(face: _Face) -> Edit:
    return _marked(face, "brown_spots", _MELANIN)


def _marked(face: _Face, metric: str, which: int) -> Edit:
    """This function will take a chromophore's excess out of the spots that were found, and of nothing else."""
    where = np.zeros(face.near.shape, np.float32)
    middle = face.view.aligned.points[[RIGHT_EYE_CORNER, LEFT_EYE_CORNER]].mean(0)
    for mark in face.marks.get(metric, ()):
        x, y = (float(edge) for edge in middle + np.array([mark.x_mm, mark.y_mm]) * PIXELS_PER_MM)
        radius = (mark.size_mm / 2 + _SPOT_EDGE_MM) * PIXELS_PER_MM
        cv2.circle(where, (round(x), round(y)), max(1, round(radius)), 1.0, -1)
    weight = blur(where, _SPOT_EDGE_MM * PIXELS_PER_MM) * face.near
    taken = _excess(face.spots, which, spared=0.0) + _excess(face.blotches, which, spared=0.0)
    return np.asarray(-weight[..., None] * taken, np.float32)


def _excess(band: Plane, which: int, *, spared: float) -> Plane:
    """This function will give what of a band is one chromophore's excess, with the part of the others that goes along.

    Where shade is more than goes along with the chromophore it is a fold's or a shadow's, and what a camera's tone curve
    makes of shade looks like chromophore: there less is taken, the more shade there is.
    """
    parts = unmix(band)
    chosen = np.maximum(parts[which] - np.float32(spared), 0)
    unexplained = np.maximum(parts[_SHADE] - _ALONG[_SHADE] * chosen, 0)
    chosen *= chosen / np.maximum(chosen + unexplained, np.float32(_LEAST_DENSITY))
    excess = np.zeros_like(band)
    for part, (plane, colour) in enumerate(zip(parts, _COLOURS, strict=True)):
        taken = chosen if part == which else np.clip(plane, -_ALONG[part] * chosen, _ALONG[part] * chosen)
        excess += taken[..., None] * colour
    return excess


def _evenness(face: _Face) -> Edit:
    """This function will bring melanin nearer to its surroundings, from both sides."""
    uneven = blur(face.maps.pigment, SPOT_MM * PIXELS_PER_MM) * face.far
    return -uneven[..., None] * _COLOURS[_MELANIN]


def _lines(face: _Face) -> Edit:
    weight = _soft_region(face.view, LINE_REGIONS) * face.lined * face.near
    return -weight[..., None] * np.maximum(face.spots, 0)


def _dark_circles(face: _Face) -> Edit:
    """This function will lift the broad shade under the eyes towards the cheeks' level."""
    view = face.view
    shade = _within(view, density_of(view.aligned.pixels), _SHADE_MM)
    cheeks = joined(view.regions, CHEEKS) & view.usable
    if cheeks.sum() < MIN_REGION_PIXELS:
        return np.zeros_like(shade)
    over = np.clip(shade - np.median(shade[cheeks], axis=0), 0, _MOST_LIFT)
    return np.asarray(-(_soft_region(view, UNDER_EYES) * face.near)[..., None] * over, np.float32)


_EDITS: Mapping[str, Callable[[_Face], Edit]] = MappingProxyType(
    {
        "redness": _redness,
        "pigment": _pigment,
        "evenness": _evenness,
        "red_spots": _red_spots,
        "brown_spots": _brown_spots,
        "lines": _lines,
        "dark_circles": _dark_circles,
    }
)
EDITABLE = tuple(_EDITS)


def _soft_region(view: SkinView, regions: tuple[str, ...]) -> Plane:
    return blur(joined(view.regions, regions).astype(np.float32), _REGION_EDGE_MM * PIXELS_PER_MM)


def _shares(view: SkinView) -> tuple[Plane, Plane]:
    """This function will give how much of a narrow and of a broad edit each pixel takes, 0-1.

    A broad one fades out farther from hair and outline, where it would end in plain skin. Eyes, brows and lips are
    edges of their own.
    """
    closed = cv2.morphologyEx(
        view.visible.astype(np.uint8), cv2.MORPH_CLOSE, square_kernel(_HOLE_MM * PIXELS_PER_MM)
    )
    inside = (closed > 0) & view.skin & view.aligned.in_photo
    near = _smooth_step(_depth(inside), 1.0, _NEAR_MM * PIXELS_PER_MM)
    features = cv2.morphologyEx(
        inside.astype(np.uint8), cv2.MORPH_CLOSE, square_kernel(_FEATURE_MM * PIXELS_PER_MM)
    )
    return near, near * _smooth_step(_depth(features > 0), 1.0, _FAR_MM * PIXELS_PER_MM)


def _depth(mask: Mask) -> Plane:
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _smooth_step(plane: Plane, low: float, high: float) -> Plane:
    share = np.clip((plane - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _within(view: SkinView, density: Plane, millimetres: float) -> Plane:
    return _each(density, lambda plane: blur_within(plane, view.visible, millimetres * PIXELS_PER_MM))


def _each(density: Plane, do: Callable[[Plane], Plane]) -> Plane:
    planes = [do(np.ascontiguousarray(density[..., channel])) for channel in range(3)]
    return np.asarray(cv2.merge(planes), np.float32)
