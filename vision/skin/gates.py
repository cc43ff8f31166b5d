"""How well the photo carries a reading, and the one reason to refuse it."""

from vision.face.finding import Face
from vision.reasons import Reason, Unreadable
from vision.skin.covers import (
    eye_sharpness,
    forehead_roughness,
    glasses_edge,
    grains_of,
    hidden_share,
    mouth_contrast,
    share_of,
    stubble,
)
from vision.skin.optics import Plane, quantile
from vision.skin.regions import CHEEKS, joined
from vision.skin.sharpness import sharpness_from
from vision.skin.view import COARSE, MIN_COARSE_PIXELS, SkinView

# Source of the limits without a word of their own: facts, Gates (medians of 14 faces and their degraded copies).
MIN_SHARPNESS = 2.5  # plain 9.4, blurred by 2 px 2.0, beauty filter 2.2
MIN_LIGHT = 0.15  # plain .40, dark .08
# Facts say 20 %; on 16 portraits with a fifth more light nothing moved up to 8.5 % clipped, and evenness by a third at 18.9 %.
MAX_CLIPPED = 15.0  # % of skin; plain 0-10, overexposed 69
MAX_COVERED = 20.0  # % of the skin in the photo; plain 4, fringe 20
MAX_SIDE_LIGHT = 0.39  # optical density between the cheeks; 90th percentile of ordinary portraits
# Source of those below: 28 portraits as they are and with each cover painted on (vision/samples/covers.py); "bare" is the
# range of the portraits without that cover.
MIN_EYE_SHARPNESS = 0.33  # asked where the skin is not sharp: filtered .30-.73, blurred by 2 px .19-.27
MIN_MOUTH = 0.75  # bare 1.2-8.0; mask of any colour .03-.44; hand .20-.34
MAX_GLASSES = 0.2  # bare .02-.16; two portraits with real glasses .25 and .45
MAX_FOREHEAD_HIDDEN = 50.0  # % of the forehead; bare 0-16; three portraits with fringe, wig or hat 70-98
MAX_FOREHEAD_ROUGHNESS = 4.0  # bare .3-3.4; a real fringe 15, painted ones .6-42
MAX_CUT_OFF = 15.0  # % of the skin; bare 0-11, cropped to the face
# Optical density of melanin or haemoglobin between the cheeks; bare .02-.23, one portrait under a lamp at one side .62.
# Painted over one cheek of the sample selfie, 44 mm wide: grey and white 1.1, blue 2.2, pink 1.1. A cheek is what skin is
# told by, so one that is something else does not show in the share of what is not skin.
MAX_CHEEKS_APART = 0.7
_THINNED = 4  # one pixel of so many is enough to tell how light a place is


def judge(view: SkinView, face: Face) -> dict[str, float]:
    """This function will measure the quality of a photo.

    Returns:
        yaw, pitch, roll (degrees), pixels_per_mm, presence (0-1), sharpness (relative detail x 1000), where that is low
        eye_sharpness (fine over coarse detail), light and forehead_light (median linear luminance, 0-1), clipped, covered, forehead_hidden and cut_off (% of the skin, of the
        forehead, of the skin), side_light and cheeks_apart (optical density between the cheeks, of all light and of a chromophore), mouth (optical density), glasses
        (density per mm), forehead_roughness and stubble (times the cheeks; stubble refuses nothing, see measuring.py), chroma (median
        CIE chroma of the cheeks; refuses nothing, see comparing/verdicts.py).
    """
    coarse, grains = view.coarse, grains_of(view)
    sharpness = sharpness_from(grains)
    eyes = {"eye_sharpness": eye_sharpness(view.aligned)} if sharpness < MIN_SHARPNESS else {}
    return {
        "yaw": face.yaw,
        "pitch": face.pitch,
        "roll": face.roll,
        "pixels_per_mm": face.pixels_per_mm,
        "presence": face.presence,
        "sharpness": sharpness,
        **eyes,
        "light": view.light,
        "forehead_light": _forehead_light(view),
        "clipped": 100 * share_of(coarse.clipped, coarse.skin),
        "covered": 100 * hidden_share(view, coarse.skin),
        "forehead_hidden": 100 * hidden_share(view, coarse.regions["forehead"]),
        "cut_off": 100 * (1 - share_of(view.aligned.in_photo[::COARSE, ::COARSE], coarse.skin)),
        "side_light": _side_light(view),
        "cheeks_apart": _cheeks_apart(view),
        "chroma": _chroma(view),
        "mouth": mouth_contrast(view),
        "glasses": glasses_edge(view),
        "forehead_roughness": forehead_roughness(grains),
        "stubble": stubble(grains),
    }


def refuse_if_unfit(quality: dict[str, float]) -> None:
    """This function will refuse a photo that cannot carry a reading, with the first reason that applies.

    Bad light comes first: it also looks like blur and like a cover. Then blur, which takes the mouth's edges with the
    skin's. A cover comes before a filter, because cloth is smooth.

    Raises:
        Unreadable: TOO_DARK, TOO_BRIGHT, CUT_OFF, BLURRED, COVERED_MOUTH, COVERED_GLASSES, COVERED_HAIR, COVERED, FILTERED
            or UNEVEN_LIGHT.
    """
    smooth = quality["sharpness"] < MIN_SHARPNESS
    soft = quality.get("eye_sharpness", 1.0) < MIN_EYE_SHARPNESS
    hair = (
        quality["forehead_hidden"] > MAX_FOREHEAD_HIDDEN
        or quality["forehead_roughness"] > MAX_FOREHEAD_ROUGHNESS
    )
    checks = (
        # A black mask darkens half of the skin, a black fringe the forehead: a dark photo darkens both.
        (max(quality["light"], quality["forehead_light"]) < MIN_LIGHT, Reason.TOO_DARK),
        (quality["clipped"] > MAX_CLIPPED, Reason.TOO_BRIGHT),
        (quality["cut_off"] > MAX_CUT_OFF, Reason.CUT_OFF),
        (smooth and soft, Reason.BLURRED),
        (quality["mouth"] < MIN_MOUTH, Reason.COVERED_MOUTH),
        (quality["glasses"] > MAX_GLASSES, Reason.COVERED_GLASSES),
        (hair, Reason.COVERED_HAIR),
        (quality["covered"] > MAX_COVERED, Reason.COVERED),
        (smooth, Reason.FILTERED),
        (quality["side_light"] > MAX_SIDE_LIGHT, Reason.UNEVEN_LIGHT),
        # After the light, for a lamp of another colour at one side parts the cheeks too.
        (quality["cheeks_apart"] > MAX_CHEEKS_APART, Reason.COVERED),
    )
    for failed, reason in checks:
        if failed:
            raise Unreadable(reason)


def _side_light(view: SkinView) -> float:
    """This function will give the difference of the cheeks in density; 0 where one of them cannot be seen."""
    return _between_cheeks(view, view.coarse.shading)


def _cheeks_apart(view: SkinView) -> float:
    """This function will give the larger difference of the cheeks in one of the two chromophores."""
    return max(_between_cheeks(view, plane) for plane in (view.coarse.melanin, view.coarse.haemoglobin))


def _chroma(view: SkinView) -> float:
    """This function will give the median CIE chroma of both cheeks; 0 where neither can be seen."""
    coarse = view.coarse
    cheeks = coarse.chroma[joined(coarse.regions, CHEEKS) & coarse.visible]
    return quantile(cheeks, 0.5) if len(cheeks) >= MIN_COARSE_PIXELS else 0.0


def _between_cheeks(view: SkinView, plane: Plane) -> float:
    coarse = view.coarse
    sides = [plane[coarse.regions[cheek] & coarse.visible] for cheek in CHEEKS]
    if min(len(side) for side in sides) < MIN_COARSE_PIXELS:
        return 0.0
    right, left = (quantile(side, 0.5) for side in sides)
    return abs(right - left)


def _forehead_light(view: SkinView) -> float:
    """This function will give the median luminance of the forehead, from how much darker it is than all skin."""
    coarse = view.coarse
    places = (coarse.regions["forehead"], coarse.skin)
    forehead, skin = (coarse.shading[where][::_THINNED] for where in places)
    if len(forehead) * _THINNED < MIN_COARSE_PIXELS:
        return 0.0
    return view.light * 10 ** (quantile(skin, 0.5) - quantile(forehead, 0.5))
