"""A kept photo of Mali's, and pictures simulated of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

import vision
from tests.factories.cases import a_skin_reading
from vision.simulating import Moved, Shown
from workflow.scans import (
    Scan,
    Simulation,
    ask_for_simulation,
    record_reading,
    record_simulation,
)
from workflow.store.models import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.factories.cases import Walk
    from workflow.actor import Actor

PHOTO, OVERLAY, PICTURE = "a" * 32, "b" * 32, "c" * 32
WISH = {"redness": -0.2}
WORDS = "th-1"


def read_photo(walk: Walk, *, photo_key: str = PHOTO) -> Scan:
    sent = walk.sends_photo(message_id="m1")
    record_reading(
        walk.session,
        scan_id=sent.id,
        reading=a_skin_reading(),
        photo_key=photo_key,
        overlay_key=OVERLAY,
        now=walk.now,
    )
    return sent


def made(*, shows: bool = True) -> vision.Simulation:
    shown = Shown("OD x 100", 20.0, 16.0, 16.4, 2.6, 0.3, None)
    return vision.Simulation(
        picture_jpeg=b"jpeg" if shows else None,
        wish=WISH,
        metrics={"redness": shown},
        others={"pigment": Moved(10.0, 9.8, 1.6)},
        texture_kept=0.95,
        version=vision.VERSION,
    )


def asked(
    walk: Walk,
    photo: Scan,
    *,
    wish: Mapping[str, float] = WISH,
    by: Actor | None = None,
    words_version: str = WORDS,
) -> Simulation:
    return ask_for_simulation(
        walk.session,
        scan_id=photo.id,
        wish=wish,
        words_version=words_version,
        by=by or walk.fon,
        now=walk.now,
    )


def finished(walk: Walk, row: Simulation, *, picture_key: str = PICTURE) -> Simulation | None:
    return record_simulation(
        walk.session, simulation_id=row.id, made=made(), picture_key=picture_key, now=walk.now
    )


def told(walk: Walk, kind: str) -> list[Notice]:
    return list(walk.session.scalars(sa.select(Notice).where(Notice.kind == kind)))
