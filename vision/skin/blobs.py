"""Round spots in a plane of density, at every size at once: where, how large, how much denser than what is around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vision.opencv import cv2
from vision.skin.optics import Mask, Plane, gaussian, resized, shrunk, spread

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

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
_ROUND, _LONGEST = 1.5, 4.0
# A spot whose peak lies half a step outside the sizes looked for counts nothing, one that lies so much further inside fully.
_STEPS_OF_SPOTS, _SMALL_RAMP, _LARGE_RAMP = (0.5, _SCALES + 0.5), 1.5, 3.0
# A spot answers at several widths nearly alike, and which of them is the strongest is chance. So its width is the mean of
# all, each by this power of its answer; on even discs that is so many steps more than their own.
_LEANING, _LEANING_MORE = 8, 0.13
# From a pixel's middle to the top of its hill, in so many steps; none leads further than to the next hill.
_REFINED, _FURTHEST = 2, 0.7
# The middle of a spot that lies within the first share of another's radius is in it, one beyond the second is beside it.
_IN_ANOTHER = (0.5, 2.0)
# The weaker colour of one lesion counts nothing below the first share of both, and fully above the second.
_WEAKER = (0.25, 0.75)
# Candidates are told on whole pixels, whose answers are up to a fifth less than the top between them.
_ON_PIXELS = 0.8
# A spot answers so many times as strongly as the robust spread of all skin at its size: on noise of a normal
# distribution one of the 4000 places of a face is beyond it in every 40 faces.
_GRAIN = (2.0, 4.5)
_NO_GRAIN = 1e-6
_NOTHING, _HALF = 1e-9, 0.5
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
        shown: False for the weaker colour of a lesion, which counts by its share and is no lesion of its own.
    """

    x: float
    y: float
    size_mm: float
    contrast: float
    above: float
    sure: float = 1.0
    shown: bool = True

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


@dataclass(frozen=True)
class _Hills:
    """Where the skin answers more than around.

    Attributes:
        places: (n, 2) the tops, in pixels of the plane.
        shift: (n, 2) how far the top still is, in pixels.
        heights: (n, scales) how strongly each answers at each width.
        chosen: (n,) the width it answers to most, of those looked for.
        longer: (n,) how many times the larger curvature is the smaller one.
    """

    places: Numbers
    shift: Numbers
    heights: Numbers
    chosen: Indices
    longer: Numbers


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
    places = np.concatenate(
        [_peaks(answers, 1, searched, floor * _ON_PIXELS), _peaks(answers, 2, smaller, floor * _ON_PIXELS)]
    )
    if not len(places):
        return []
    hills = _hills(answers, places, first_mm * pixels_per_mm)
    return each_once(_blobs(hills, np.array([one.grain for one in answers]), first_mm, floor), pixels_per_mm)


def each_once(blobs: Sequence[Blob], pixels_per_mm: float) -> list[Blob]:
    """This function will count what lies in a stronger spot only by what it is more than that, strongest first.

    A spot loses as much as the stronger one counts, by how far inside that one it lies: so neither a little more distance
    nor which of two is a little stronger makes a jump.
    """
    ordered = sorted(blobs, key=lambda blob: -blob.counts)
    counts = np.array([blob.counts for blob in ordered])
    inside = _inside(ordered, ordered, pixels_per_mm)
    lost = np.tril(inside * counts, -1).max(1, initial=0.0)
    kept = np.clip(1 - lost / np.maximum(counts, _NOTHING), 0, 1).tolist()
    return [
        replace(blob, sure=blob.sure * share) for blob, share in zip(ordered, kept, strict=True) if share > 0
    ]


def beside(blobs: Sequence[Blob], others: Sequence[Blob], pixels_per_mm: float) -> list[Blob]:
    """This function will count spots of one colour by their share where a spot of the other colour lies.

    Args:
        blobs: The spots.
        others: The spots of the other colour.
        pixels_per_mm: Scale of the plane.
    """
    if not blobs or not others:
        return list(blobs)
    ours, theirs = (np.array([blob.counts for blob in some]) for some in (blobs, others))
    inside = _inside(blobs, others, pixels_per_mm)
    share = ours[:, None] / np.maximum(ours[:, None] + theirs, _NOTHING)
    least, full = _WEAKER
    kept = (1 - inside * np.clip((full - share) / (full - least), 0, 1)).min(1)
    second = ((inside > _HALF) & (share < _HALF)).any(1)
    return [
        replace(blob, sure=blob.sure * rest, shown=blob.shown and not hidden)
        for blob, rest, hidden in zip(blobs, kept.tolist(), second.tolist(), strict=True)
        if rest > 0
    ]


def _inside(blobs: Sequence[Blob], others: Sequence[Blob], pixels_per_mm: float) -> Numbers:
    """This function will give how far each spot lies in each other one, (n, m): 1 in it, 0 beside it."""
    (places, radii), (their_places, their_radii) = (
        (
            np.array([(blob.x, blob.y) for blob in some]).reshape(-1, 2),
            np.array([blob.size_mm for blob in some]) * (pixels_per_mm / 2),
        )
        for some in (blobs, others)
    )
    apart = np.linalg.norm(places[:, None] - their_places[None], axis=2)
    within, without = _IN_ANOTHER
    in_radii = apart / np.maximum(radii[:, None], their_radii[None])
    return np.asarray(np.clip((without - in_radii) / (without - within), 0, 1), np.float64)


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


def _hills(answers: list[_Answer], places: Numbers, first: float) -> _Hills:
    """This function will walk from each place to the top of its hill, and measure it there.

    Args:
        answers: How strongly each pixel answers at each width.
        places: (n, 2) pixels that answer more than those around them.
        first: The first blur in pixels.
    """
    for _ in range(_REFINED):
        tops = _tops(answers, places, first)
        places = places + tops.shift
    return replace(_tops(answers, places, first), places=places)


def _tops(answers: list[_Answer], places: Numbers, first: float) -> _Hills:
    """This function will measure the hills around (n, 2) places: how high at every width, how bent, how far from the top."""
    heights = np.stack([_looked_up(answer, places) for answer in answers], 1)
    chosen = np.clip(
        heights.argmax(1), 1, _LAST - 1
    )  # the first step is grain, the last one the shape of the face
    reach = np.maximum(1.0, first * _STEP ** (chosen - 1.0))
    around = np.zeros((len(places), 9))
    for at in np.unique(chosen).tolist():
        ours = np.flatnonzero(chosen == at)
        near = places[ours, None] + reach[ours, None, None] * _NEIGHBOURS
        around[ours] = _looked_up(answers[at], near.reshape(-1, 2)).reshape(-1, 9)
    _, up, _, left, middle, right, _, low, _ = around.T
    across, down = right + left - 2 * middle, up + low - 2 * middle
    mixed = (around[:, 8] + around[:, 0] - around[:, 2] - around[:, 6]) / 4
    slopes = np.stack([right - left, low - up], 1) / 2
    bend = across * down - mixed**2
    topped = (across < 0) & (bend > 0)
    steps = np.stack(
        [
            mixed * slopes[:, 1] - down * slopes[:, 0],
            mixed * slopes[:, 0] - across * slopes[:, 1],
        ],
        1,
    )
    steps = np.where(topped[:, None], steps / np.where(topped, bend, 1)[:, None], 0)
    shift = np.clip(steps, -_FURTHEST, _FURTHEST) * reach[:, None]
    mean, half = (across + down) / 2, np.hypot((across - down) / 2, mixed)
    longer = np.where(mean + half < 0, (mean - half) / np.minimum(mean + half, -_NOTHING), _LONGEST)
    return _Hills(places, shift, heights, chosen, longer)


def _blobs(hills: _Hills, grains: Numbers, first_mm: float, floor: float) -> list[Blob]:
    """This function will keep the hills that may be spots, and tell how surely each is one."""
    steps, heights = _peaks_between(hills.heights, hills.chosen)
    leaning = np.maximum(hills.heights, 0) / np.maximum(hills.heights.max(1, keepdims=True), _NOTHING)
    leaning **= _LEANING
    leaning /= leaning.sum(1, keepdims=True)
    width, grain = leaning @ np.arange(len(grains)), np.maximum(leaning @ grains, _NO_GRAIN)
    least, most = _STEPS_OF_SPOTS
    smaller = (np.minimum(steps, width) - least) / _SMALL_RAMP
    of_a_size = np.clip(np.minimum(smaller, (most - width) / _LARGE_RAMP), 0, 1)
    low, high = _GRAIN
    out_of_grain = np.clip((heights / grain - low) / (high - low), 0, 1)
    round_ = np.clip((_LONGEST - hills.longer) / (_LONGEST - _ROUND), 0, 1)
    sure = of_a_size * out_of_grain * round_
    sizes = 2 * _DISC_RADIUS * first_mm * _STEP ** (width - _LEANING_MORE - 1)
    return [
        Blob(
            x=float(hills.places[at, 0]),
            y=float(hills.places[at, 1]),
            size_mm=float(sizes[at]),
            contrast=float(heights[at]) / _DISC_ANSWER,
            above=float(heights[at] - floor) / _DISC_ANSWER,
            sure=float(sure[at]),
        )
        for at in np.flatnonzero((sure > 0) & (heights > floor)).tolist()
    ]


def _looked_up(answer: _Answer, places: Numbers) -> Numbers:
    """This function will give an answer at (n, 2) places of the plane; beyond the edge the last pixel stands in."""
    at = ((places + 0.5) / answer.factor - 0.5).astype(np.float32)
    right, down = np.ascontiguousarray(at[:, :1]), np.ascontiguousarray(at[:, 1:])
    found = cv2.remap(answer.plane, right, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float64).ravel()


def _peaks_between(heights: Numbers, chosen: Indices) -> tuple[Numbers, Numbers]:
    """This function will give at which step each hill is really highest, and how high (a parabola through three)."""
    rows = np.arange(len(heights))
    before, here, after = (heights[rows, chosen + step] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    bent = bend < 0
    shift = np.where(bent, np.clip(0.5 * (before - after) / np.where(bent, bend, 1), -1, 1), 0)
    return np.asarray(chosen + shift, np.float64), here - 0.25 * (before - after) * shift
