"""One photo of one face, edited and measured as often as it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vision.face.finding import find_face
from vision.reading import Metric
from vision.simulating.applying import applied
from vision.simulating.edits import edits_for
from vision.skin.aligned import PIXELS_PER_MM, align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.optics import Pixels, Plane, blur, spread
from vision.skin.regions import CHEEKS, joined
from vision.skin.view import SkinView, prepare

# The grain of skin lies between these blurs, as the metric of texture has it. Source: skin/relief.py.
_FINE_MM, _COARSE_MM = 0.25, 1.5


@dataclass(frozen=True)
class Look:
    """One measuring of one picture.

    Attributes:
        metrics: What the reading says.
        texture_kept: Spread of the skin's texture over that of the untouched photo, the lesser of cheeks and all skin.
    """

    metrics: Mapping[str, Metric]
    texture_kept: float


class Sitting:
    """A photo, its edits, and looks at what they make of it."""

    def __init__(self, pixels: Pixels, *, models: Path) -> None:
        """This will read the photo.

        Args:
            pixels: (H, W, 3) uint8, RGB, the whole photo.
            models: The folder of ONNX files.

        Raises:
            Unreadable: The photo cannot carry a reading.
        """
        self._pixels, self._models = pixels, models
        self.face = find_face(pixels, models=models)
        self._aligned = align(pixels, self.face)
        view = prepare(self._aligned)
        self._quality = judge(view, self.face)
        refuse_if_unfit(self._quality)
        self._view = view
        self._edits: dict[str, Plane] = {}
        self._textures = _textures(view)
        self._looks: dict[tuple[tuple[str, float], ...], Look] = {}
        self.before = self._measured(view)
        self._marks = {name: metric.marks for name, metric in self.before.metrics.items()}

    def edited(self, strengths: Mapping[str, float]) -> Pixels:
        """This function will give the photo with each edit at its strength (0-1)."""
        if not any(strengths.values()):
            return self._pixels.copy()
        missing = [name for name in strengths if name not in self._edits]
        if missing:
            self._edits.update(edits_for(self._view, missing, self._marks))
        edit = np.zeros_like(self._edits[next(iter(strengths))])
        for name, strength in strengths.items():
            edit += self._edits[name] * np.float32(strength)
        return applied(self._pixels, self._aligned, edit)

    def look(self, strengths: Mapping[str, float]) -> Look:
        """This function will edit and measure as a photo of its own, face and all: nothing is taken as known."""
        key = tuple(sorted(strengths.items()))
        if key not in self._looks:
            pixels = self.edited(strengths)
            view = prepare(align(pixels, find_face(pixels, models=self._models)))
            self._looks[key] = self._measured(view)
        return self._looks[key]

    def _measured(self, view: SkinView) -> Look:
        textures = _textures(view)
        kept = min(
            (after / before for after, before in zip(textures, self._textures, strict=True) if before > 0),
            default=1.0,
        )
        return Look(measure(view, self._quality).reading.metrics, kept)


def _textures(view: SkinView) -> tuple[float, ...]:
    """This function will give the spread of the skin's grain over the cheeks and over all skin, in optical density."""
    fine, coarse = (blur(view.filled, size * PIXELS_PER_MM) for size in (_FINE_MM, _COARSE_MM))
    grain = fine - coarse
    cheeks = joined(view.regions, CHEEKS) & view.usable
    return tuple(spread(grain[where]) if where.any() else 0.0 for where in (cheeks, view.usable))
