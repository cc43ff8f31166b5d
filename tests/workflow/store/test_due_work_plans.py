"""A claim looks at a handful of rows, whatever lies in the table: read from the plan, not from a clock."""

from __future__ import annotations

import json
from collections import namedtuple
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cast import two_clinics
from tests.factories.people import NOW
from tests.workflow.store.due_lanes import WORKS, Work, people, write
from workflow.store.base import Id
from workflow.store.due_work import claim, claim_worn_out, hold, renew, settle, take
from workflow.store.models import ChannelIdentity, Customer
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=30)
LATER = NOW + timedelta(days=30)
PENDING = 100_000
CROWD = 5_000
CLAIMED = 10
# A claim of ten finds ten rows, asks of each what else waits for that person (twenty rows each), and changes ten.
VISITED = 500

# What must differ from row to row, because the table says so.
UNIQUE = {"id", "event_id", "dedupe_key", "message_id", "external_id", "code", "day", "wish_code"}


def numbers(upto: int) -> sa.CTE:
    """The numbers from 1, made by the database: a hundred thousand rows go in as one statement."""
    number = sa.select(sa.literal(1).label("n")).cte("number", recursive=True)
    return number.union_all(sa.select(number.c.n + 1).where(number.c.n < upto))


def copies(session: Session, table: Any, count: int, **changed: Callable[[Any], Any]) -> None:
    """Copy the newest row of a table so often; what must differ does, and what is said to."""
    number = numbers(count)
    is_postgres = session.get_bind().dialect.name == "postgresql"
    values: dict[str, Any] = {}
    for column in table.columns:
        values[column.key] = column
        if column.key == "id" or (column.key in UNIQUE and isinstance(column.type, Id)):
            values[column.key] = sa.func.gen_random_uuid() if is_postgres else sa.func.randomblob(16)
        elif column.key in UNIQUE and isinstance(column.type, sa.Integer):
            values[column.key] = 1_000_000 + number.c.n
        elif column.key in UNIQUE:
            values[column.key] = sa.literal("C") + sa.cast(number.c.n, sa.Text)
        if column.key in changed:
            values[column.key] = changed[column.key](number.c.n)
    newest = sa.select(table.c.id).order_by(table.c.id.desc()).limit(1).scalar_subquery()
    rows = sa.select(*(value.label(key) for key, value in values.items())).where(table.c.id == newest)
    session.connection().execute(
        sa.insert(table).from_select(list(values), rows.select_from(table.join(number, sa.true())))
    )


def one_of(session: Session, ids: Any) -> Callable[[Any], Any]:
    """Give each number one of many ids, in turn."""
    session.connection().execute(
        sa.text("CREATE TEMPORARY TABLE turns (n INTEGER PRIMARY KEY, id_of BLOB)")
        if session.get_bind().dialect.name == "sqlite"
        else sa.text("CREATE TEMPORARY TABLE turns (n INTEGER PRIMARY KEY, id_of UUID) ON COMMIT DROP")
    )
    turn = sa.table("turns", sa.column("n"), sa.column("id_of"))
    in_turn = sa.select(sa.func.row_number().over(order_by=ids) - 1, ids)
    session.connection().execute(sa.insert(turn).from_select(["n", "id_of"], in_turn))
    return lambda n: sa.select(turn.c.id_of).where(turn.c.n == n % CROWD).scalar_subquery()


def of_no_table(n: Any) -> Any:
    """Give each number one of many names, in turn."""
    return sa.literal("U") + sa.cast(n % CROWD, sa.Text)


def a_crowd_with_work(session: Session, work: Work, *, pending: int) -> None:
    """One due row of each of many people, and so many pending ones behind them."""
    table, (person, *_) = work.lane.model.__table__, work.lane.person
    if person == "person":
        whose = of_no_table
    else:
        many = Customer.__table__ if person == "customer_id" else ChannelIdentity.__table__
        copies(session, many, CROWD)
        whose = one_of(session, many.c.id)
    first = table.c[work.lane.first].type
    due, later = sa.literal(NOW - timedelta(seconds=1), first), sa.literal(LATER, first)
    copies(
        session,
        table,
        CROWD + pending,
        **{person: whose, work.lane.first: lambda n: sa.case((n <= CROWD, due), else_=later)},
    )


def counted(session: Session) -> None:
    """Have PostgreSQL keep its figures, as it does by itself. SQLite has none here, and must choose well without."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.text("ANALYZE"))


@pytest.fixture(params=WORKS, ids=lambda work: work.name)
def crowded(request: pytest.FixtureRequest, sessions: Sessions) -> tuple[Sessions, Work]:
    work: Work = request.param
    cast, _ = two_clinics(sessions)
    write(sessions, cast, work, (people(sessions, cast, 1)[0], LATER))

    def fill(session: Session) -> None:
        a_crowd_with_work(session, work, pending=PENDING)
        counted(session)

    in_transaction(sessions, fill, clinic_id=cast.clinic_id)
    return sessions, work


def last_statement(session: Session, work: Callable[[], object]) -> tuple[str, Any]:
    told: list[tuple[str, Any]] = []

    def remember(_c: object, _cu: object, statement: str, given: object, _x: object, _m: object) -> None:
        told.append((statement, given))

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", remember)
    work()
    sa.event.remove(engine, "before_cursor_execute", remember)
    return told[-1]


def sqlite_plan(session: Session, statement: str, given: Any) -> list[str]:
    cursor = session.connection().connection.cursor()
    return [str(row[3]) for row in cursor.execute("EXPLAIN QUERY PLAN " + statement, given).fetchall()]


def postgres_plan(session: Session, statement: str, given: Any) -> dict[str, Any]:
    cursor = session.connection().connection.cursor()
    cursor.execute("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + statement, given)
    found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def visited(plan: dict[str, Any]) -> int:
    """How many rows of the table the plan touched, in all its steps."""
    here = 0
    if "Relation Name" in plan:
        each = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        here = int(each * plan["Actual Loops"])
    return here + sum(visited(step) for step in plan.get("Plans", []))


def test_a_claim_visits_few_rows_of_a_hundred_thousand(crowded: tuple[Sessions, Work]) -> None:
    sessions, work = crowded
    table = work.lane.model.__tablename__

    def ask_for_due(session: Session) -> None:
        assert len(claim(session, work.lane, now=NOW, lease=LEASE, limit=CLAIMED)) == CLAIMED

    def take_due(session: Session) -> None:
        light = namedtuple("Light", {"id": None, work.lane.first: None})  # noqa: PYI024 - the lane's
        assert len(take(session, work.lane, light, now=NOW, lease=LEASE, limit=CLAIMED)) == CLAIMED

    def ask_for_worn_out(session: Session) -> None:
        assert claim_worn_out(session, work.lane, now=NOW, lease=LEASE) == []

    def look(session: Session) -> None:
        for ask in (take_due, ask_for_due, *([ask_for_worn_out] if work.lane.retry else [])):
            statement, given = last_statement(session, partial(ask, session))
            if session.get_bind().dialect.name == "postgresql":
                plan = postgres_plan(session, statement, given)
                assert visited(plan) <= VISITED, json.dumps(plan, indent=1)
                continue
            # SEARCH looks up a place in an index; SCAN walks through one until the limit ends the walk, which is
            # fine in the order of the partial index of waiting rows, and nowhere else.
            steps = sqlite_plan(session, statement, given)
            walks = [step for step in steps if step.startswith(f"SCAN {table}")]
            assert all(f"INDEX ix_{table}_" in step for step in walks), steps
            assert [step for step in steps if f"INDEX ix_{table}_" in step], steps
            assert not [step for step in steps if "TEMP B-TREE" in step], (
                "all would be looked at to sort them"
            )

    in_transaction(sessions, look, clinic_id=None)


@pytest.mark.servers
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_a_row_in_hand_is_found_by_its_id_although_statistics_say_that_nothing_waits(
    migrated_postgres_url: str, work: Work
) -> None:
    """What a morning looks like: everything was done when PostgreSQL last counted, and then much falls due."""
    from workflow.unit_of_work import make_engine, make_sessions

    engine = make_engine(migrated_postgres_url)
    sessions = make_sessions(engine)
    cast, _ = two_clinics(sessions)
    (mali,) = people(sessions, cast, 1)
    (row_id,) = write(sessions, cast, work, (mali, NOW))
    table = work.lane.model.__table__

    def look(session: Session) -> list[int]:
        copies(session, table, CROWD)
        session.connection().execute(sa.update(table).values(state=work.done))
        session.connection().execute(sa.text("ANALYZE"))
        session.connection().execute(sa.update(table).values(state=work.lane.waiting))
        in_hand: list[Callable[[], object]] = [
            lambda: hold(session, work.lane, row_id=row_id, attempt=0),
            lambda: renew(session, work.lane, row_id=row_id, attempt=0, until=LATER),
            lambda: settle(session, work.lane, row_id=row_id, state=work.done, now=NOW),
        ]
        return [visited(postgres_plan(session, *last_statement(session, ask))) for ask in in_hand]

    assert max(in_transaction(sessions, look, clinic_id=None)) <= 2
    engine.dispose()


@pytest.mark.servers
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_a_crowd_that_nobody_counted_yet_is_looked_through_once(postgres_url: str, work: Work) -> None:
    """What a morning after a restore looks like: without figures PostgreSQL takes every condition to fit a row or two."""
    from workflow.unit_of_work import make_engine, make_sessions, migrate

    engine = make_engine(postgres_url)
    migrate(engine)
    sessions = make_sessions(engine)
    cast, _ = two_clinics(sessions)
    write(sessions, cast, work, (people(sessions, cast, 1)[0], LATER))

    def look(session: Session) -> dict[str, Any]:
        scope_to(session, cast.clinic_id)
        a_crowd_with_work(session, work, pending=0)
        scope_to(session, None)

        def ask() -> None:
            assert len(claim(session, work.lane, now=NOW, lease=LEASE, limit=CLAIMED)) == CLAIMED

        return postgres_plan(session, *last_statement(session, ask))

    plan = in_transaction(sessions, look, clinic_id=None)
    engine.dispose()
    assert visited(plan) <= 5 * CROWD, json.dumps(plan, indent=1)
