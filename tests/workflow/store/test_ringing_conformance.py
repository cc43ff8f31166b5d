"""What every row that only rings promises, on both engines: taken once, in order, and given back by whoever dies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from workflow.store.due_work import take_ringing
from workflow.store.models import Schedule, Task, TaskKind
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute, Session

SECOND = timedelta(seconds=1)


def a_schedule(_: Cast, name: str, at: datetime) -> Schedule:
    return Schedule(key=name, next_run_at=at)


def a_task(cast: Cast, name: str, at: datetime) -> Task:
    return Task(
        clinic_id=cast.clinic_id,
        customer_id=cast.mali.id,
        staff_id=cast.ploy.id,
        kind=TaskKind.CALL_CUSTOMER,
        detail={"name": name},
        made_at=NOW,
        due_at=NOW,
        look_at=at,
    )


@dataclass(frozen=True)
class Clock:
    """One kind of row that rings: its table, the column that says when, how to write one and how to know it again."""

    model: type[Any]
    at: InstrumentedAttribute[Any]
    row: Callable[[Cast, str, datetime], Any]
    name: Callable[[Any], str]


CLOCKS = (
    Clock(Schedule, Schedule.next_run_at, a_schedule, lambda row: str(row.key)),
    Clock(Task, Task.look_at, a_task, lambda row: str(row.detail["name"])),
)


@pytest.fixture(params=CLOCKS, ids=lambda clock: clock.model.__tablename__)
def clock(request: pytest.FixtureRequest, sessions: Sessions) -> Clock:
    found: Clock = request.param
    write(sessions, found, later=NOW + SECOND, first=NOW - SECOND, second=NOW)
    return found


def write(sessions: Sessions, clock: Clock, **at: datetime) -> None:
    cast, _ = two_clinics(sessions)
    rows = [clock.row(cast, name, when) for name, when in at.items()]
    in_transaction(sessions, lambda session: session.add_all(rows), clinic_id=cast.clinic_id)


def take(session: Session, clock: Clock) -> str | None:
    row = take_ringing(session, clock.model, at=clock.at, now=NOW)
    return None if row is None else clock.name(row)


def take_and_move_on(session: Session, clock: Clock) -> str | None:
    row = take_ringing(session, clock.model, at=clock.at, now=NOW)
    if row is None:
        return None
    setattr(row, clock.at.key, NOW + 2 * SECOND)
    return clock.name(row)


def test_the_longest_due_is_taken_first_and_what_is_not_due_not_at_all(
    sessions: Sessions, clock: Clock
) -> None:
    taken = [
        in_transaction(sessions, lambda session: take_and_move_on(session, clock), clinic_id=None)
        for _ in range(3)
    ]

    assert taken == ["first", "second", None]


def test_whoever_dies_before_the_commit_gives_it_back_at_once(sessions: Sessions, clock: Clock) -> None:
    with sessions() as dying:
        scope_to(dying, None)
        assert take_and_move_on(dying, clock) == "first"
        dying.flush()
        dying.rollback()

    assert in_transaction(sessions, lambda session: take(session, clock), clinic_id=None) == "first"


def test_only_those_that_are_asked_for_are_taken(sessions: Sessions, clock: Clock) -> None:
    def later_than_the_first(session: Session) -> str:
        only = [clock.at > NOW - SECOND]
        return clock.name(take_ringing(session, clock.model, at=clock.at, now=NOW, only=only))

    assert in_transaction(sessions, later_than_the_first, clinic_id=None) == "second"


@pytest.mark.servers
@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.model.__tablename__)
def test_on_postgresql_nobody_waits_for_one_that_another_has_in_hand(
    migrated_postgres_url: str, clock: Clock
) -> None:
    from workflow.unit_of_work import make_engine, make_sessions

    engine = make_engine(migrated_postgres_url)
    sessions = make_sessions(engine)
    write(sessions, clock, first=NOW - SECOND, second=NOW)

    def take_without_waiting(session: Session) -> str | None:
        session.connection().execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
        return take(session, clock)

    with sessions() as other:
        scope_to(other, None)
        assert take(other, clock) == "first"
        assert in_transaction(sessions, take_without_waiting, clinic_id=None) == "second"
        other.rollback()
    engine.dispose()
