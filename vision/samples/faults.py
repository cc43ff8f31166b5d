"""Photos with one thing wrong, each with the reasons it may be refused for: what the gates are measured with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from vision.face.detector import Points
from vision.intake import Pixels
from vision.reasons import Reason
from vision.samples import covers, retakes

_DARK_FRAME, _WIRE = (20.0, 20.0, 22.0), (150.0, 140.0, 120.0)


@dataclass(frozen=True)
class Fault:
    """What spoils a photo.

    Attributes:
        spoil: From the photo (H, W, 3) and its mesh (468, 3) to the spoilt photo.
        reason: The reason whose tip mends it.
    """

    spoil: Callable[[Pixels, Points], Pixels]
    reason: Reason


def _by_light(retake: Callable[[Pixels], Pixels], reason: Reason) -> Fault:
    return Fault(lambda pixels, _: retake(pixels), reason)


FAULTS: Mapping[str, Fault] = {
    "light 0.2": _by_light(lambda pixels: retakes.lit(pixels, 0.2), Reason.TOO_DARK),
    "light 6": _by_light(lambda pixels: retakes.lit(pixels, 6.0), Reason.TOO_BRIGHT),
    "lamp at one side": Fault(covers.lit_from_one_side, Reason.UNEVEN_LIGHT),
    "blur 2 px": _by_light(lambda pixels: retakes.softened(pixels, 2.0), Reason.BLURRED),
    "blur 4 px": _by_light(lambda pixels: retakes.softened(pixels, 4.0), Reason.BLURRED),
    "beauty filter": Fault(covers.beauty_filtered, Reason.FILTERED),
    **{
        f"mask, {name}": Fault(partial(covers.with_mask, colour=colour), Reason.COVERED_MOUTH)
        for name, colour in covers.MASK_COLOURS.items()
    },
    "hand over the mouth": Fault(covers.with_hand, Reason.COVERED_MOUTH),
    **{
        f"fringe, {name}": Fault(partial(covers.with_fringe, colour=colour), Reason.COVERED_HAIR)
        for name, colour in covers.HAIR_COLOURS.items()
    },
    "glasses, dark frame": Fault(
        partial(covers.with_glasses, colour=_DARK_FRAME, rim_mm=2.5), Reason.COVERED_GLASSES
    ),
    "glasses, wire": Fault(partial(covers.with_glasses, colour=_WIRE, rim_mm=1.0), Reason.COVERED_GLASSES),
    "half out of the picture": Fault(covers.half_cut_off, Reason.CUT_OFF),
}
