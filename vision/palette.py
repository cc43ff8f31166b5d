"""The colours of findings: one for the picture, and the same for whoever explains it beside the picture."""

from collections.abc import Mapping
from types import MappingProxyType

Colour = tuple[int, int, int]

# By finding, RGB. Told apart on light and on dark skin, and by colour-blind eyes: rose, amber and blue differ in light too.
FINDING_COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "redness": (244, 63, 110),
        "pigment": (217, 119, 6),
        "lines": (56, 152, 255),
        "red_spots": (255, 23, 84),
        "brown_spots": (255, 176, 32),
        "regions": (255, 255, 255),
    }
)
