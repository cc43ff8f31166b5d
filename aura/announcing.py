"""Telling what was committed: open pages, which clinic's and customer's rows changed; workers, what is to be done.

The session says so itself, once its commit is through, so that no operation and no page has to think of it. A commit
by plain statements goes unsaid; whoever watches looks now and then anyway.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, UOWTransaction

from aura.bells import PHRASINGS, SCANS, SIMULATIONS, outbox_of
from workflow.store.base import ClinicRow
from workflow.store.insert_once import INSERTED
from workflow.store.models import (
    Customer,
    InboundEvent,
    Notice,
    Phrasing,
    Scan,
    SignInLink,
    Simulation,
    WebSession,
)
from workflow.unit_of_work import Sessions

_CHANGED = "changed"
# What comes and goes with each message and each look at a page; no page shows it.
_UNSEEN = (InboundEvent, Notice, SignInLink, WebSession)

Ring = Callable[..., None]
Tell = Callable[[Collection[UUID]], None]


def announce_commits(sessions: Sessions, tell: Tell) -> None:
    """This will have each commit of these sessions told, with the ids of the clinics and customers it changed.

    Args:
        sessions: The factory whose sessions are listened to.
        tell: Called after the commit, in its thread; must be quick and must not raise.
    """

    def flushed(session: Session, _: UOWTransaction) -> None:
        changed: set[UUID] = session.info.setdefault(_CHANGED, set())
        for row in (*session.new, *session.dirty, *session.deleted):
            if isinstance(row, ClinicRow) and not isinstance(row, _UNSEEN):
                changed.update(_watched_ids(row))

    def committed(session: Session) -> None:
        if not session.in_nested_transaction():  # a savepoint is no commit yet
            changed = session.info.pop(_CHANGED, None)
            if changed:
                tell(changed)

    def rolled_back(session: Session) -> None:
        if not session.in_nested_transaction():
            session.info.pop(_CHANGED, None)

    sa.event.listen(sessions, "after_flush", flushed)
    sa.event.listen(sessions, "after_commit", committed)
    sa.event.listen(sessions, "after_rollback", rolled_back)


def announce_work(sessions: Sessions, ring: Ring) -> None:
    """This will have each commit of these sessions ring the workers whose work it wrote down, and no others.

    Args:
        sessions: The factory whose sessions are listened to.
        ring: Called with the names of the workers after the commit, in its thread; must be quick and must not raise.
    """

    def committed(session: Session) -> None:
        if not session.in_nested_transaction():
            names = set(_workers_of(session.info.pop(INSERTED, ())))
            if names:
                ring(*sorted(names))

    def rolled_back(session: Session) -> None:
        if not session.in_nested_transaction():
            session.info.pop(INSERTED, None)

    sa.event.listen(sessions, "after_commit", committed)
    sa.event.listen(sessions, "after_rollback", rolled_back)


def _workers_of(inserted: Collection[tuple[type, Collection[Any]]]) -> Iterator[str]:
    for model, rows in inserted:
        if model is Notice:
            yield from (outbox_of(row["lane"]) for row in rows)
        elif model is Scan:
            yield SCANS
        elif model is Simulation:
            yield SIMULATIONS
        elif model is Phrasing:
            yield PHRASINGS


def _watched_ids(row: ClinicRow) -> set[UUID]:
    """This will give the ids that pages about this row are watched by: its clinic's and its customer's."""
    customer_id = row.id if isinstance(row, Customer) else getattr(row, "customer_id", None)
    return {row.clinic_id, customer_id} if isinstance(customer_id, UUID) else {row.clinic_id}
