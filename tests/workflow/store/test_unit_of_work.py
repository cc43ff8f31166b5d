"""One turn is one transaction: all of it or nothing, and again when the database hiccups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

import workflow.unit_of_work
from tests.factories.people import NOW
from workflow.store.models import Schedule
from workflow.unit_of_work import TRIES, Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow.unit_of_work.time, "sleep", lambda _: None)


def keys(sessions: Sessions) -> list[str]:
    return in_transaction(
        sessions, lambda session: list(session.scalars(sa.select(Schedule.key))), clinic_id=None
    )


def write(session: Session, key: str = "it") -> None:
    session.add(Schedule(key=key, next_run_at=NOW))
    session.flush()


def test_it_keeps_all_of_the_work(sessions: Sessions) -> None:
    in_transaction(sessions, write, clinic_id=None)

    assert keys(sessions) == ["it"]


def test_it_keeps_nothing_of_work_that_raises(sessions: Sessions) -> None:
    def work(session: Session) -> None:
        write(session)
        raise LookupError("a bug")

    with pytest.raises(LookupError):
        in_transaction(sessions, work, clinic_id=None)

    assert keys(sessions) == []


class Hiccup(Exception):  # noqa: N818 - stands for a driver's error
    """What a driver raises."""

    def __init__(self, sqlstate: str | None, words: str = "") -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    "error",
    [
        sa.exc.OperationalError("", {}, Hiccup("40001")),  # serialization failure
        sa.exc.OperationalError("", {}, Hiccup("40P01")),  # deadlock
        sa.exc.OperationalError("", {}, Hiccup("55P03")),  # lock not available
        sa.exc.OperationalError("", {}, Hiccup(None, "database is locked")),
        sa.exc.DBAPIError("", {}, Hiccup(None), connection_invalidated=True),
        StaleDataError("somebody was faster"),
    ],
)
def test_it_does_the_work_again_after_a_hiccup(sessions: Sessions, error: Exception) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        write(session)
        tries.append(1)
        if len(tries) < 3:
            raise error

    in_transaction(sessions, work, clinic_id=None)

    assert (len(tries), keys(sessions)) == (3, ["it"])


def test_it_gives_up_in_the_end(sessions: Sessions) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        raise sa.exc.OperationalError("", {}, Hiccup("40P01"))

    with pytest.raises(sa.exc.OperationalError):
        in_transaction(sessions, work, clinic_id=None)

    assert len(tries) == TRIES


def test_it_does_not_repeat_what_will_fail_again(sessions: Sessions) -> None:
    tries: list[int] = []

    def work(session: Session) -> None:
        tries.append(1)
        write(session)
        session.connection().execute(
            sa.text("INSERT INTO schedule (key, next_run_at) SELECT key, next_run_at FROM schedule")
        )

    with pytest.raises(sa.exc.IntegrityError):
        in_transaction(sessions, work, clinic_id=None)

    assert len(tries) == 1
