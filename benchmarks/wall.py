"""What the wall between clinics costs on PostgreSQL: the same work with it, and by a superuser who is told nothing.

    aura bench wall

Both databases hold the same rows: 20 clinics with 200 customers and 200 due notices each. The two take turns, and the
median of each counts. `ratio` is how many times as long a transaction of ten reads takes behind the wall, as a turn is
one; the figures say it for each kind of transaction, in microseconds.
"""

import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workflow.notices import take_due_notices
from workflow.store.engine import make_engine, migrate
from workflow.store.models import Branch, Channel, ChannelIdentity, Clinic, Customer, Notice, NoticePurpose
from workflow.store.scope import make_sessions, scope_to

CLINICS = 20
PEOPLE = 200
TIMES = 200
NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)

Sessions = sessionmaker[Session]
Work = Callable[[Sessions, uuid.UUID], None]


def run() -> dict[str, Any]:
    """This will measure both and give their figures."""
    from tests.servers.postgres import PostgresServer  # noqa: PLC0415 - a test server, not part of the product

    postgres = PostgresServer.start()
    try:
        walled = make_engine(postgres.url(postgres.create_database()))
        # The same tables and policies; a superuser passes them, and this engine tells nothing.
        unwalled = sa.create_engine(postgres.administrators_url(postgres.create_database()))
        sides = {"wall": walled, "open": unwalled}
        stores = {name: (make_sessions(engine), _fill(engine)) for name, engine in sides.items()}
        took = _measure(stores)
        walled.dispose()
        unwalled.dispose()
    finally:
        postgres.stop()
    figures: dict[str, Any] = {"clinics": CLINICS, "people_each": PEOPLE, "times": TIMES}
    for kind in KINDS:
        for name in sides:
            figures[f"{kind}_{name}_us"] = round(statistics.median(took[kind, name]))
        figures[f"{kind}_ratio"] = round(figures[f"{kind}_wall_us"] / figures[f"{kind}_open_us"], 2)
    return {
        "name": "wall",
        "ratio": figures["ten_reads_ratio"],
        "baseline": "the same work without row-level security; lower is better",
        "figures": figures,
    }


def _fill(engine: sa.Engine) -> list[uuid.UUID]:
    migrate(engine)
    sessions = make_sessions(engine)
    return [_a_clinic(sessions, number) for number in range(CLINICS)]


def _a_clinic(sessions: Sessions, number: int) -> uuid.UUID:
    with sessions() as session, session.begin():
        scope_to(session, None)
        clinic = Clinic(key=f"clinic-{number}", name_th="x", name_en="x")
        session.add(clinic)
        session.flush()
        scope_to(session, clinic.id)
        where = dict.fromkeys(("name_th", "name_en", "phone", "address_th", "address_en"), "x")
        hours = {"opens_at": NOW.time(), "closes_at": (NOW + timedelta(hours=8)).time()}
        branch = Branch(clinic_id=clinic.id, key="b", zone="Asia/Bangkok", **where, **hours)
        channel = Channel(clinic_id=clinic.id, key=clinic.key, kind="line", bot_user_id="U")
        session.add_all([branch, channel])
        session.flush()
        for person in range(PEOPLE):
            _somebody(session, branch, channel, person)
        return clinic.id


def _somebody(session: Session, branch: Branch, channel: Channel, number: int) -> None:
    clinic_id = branch.clinic_id
    customer = Customer(
        clinic_id=clinic_id, branch_id=branch.id, code=f"C{number}", name="x", language="th", created_at=NOW
    )
    session.add(customer)
    session.flush()
    known = ChannelIdentity(
        clinic_id=clinic_id, channel_id=channel.id, external_id=f"U{number}", customer_id=customer.id
    )
    session.add(known)
    session.flush()
    session.add(
        Notice(
            clinic_id=clinic_id,
            channel_id=channel.id,
            recipient_id=known.id,
            kind="greeting",
            purpose=NoticePurpose.CARE,
            lane=3,
            data={},
            dedupe_key=f"n{number}",
            made_at=NOW,
            due_at=NOW,
        )
    )


def _reads(number: int) -> Work:
    def work(sessions: Sessions, clinic_id: uuid.UUID) -> None:
        with sessions() as session:
            scope_to(session, clinic_id)
            for person in range(number):
                session.scalars(sa.select(Customer).where(Customer.code == f"C{person}")).one()

    return work


def _list(sessions: Sessions, clinic_id: uuid.UUID) -> None:
    """This will look at all of a clinic's customers, as the owner's board does."""
    with sessions() as session:
        scope_to(session, clinic_id)
        assert session.scalar(sa.select(sa.func.count()).select_from(Customer)) == PEOPLE  # noqa: S101 - or it measures nothing


def _claim(sessions: Sessions, _: uuid.UUID) -> None:
    """This will take due notices of all clinics, and let them go."""
    with sessions() as session:
        scope_to(session, None)
        claimed = take_due_notices(session, lane=3, now=NOW, lease=timedelta(minutes=1), limit=20)
        assert len(claimed) == 20  # noqa: S101 - or it measures nothing
        session.rollback()


KINDS: dict[str, Work] = {"one_read": _reads(1), "ten_reads": _reads(10), "count_all": _list, "claim": _claim}


def _measure(stores: dict[str, tuple[Sessions, list[uuid.UUID]]]) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {(kind, name): [] for kind in KINDS for name in stores}
    for kind, work in KINDS.items():
        for turn in range(TIMES):
            for name, (sessions, clinics) in stores.items():  # in turns: the machine is shared
                began = time.perf_counter()
                work(sessions, clinics[turn % CLINICS])
                took[kind, name].append((time.perf_counter() - began) * 1e6)
        print(f"{kind} done", file=sys.stderr)
    return took
