"""Red and brown spots: counted, placed and measured one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.reading import Mark
from vision.skin.aligned import PIXELS_PER_MM
from vision.skin.blobs import Blob, beside, contrasts_in, each_once, find_blobs
from vision.skin.lines import LineMap
from vision.skin.measured import Measured
from vision.skin.optics import HAEMOGLOBIN, MELANIN, Mask, Plane, blur_within, shrunk
from vision.skin.regions import REGIONS, territories
from vision.skin.searching import TERRITORY, UNSEARCHED, search_weights
from vision.skin.view import COARSE, COARSE_PIXELS_PER_MM, SkinView

# A spot counts from this density of its chromophore over what is around it.
LEAST_RED, LEAST_BROWN = 0.10, 0.08
# Green over red density of one unit of haemoglobin, and of melanin. Source: the vectors in optics.py.
_RED_OF_BLOOD, _RED_OF_MELANIN = HAEMOGLOBIN[1] - HAEMOGLOBIN[0], MELANIN[1] - MELANIN[0]
# Source: facts, formulas: sigma .6-2.1 mm.
_FIRST_MM = 0.6
_LEAST_DARKENING = 0.5
# Red spots of 10 portraits were 0.7-1.5 times as dark as their blood makes them, and up to 1.9 times where a compressed
# picture had halved their colour; moles 1.9-3 times. Below the first it is red, from the second on a mole.
_DARKER_THAN_BLOOD = (1.9, 2.5)
_FILL_MM = 4.0
# What is less surely a spot than this counts by its share and is not marked.
MARKED = 0.15
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
    territory = territories(coarse.regions, REGIONS, TERRITORY)
    weights = search_weights(view, lines, territory, hidden=hidden, lower_face=lower_face)
    planes = (filled(plane, coarse.usable) for plane in (coarse.flush, coarse.melanin, coarse.shading))
    red, brown = (_weighed(blobs, weights) for blobs in find_spots(*planes, searched=weights > 0))
    return SpotMap(red, brown, weights, territory)


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
    reds, browns = (
        beside(ours, theirs, COARSE_PIXELS_PER_MM) for ours, theirs in ((red, brown), (brown, red))
    )
    reds, dark = _moles_apart(reds, shading)
    return reds, each_once([*dark, *browns], COARSE_PIXELS_PER_MM)


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

    One in between counts for both by its share, and is shown as what it is more.

    Returns:
        The red ones, and the dark ones with the contrast of the melanin that would darken them so.
    """
    shares = _explained_by(HAEMOGLOBIN, red, shading)
    as_melanin = _explained_by(MELANIN, red, shading)
    low, high = _DARKER_THAN_BLOOD
    reds, dark = [], []
    for blob, by_blood, by_melanin in zip(red, shares.tolist(), as_melanin.tolist(), strict=True):
        mole = min(max((by_blood / blob.contrast - low) / (high - low), 0.0), 1.0)
        is_mole = mole > 1 - mole
        if mole < 1:
            reds.append(replace(blob, sure=blob.sure * (1 - mole), shown=blob.shown and not is_mole))
        if mole > 0:
            shown = blob.shown and is_mole
            dark.append(replace(blob, contrast=by_melanin, sure=blob.sure * mole, shown=shown))
    return reds, dark


def _explained_by(absorber: Absorber, blobs: list[Blob], shading: Plane) -> npt.NDArray[np.float64]:
    """This function will give how much of an absorber would make each spot as dark as it is."""
    darker = contrasts_in(shading, blobs, pixels_per_mm=COARSE_PIXELS_PER_MM)
    return darker / (sum(absorber) / len(absorber))


def _weighed(blobs: Sequence[Blob], weights: Plane) -> list[Blob]:
    """This function will count each spot as its place does."""
    if not blobs:
        return []
    places = np.array([(blob.x, blob.y) for blob in blobs], np.float32)
    right, down = (np.ascontiguousarray(places[:, axis : axis + 1]) for axis in range(2))
    found = cv2.remap(weights, right, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return [
        replace(blob, sure=blob.sure * weight)
        for blob, weight in zip(blobs, np.asarray(found).ravel().tolist(), strict=True)
    ]


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
    seen = shrunk(spots.weights, TERRITORY)
    pixels = np.bincount(spots.territory.ravel(), seen.ravel(), len(REGIONS) + 1) * TERRITORY**2
    told = [(_mark(view, spots.territory, blob), blob) for blob in blobs]
    above = dict.fromkeys(REGIONS, 0.0)
    for mark, blob in told:
        above[mark.region] += _TO_HUNDREDTHS * blob.counts
    marks = tuple(mark for mark, blob in told if blob.shown and blob.sure >= MARKED)
    areas = dict(zip(REGIONS, (pixels[1:] / (COARSE_PIXELS_PER_MM**2 * _MM2_PER_CM2)).tolist(), strict=True))
    whole = sum(areas.values())
    regions = {
        name: above[name] / area if area >= _LEAST_CM2 else None
        for name, area in areas.items()
        if name not in UNSEARCHED
    }
    return Measured(sum(above.values()) / whole if whole >= _LEAST_FACE_CM2 else None, regions, marks)


def _mark(view: SkinView, territory: npt.NDArray[np.uint8], blob: Blob) -> Mark:
    x_mm, y_mm = (
        (COARSE * at + (COARSE - 1) / 2 - float(zero)) / PIXELS_PER_MM
        for at, zero in zip((blob.x, blob.y), view.aligned.zero, strict=True)
    )
    height, width = territory.shape
    row, column = (min(int(at) // TERRITORY, side - 1) for at, side in ((blob.y, height), (blob.x, width)))
    region = REGIONS[int(territory[row, column]) - 1]
    contrast = round(_TO_HUNDREDTHS * blob.contrast, 2)
    return Mark(round(x_mm, 2), round(y_mm, 2), round(blob.size_mm, 2), contrast, region)
