"""On PostgreSQL a claim never waits for rows that another transaction has in hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.deliveries import a_new_event, a_notice
from tests.factories.people import NOW
from workflow.inbound import InboundEvent, claim_next_events, keep_events
from workflow.notices import Notice, take_due_notices
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction, make_engine, make_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=10)


@pytest.fixture
def on_postgres(migrated_postgres_url: str) -> Iterator[Sessions]:
    engine = make_engine(migrated_postgres_url)
    yield make_sessions(engine)
    engine.dispose()


def _take_notices(session: Session) -> list[str]:
    # Should the claim wait for the lock after all, it fails here instead of hanging.
    session.connection().execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
    return [row.dedupe_key for row in take_due_notices(session, lane=1, now=NOW, lease=LEASE, limit=10)]


def _claim_events(session: Session) -> list[str]:
    session.connection().execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
    return [row.event_id for row in claim_next_events(session, now=NOW, lease=LEASE, limit=10)]


@pytest.mark.servers
def test_it_leaves_out_notices_that_are_being_settled(on_postgres: Sessions) -> None:
    cast, _ = two_clinics(on_postgres)

    def write(session: Session) -> None:
        a_notice(session, cast.mali_on_line, key="for mali")
        a_notice(session, cast.fon_on_line, key="for fon")

    in_transaction(on_postgres, write, clinic_id=cast.clinic_id)

    with on_postgres() as busy:
        scope_to(busy, None)
        busy.execute(sa.select(Notice.id).where(Notice.dedupe_key == "for mali").with_for_update())
        assert in_transaction(on_postgres, _take_notices, clinic_id=None) == ["for fon"]

    assert in_transaction(on_postgres, _take_notices, clinic_id=None) == ["for mali", "for fon"]


@pytest.mark.servers
def test_it_leaves_out_events_that_are_being_settled(on_postgres: Sessions) -> None:
    cast: Cast = two_clinics(on_postgres)[0]
    rows = [a_new_event(cast.channel, person=person, event_id=person) for person in ("Umali", "Ufon")]
    in_transaction(on_postgres, lambda session: keep_events(session, rows=rows), clinic_id=None)

    with on_postgres() as busy:
        scope_to(busy, None)
        busy.execute(sa.select(InboundEvent.id).where(InboundEvent.person == "Umali").with_for_update())
        assert in_transaction(on_postgres, _claim_events, clinic_id=None) == ["Ufon"]

    assert in_transaction(on_postgres, _claim_events, clinic_id=None) == ["Umali"]
