"""The skin as every metric sees it: relative optical density, and which pixels count."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.aligned import PIXELS_PER_MM, AlignedFace
from vision.skin.optics import (
    Mask,
    Pixels,
    Plane,
    blur_within,
    density_of,
    enlarged,
    enlarged_mask,
    linear_light_of,
    quantile,
    shrunk,
    spread,
    square_kernel,
    unmix,
)
from vision.skin.regions import CHEEKS, joined, region_masks

# Colour has no detail finer than this carries (its patches are blurred by 0.6 mm and more), and costs a quarter there.
COARSE = 2
COARSE_PIXELS_PER_MM = PIXELS_PER_MM / COARSE
# 8-bit values at and above this hold no colour any more; at and below this only noise. Source: facts, Gates.
_CLIPPED, _BLACK = 250, 20
# Fewer pixels than this (about 3 x 2 mm) say nothing about a region.
MIN_REGION_PIXELS = 80
MIN_COARSE_PIXELS = MIN_REGION_PIXELS // COARSE**2
# Hair, glasses and cloth: this many robust deviations from the cheeks' own colour, or this much darker.
# Source: facts, "non-skin rejection (robust chroma distance)"; values of the measured prototype.
_FOREIGN_DEVIATIONS = 9.0
_FOREIGN_DARKER = 0.55
_LEAST_SPREAD = (0.015, 0.02)
_FOREIGN_MM = 0.6
# A spot fills its frame by pi / 4 where it is round, and by half at least; a strand of hair does not.
_ISLAND_MM, _ISLAND_FILLED = 8.0, 0.5
# A highlight is this much lighter than its surroundings (8 mm) and has lost a tenth of its colour.
_SHINE_SURROUND_MM = 8.0
_SHINE_LIGHTER = 0.08
_SHINE_CHROMA = 0.9
_FILL_MM = 4.0
# The two colour contrasts by which skin is told from what is not, and the mean of the channels.
CONTRASTS = np.array([[1, -1, 0], [0.5, 0.5, -1], [1 / 3, 1 / 3, 1 / 3]], np.float32)
_MEAN = np.full((1, 3), 1 / 3, np.float32)


Indices = npt.NDArray[np.intp]


@dataclass(frozen=True)
class CoarseView:
    """The face at COARSE_PIXELS_PER_MM. All planes are (H, W) float32 in optical density relative to the cheeks.

    Attributes:
        regions: Mask of each region.
        skin: All skin by the mesh. `visible` is what of it is in the photo and not hair, glasses or cloth; `usable` also has no
            highlight and no black.
        clipped: Pixels too bright to hold colour.
        shading: Mean relative density of the three channels: larger is darker.
        surround: The same, averaged over 4 mm of visible skin.
        lighter: How much lighter than its surroundings (8 mm), where positive.
        melanin, haemoglobin: Relative density of the two chromophores.
        dimming: Relative density of what is neither: less light, the same in all channels.
        flush: Density of green over red, where red spots stand out and shadows and moles do not.
        chroma: CIE chroma, to tell highlights and black-and-white photos.
    """

    regions: Mapping[str, Mask]
    skin: Mask
    visible: Mask
    usable: Mask
    clipped: Mask
    shading: Plane
    surround: Plane
    lighter: Plane
    melanin: Plane
    haemoglobin: Plane
    dimming: Plane
    flush: Plane
    chroma: Plane

    @cached_property
    def filled(self) -> Plane:
        """The shading, with what is not visible skin filled in from its surroundings."""
        return np.where(self.visible, self.shading, self.surround)

    @cached_property
    def _places(self) -> dict[str, Indices]:
        return {name: np.flatnonzero(mask & self.usable) for name, mask in self.regions.items()}

    def values(self, plane: Plane, *regions: str) -> Plane:
        """This function will list the usable values of a plane in the named regions (which do not overlap)."""
        places = [self._places[name] for name in regions]
        return plane.ravel().take(places[0] if len(places) == 1 else np.concatenate(places))


@dataclass(frozen=True)
class SkinView:
    """One aligned face, prepared for measuring. Planes are (H, W) float32 at PIXELS_PER_MM, `coarse` has the rest.

    Attributes:
        aligned: The face itself.
        coarse: The same face at COARSE_PIXELS_PER_MM.
        regions, skin: As in CoarseView.
        level: Mean density of the cheeks, from which all relative density is told.
        light: Median linear luminance of the skin, 0-1.
    """

    aligned: AlignedFace
    coarse: CoarseView
    regions: Mapping[str, Mask]
    skin: Mask
    level: float
    light: float

    @cached_property
    def visible(self) -> Mask:
        """As in CoarseView."""
        return enlarged_mask(self.coarse.visible, COARSE) & self.skin & self.aligned.in_photo

    @cached_property
    def shading(self) -> Plane:
        """As in CoarseView."""
        return self.shading_of(self.aligned.pixels)

    @cached_property
    def filled(self) -> Plane:
        """The shading, with what is not visible skin filled in from its surroundings."""
        return np.where(self.visible, self.shading, enlarged(self.coarse.surround, COARSE))

    @cached_property
    def usable(self) -> Mask:
        """As in CoarseView."""
        return enlarged_mask(self.coarse.usable, COARSE) & self.visible

    def shading_of(self, pixels: Pixels) -> Plane:
        """This function will give the shading of any pixels of this face, (h, w, 3)."""
        return np.asarray(cv2.transform(density_of(pixels), _MEAN), np.float32) - np.float32(self.level)

    @cached_property
    def clipped(self) -> Mask:
        """As in CoarseView."""
        return np.asarray(self.aligned.pixels.max(2) >= _CLIPPED, np.bool_)

    @cached_property
    def chroma(self) -> Plane:
        """As in CoarseView."""
        return enlarged(self.coarse.chroma, COARSE)


def prepare(aligned: AlignedFace) -> SkinView:
    """This function will prepare an aligned face for measuring."""
    height, width = aligned.pixels.shape[:2]
    regions, skin = region_masks(aligned.points, (height, width), PIXELS_PER_MM)
    small = np.asarray(
        cv2.resize(aligned.pixels, (width // COARSE, height // COARSE), interpolation=cv2.INTER_AREA),
        np.uint8,
    )
    in_photo = aligned.in_photo[::COARSE, ::COARSE]
    # Averaged as densities, which are not rounded to 255 steps: of a dark skin's blue a step is a tenth of a faint spot.
    density = shrunk(density_of(aligned.pixels), COARSE)
    coarse, reference = _coarse_view(small, density, aligned, in_photo)
    level, light = float(density_of(reference).mean()), _median_light(small, coarse.skin)
    return SkinView(aligned, coarse, regions, skin, level, light)


def _coarse_view(
    pixels: Pixels, density: Plane, aligned: AlignedFace, in_photo: Mask
) -> tuple[CoarseView, Pixels]:
    """This function will prepare the shrunken face and its density, and give it with the cheeks' median colour."""
    regions, skin = region_masks(aligned.points, pixels.shape[:2], COARSE_PIXELS_PER_MM, scale=1 / COARSE)
    brightest = cv2.max(cv2.max(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    clipped, black = brightest >= _CLIPPED, brightest <= _BLACK
    cheeks = joined(regions, CHEEKS) & ~clipped
    reference = cheeks if cheeks.sum() >= MIN_COARSE_PIXELS else skin
    colour = _median_colour(pixels, reference)
    relative = density - density_of(colour)
    contrasts = np.asarray(cv2.transform(relative, CONTRASTS), np.float32)
    shading = np.ascontiguousarray(contrasts[..., 2])
    visible = skin & in_photo & ~foreign_in(contrasts, reference, skin)
    chroma = _chroma_of(pixels)
    lighter = blur_within(shading, visible, _SHINE_SURROUND_MM * COARSE_PIXELS_PER_MM) - shading
    melanin, haemoglobin, dimming = unmix(relative)
    view = CoarseView(
        regions=regions,
        skin=skin,
        visible=visible,
        usable=visible & ~_highlight(chroma, lighter, visible) & ~clipped & ~black,
        clipped=clipped,
        shading=shading,
        surround=blur_within(shading, visible, _FILL_MM * COARSE_PIXELS_PER_MM),
        lighter=lighter,
        melanin=melanin,
        haemoglobin=haemoglobin,
        dimming=dimming,
        flush=-np.ascontiguousarray(contrasts[..., 0]),
        chroma=chroma,
    )
    return view, colour


def foreign_in(contrasts: Plane, reference: Mask, skin: Mask) -> Mask:
    """This function will mark what is not skin by its colour: hair, glasses, cloth, lips that left their outline."""
    smooth = np.asarray(cv2.GaussianBlur(contrasts, (0, 0), _FOREIGN_MM * COARSE_PIXELS_PER_MM), np.float32)
    weights = [
        1 / max(spread(contrasts[..., part][reference]), least) for part, least in enumerate(_LEAST_SPREAD)
    ]
    one, other, shading = (smooth[..., part] for part in range(3))
    distance = (one * np.float32(weights[0])) ** 2 + (other * np.float32(weights[1])) ** 2
    foreign = (distance > _FOREIGN_DEVIATIONS**2) | (shading > _FOREIGN_DARKER)
    opened = cv2.morphologyEx(foreign.view(np.uint8), cv2.MORPH_OPEN, square_kernel(COARSE_PIXELS_PER_MM))
    return _without_spots(np.asarray(opened, np.uint8) & skin.view(np.uint8), skin)


def _without_spots(foreign: Pixels, skin: Mask) -> Mask:
    """This function will take small round islands out of what is no skin: a mole or a pimple is skin.

    What reaches the edge of the skin is no island: the shadow of lashes at the corner of an eye.
    """
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(foreign, connectivity=8, ltype=cv2.CV_16U)
    width, height, area = (
        boxes[:, part] for part in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    keep = np.ones(count, np.bool_)
    keep[np.maximum(width, height) <= _ISLAND_MM * COARSE_PIXELS_PER_MM] = False
    keep |= area < _ISLAND_FILLED * width * height
    inner = np.asarray(cv2.erode(skin.view(np.uint8), square_kernel(3)), np.uint8).view(np.bool_)
    keep[labels[skin & ~inner]] = True
    keep[0] = False  # the skin itself
    return np.asarray(keep[labels], np.bool_)


def _highlight(chroma: Plane, lighter: Plane, visible: Mask) -> Mask:
    surround = blur_within(chroma, visible, _SHINE_SURROUND_MM * COARSE_PIXELS_PER_MM)
    return np.asarray((lighter > _SHINE_LIGHTER) & (chroma < surround * _SHINE_CHROMA), np.bool_)


def _chroma_of(pixels: Pixels) -> Plane:
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab).astype(np.float32) - np.float32(
        128
    )  # 8-bit a* and b* are centred there
    return np.asarray(cv2.magnitude(lab[..., 1], lab[..., 2]), np.float32)


def _median_colour(pixels: Pixels, where: Mask) -> Pixels:
    """This function will give the median of each channel as one pixel; density rises with it, so it is the median there too."""
    chosen = pixels[where]
    half = len(chosen) / 2
    medians = [
        int(np.searchsorted(np.cumsum(np.bincount(chosen[:, part], minlength=256)), half))
        for part in range(3)
    ]
    return np.array(medians, np.uint8).reshape(1, 1, 3)


def _median_light(pixels: Pixels, skin: Mask) -> float:
    """This function will give the median linear luminance, 0-1, over the skin. Source of the weights: Rec. 709."""
    light = cv2.transform(linear_light_of(pixels), np.array([[0.2126, 0.7152, 0.0722]], np.float32))
    return quantile(np.asarray(light, np.float32)[skin], 0.5)
