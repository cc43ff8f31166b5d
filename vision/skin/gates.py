"""How well the photo carries a reading, and the one reason to refuse it."""

import numpy as np

from vision.face.finding import Face
from vision.reasons import Reason, Unreadable
from vision.skin.regions import CHEEKS
from vision.skin.sharpness import sharpness_of
from vision.skin.view import MIN_REGION_PIXELS, SkinView

# Source of all limits: facts, Gates (medians of 14 faces and their degraded copies).
MIN_SHARPNESS = 2.5  # plain 9.4, blurred by 2 px 2.0, beauty filter 2.2
MIN_LIGHT = 0.15  # plain .40, dark .08
MAX_CLIPPED = 20.0  # % of skin; plain 1.6, overexposed 69
MAX_COVERED = 20.0  # % of skin; plain 5.2, fringe 25
MAX_SIDE_LIGHT = 0.39  # optical density between the cheeks; 90th percentile of ordinary portraits
# Colour of the chin over that of the forehead: 0.5-2 on bare faces, under 0.3 behind a painted white mask, which by
# colour distance alone passes for pale skin on some faces (measured on 14 portraits with and without one).
MIN_LOWER_FACE_COLOUR = 0.38
_LEAST_CHROMA = 4.0  # a black-and-white photo has no colour to compare


def judge(view: SkinView, face: Face) -> dict[str, float]:
    """This function will measure the quality of a photo.

    Returns:
        yaw, pitch, roll (degrees), pixels_per_mm, presence (0-1), sharpness (relative detail x 1000), light (median
        linear luminance, 0-1), clipped and covered (% of the skin), side_light (optical density between the cheeks), lower_face_colour
        (chroma of the chin over that of the forehead).
    """
    skin = view.skin
    return {
        "yaw": face.yaw,
        "pitch": face.pitch,
        "roll": face.roll,
        "pixels_per_mm": face.pixels_per_mm,
        "presence": face.presence,
        "sharpness": sharpness_of(view.aligned, view.regions),
        "light": view.light,
        "clipped": 100 * float(view.clipped[skin].mean()),
        "covered": 100 * float(1 - view.visible[skin].mean()),
        "side_light": _side_light(view),
        "lower_face_colour": _lower_face_colour(view),
    }


def refuse_if_unfit(quality: dict[str, float]) -> None:
    """This function will refuse a photo that cannot carry a reading, with the first reason that applies.

    Raises:
        Unreadable: TOO_DARK, TOO_BRIGHT, BLURRED, COVERED or UNEVEN_LIGHT. Light comes first: bad light also looks
            like blur and like a cover.
    """
    checks = (
        (quality["light"] < MIN_LIGHT, Reason.TOO_DARK),
        (quality["clipped"] > MAX_CLIPPED, Reason.TOO_BRIGHT),
        (quality["sharpness"] < MIN_SHARPNESS, Reason.BLURRED),
        (quality["covered"] > MAX_COVERED, Reason.COVERED),
        (quality["lower_face_colour"] < MIN_LOWER_FACE_COLOUR, Reason.COVERED),
        (quality["side_light"] > MAX_SIDE_LIGHT, Reason.UNEVEN_LIGHT),
    )
    for failed, reason in checks:
        if failed:
            raise Unreadable(reason)


def _side_light(view: SkinView) -> float:
    """This function will give the difference of the cheeks in density; 0 where one of them cannot be seen."""
    sides = [view.shading[view.regions[cheek] & view.visible] for cheek in CHEEKS]
    if min(len(side) for side in sides) < MIN_REGION_PIXELS:
        return 0.0
    right, left = (float(np.median(side)) for side in sides)
    return abs(right - left)


def _lower_face_colour(view: SkinView) -> float:
    """This function will give the chroma of the chin over that of the forehead; 1 where there is none to compare."""
    chin, forehead = (
        view.chroma[view.regions[name] & view.aligned.in_photo] for name in ("chin", "forehead")
    )
    if min(len(chin), len(forehead)) < MIN_REGION_PIXELS:
        return 1.0
    above = float(np.median(forehead))
    return float(np.median(chin)) / above if above > _LEAST_CHROMA else 1.0
