"""Follow-ups that are due are sent; one that fails holds up nobody."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from scheduler.jobs import due_follow_ups
from scheduler.jobs.due_follow_ups import DueFollowUps
from tests.factories.cases import MONDAY, Walk
from tests.factories.people import a_customer, an_identity
from tests.scheduler.conftest import mali
from workflow.follow_ups import FollowUp, Sending, claim_due_follow_ups
from workflow.settings import ClinicRules
from workflow.store.models import CaseEvent, FollowUpState, Notice, Task, TaskKind
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

LONG_AFTER = MONDAY + timedelta(days=8)
FIRST_WAIT = timedelta(hours=1)


@pytest.fixture
def planned(sessions: Sessions, cast: Cast) -> list[FollowUp]:
    """Four follow-ups, of which two are due after eight days."""
    in_transaction(
        sessions, lambda session: mali(session, cast).finished() and None, clinic_id=cast.clinic_id
    )
    found = follow_ups(sessions, cast)
    assert [one.day for one in found if one.due_at <= LONG_AFTER] == [1, 7]
    return found


def follow_ups(sessions: Sessions, cast: Cast) -> list[FollowUp]:
    def look(session: Session) -> list[FollowUp]:
        return list(session.scalars(sa.select(FollowUp).order_by(FollowUp.day)))

    return in_transaction(sessions, look, clinic_id=cast.clinic_id)


def a_job(sessions: Sessions, cast: Cast, now: datetime) -> DueFollowUps:
    return DueFollowUps(sessions=sessions, clock=lambda: now, rules={cast.clinic_id: ClinicRules()})


def a_driver_error(kind: type[DBAPIError]) -> DBAPIError:
    return kind("INSERT", {}, Exception("as the driver says it"))


# What a row brought, whoever says so.
OF_ONE_ROW = pytest.mark.parametrize(
    "error", [ZeroDivisionError(), a_driver_error(DataError), a_driver_error(IntegrityError)], ids=repr
)


def fail_on(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    send = due_follow_ups.send_due_follow_ups

    def sometimes(session: Session, *, claimed: Sequence[FollowUp], **told: Any) -> list[Sending]:
        sent = send(session, claimed=claimed, **told)
        if any(one.day == day for one in claimed):
            raise ZeroDivisionError
        return sent

    monkeypatch.setattr(due_follow_ups, "send_due_follow_ups", sometimes)


def test_each_that_is_due_is_settled_once(sessions: Sessions, cast: Cast, planned: list[FollowUp]) -> None:
    assert a_job(sessions, cast, LONG_AFTER).run_due() == 2
    assert a_job(sessions, cast, LONG_AFTER).run_due() == 0

    states = [one.state for one in follow_ups(sessions, cast)]
    assert FollowUpState.PLANNED not in states[:2]
    assert states[2:] == [FollowUpState.PLANNED] * (len(planned) - 2)


@pytest.mark.parametrize("day", [1, 7])
def test_one_that_fails_is_pushed_aside_and_the_others_still_go(
    sessions: Sessions,
    cast: Cast,
    planned: list[FollowUp],
    monkeypatch: pytest.MonkeyPatch,
    day: int,
) -> None:
    assert planned
    with monkeypatch.context() as patched:
        fail_on(patched, day)
        assert a_job(sessions, cast, LONG_AFTER).run_due() == 2

    by_day = {one.day: one for one in follow_ups(sessions, cast)}
    other = 8 - day
    assert by_day[day].state is FollowUpState.PLANNED, "what its sending had written is taken back"
    assert by_day[day].due_at == LONG_AFTER + FIRST_WAIT
    assert by_day[other].state is not FollowUpState.PLANNED
    assert a_job(sessions, cast, LONG_AFTER + FIRST_WAIT).run_due() == 1


@pytest.fixture
def of_two(sessions: Sessions, cast: Cast, planned: list[FollowUp]) -> list[FollowUp]:
    """Day 1 of Khun Mali and of another customer: due together, so they are claimed in one batch."""

    def treat(session: Session) -> None:
        other = a_customer(session, cast.branch, name="ลูกค้าอีกคน", sales=cast.fon)
        an_identity(session, cast.channel, customer=other)
        walk = Walk(session, cast, other, now=MONDAY + timedelta(hours=2))
        walk.consents()
        walk.finished()

    in_transaction(sessions, treat, clinic_id=cast.clinic_id)
    found = [one for one in follow_ups(sessions, cast) if one.day == 1]
    assert len({one.customer_id for one in found}) == len({one.due_at for one in found}) + 1 == 2, planned
    return found


@OF_ONE_ROW
def test_the_others_of_its_batch_are_sent_at_once_and_not_blamed(
    sessions: Sessions,
    cast: Cast,
    of_two: list[FollowUp],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    poison, innocent = of_two
    send = due_follow_ups.send_due_follow_ups
    sizes = []

    def sometimes(session: Session, *, claimed: Sequence[FollowUp], **told: Any) -> list[Sending]:
        sizes.append(len(claimed))
        sent = send(session, claimed=claimed, **told)
        if poison.id in {one.id for one in claimed}:
            raise error
        return sent

    monkeypatch.setattr(due_follow_ups, "send_due_follow_ups", sometimes)
    a_job(sessions, cast, poison.due_at).run_due()

    assert sizes[0] == 2, "both were in one batch"
    states = {one.id: (one.state, one.attempts) for one in follow_ups(sessions, cast)}
    assert states[innocent.id] == (FollowUpState.SENT, 1)
    assert states[poison.id] == (FollowUpState.PLANNED, 1)
    told = in_transaction(sessions, day_1_notices, clinic_id=cast.clinic_id)
    assert [key.rpartition(":")[2] for key in told] == [str(innocent.id)]


def test_a_batch_is_told_and_remembered_of_each(
    sessions: Sessions, cast: Cast, of_two: list[FollowUp]
) -> None:
    assert a_job(sessions, cast, of_two[0].due_at).run_due() == 2

    assert len(in_transaction(sessions, day_1_notices, clinic_id=cast.clinic_id)) == 2
    numbered = in_transaction(sessions, event_numbers, clinic_id=cast.clinic_id)
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in numbered.values()), "without gaps"


def day_1_notices(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Notice.dedupe_key).where(Notice.kind == "follow_up_1")))


def event_numbers(session: Session) -> dict[uuid.UUID, list[int]]:
    numbered: dict[uuid.UUID, list[int]] = {}
    for event in session.scalars(sa.select(CaseEvent).order_by(CaseEvent.seq)):
        numbered.setdefault(event.case_id, []).append(event.seq)
    return numbered


@pytest.mark.parametrize("where", ["claim_due_follow_ups", "send_due_follow_ups"])
def test_trouble_with_the_database_is_not_blamed_on_a_row(
    sessions: Sessions, cast: Cast, planned: list[FollowUp], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object, **__: object) -> list[FollowUp]:
        raise a_driver_error(OperationalError)

    monkeypatch.setattr(due_follow_ups, where, fail)
    with pytest.raises(OperationalError):
        a_job(sessions, cast, LONG_AFTER).run_due()
    assert [one.due_at for one in follow_ups(sessions, cast)] == [one.due_at for one in planned]


def test_one_that_always_fails_is_given_up_with_its_reason_and_somebody_calls(
    sessions: Sessions, cast: Cast, planned: list[FollowUp], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert planned
    fail_on(monkeypatch, 1)
    now = LONG_AFTER
    for hours in (1, 2, 4, 8):
        a_job(sessions, cast, now).run_due()
        first = follow_ups(sessions, cast)[0]
        assert (first.state, first.due_at - now) == (FollowUpState.PLANNED, timedelta(hours=hours))
        now = first.due_at
    a_job(sessions, cast, now).run_due()

    first = follow_ups(sessions, cast)[0]
    assert (first.state, first.failure, first.settled_at) == (FollowUpState.FAILED, "ZeroDivisionError", now)
    assert calls(sessions, cast) == ["follow_up_undelivered"]
    assert a_job(sessions, cast, now + timedelta(days=1)).run_due() == 0


def test_one_that_kills_its_process_each_time_is_given_up_and_the_others_still_go(
    sessions: Sessions, cast: Cast, planned: list[FollowUp]
) -> None:
    now = LONG_AFTER
    for _ in range(5):
        (killer,) = in_transaction(
            sessions, lambda session, at=now: claim_due_follow_ups(session, now=at, limit=1), clinic_id=None
        )
        assert killer.id == planned[0].id
        now += timedelta(minutes=1)

    assert a_job(sessions, cast, now).run_due() == 1

    first, second, *_ = follow_ups(sessions, cast)
    assert (first.state, first.failure) == (FollowUpState.FAILED, "TooManyAttempts")
    assert second.state is FollowUpState.SENT
    assert calls(sessions, cast) == ["follow_up_undelivered"]


def test_one_whose_giving_up_fails_too_is_put_aside_in_the_end(
    sessions: Sessions, cast: Cast, planned: list[FollowUp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise ZeroDivisionError

    assert planned
    fail_on(monkeypatch, 1)
    monkeypatch.setattr(due_follow_ups, "put_follow_up_aside", fail)
    now = LONG_AFTER
    for _ in range(9):
        a_job(sessions, cast, now).run_due()
        now += timedelta(hours=10)

    first = follow_ups(sessions, cast)[0]
    assert (first.state, first.failure) == (FollowUpState.FAILED, "TooManyAttempts")


class Slow(DueFollowUps):
    """Sleeps for longer than its lease after the claim, and another process claims meanwhile."""

    def _settle_together(self, claimed: Sequence[FollowUp]) -> None:
        later = LONG_AFTER + timedelta(minutes=1)
        in_transaction(
            self._sessions, lambda session: claim_due_follow_ups(session, now=later, limit=9), clinic_id=None
        )
        super()._settle_together(claimed)


def test_a_job_that_lost_its_lease_sends_nothing(
    sessions: Sessions, cast: Cast, planned: list[FollowUp]
) -> None:
    assert planned
    Slow(sessions=sessions, clock=lambda: LONG_AFTER, rules={cast.clinic_id: ClinicRules()}).run_due()

    assert {one.state for one in follow_ups(sessions, cast)} == {FollowUpState.PLANNED}


def calls(sessions: Sessions, cast: Cast) -> list[str]:
    """Why somebody is asked to call."""

    def look(session: Session) -> list[str]:
        tasks = session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER))
        return [task.detail["why"] for task in tasks]

    return in_transaction(sessions, look, clinic_id=cast.clinic_id)
