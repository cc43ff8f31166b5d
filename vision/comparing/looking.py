"""One of two photos: looked at as any other, and measured anew beside its fellow."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vision.coding import Coding, told_by
from vision.face.finding import Face, find_face
from vision.intake import Pixels, opened
from vision.skin.aligned import AlignedFace, align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import Findings, measure
from vision.skin.optics import Mask
from vision.skin.sharpness import matched
from vision.skin.view import SkinView, prepare


@dataclass(frozen=True)
class Shown:
    """One photo, ready to be compared.

    Attributes:
        pixels: (H, W, 3) uint8, RGB, the whole photo.
        face: Where its face is.
        view: The face, prepared for measuring.
        quality: How well it carries a reading, see `SkinReading.quality`.
        coding: How coarsely its file kept colours, None where it does not say.
    """

    pixels: Pixels
    face: Face
    view: SkinView
    quality: dict[str, float]
    coding: Coding | None = None

    @property
    def aligned(self) -> AlignedFace:
        """The face, upright and at one scale."""
        return self.view.aligned


def look_at(photo: bytes, *, models: Path) -> Shown:
    """This function will open a photo and find its face.

    Raises:
        Unreadable: It carries no reading.
    """
    file = opened(photo)
    return _looked_at(file.pixels, file.coding, models)


def mirrored(shown: Shown, *, models: Path) -> AlignedFace:
    """This function will give the face of a photo whose left and right are swapped.

    Raises:
        Unreadable: No face is found then; that happens at the limits of what is read.
    """
    swapped = _swapped(shown.pixels)
    return align(swapped, find_face(swapped, models=models))


def look_at_mirrored(shown: Shown, *, models: Path) -> Shown:
    """This function will look at a photo with left and right swapped.

    Raises:
        Unreadable: It carries no reading then.
    """
    return _looked_at(_swapped(shown.pixels), shown.coding, models)


def _looked_at(pixels: Pixels, coding: Coding | None, models: Path) -> Shown:
    face = find_face(pixels, models=models)
    view = prepare(align(pixels, face))
    quality = judge(view, face) | told_by(coding, face.pixels_per_mm)
    refuse_if_unfit(quality)
    return Shown(pixels, face, view, quality, coding)


def _swapped(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, ::-1])


def measured_alike(shown: Shown, *, sharpness: float, seen: Mask, hidden: tuple[str, ...] = ()) -> Findings:
    """This function will measure a face so that it can be held against another.

    Args:
        shown: The photo.
        sharpness: Of the softer of both photos; a sharper one is blurred to it.
        seen: (H, W) in its aligned face: the skin that the other photo shows too. What only one of them shows, because
            hair lay over it in the other, is left out of both.
        hidden: Regions that stubble hides in the other photo.
    """
    alike = matched(shown.aligned, sharpness, shown.view.regions)
    common = replace(alike, in_photo=alike.in_photo & (seen | ~shown.view.skin))
    return measure(prepare(common), shown.quality, hidden=hidden)
