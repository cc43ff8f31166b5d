"""The pictures of simulations: they live no longer than the photos they were made of."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import Simulation, SimulationState


def erase_simulations(session: Session, *, scan_ids: Iterable[uuid.UUID], now: datetime) -> list[str]:
    """This will withdraw every picture made of some photos; what was measured in them stays as numbers.

    Whoever calls holds the photos' rows.

    Returns:
        The keys of pictures to erase from the photo store, once this is committed.
    """
    held = sa.select(Simulation).where(Simulation.scan_id.in_(list(scan_ids))).order_by(Simulation.id)
    keys = []
    for row in session.scalars(held.with_for_update().execution_options(populate_existing=True)):
        keys += [row.picture_key] if row.picture_key else []
        row.picture_key = None
        if row.state is not SimulationState.WITHDRAWN:
            row.state, row.settled_at, row.lease_until = SimulationState.WITHDRAWN, now, None
    return keys


def forget_simulations(session: Session, *, of_scans: sa.Select[uuid.UUID]) -> None:
    """This will let go of the pictures of photos whose time is over; the sweep erases the files."""
    session.execute(
        sa.update(Simulation)
        .where(Simulation.scan_id.in_(of_scans), Simulation.picture_key.is_not(None))
        .values(picture_key=None),
        execution_options={"synchronize_session": False},
    )


def forget_simulated_measures(session: Session, *, of_scans: sa.Select[uuid.UUID]) -> None:
    """This will let go of what was measured in simulations of photos whose readings' time is over."""
    session.execute(
        sa.update(Simulation)
        .where(Simulation.scan_id.in_(of_scans), Simulation.measured.is_not(None))
        .values(measured=None),
        execution_options={"synchronize_session": False},
    )


def named_by_simulations(session: Session, *, keys: Sequence[str]) -> set[str]:
    """This will say which of these pictures a simulation of any clinic shows."""
    found = session.scalars(sa.select(Simulation.picture_key).where(Simulation.picture_key.in_(keys)))
    return {key for key in found if key}
