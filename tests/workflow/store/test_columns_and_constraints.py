"""What a column takes, gives back and refuses, and which impossible rows the database itself turns away."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from tests.factories.cast import Cast, two_clinics
from tests.factories.deliveries import a_notice
from tests.factories.people import NOW, an_identity
from workflow.actor import Role
from workflow.store.base import new_id
from workflow.store.models import (
    Case,
    ChannelIdentity,
    Customer,
    LoyaltyLedgerEntry,
    Notice,
    ResourceCell,
    Schedule,
    Staff,
    Stage,
    Task,
    TaskKind,
    WebSession,
)
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def test_new_ids_sort_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(1_000)]

    assert ids == sorted(ids)
    assert {made.version for made in ids} == {7}


def test_an_id_comes_back_as_it_went_in_and_orders_alike_in_the_database(
    sessions: Sessions, cast: Cast
) -> None:
    def work(session: Session) -> list[uuid.UUID]:
        made = [an_identity(session, cast.channel).id for _ in range(50)]
        session.expire_all()
        found = session.scalars(
            sa.select(ChannelIdentity.id).where(ChannelIdentity.id.in_(made)).order_by(ChannelIdentity.id)
        ).all()
        assert list(found) == made
        return list(found)

    assert all(type(found) is uuid.UUID for found in in_transaction(sessions, work, clinic_id=cast.clinic_id))


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2026, 11, 22, 10, 0, tzinfo=BANGKOK),
        datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC),
        datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        datetime(1969, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(sessions: Sessions, moment: datetime) -> None:
    def write(session: Session) -> None:
        session.add(Schedule(key="it", next_run_at=moment))

    in_transaction(sessions, write, clinic_id=None)
    kept = in_transaction(
        sessions, lambda session: session.get_one(Schedule, "it").next_run_at, clinic_id=None
    )

    assert kept == moment
    assert kept.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(sessions: Sessions) -> None:
    def write(session: Session) -> None:
        session.add(Schedule(key="it", next_run_at=datetime(2026, 11, 22, 10, 0)))  # noqa: DTZ001 - that is the point

    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        in_transaction(sessions, write, clinic_id=None)


def test_instants_compare_in_the_database_as_they_do_in_python(sessions: Sessions) -> None:
    moments = [
        NOW + step
        for step in (timedelta(microseconds=1), timedelta(0), timedelta(days=-1), timedelta(hours=9))
    ]

    def work(session: Session) -> list[datetime]:
        session.add_all(Schedule(key=str(number), next_run_at=at) for number, at in enumerate(moments))
        session.flush()
        return list(
            session.scalars(
                sa.select(Schedule.next_run_at)
                .where(Schedule.next_run_at <= datetime(2026, 11, 22, 10, 0, tzinfo=BANGKOK))
                .order_by(Schedule.next_run_at)
            )
        )

    assert in_transaction(sessions, work, clinic_id=None) == [NOW - timedelta(days=1), NOW]


def test_a_row_says_its_table_and_id_and_nothing_of_the_person(cast: Cast) -> None:
    assert repr(cast.mali) == f"<Customer {cast.mali.id}>"


def test_roles_are_roles(cast: Cast) -> None:
    assert cast.anan.role_set == {Role.OWNER, Role.PHYSICIAN}
    with pytest.raises(ValueError, match="queen"):
        _ = Staff(roles=["queen"]).role_set


def a_case(cast: Cast, **columns: Any) -> Case:
    values: dict[str, Any] = {
        "clinic_id": cast.clinic_id,
        "code": "C00001",
        "customer_id": cast.mali.id,
        "branch_id": cast.branch.id,
        "stage": Stage.SCANNED,
        "opened_at": NOW,
        "stage_at": NOW,
    }
    return Case(**(values | columns))


def an_entry(cast: Cast, **columns: Any) -> LoyaltyLedgerEntry:
    values: dict[str, Any] = {
        "clinic_id": cast.clinic_id,
        "customer_id": cast.mali.id,
        "points": 1,
        "reason": "visit",
        "key": "k",
        "at": NOW,
    }
    return LoyaltyLedgerEntry(**(values | columns))


def a_web_session(cast: Cast, **columns: Any) -> WebSession:
    values: dict[str, Any] = {
        "clinic_id": cast.clinic_id,
        "token_hash": "0" * 64,
        "made_at": NOW,
        "seen_at": NOW,
        "expires_at": NOW,
    }
    return WebSession(**(values | columns))


def a_second_identity(cast: Cast, **columns: Any) -> ChannelIdentity:
    values: dict[str, Any] = {
        "clinic_id": cast.clinic_id,
        "channel_id": cast.channel.id,
        "external_id": "Usecond",
    }
    return ChannelIdentity(**(values | columns))


def a_task(cast: Cast, **columns: Any) -> Task:
    values: dict[str, Any] = {
        "clinic_id": cast.clinic_id,
        "customer_id": cast.mali.id,
        "kind": TaskKind.CALL_CUSTOMER,
        "staff_id": cast.fon.id,
        "detail": {},
        "made_at": NOW,
        "due_at": NOW,
    }
    return Task(**(values | columns))


IMPOSSIBLE: dict[str, Callable[[Cast], list[object]]] = {
    "two cases of one code": lambda c: [a_case(c), a_case(c)],
    "a case of nobody": lambda c: [a_case(c, customer_id=new_id())],
    "a case without a stage": lambda c: [a_case(c, stage=None)],
    "points that move nothing": lambda c: [an_entry(c, points=0)],
    "the same cause earning twice": lambda c: [an_entry(c), an_entry(c)],
    "a session of nobody": lambda c: [a_web_session(c)],
    "a session of two": lambda c: [a_web_session(c, staff_id=c.fon.id, customer_id=c.mali.id)],
    "two identities of one account": lambda c: [a_second_identity(c, external_id=c.mali_on_line.external_id)],
    "one account as two somebodies": lambda c: [
        a_second_identity(c, staff_id=c.fon.id, customer_id=c.mali.id)
    ],
    "a task of nobody": lambda c: [a_task(c, staff_id=new_id())],
    "a customer of two with one code": lambda c: [
        Customer(clinic_id=c.clinic_id, branch_id=c.branch.id, code=c.mali.code, name="x", created_at=NOW)
    ],
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_database_turns_away(sessions: Sessions, cast: Cast, name: str) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        in_transaction(
            sessions,
            lambda session: (session.add_all(IMPOSSIBLE[name](cast)), session.flush()),
            clinic_id=cast.clinic_id,
        )


def test_a_word_that_is_no_state_is_turned_away_by_the_database_too(sessions: Sessions, cast: Cast) -> None:
    row = in_transaction(
        sessions, lambda session: a_notice(session, cast.mali_on_line), clinic_id=cast.clinic_id
    )

    with pytest.raises(sa.exc.IntegrityError):
        in_transaction(
            sessions,
            lambda session: session.connection().execute(sa.text("UPDATE notice SET state = 'lost'")),
            clinic_id=None,
        )
    with pytest.raises(sa.exc.StatementError):
        in_transaction(
            sessions,
            lambda session: session.execute(
                sa.update(Notice).where(Notice.id == row.id).values(state="lost")
            ),
            clinic_id=None,
        )


def test_nobody_is_in_two_places(sessions: Sessions, cast: Cast) -> None:
    def cell(session: Session) -> None:
        session.connection().execute(
            sa.insert(ResourceCell.__table__),
            [
                {
                    "resource_id": cast.ploy.id,
                    "cell_at": NOW,
                    "clinic_id": cast.clinic_id,
                    "appointment_id": new_id(),
                }
            ]
            * 2,
        )

    with pytest.raises(sa.exc.IntegrityError):
        in_transaction(sessions, cell, clinic_id=cast.clinic_id)


def test_a_stale_writer_of_a_case_loses(sessions: Sessions, cast: Cast) -> None:
    def begin(session: Session) -> Case:
        case = a_case(cast)
        session.add(case)
        return case

    case = in_transaction(sessions, begin, clinic_id=cast.clinic_id)

    def move(session: Session) -> None:
        session.get_one(Case, case.id).stage = Stage.TREATMENT_SCHEDULED

    in_transaction(sessions, move, clinic_id=cast.clinic_id)

    with sessions() as session:
        scope_to(session, cast.clinic_id)
        session.merge(case, load=False).stage = Stage.COMPLETED
        with pytest.raises(StaleDataError):
            session.flush()


def test_json_keeps_thai_and_none(sessions: Sessions, cast: Cast) -> None:
    detail = {"ภาษา": "ไทย", "nothing": None, "deep": [1, {"x": 1.5}]}

    def write(session: Session) -> uuid.UUID:
        task = a_task(cast, detail=detail)
        session.add(task)
        session.flush()
        return task.id

    task_id = in_transaction(sessions, write, clinic_id=cast.clinic_id)

    kept = in_transaction(
        sessions, lambda session: session.get_one(Task, task_id).detail, clinic_id=cast.clinic_id
    )
    assert kept == detail
