"""Red and brown spots: counted, placed and measured one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vision.face.mesh import LEFT_EYE_CORNER, RIGHT_EYE_CORNER
from vision.opencv import cv2
from vision.reading import Mark
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.blobs import Blob, contrasts_in, find_blobs, strongest_of
from vision.skin.lines import LineMap, strands
from vision.skin.measured import Measured
from vision.skin.optics import HAEMOGLOBIN, MELANIN, Mask, Plane, blur_within, square_kernel
from vision.skin.regions import LOWER_FACE, REGIONS, UNDER_EYES, creased, outlined, territories
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, SkinView

# A spot counts from this density of its chromophore over what is around it.
LEAST_RED, LEAST_BROWN = 0.10, 0.08
# Green over red density of one unit of haemoglobin, and of melanin. Source: the vectors in optics.py.
_RED_OF_BLOOD, _RED_OF_MELANIN = HAEMOGLOBIN[1] - HAEMOGLOBIN[0], MELANIN[1] - MELANIN[0]
# Source: facts, formulas: sigma .6-2.1 mm.
_FIRST_MM = 0.6
_LEAST_DARKENING = 0.5
# Red spots of 10 portraits were 0.7-1.5 times as dark as their blood makes them, and up to 1.9 times where a compressed
# picture had halved their colour; moles 1.9-3 times.
_DARKER_THAN_BLOOD = 2.2
_FILL_MM = 4.0
# The edge of hair, lips, nostrils and of the face itself is no spot, and the mesh is only good to a millimetre or two.
BORDER_MM = 3.0
# A spot counts fully only this far from the edge of what is searched. On 16 unchanged faces the smallest change that means
# something fell from 0.22 to 0.16 for brown spots and from 0.14 to 0.11 for red ones (`aura bench repeatability`).
_SOFT_EDGE_MM = 6.0
# The outline of the face is where the mesh sits least well and where skin is seen from the side.
_TURNED_MM = 18.0
# What is less surely a spot than this counts by its share and is not marked.
MARKED = 0.15
# Territories are drawn at one pixel per 2 mm.
_TERRITORY = 4
# Lashes and thin skin over veins: spots are not looked for there.
_UNSEARCHED = UNDER_EYES
_TO_HUNDREDTHS = 100
_MM2_PER_CM2 = 100
_LEAST_CM2, _LEAST_FACE_CM2 = 0.5, 5.0  # less skin than this says nothing of spots


Absorber = tuple[float, float, float]


@dataclass(frozen=True)
class SpotMap:
    """The spots of a face.

    Attributes:
        red, brown: The spots, strongest first; x and y in coarse pixels, contrast in density of the chromophore.
        weights: (H, W) how much a spot and the skin count at each coarse pixel, 0-1; 0 where none was looked for.
        territory: (H / 4, W / 4) the region each 2 mm square belongs to, 1 for the first of REGIONS.
    """

    red: Sequence[Blob]
    brown: Sequence[Blob]
    weights: Plane
    territory: npt.NDArray[np.uint8]

    @property
    def searched(self) -> Mask:
        """The coarse pixels where spots were looked for."""
        return np.asarray(self.weights > 0, np.bool_)


def spot_map(
    view: SkinView, lines: LineMap, *, hidden: tuple[str, ...] = (), lower_face: float = 1.0
) -> SpotMap:
    """This function will find the spots of a prepared face.

    Args:
        view: The face.
        lines: Its lines: what lies on a line or a hair is no spot.
        hidden: Regions that are not to be searched, such as a lower face with stubble.
        lower_face: How much the lower face counts, 0-1; less where it may be stubble.
    """
    coarse = view.coarse
    territory = territories(coarse.regions, REGIONS, _TERRITORY)
    closed = [REGIONS.index(name) + 1 for name in (*_UNSEARCHED, *hidden)]
    shut = _spread_out(np.isin(territory, closed))
    creases = creased(view.aligned.points, coarse.skin.shape, COARSE_PIXELS_PER_MM, scale=1 / COARSE)
    whole = cv2.erode(coarse.visible.view(np.uint8), square_kernel(2 * BORDER_MM * COARSE_PIXELS_PER_MM))
    bare = np.asarray(whole, np.uint8).view(np.bool_) & ~shut & ~creases
    stranded = strands(lines)
    planes = (filled(plane, coarse.usable) for plane in (coarse.flush, coarse.melanin, coarse.shading))
    weights = np.minimum(_inside(bare, _SOFT_EDGE_MM), 1 - stranded)
    weights = np.minimum(
        weights, _inside(outlined(view.aligned.points, coarse.skin.shape, 1 / COARSE), _TURNED_MM)
    )
    lower = _spread_out(np.isin(territory, [REGIONS.index(name) + 1 for name in LOWER_FACE]))
    weights = np.where(lower, np.float32(lower_face), np.float32(1)) * weights
    searched = coarse.usable & (weights > 0)
    red, brown = (_weighed(blobs, weights) for blobs in find_spots(*planes, searched=searched))
    return SpotMap(red, brown, weights * searched, territory)


def _spread_out(territory: Mask) -> Mask:
    """This function will bring what is told of territories to the coarse pixels."""
    return territory.repeat(_TERRITORY, 0).repeat(_TERRITORY, 1)


def find_spots(
    flush: Plane, melanin: Plane, shading: Plane, *, searched: Mask
) -> tuple[list[Blob], list[Blob]]:
    """This function will find red and brown spots, each one once, strongest first.

    Args:
        flush: (H, W) density of green over red at COARSE_PIXELS_PER_MM, without holes.
        melanin: The density of melanin.
        shading: The mean density of the three channels.
        searched: Where the middle of a spot may lie.

    Returns:
        Red spots with the contrast of their haemoglobin, brown ones with that of their melanin.
    """
    # A dark mole lowers green over red a little: what its melanin explains is no missing blood.
    blood = (flush - np.float32(_RED_OF_MELANIN) * melanin) * np.float32(1 / _RED_OF_BLOOD)
    red = _darkening(_blobs_of(blood, searched, LEAST_RED), shading, HAEMOGLOBIN)
    brown = _darkening(_blobs_of(melanin, searched, LEAST_BROWN), shading, MELANIN)
    red, dark = _moles_apart(red, shading)
    of_red = {id(blob) for blob in red}
    kept = strongest_of([*red, *dark, *brown], COARSE_PIXELS_PER_MM)
    return [blob for blob in kept if id(blob) in of_red], [blob for blob in kept if id(blob) not in of_red]


def _blobs_of(plane: Plane, searched: Mask, least: float) -> list[Blob]:
    return find_blobs(plane, searched, pixels_per_mm=COARSE_PIXELS_PER_MM, least=least, first_mm=_FIRST_MM)


def _darkening(blobs: list[Blob], shading: Plane, absorber: Absorber) -> list[Blob]:
    """This function will keep the spots that are darker too, as skin with more of an absorber is.

    What a compressed picture smears of colour alone is not. A spot that is raised catches light, so half of what its
    absorber takes away is enough; below that its contrast counts less and less.

    Args:
        blobs: Spots found by their colour.
        shading: (H, W) mean density of the three channels.
        absorber: What they are made of.
    """
    darker = _explained_by(absorber, blobs, shading) / _LEAST_DARKENING
    kept = []
    for blob, most in zip(blobs, darker.tolist(), strict=True):
        lost = max(blob.contrast - most, 0.0)
        if lost < blob.above:
            kept.append(replace(blob, contrast=blob.contrast - lost, above=blob.above - lost))
    return kept


def _moles_apart(red: list[Blob], shading: Plane) -> tuple[list[Blob], list[Blob]]:
    """This function will part red spots from those that are darker than blood makes them: moles, which look reddish too.

    Returns:
        The red ones, and the dark ones with the contrast of the melanin that would darken them so.
    """
    shares = _explained_by(HAEMOGLOBIN, red, shading)
    as_melanin = _explained_by(MELANIN, red, shading)
    reds, dark = [], []
    for blob, by_blood, by_melanin in zip(red, shares.tolist(), as_melanin.tolist(), strict=True):
        if by_blood > _DARKER_THAN_BLOOD * blob.contrast:
            dark.append(replace(blob, contrast=by_melanin))
        else:
            reds.append(blob)
    return reds, dark


def _explained_by(absorber: Absorber, blobs: list[Blob], shading: Plane) -> npt.NDArray[np.float64]:
    """This function will give how much of an absorber would make each spot as dark as it is."""
    darker = contrasts_in(shading, blobs, pixels_per_mm=COARSE_PIXELS_PER_MM)
    return darker / (sum(absorber) / len(absorber))


def _inside(bare: Mask, soft_mm: float) -> Plane:
    """This function will tell how far inside the searched skin each place is, 1 from the soft edge on.

    The mesh sits half a millimetre elsewhere on the next photo: what lies on the edge must not come and go whole.
    """
    inside = np.asarray(cv2.distanceTransform(bare.view(np.uint8), cv2.DIST_L2, 5), np.float32)
    return np.asarray(np.minimum(inside / np.float32(soft_mm * COARSE_PIXELS_PER_MM), 1), np.float32)


def _weighed(blobs: Sequence[Blob], weights: Plane) -> list[Blob]:
    """This function will count each spot as its place does."""
    height, width = weights.shape
    weighed = []
    for blob in blobs:
        row, column = min(max(round(blob.y), 0), height - 1), min(max(round(blob.x), 0), width - 1)
        weighed.append(replace(blob, sure=blob.sure * float(weights[row, column])))
    return weighed


def measure_spots(view: SkinView, spots: SpotMap) -> dict[str, Measured]:
    """This function will give the contrast of red and of brown spots per area of searched skin, OD x 100 per cm2.

    Each spot counts with what its contrast is above the least that counts, so that one at the threshold comes and goes
    without a jump.
    """
    return {
        "red_spots": _measured(view, spots, spots.red),
        "brown_spots": _measured(view, spots, spots.brown),
    }


def filled(plane: Plane, usable: Mask) -> Plane:
    """This function will fill what is not usable skin from its surroundings, so that its edge is no spot."""
    return np.where(usable, plane, blur_within(plane, usable, _FILL_MM * COARSE_PIXELS_PER_MM))


def _measured(view: SkinView, spots: SpotMap, blobs: Sequence[Blob]) -> Measured:
    seen = spots.weights[::_TERRITORY, ::_TERRITORY]
    pixels = np.bincount(spots.territory.ravel(), seen.ravel(), len(REGIONS) + 1) * _TERRITORY**2
    told = [(_mark(view, spots.territory, blob), blob) for blob in blobs]
    above = dict.fromkeys(REGIONS, 0.0)
    for mark, blob in told:
        above[mark.region] += _TO_HUNDREDTHS * blob.counts
    marks = tuple(mark for mark, blob in told if blob.sure >= MARKED)
    areas = dict(zip(REGIONS, (pixels[1:] / (COARSE_PIXELS_PER_MM**2 * _MM2_PER_CM2)).tolist(), strict=True))
    whole = sum(areas.values())
    regions = {
        name: above[name] / area if area >= _LEAST_CM2 else None
        for name, area in areas.items()
        if name not in _UNSEARCHED
    }
    return Measured(sum(above.values()) / whole if whole >= _LEAST_FACE_CM2 else None, regions, marks)


def _mark(view: SkinView, territory: npt.NDArray[np.uint8], blob: Blob) -> Mark:
    points = view.aligned.points
    middle = (points[RIGHT_EYE_CORNER, :2] + points[LEFT_EYE_CORNER, :2]) / 2
    x_mm, y_mm = (
        (COARSE * at + (COARSE - 1) / 2 - float(zero)) / PIXELS_PER_MM
        for at, zero in zip((blob.x, blob.y), middle, strict=True)
    )
    height, width = territory.shape
    row, column = (min(int(at) // _TERRITORY, side - 1) for at, side in ((blob.y, height), (blob.x, width)))
    region = REGIONS[int(territory[row, column]) - 1]
    contrast = round(_TO_HUNDREDTHS * blob.contrast, 2)
    return Mark(round(x_mm, 2), round(y_mm, 2), round(blob.size_mm, 2), contrast, region)
