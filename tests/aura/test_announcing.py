"""A commit is told with the clinics and customers it changed; what was not committed is not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from aura.announcing import announce_commits
from tests.insights.cast import a_case, a_clinic, a_customer
from workflow.store.models import Case, Notice
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session, sessionmaker

    from tests.insights.cast import Cast


@pytest.fixture
def cast(sessions: sessionmaker[Session]) -> Cast:
    return in_transaction(sessions, a_clinic, clinic_id=None)


class Told:
    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.ids: list[set[uuid.UUID]] = []
        announce_commits(sessions, self._tell)

    def _tell(self, ids: Collection[uuid.UUID]) -> None:
        self.ids.append(set(ids))


def test_a_commit_tells_of_the_clinic_and_of_the_customer(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    told = Told(sessions)

    case: Case = in_transaction(sessions, lambda session: a_case(session, cast), clinic_id=cast.clinic_id)

    assert told.ids == [{cast.clinic_id, case.customer_id}]


def test_a_new_customer_is_told_by_her_own_id(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    customer = in_transaction(
        sessions, lambda session: a_customer(session, cast, "มะลิ"), clinic_id=cast.clinic_id
    )

    assert told.ids == [{cast.clinic_id, customer.id}]


def test_what_is_rolled_back_is_not_told_and_what_comes_after_is(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    told = Told(sessions)

    def fail(session: Session) -> None:
        a_customer(session, cast, "มะลิ")
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(sessions, fail, clinic_id=cast.clinic_id)
    assert told.ids == []

    in_transaction(sessions, lambda session: a_customer(session, cast, "ฝน"), clinic_id=cast.clinic_id)
    assert len(told.ids) == 1


def test_a_savepoint_tells_nothing_before_the_commit(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    def write(session: Session) -> None:
        with session.begin_nested():
            a_customer(session, cast, "มะลิ")
        assert told.ids == []

    in_transaction(sessions, write, clinic_id=cast.clinic_id)

    assert len(told.ids) == 1


def test_reading_tells_nothing(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    in_transaction(sessions, lambda session: session.query(Notice).all(), clinic_id=cast.clinic_id)

    assert told.ids == []
