"""Points are earned once per cause, spent never below zero, and the balance is the sum."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from workflow.loyalty import (
    LoyaltyLedgerEntry,
    NotEnoughPoints,
    balance,
    earn_points,
    history,
    points_for,
    spend_points,
)
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def earn(session: Session, cast: Cast, points: int, key: str) -> LoyaltyLedgerEntry | None:
    return earn_points(
        session, customer_id=cast.mali.id, points=points, reason="visit", key=key, case_id=None, now=NOW
    )


def spend(session: Session, cast: Cast, points: int, key: str) -> LoyaltyLedgerEntry | None:
    return spend_points(
        session, customer_id=cast.mali.id, points=points, reason="reward", key=key, case_id=None, now=NOW
    )


@pytest.mark.parametrize(
    ("price_satang", "points"),
    [
        (None, 10),  # a visit without a list price
        (0, 0),
        (9_999, 0),  # 99.99 baht: rounded down
        (10_000, 1),
        (190_000, 19),
        (199_999, 19),
    ],
)
def test_one_point_for_each_full_hundred_baht(price_satang: int | None, points: int) -> None:
    assert points_for(price_satang) == points


def test_the_clinic_sets_what_a_point_costs() -> None:
    rules = ClinicRules(satang_per_point=2_500, points_per_visit=3)

    assert [points_for(10_000, rules=rules), points_for(None, rules=rules)] == [4, 3]
    with pytest.raises(ValueError, match="below zero"):
        points_for(-1)


def test_the_same_cause_earns_once(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        assert balance(session, customer_id=cast.mali.id) == 0
        first = earn(session, cast, 19, "session:1")
        assert first is not None
        assert (first.points, first.reason, first.at) == (19, "visit", NOW)
        assert earn(session, cast, 19, "session:1") is None
        assert earn(session, cast, 0, "session:2") is None
        earn(session, cast, 5, "session:3")

    in_transaction(sessions, work, clinic_id=cast.clinic_id)

    def read(session: Session) -> tuple[int, list[int]]:
        entries = history(session, customer_id=cast.mali.id)
        return balance(session, customer_id=cast.mali.id), [entry.points for entry in entries]

    assert in_transaction(sessions, read, clinic_id=cast.clinic_id) == (24, [5, 19])


def test_spending_stops_at_zero_and_counts_once(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        earn(session, cast, 20, "session:1")
        spend(session, cast, 15, "reward:1")
        assert spend(session, cast, 15, "reward:1") is None
        with pytest.raises(NotEnoughPoints) as refused:
            spend(session, cast, 6, "reward:2")
        assert refused.value.facts == {"balance": 5, "points": 6}
        assert balance(session, customer_id=cast.mali.id) == 5

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_spending_at_once_does_not_spend_twice(sessions: Sessions, cast: Cast) -> None:
    in_transaction(sessions, lambda session: earn(session, cast, 10, "session:1"), clinic_id=cast.clinic_id)
    start = Barrier(3)

    def redeem(number: int) -> bool:
        start.wait()
        try:
            in_transaction(
                sessions,
                lambda session: spend(session, cast, 8, f"reward:{number}"),
                clinic_id=cast.clinic_id,
            )
        except NotEnoughPoints:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        spent = list(pool.map(redeem, range(3)))

    assert sorted(spent) == [False, False, True]


def test_nonsense_is_a_bug_and_strangers_are_not_found(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        with pytest.raises(ValueError, match="below zero"):
            earn(session, cast, -1, "x")
        with pytest.raises(ValueError, match="above zero"):
            spend(session, cast, 0, "x")
        with pytest.raises(NotFound):
            earn_points(
                session, customer_id=cast.fon.id, points=1, reason="visit", key="x", case_id=None, now=NOW
            )

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
