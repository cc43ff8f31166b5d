"""One portrait through the gates: as it is, and with each fault painted on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vision import Reason, Unreadable
from vision.face.finding import find_face
from vision.intake import Pixels, open_photo
from vision.samples.faults import FAULTS
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.view import prepare


@dataclass(frozen=True)
class Gated:
    """A portrait: the reason it is refused for as it is, and with each fault; None where it passes."""

    plain: Reason | None
    spoilt: Mapping[str, Reason | None]


def gate(path: Path, models: Path) -> Gated:
    """This will send a portrait through the gates; faults are painted only on one that passes."""
    try:
        pixels = open_photo(path.read_bytes())
        mesh = find_face(pixels, models=models).mesh
    except Unreadable as no:
        return Gated(no.reason, {})
    plain = _reason(pixels, models)
    if plain is not None:
        return Gated(plain, {})
    return Gated(None, {name: _reason(fault.spoil(pixels, mesh), models) for name, fault in FAULTS.items()})


def _reason(pixels: Pixels, models: Path) -> Reason | None:
    try:
        face = find_face(pixels, models=models)
        refuse_if_unfit(judge(prepare(align(pixels, face)), face))
    except Unreadable as no:
        return no.reason
    return None
