"""Stubble: a lower face whose hairs would be counted as lines and spots."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from vision.skin.lines import LineMap
from vision.skin.measured import Measured
from vision.skin.regions import LOWER_FACE
from vision.skin.view import MIN_COARSE_PIXELS, SkinView

# Stubble makes lines of a fifth of the chin and more (source: facts, Gates), and so does a camera's noise; but only hair
# makes the chin rougher than the cheeks (see gates.py). Of 28 portraits two beards and a moustache were 3.2-4.2 times as
# rough, short stubble 1.6 times with lines on half of the chin; five clean but noisy chins had as many lines at 0.2-1.2.
_LINED, _ROUGHER, _BEARDED = 0.2, 1.4, 2.2
# From these on the lower face counts less for spots, by how lined the chin is. Clean chins were 0.2-1.2 times as rough.
_LINED_RAMP, _SMOOTH = (0.1, 0.2), (1.2, 0.8)
_SPOILT = ("lines", "texture", "red_spots", "brown_spots")


def stubbled_regions(view: SkinView, lines: LineMap, quality: Mapping[str, float]) -> tuple[str, ...]:
    """This function will name the regions hidden by stubble: by how rough chin or upper lip are, and how lined the chin."""
    chin = view.coarse.regions["chin"] & lines.coarse_searched
    area = int(chin.sum())
    lined = area >= MIN_COARSE_PIXELS and int((lines.coarse_on_line & chin).sum()) > _LINED * area
    return LOWER_FACE if quality["stubble"] > (_ROUGHER if lined else _BEARDED) else ()


def bare_share(view: SkinView, lines: LineMap, quality: Mapping[str, float]) -> float:
    """This function will tell how surely the lower face is free of stubble, 0-1; 0 where it hides the regions.

    A chin that is nearly too rough counts for less and less, so that its spots do not come and go whole.
    """
    chin = view.coarse.regions["chin"] & lines.coarse_searched
    area = int(chin.sum())
    lined = int((lines.coarse_on_line & chin).sum()) / area if area >= MIN_COARSE_PIXELS else 0.0
    smooth, most = (np.interp(lined, _LINED_RAMP, ends) for ends in (_SMOOTH, (_BEARDED, _ROUGHER)))
    return float(np.clip((most - quality["stubble"]) / (most - smooth), 0, 1))


def without(values: Mapping[str, Measured], hidden: tuple[str, ...]) -> dict[str, Measured]:
    """This function will leave the hidden regions out of the metrics that hair spoils."""
    return {
        name: replace(one, regions={at: None if at in hidden else value for at, value in one.regions.items()})
        if name in _SPOILT
        else one
        for name, one in values.items()
    }
