"""Questions that wait for the endpoint: taken once, held to the day's budgets, ended once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from tests.factories.cast import Cast, two_clinics
from workflow.passages import (
    Outcome,
    Phrasing,
    PhrasingState,
    ask_for_phrasing,
    claim_phrasings,
    claim_worn_out_phrasings,
    may_call,
    settle_phrasing,
)
from workflow.settings import AnswerRules
from workflow.unit_of_work import in_transaction

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LEASE = timedelta(seconds=45)
RULES = AnswerRules(may_leave_the_house=True, questions_a_day=3, questions_a_day_each=2)
TOLD = Outcome(state=PhrasingState.PHRASED, verdict="told", answer_hash="a" * 64, told_ids=[UUID(int=1)])


@pytest.fixture
def cast(sessions: sessionmaker[Session]) -> Cast:
    return two_clinics(sessions)[0]


def asks(
    sessions: sessionmaker[Session], cast: Cast, *, event_id: UUID | None = None, now: datetime = NOW
) -> None:
    def work(session: Session) -> None:
        ask_for_phrasing(
            session,
            clinic_id=cast.clinic_id,
            event_id=event_id or uuid4(),
            customer_id=cast.mali.id,
            intent="ask_aftercare",
            passage_ids=[UUID(int=1)],
            is_sure=True,
            now=now,
        )

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def claimed(sessions: sessionmaker[Session], now: datetime = NOW) -> list[Phrasing]:
    return in_transaction(
        sessions, lambda session: claim_phrasings(session, now=now, lease=LEASE, limit=9), clinic_id=None
    )


def called(
    sessions: sessionmaker[Session], one: Phrasing, rules: AnswerRules = RULES, now: datetime = NOW
) -> bool:
    return in_transaction(
        sessions, lambda session: may_call(session, one=one, rules=rules, now=now), clinic_id=one.clinic_id
    )


def ends(sessions: sessionmaker[Session], one: Phrasing) -> None:
    in_transaction(
        sessions,
        lambda session: settle_phrasing(session, one=one, outcome=TOLD, now=NOW),
        clinic_id=one.clinic_id,
    )


def test_a_question_asked_twice_waits_once_and_is_claimed_once(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    asks(sessions, cast, event_id=UUID(int=7))
    asks(sessions, cast, event_id=UUID(int=7))

    assert len(claimed(sessions)) == 1
    assert claimed(sessions) == []


def test_it_is_tried_twice_and_then_given_out_to_be_answered_without(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    asks(sessions, cast)
    later = NOW + LEASE
    assert len(claimed(sessions)) == 1
    assert len(claimed(sessions, later)) == 1
    later += LEASE
    assert claimed(sessions, later) == []

    worn_out = in_transaction(
        sessions,
        lambda session: claim_worn_out_phrasings(session, now=later, lease=LEASE),
        clinic_id=None,
    )

    assert len(worn_out) == 1


def test_only_who_still_holds_it_ends_it(sessions: sessionmaker[Session], cast: Cast) -> None:
    asks(sessions, cast)
    [late] = claimed(sessions)
    [one] = claimed(sessions, NOW + LEASE)

    def settle(session: Session, which: Phrasing) -> bool:
        return settle_phrasing(session, one=which, outcome=TOLD, now=NOW)

    assert not in_transaction(sessions, lambda s: settle(s, late), clinic_id=cast.clinic_id)
    assert in_transaction(sessions, lambda s: settle(s, one), clinic_id=cast.clinic_id)
    assert not in_transaction(sessions, lambda s: settle(s, one), clinic_id=cast.clinic_id)
    row = in_transaction(sessions, lambda s: s.scalars(sa.select(Phrasing)).one(), clinic_id=cast.clinic_id)
    assert (row.state, row.verdict, row.told_ids) == (PhrasingState.PHRASED, "told", [str(UUID(int=1))])


def test_each_customer_and_the_clinic_have_a_budget_of_a_day(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    def one_more(rules: AnswerRules = RULES, now: datetime = NOW) -> bool:
        asks(sessions, cast, now=now)
        [one] = claimed(sessions, now)
        may = called(sessions, one, rules, now)
        ends(sessions, one)
        return may

    assert [one_more() for _ in range(3)] == [True, True, False]
    more = RULES.model_copy(update={"questions_a_day_each": 9})
    assert [one_more(more) for _ in range(2)] == [True, False]
    assert one_more(more, NOW + timedelta(hours=24))


def test_nothing_may_be_called_for_a_question_that_somebody_else_has_by_now(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    asks(sessions, cast)
    [late] = claimed(sessions)
    claimed(sessions, NOW + LEASE)

    assert not called(sessions, late)


def test_a_budget_of_nothing_lets_nothing_out(sessions: sessionmaker[Session], cast: Cast) -> None:
    asks(sessions, cast)
    [one] = claimed(sessions)

    assert not called(sessions, one, AnswerRules(may_leave_the_house=True, questions_a_day=0))
