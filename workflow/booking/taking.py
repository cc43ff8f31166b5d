"""Taking cells and giving them back. The primary key of a cell decides who was first; nothing else needs to."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflow.booking.lapses import keep_silent
from workflow.booking.needs import Needs
from workflow.booking.refusals import SlotTaken
from workflow.booking.slots import cells, choose_one, is_free
from workflow.calendars import Span
from workflow.store.models import Appointment, Hold, ResourceCell

# Somebody may take the room just chosen; then the next free one is tried.
TRIES = 3


def take(
    session: Session,
    *,
    needs: Needs,
    taker: Appointment | Hold,
    now: datetime,
    beside: Appointment | None = None,
) -> None:
    """This will take the cells that an appointment or a hold needs; holds that are over give way.

    Args:
        session: The caller's transaction.
        needs: What is needed.
        taker: For whom; it says when.
        now: Aware UTC; what is held until then or earlier is free.
        beside: An appointment of the same case, to be moved: what it has taken is the taker's already.

    Raises:
        SlotTaken: Somebody or something needed is taken.
    """
    span = (taker.starts_at - needs.longest_before, taker.ends_at + needs.longest_after)
    for _ in range(TRIES):
        _take_back_what_is_over(session, resource_ids=needs.resource_ids, span=span, now=now)
        taken = taken_cells(session, resource_ids=needs.resource_ids, span=span, but_for=beside)
        wanted = cells_to_take(needs, starts_at=taker.starts_at, taken=taken)
        if wanted is None:
            break
        rows = _rows(taker, wanted=wanted, had=_cells_of(session, beside))
        try:
            with session.begin_nested():
                if rows:
                    session.execute(sa.insert(ResourceCell), rows)
        except IntegrityError:
            continue
        return
    raise SlotTaken(starts_at=taker.starts_at)


def give_back(session: Session, taker: Appointment | Hold) -> None:
    """This will give back every cell that an appointment or a hold has taken."""
    mine = ResourceCell.hold_id if isinstance(taker, Hold) else ResourceCell.appointment_id
    session.execute(sa.delete(ResourceCell).where(mine == taker.id))


def let_go(session: Session, *, case_id: uuid.UUID, now: datetime) -> bool:
    """This will give back what is held for a case, and say whether anything was; she is not told that it lapsed."""
    hold = session.scalar(sa.select(Hold).where(Hold.case_id == case_id).with_for_update())
    if hold is None:
        return False
    keep_silent(session, hold=hold, now=now)
    give_back(session, hold)
    session.delete(hold)
    session.flush()
    return True


def taken_cells(
    session: Session,
    *,
    resource_ids: Collection[uuid.UUID],
    span: Span,
    but_for: Appointment | None = None,
) -> dict[uuid.UUID, set[datetime]]:
    """This will give which cells of these resources are taken, leaving out those of one appointment (being moved)."""
    touched = cells(*span)
    statement = sa.select(ResourceCell.resource_id, ResourceCell.cell_at).where(
        ResourceCell.resource_id.in_(resource_ids), ResourceCell.cell_at.between(touched[0], touched[-1])
    )
    if but_for is not None:
        statement = statement.where(ResourceCell.appointment_id.is_distinct_from(but_for.id))
    taken: dict[uuid.UUID, set[datetime]] = defaultdict(set)
    for resource_id, cell_at in session.execute(statement):
        taken[resource_id].add(cell_at)
    return taken


def cells_to_take(
    needs: Needs, *, starts_at: datetime, taken: Mapping[uuid.UUID, Collection[datetime]]
) -> dict[uuid.UUID, tuple[datetime, ...]] | None:
    """This will say which cells of whom an appointment at this time takes; None if it cannot be then.

    The customer is taken for the treatment itself, whoever treats for their buffers too, rooms and devices for
    preparing and cleaning.
    """
    ends_at = starts_at + needs.length
    with_staff = cells(starts_at - needs.staff_before, ends_at + needs.staff_after)
    with_rooms = cells(starts_at - needs.preparing, ends_at + needs.cleaning)
    wanted = {needs.customer_id: cells(starts_at, ends_at), needs.staff_id: with_staff}
    if not all(is_free(their, taken.get(one, ())) for one, their in wanted.items()):
        return None
    for choices in needs.choices.values():
        chosen = choose_one(choices, with_rooms, taken)
        if chosen is None:
            return None
        wanted[chosen] = with_rooms
    return wanted


def _take_back_what_is_over(
    session: Session, *, resource_ids: Collection[uuid.UUID], span: Span, now: datetime
) -> None:
    """This will take the cells of holds that are over and stand in the way; one that is just being settled is left."""
    touched = cells(*span)
    in_the_way = sa.select(ResourceCell.hold_id).where(
        ResourceCell.resource_id.in_(resource_ids),
        ResourceCell.cell_at.between(touched[0], touched[-1]),
        ResourceCell.held_until <= now,
    )
    over = session.scalars(
        sa.select(Hold)
        .where(Hold.id.in_(in_the_way), Hold.held_until <= now)
        .order_by(Hold.id)
        .with_for_update(skip_locked=True)
    ).all()
    for hold in over:
        give_back(session, hold)
        session.delete(hold)
    if over:
        session.flush()


def _rows(
    taker: Appointment | Hold,
    *,
    wanted: Mapping[uuid.UUID, Collection[datetime]],
    had: Collection[tuple[uuid.UUID, datetime]],
) -> list[dict[str, Any]]:
    """This will give the cells as rows, in one order for everybody, so that two takers never wait for each other."""
    whose: dict[str, Any] = {"appointment_id": taker.id, "hold_id": None, "held_until": None}
    if isinstance(taker, Hold):
        whose = {"appointment_id": None, "hold_id": taker.id, "held_until": taker.held_until}
    return [
        {"resource_id": resource_id, "cell_at": cell_at, "clinic_id": taker.clinic_id, **whose}
        for resource_id in sorted(wanted)
        for cell_at in wanted[resource_id]
        if (resource_id, cell_at) not in had
    ]


def _cells_of(session: Session, appointment: Appointment | None) -> set[tuple[uuid.UUID, datetime]]:
    if appointment is None:
        return set()
    statement = sa.select(ResourceCell.resource_id, ResourceCell.cell_at)
    rows = session.execute(statement.where(ResourceCell.appointment_id == appointment.id))
    return {(row.resource_id, row.cell_at) for row in rows}
