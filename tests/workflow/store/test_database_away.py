"""A database that is away for a moment is waited for: shortly at the door, longer by workers."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

import workflow.unit_of_work
from tests.factories.people import NOW
from workflow.store.engine import make_engine
from workflow.store.models import Schedule
from workflow.unit_of_work import AT_THE_DOOR, BEHIND_IT, TRIES, Sessions, in_transaction, make_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited each time, in seconds; in truth nobody waits."""
    waited: list[float] = []
    monkeypatch.setattr(workflow.unit_of_work.time, "sleep", waited.append)
    return waited


class Said(Exception):  # noqa: N818 - stands for a driver's error
    """What a driver raises."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("said by the driver")
        self.sqlstate = sqlstate


def said(sqlstate: str | None) -> sa.exc.OperationalError:
    return sa.exc.OperationalError("", {}, Said(sqlstate))


def write(session: Session) -> None:
    session.add(Schedule(key="it", next_run_at=NOW))
    session.flush()


def keys(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Schedule.key)))


AWAY = [
    None,  # connection refused: there is no server that could say more
    "57P03",  # starting up
    "57P01",  # ended by its administrator
    "53300",  # too many clients
    "08006",  # connection failure
]


@pytest.mark.parametrize("sqlstate", AWAY)
def test_it_does_the_work_once_the_database_is_back(sessions: Sessions, sqlstate: str | None) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        write(session)
        if len(tries) < 10:
            raise said(sqlstate)

    in_transaction(sessions, work, clinic_id=None)

    assert len(tries) == 10
    assert in_transaction(sessions, keys, clinic_id=None) == ["it"]


@pytest.mark.parametrize(("patience", "at_most"), [(AT_THE_DOOR, 1.5), (BEHIND_IT, 10.0)])
def test_it_waits_no_longer_than_it_may(
    sessions: Sessions, waits: list[float], patience: float, at_most: float
) -> None:
    def work(_: Session) -> None:
        raise said("57P03")

    with pytest.raises(sa.exc.OperationalError):
        in_transaction(sessions, work, clinic_id=None, patience=patience)

    assert sum(waits) == pytest.approx(at_most)
    assert max(waits) <= 1


def test_a_deadlock_at_the_door_is_tried_as_often_as_anywhere(sessions: Sessions, waits: list[float]) -> None:
    def work(_: Session) -> None:
        raise said("40P01")

    with pytest.raises(sa.exc.OperationalError):
        in_transaction(sessions, work, clinic_id=None, patience=AT_THE_DOOR)

    assert len(waits) == TRIES - 1


@pytest.mark.parametrize("sqlstate", ["53100", "42P01"])
def test_what_waiting_does_not_help_is_raised_at_once(
    sessions: Sessions, waits: list[float], sqlstate: str
) -> None:
    def work(_: Session) -> None:
        raise said(sqlstate)

    with pytest.raises(sa.exc.OperationalError):
        in_transaction(sessions, work, clinic_id=None)

    assert waits == []


def test_sqlites_own_errors_have_no_state_and_are_not_waited_for(
    migrated_sqlite_url: str, waits: list[float]
) -> None:
    sessions = make_sessions(make_engine(migrated_sqlite_url))

    def work(session: Session) -> None:
        session.connection().execute(sa.text("SELECT * FROM nowhere"))

    with pytest.raises(sa.exc.OperationalError):
        in_transaction(sessions, work, clinic_id=None)

    assert waits == []


@pytest.mark.servers
class TestARefusedConnection:
    """By a port that nobody listens on."""

    @pytest.fixture
    def engine(self, migrated_postgres_url: str) -> Iterator[sa.Engine]:
        engine = make_engine(migrated_postgres_url)
        yield engine
        engine.dispose()

    def test_is_tried_again_until_somebody_listens(self, engine: sa.Engine) -> None:
        refused: list[int] = []

        def send_astray(_: object, __: object, ___: object, parameters: dict[str, Any]) -> None:
            if len(refused) < 8:
                refused.append(1)
                parameters["port"] = _closed_port()

        sa.event.listen(engine, "do_connect", send_astray)

        assert in_transaction(make_sessions(engine), keys, clinic_id=None) == []
        assert len(refused) == 8

    def test_stands_in_the_log_with_what_the_database_said(self, sessions: Sessions) -> None:
        tries: list[int] = []

        def work(_: Session) -> None:
            tries.append(1)
            if len(tries) == 1:
                raise said("40P01")
            if len(tries) == 2:
                raise said(None)

        with capture_logs() as logged:
            in_transaction(sessions, work, clinic_id=None)

        repeated = [line for line in logged if line["event"] == "transaction.repeated"]
        assert [line["sqlstate"] for line in repeated] == ["40P01", None]


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
