"""All metrics of one face, in the order they share their maps."""

from dataclasses import dataclass, replace

import numpy as np

from vision.anchors import Anchors, current_anchors
from vision.reading import ALL_METRICS, VERSION, SkinReading
from vision.skin.colour import ColourMaps, colour_maps, measure_colour
from vision.skin.lines import LineMap, line_map, measure_lines
from vision.skin.measured import Measured
from vision.skin.pores import measure_pores
from vision.skin.regions import LOWER_FACE
from vision.skin.relief import measure_shine, measure_texture
from vision.skin.scores import as_metrics, overall_score
from vision.skin.spots import SpotMap, measure_spots, spot_map
from vision.skin.view import MIN_COARSE_PIXELS, SkinView

# CIE chroma of skin is 15-30; a toned black-and-white print stays under this.
_LEAST_CHROMA = 4.0
# Stubble makes lines of a fifth of the chin and more (source: facts, Gates), and so does a camera's noise; but only hair
# makes the chin rougher than the cheeks (see gates.py). Of 28 portraits two beards and a moustache were 3.2-4.2 times as
# rough, short stubble 1.6 times with lines on half of the chin; five clean but noisy chins had as many lines at 0.2-1.2.
_LINED, _ROUGHER, _BEARDED = 0.2, 1.4, 2.2
_STUBBLE_SPOILS = ("lines", "texture", "red_spots", "brown_spots")


@dataclass(frozen=True)
class Findings:
    """The reading, and the maps the overlay draws from."""

    reading: SkinReading
    colour: ColourMaps
    lines: LineMap
    spots: SpotMap


def measure(view: SkinView, quality: dict[str, float], anchors: Anchors | None = None) -> Findings:
    """This function will measure every metric of a prepared face.

    Args:
        view: The face.
        quality: What `judge` measured of the photo.
        anchors: The 0-100 anchors; the clinic's own or the shipped ones where they are not given.
    """
    anchors = anchors or current_anchors()
    colour, lines = colour_maps(view), line_map(view)
    stubbled = has_stubble(view, lines, quality)
    spots = spot_map(view, lines, hidden=LOWER_FACE if stubbled else ())
    values: dict[str, Measured] = {
        **measure_colour(view, colour),
        **measure_spots(view, spots),
        "lines": measure_lines(view, lines),
        "texture": measure_texture(view),
        "shine": measure_shine(view),
        "pores": measure_pores(view),
    }
    if stubbled:
        values = {name: _shaved(one) if name in _STUBBLE_SPOILS else one for name, one in values.items()}
    metrics = as_metrics(
        values, anchors, pixels_per_mm=quality["pixels_per_mm"], has_colour=_has_colour(view)
    )
    rounded = {name: round(value, 3) for name, value in quality.items()} | {"anchors": anchors.fingerprint}
    ordered = {name: metrics[name] for name in ALL_METRICS}
    return Findings(SkinReading(rounded, ordered, overall_score(metrics), VERSION), colour, lines, spots)


def has_stubble(view: SkinView, lines: LineMap, quality: dict[str, float]) -> bool:
    """This function will tell stubble by how rough chin or upper lip are, and how much of the chin looks like lines."""
    chin = view.coarse.regions["chin"] & lines.coarse_searched
    area = int(chin.sum())
    lined = area >= MIN_COARSE_PIXELS and int((lines.coarse_on_line & chin).sum()) > _LINED * area
    return quality["stubble"] > (_ROUGHER if lined else _BEARDED)


def _shaved(measured: Measured) -> Measured:
    """This function will leave out the regions where stubble grows."""
    regions = {name: None if name in LOWER_FACE else value for name, value in measured.regions.items()}
    return replace(measured, regions=regions)


def _has_colour(view: SkinView) -> bool:
    shown = view.coarse.chroma[view.coarse.visible]
    return len(shown) > 0 and float(np.median(shown)) > _LEAST_CHROMA
