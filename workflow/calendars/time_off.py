"""Somebody is not there for a while: leave, an illness, a course."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.calendars.refusals import AlreadyOff, EndsBeforeItBegins, NotTheirRoster
from workflow.refusal import NotFound
from workflow.store.models import Staff, TimeOff

log = structlog.get_logger(__name__)


def add_time_off(
    session: Session,
    *,
    staff_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Actor,
    now: datetime,
) -> TimeOff:
    """This will note that somebody is not there. What they had agreed to do in that time is for the caller to see to.

    Args:
        session: The caller's transaction.
        staff_id: Who.
        starts_at: From when (aware UTC).
        ends_at: Until when (aware UTC); they are there again at that instant.
        reason: A word, as leave or sick; never a story.
        by: They themselves, a manager, an owner, or the system.
        now: When (aware UTC).

    Raises:
        NotFound: There is no such member of staff.
        NotTheirRoster: It is somebody else's, and `by` is no manager or owner.
        EndsBeforeItBegins: It would end before it begins.
        AlreadyOff: The same is noted already.
    """
    _check_hand(by, staff_id=staff_id)
    staff = session.get(Staff, staff_id)
    if staff is None or not staff.active:
        raise NotFound(staff_id=str(staff_id))
    if ends_at <= starts_at:
        raise EndsBeforeItBegins(starts_at=starts_at, ends_at=ends_at)
    same = sa.select(TimeOff.id).where(
        TimeOff.staff_id == staff_id, TimeOff.starts_at <= starts_at, TimeOff.ends_at >= ends_at
    )
    if session.scalars(same).first() is not None:
        raise AlreadyOff(starts_at=starts_at, ends_at=ends_at)
    off = TimeOff(
        clinic_id=staff.clinic_id,
        staff_id=staff_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        noted_by=by.id if by.kind is ActorKind.STAFF else None,
        noted_at=now,
    )
    session.add(off)
    session.flush()
    log.info("time_off.noted", staff_id=str(staff_id), time_off_id=str(off.id))
    return off


def take_back_time_off(session: Session, *, time_off_id: uuid.UUID, by: Actor) -> None:
    """This will take a noted time off back: they are there after all.

    Raises:
        NotFound: There is no such time off.
        NotTheirRoster: It is somebody else's, and `by` is no manager or owner.
    """
    off = session.get(TimeOff, time_off_id)
    if off is None:
        raise NotFound(time_off_id=str(time_off_id))
    _check_hand(by, staff_id=off.staff_id)
    session.delete(off)
    session.flush()
    log.info("time_off.taken_back", staff_id=str(off.staff_id), time_off_id=str(time_off_id))


def time_off_of(
    session: Session, *, staff_ids: Collection[uuid.UUID], from_at: datetime, until: datetime
) -> list[TimeOff]:
    """This will give the noted time off that touches a time, earliest first."""
    statement = sa.select(TimeOff).where(
        TimeOff.staff_id.in_(staff_ids), TimeOff.ends_at > from_at, TimeOff.starts_at < until
    )
    return list(session.scalars(statement.order_by(TimeOff.starts_at, TimeOff.id)))


def _check_hand(by: Actor, *, staff_id: uuid.UUID) -> None:
    if by.kind is ActorKind.SYSTEM or by.id == staff_id or by.has(Role.MANAGER, Role.OWNER):
        return
    raise NotTheirRoster
