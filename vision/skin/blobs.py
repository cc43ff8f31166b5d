"""Round spots in a plane of density, at every size at once: where, how large, how much denser than what is around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.optics import Mask, Plane, gaussian, resized, shrunk, spread

Numbers = npt.NDArray[np.float64]

# Each blur is 1.6^(1/2) times the one before; a spot answers to the difference of one and the second next. Six such
# answers from a blur of 0.6 mm are the largest for discs of 2.1-6.8 mm. Source: facts, formulas: sigma .6-2.1 mm.
# One more on either side tells what is smaller or larger than that and so no spot of these sizes.
_STEP = 1.6**0.5
_SCALES = 7
_LAST = _SCALES + 1
# On an even disc of radius r and contrast 1 the difference of blurs s and 1.6 s is exp(-r^2/5.12 s^2) - exp(-r^2/2 s^2):
# the largest, 0.3336, where r = 1.7565 s (worked out by setting its derivative to nothing).
_DISC_RADIUS, _DISC_ANSWER = 1.7565, 0.3336
# A spot is round: of its two curvatures the larger is not many times the smaller (facts, formulas: blob test; 3 in the
# measured prototype). Up to the first it counts fully, from the second on not at all, so that none comes and goes whole.
_ROUND, _LONGEST = 2.0, 4.0
# A spot whose peak lies half a step outside the sizes looked for counts nothing, one that lies so much further inside fully.
_STEPS_OF_SPOTS, _SMALL_RAMP, _LARGE_RAMP = (0.5, _SCALES + 0.5), 1.0, 3.0
# A spot answers so many times as strongly as the robust spread of all skin at its size: on noise of a normal
# distribution one of the 4000 places of a face is beyond it in every 40 faces.
_GRAIN = (2.0, 4.5)
_NO_GRAIN = 1e-6
_SAMPLED = 3  # every third pixel of every third row tells the grain
_NEIGHBOURS = np.stack(np.meshgrid([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]), -1).reshape(9, 2)
# Where the inside of a spot and the skin around it are looked at, in radii of the spot, in so many directions.
_INSIDE, _AROUND, _DIRECTIONS = (0.2, 0.6), (1.5, 1.8), 12
# Wider blurs than this many pixels leave nothing that half the pixels do not show.
_HALVED_FROM = 2.0


@dataclass(frozen=True)
class Blob:
    """One spot.

    Attributes:
        x, y: Its middle in pixels of the plane.
        size_mm: Its diameter.
        contrast: How much denser it is than what is around it, in the plane's unit.
        above: How much of that is above the least that counts.
        sure: How surely it is a spot at all, 0-1; by so much of what is above it counts.
    """

    x: float
    y: float
    size_mm: float
    contrast: float
    above: float
    sure: float = 1.0

    @property
    def counts(self) -> float:
        """What it adds to a sum of spots."""
        return self.sure * self.above


@dataclass(frozen=True)
class _Answer:
    """How strongly each place answers at one width: (H, W) at every pixel or at every second one, and how strong grain is."""

    plane: Plane
    factor: int
    grain: float


def find_blobs(
    plane: Plane, searched: Mask, *, pixels_per_mm: float, least: float, first_mm: float
) -> list[Blob]:
    """This function will find the round spots of a plane that are denser than their surroundings, strongest first.

    A spot has to stand out twice: by a contrast that counts at all, and from the grain that this skin in this photo shows
    everywhere at the spot's own size. So neither pores nor a camera's noise are counted one by one.

    Args:
        plane: (H, W) float32.
        searched: Where the middle of a spot may lie.
        pixels_per_mm: Scale of the plane; 2 and more.
        least: The smallest contrast that counts.
        first_mm: The first blur; spots 3.3 to 12 times as wide are found.
    """
    smaller = np.ascontiguousarray(searched[::2, ::2])
    answers = [
        _Answer(answer, factor, _grain(answer, searched if factor == 1 else smaller))
        for answer, factor in _answers(plane, pixels_per_mm, first_mm)
    ]
    floor = least * _DISC_ANSWER
    places = np.concatenate([_peaks(answers, 1, searched, floor), _peaks(answers, 2, smaller, floor)])
    return strongest_of(_blobs(answers, places, first_mm, pixels_per_mm, floor), pixels_per_mm)


def strongest_of(blobs: Sequence[Blob], pixels_per_mm: float) -> list[Blob]:
    """This function will keep of spots that lie in one another the strongest, and give them strongest first."""
    ordered = sorted(blobs, key=lambda blob: -blob.contrast)
    places = np.array([(blob.x, blob.y) for blob in ordered]).reshape(-1, 2)
    radii = np.array([blob.size_mm for blob in ordered]) * (pixels_per_mm / 2)
    free = np.ones(len(ordered), np.bool_)
    kept = []
    for at, blob in enumerate(ordered):
        if free[at]:
            kept.append(blob)
            free &= np.hypot(*(places - places[at]).T) >= np.maximum(radii, radii[at])
    return kept


def contrasts_in(plane: Plane, blobs: Sequence[Blob], *, pixels_per_mm: float) -> Numbers:
    """This function will measure found spots in another plane: the mean inside over the mean of the ring around.

    Args:
        plane: (H, W) float32, the same picture as the spots were found in.
        blobs: The spots.
        pixels_per_mm: Scale of the plane.

    Returns:
        (n,) in the plane's unit.
    """
    if not blobs:
        return np.zeros(0)
    places = np.array([(blob.x, blob.y) for blob in blobs])
    radii = np.array([blob.size_mm for blob in blobs]) * (pixels_per_mm / 2)
    inside, around = (_means_at(plane, places, radii, rings) for rings in (_INSIDE, _AROUND))
    return inside - around


def _means_at(plane: Plane, places: Numbers, radii: Numbers, rings: tuple[float, ...]) -> Numbers:
    """This function will give the mean of a plane on circles around each place, radii times `rings` wide."""
    angles = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
    steps = np.concatenate([ring * np.stack([np.cos(angles), np.sin(angles)], 1) for ring in rings])
    at = (places[:, None] + radii[:, None, None] * steps[None]).astype(np.float32)
    right, down = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    found = cv2.remap(plane, right, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.asarray(found, np.float64).mean(1), np.float64)


def _grain(answer: Plane, searched: Mask) -> float:
    """This function will give how strongly skin without spots answers: the robust spread over all that is searched."""
    sample = answer[::_SAMPLED, ::_SAMPLED][searched[::_SAMPLED, ::_SAMPLED]]
    return spread(sample) if len(sample) else 0.0


def _answers(plane: Plane, pixels_per_mm: float, first_mm: float) -> list[tuple[Plane, int]]:
    """This function will blur a plane to each of the widths and take each from the second next one.

    Each blur is made from the one before, the wide ones on half the size.

    Returns:
        Each answer, and how many pixels of the plane one of its pixels is wide.
    """
    levels: list[tuple[Plane, int]] = []
    smooth, reached, factor = plane, 0.0, 1
    for step in range(-1, _SCALES + 3):
        sigma = first_mm * _STEP**step
        if factor == 1 and reached * pixels_per_mm > _HALVED_FROM:
            smooth, factor = shrunk(smooth, 2), 2
            # Averaging four pixels blurs by 1/2 pixel, and looking between them later by (3/4)^(1/2): one pixel in all.
            reached = float(np.hypot(reached, 1 / pixels_per_mm))
        smooth = gaussian(smooth, pixels_per_mm / factor * float(np.sqrt(sigma**2 - reached**2)))
        levels.append((smooth, factor))
        reached = sigma
    answers = []
    for (narrow, factor), (wide, _) in zip(levels, levels[2:], strict=False):
        alike = wide if wide.shape == narrow.shape else resized(wide, narrow.shape)
        answers.append((np.asarray(cv2.subtract(narrow, alike), np.float32), factor))
    return answers


def _peaks(answers: list[_Answer], factor: int, searched: Mask, floor: float) -> Numbers:
    """This function will give (n, 2) places, in pixels of the plane, that answer more than all around them and enough."""
    strongest = np.zeros(searched.shape, np.float32)
    for answer in answers[1:_LAST]:
        if answer.factor == factor:
            strongest = np.asarray(cv2.max(strongest, answer.plane), np.float32)
    top = np.asarray(cv2.dilate(strongest, np.ones((3, 3), np.uint8)), np.float32)
    found = (strongest >= top) & (strongest > floor) & searched
    found[[0, -1]], found[:, [0, -1]] = False, False  # a spot on the edge has no surroundings
    rows, columns = np.nonzero(found)
    return np.asarray((np.stack([columns, rows], 1) + 0.5) * factor - 0.5, np.float64)


def _blobs(
    answers: list[_Answer], places: Numbers, first_mm: float, pixels_per_mm: float, floor: float
) -> list[Blob]:
    """This function will measure the candidates and keep those that may be spots."""
    if not len(places):
        return []
    heights = np.stack([_looked_up(answer, places) for answer in answers], 1)
    blobs = []
    for at in range(1, _LAST):  # the first step is grain, the last one the shape of the face
        grain, reach = answers[at].grain, max(1.0, first_mm * _STEP ** (at - 1) * pixels_per_mm)
        chosen = np.flatnonzero((heights.argmax(1) == at) & (heights[:, at] > floor))
        around = _looked_up(answers[at], (places[chosen, None] + reach * _NEIGHBOURS).reshape(-1, 2))
        for (x, y), near, over in zip(places[chosen], around.reshape(-1, 3, 3), heights[chosen], strict=True):
            step, height = _peak(over, at)
            sure = _roundness(near) * _of_a_size(step) * _out_of_grain(height, grain)
            if sure <= 0:
                continue
            right, down = reach * (_peak(near[1], 1)[0] - 1), reach * (_peak(near[:, 1], 1)[0] - 1)
            size = 2 * _DISC_RADIUS * first_mm * _STEP ** (step - 1)
            contrast, above = height / _DISC_ANSWER, (height - floor) / _DISC_ANSWER
            blobs.append(Blob(float(x + right), float(y + down), size, contrast, above, sure))
    return blobs


def _looked_up(answer: _Answer, places: Numbers) -> Numbers:
    """This function will give an answer at (n, 2) places of the plane; beyond the edge the last pixel stands in."""
    if not len(places):
        return np.zeros(0)
    at = ((places + 0.5) / answer.factor - 0.5).astype(np.float32)
    right, down = np.ascontiguousarray(at[:, :1]), np.ascontiguousarray(at[:, 1:])
    found = cv2.remap(answer.plane, right, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float64).ravel()


def _roundness(around: Numbers) -> float:
    """This function will judge by the curvatures of a 3 x 3 neighbourhood how surely its middle tops a round hill, 0-1."""
    across = around[1, 2] + around[1, 0] - 2 * around[1, 1]
    down = around[2, 1] + around[0, 1] - 2 * around[1, 1]
    mixed = (around[2, 2] + around[0, 0] - around[0, 2] - around[2, 0]) / 4
    mean, half = (across + down) / 2, float(np.hypot((across - down) / 2, mixed))
    if mean + half >= 0:
        return 0.0
    longer = (mean - half) / (mean + half)
    return float(np.clip((_LONGEST - longer) / (_LONGEST - _ROUND), 0, 1))


def _out_of_grain(height: float, grain: float) -> float:
    """This function will tell how surely an answer is more than grain, 0-1."""
    low, high = _GRAIN
    return float(np.clip((height / max(grain, _NO_GRAIN) - low) / (high - low), 0, 1))


def _of_a_size(step: float) -> float:
    """This function will tell how surely a spot is of a size that is looked for, 0-1, by the step it peaks at."""
    least, most = _STEPS_OF_SPOTS
    return float(np.clip(min((step - least) / _SMALL_RAMP, (most - step) / _LARGE_RAMP), 0, 1))


def _peak(values: Numbers, at: int) -> tuple[float, float]:
    """This function will give where between its neighbours a largest value really peaks, and how high (a parabola)."""
    if not 0 < at < len(values) - 1:
        return float(at), float(values[at])
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2 * here + after
    if bend >= 0:
        return float(at), float(here)
    shift = 0.5 * (before - after) / bend
    return at + float(shift), float(here - 0.25 * (before - after) * shift)
