"""Who can be reached, and what they were told."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.refusal import NotFound
from workflow.store.models import ChannelIdentity, Notice

# One that is not blocked before one that is; then the newest.
_BEST_FIRST = (ChannelIdentity.blocked_at.is_not(None), ChannelIdentity.id.desc())


def identity_of(
    session: Session, *, customer_id: uuid.UUID | None = None, staff_id: uuid.UUID | None = None
) -> ChannelIdentity | None:
    """This will give where a person is reached: the newest identity, one that is not blocked before one that is.

    Args:
        session: A session of the person's clinic.
        customer_id: The customer, or
        staff_id: the member of staff; exactly one of the two.

    Raises:
        ValueError: None or both were given.
    """
    if (customer_id is None) == (staff_id is None):
        raise ValueError("give either a customer or a member of staff")
    column, value = (
        (ChannelIdentity.customer_id, customer_id)
        if staff_id is None
        else (ChannelIdentity.staff_id, staff_id)
    )
    reached = sa.select(ChannelIdentity).where(column == value).order_by(*_BEST_FIRST).limit(1)
    return session.scalars(reached).first()


def identities_of(
    session: Session, *, customer_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, ChannelIdentity]:
    """This will give where each of these customers is reached (see `identity_of`), by her id; unknown ones lack."""
    of_them = sa.select(ChannelIdentity).where(ChannelIdentity.customer_id.in_(customer_ids))
    best: dict[uuid.UUID, ChannelIdentity] = {}
    for identity in session.scalars(of_them.order_by(*_BEST_FIRST)):
        if identity.customer_id is not None:
            best.setdefault(identity.customer_id, identity)
    return best


def notice(session: Session, *, notice_id: uuid.UUID) -> Notice:
    """This will give the notice of that id.

    Raises:
        NotFound: There is none, or it belongs to another clinic.
    """
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound(notice_id=notice_id)
    return found


def notice_by_key(session: Session, *, key: str) -> Notice | None:
    """This will give what was told under this key, if it was."""
    return session.scalars(sa.select(Notice).where(Notice.dedupe_key == key)).one_or_none()


def notices_to(session: Session, *, identity_id: uuid.UUID, limit: int = 50) -> list[Notice]:
    """This will give what a person was told or is about to be told, the newest first."""
    return list(
        session.scalars(
            sa.select(Notice)
            .where(Notice.recipient_id == identity_id)
            .order_by(Notice.id.desc())
            .limit(limit)
        )
    )
