"""Follow-ups that are due are sent; one that fails holds up nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from scheduler.jobs import due_follow_ups
from scheduler.jobs.due_follow_ups import DueFollowUps
from tests.factories.cases import MONDAY
from tests.scheduler.conftest import mali
from workflow.follow_ups import FollowUp, claim_due_follow_ups
from workflow.settings import ClinicRules
from workflow.store.models import FollowUpState, Notice, Task, TaskKind
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


def fail_on(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    send = due_follow_ups.send_due_follow_up

    def sometimes(session: Session, *, follow_up: FollowUp, **told: Any) -> Notice | None:
        sent = send(session, follow_up=follow_up, **told)
        if follow_up.day == day:
            raise ZeroDivisionError
        return sent

    monkeypatch.setattr(due_follow_ups, "send_due_follow_up", sometimes)


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


def test_trouble_with_the_database_is_not_blamed_on_a_row(
    sessions: Sessions, cast: Cast, planned: list[FollowUp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> list[FollowUp]:
        raise ConnectionError

    monkeypatch.setattr(due_follow_ups, "claim_due_follow_ups", fail)
    with pytest.raises(ConnectionError):
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

    def _settle(self, claimed: FollowUp) -> None:
        later = LONG_AFTER + timedelta(minutes=1)
        in_transaction(
            self._sessions, lambda session: claim_due_follow_ups(session, now=later, limit=9), clinic_id=None
        )
        super()._settle(claimed)


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
