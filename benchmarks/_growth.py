"""What an item costs while many others are pending: the outbox over a table of future notices that grows."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks._endpoint import Endpoint
from benchmarks._runs import run_worker
from benchmarks._sending import Task
from benchmarks._stock import CLINIC, add_due, fill
from workflow.store.models import Notice
from workflow.unit_of_work import in_transaction, make_engine, make_sessions

CUSTOMERS = 5_000
ROUNDS = 3
DAYS = 90
# Follow-ups of day 30 and 90 lie like this: ten o'clock on some day to come.
_LATER = {
    "postgresql": "TIMESTAMPTZ '2026-11-24 03:00:00Z' + mod(n.n, {days}) * INTERVAL '1 day'",
    "sqlite": "strftime('%Y-%m-%d 03:00:00.000000', '2026-11-24', '+' || (n.n % {days}) || ' days')",
}
# Ids made later sort later, as UUIDv7 do.
_IDS = {
    "postgresql": "(lpad(to_hex(1800000000000 + n.n), 12, '0') || '7000' || substr(md5(row.id::text || n.n), 1, 16))::uuid",
    "sqlite": "randomblob(16)",
}
_NUMBERS = {
    "postgresql": "SELECT n FROM generate_series({first}, {last}) AS n",
    "sqlite": "WITH RECURSIVE n(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM n WHERE n < {last}) SELECT n FROM n",
}


def cost_while_pending(
    url: str, line: Endpoint, *, pending: Sequence[int], say: Callable[[str], None]
) -> dict[int, float]:
    """This will measure microseconds for each of 5,000 due notices, by how many others are pending.

    Args:
        url: An empty database.
        line: Where to push to.
        pending: How many are pending that are not due, growing.
        say: Tells how far it is.
    """
    fill(url, customers=CUSTOMERS)
    add_due(url, number=CUSTOMERS)
    costs: dict[int, float] = {}
    there = 0
    for number in sorted(pending):
        say(f"{number:,} pending")
        _add_pending(url, first=there // CUSTOMERS + 1, last=max(1, number // CUSTOMERS))
        there = number
        costs[number] = min(_cost(url, line) for _ in range(ROUNDS))
    return costs


def _cost(url: str, line: Endpoint) -> float:
    add_due(url, number=CUSTOMERS)
    line.reset(delay_ms=0)
    task = Task(database=url, address=line.address, due=CUSTOMERS)
    done = run_worker("ours", task, line, ends_by_itself=True)
    return done.seconds / done.reached * 1e6


def _add_pending(url: str, *, first: int, last: int) -> None:
    """This will write as many notices for each customer as there are numbers, each due at some time to come."""
    if last < first:
        return
    engine = make_engine(url)
    kind = engine.dialect.name
    given = {
        "id": _IDS[kind],
        "due_at": _LATER[kind].format(days=DAYS),
        "dedupe_key": "row.dedupe_key || ':' || n.n",
    }
    names = [column.name for column in sa.inspect(Notice).local_table.columns]
    values = [given.get(name, f"row.{name}") for name in names]
    numbers = _NUMBERS[kind].format(first=first, last=last)
    insert = (
        f"INSERT INTO notice ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608 - all of it is ours
        f"FROM notice AS row CROSS JOIN ({numbers}) AS n WHERE row.due_at < '2026-11-23 06:00:00'"
    )

    def write(session: Session) -> None:
        session.connection().exec_driver_sql(insert)

    in_transaction(make_sessions(engine), write, clinic_id=CLINIC)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE notice" if kind == "postgresql" else "ANALYZE")
    engine.dispose()
