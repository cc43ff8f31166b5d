"""All metrics of one face, in the order they share their maps."""

from dataclasses import dataclass

import numpy as np

from vision.reading import ALL_METRICS, VERSION, SkinReading
from vision.skin.colour import ColourMaps, colour_maps, measure_colour
from vision.skin.lines import LineMap, line_map, measure_lines
from vision.skin.relief import measure_shine, measure_texture
from vision.skin.scores import as_metrics, overall_score
from vision.skin.view import SkinView

# CIE chroma of skin is 15-30; a toned black-and-white print stays under this.
_LEAST_CHROMA = 4.0


@dataclass(frozen=True)
class Findings:
    """The reading, and the maps the overlay draws from."""

    reading: SkinReading
    colour: ColourMaps
    lines: LineMap


def measure(view: SkinView, quality: dict[str, float]) -> Findings:
    """This function will measure every metric of a prepared face."""
    colour, lines = colour_maps(view), line_map(view)
    values: dict[str, float | None] = {
        **measure_colour(view, colour),
        "lines": measure_lines(view, lines),
        "texture": measure_texture(view),
        "shine": measure_shine(view),
    }
    metrics = as_metrics(values, pixels_per_mm=quality["pixels_per_mm"], has_colour=_has_colour(view))
    rounded = {name: round(value, 3) for name, value in quality.items()}
    ordered = {name: metrics[name] for name in ALL_METRICS}
    return Findings(SkinReading(rounded, ordered, overall_score(metrics), VERSION), colour, lines)


def _has_colour(view: SkinView) -> bool:
    shown = view.chroma[view.visible]
    return len(shown) > 0 and float(np.median(shown)) > _LEAST_CHROMA
