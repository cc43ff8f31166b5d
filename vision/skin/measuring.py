"""All metrics of one face, in the order they share their maps."""

from dataclasses import dataclass

from vision.anchors import Anchors, current_anchors
from vision.reading import ALL_METRICS, VERSION, SkinReading
from vision.skin.colour import ColourMaps, colour_maps, has_colour, measure_colour
from vision.skin.lines import LineMap, line_map, measure_lines
from vision.skin.pores import measure_pores
from vision.skin.relief import measure_shine, measure_texture
from vision.skin.scores import as_metrics, overall_score
from vision.skin.spots import SpotMap, measure_spots, spot_map
from vision.skin.stubble import bare_share, stubbled_regions, without
from vision.skin.view import SkinView


@dataclass(frozen=True)
class Findings:
    """The reading, the maps the overlay draws from, and the regions that stubble hides."""

    reading: SkinReading
    colour: ColourMaps
    lines: LineMap
    spots: SpotMap
    hidden: tuple[str, ...] = ()


def measure(
    view: SkinView,
    quality: dict[str, float],
    anchors: Anchors | None = None,
    *,
    hidden: tuple[str, ...] = (),
) -> Findings:
    """This function will measure every metric of a prepared face.

    Args:
        view: The face.
        quality: What `judge` measured of the photo.
        anchors: The 0-100 anchors; the clinic's own or the shipped ones where they are not given.
        hidden: Regions that stubble hides in the photo this one is compared with; its own are hidden anyway.
    """
    anchors = anchors or current_anchors()
    colour, lines = colour_maps(view), line_map(view)
    hidden = hidden or stubbled_regions(view, lines, quality)
    spots = spot_map(view, lines, hidden=hidden, lower_face=bare_share(view, lines, quality))
    values = {
        **measure_colour(view, colour),
        **measure_spots(view, spots),
        "lines": measure_lines(view, lines),
        "texture": measure_texture(view),
        "shine": measure_shine(view),
        "pores": measure_pores(view),
    }
    metrics = as_metrics(
        without(values, hidden),
        anchors,
        quality=quality,
        has_colour=has_colour(view, colour),
    )
    rounded = {name: round(value, 3) for name, value in quality.items()} | {"anchors": anchors.fingerprint}
    ordered = {name: metrics[name] for name in ALL_METRICS}
    return Findings(
        SkinReading(rounded, ordered, overall_score(metrics), VERSION), colour, lines, spots, hidden
    )
