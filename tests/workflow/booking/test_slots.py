"""Times of day and cells, on the wall of the branch."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.booking.slots import (
    CELL,
    cells,
    choose_one,
    first_safe_date,
    is_free,
    is_on_grid,
)
from workflow.store.base import new_id


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "count"),
    [
        (at(3), at(3, 5), 1),
        (at(3), at(3, 6), 2),
        (at(3, 2), at(3, 5), 1),
        (at(3, 2), at(3, 7), 2),
        (at(3), at(4), 12),
        (at(23, 50), at(0, 10, day=24), 4),
    ],
)
def test_it_takes_every_cell_it_touches(starts_at: datetime, ends_at: datetime, count: int) -> None:
    taken = cells(starts_at, ends_at)

    assert len(taken) == count
    assert taken[0] <= starts_at
    assert taken[-1] < ends_at <= taken[-1] + CELL


@given(
    first=st.integers(0, 280), length=st.integers(1, 40), second=st.integers(0, 280), other=st.integers(1, 40)
)
def test_it_shares_a_cell_exactly_when_the_times_overlap(
    first: int, length: int, second: int, other: int
) -> None:
    one = (at(0) + CELL * first, at(0) + CELL * (first + length))
    two = (at(0) + CELL * second, at(0) + CELL * (second + other))

    overlap = one[0] < two[1] and two[0] < one[1]

    assert is_free(cells(*one), set(cells(*two))) is not overlap


@pytest.mark.parametrize(
    ("starts_at", "on_grid"),
    [(at(3), True), (at(3, 5), True), (at(3, 7), False), (at(3).replace(second=1), False)],
)
def test_it_agrees_only_on_full_five_minutes(starts_at: datetime, on_grid: bool) -> None:
    assert is_on_grid(starts_at) is on_grid


@pytest.mark.parametrize(
    ("done_on", "gap", "safe_on"),
    [
        ([], 7, None),
        ([date(2026, 11, 1)], None, None),
        ([date(2026, 11, 1)], 0, None),
        ([date(2026, 11, 1), date(2026, 11, 20)], 7, date(2026, 11, 27)),
        ([date(2026, 2, 20)], 14, date(2026, 3, 6)),
    ],
)
def test_it_waits_after_the_last_of_the_same_treatment(
    done_on: list[date], gap: int | None, safe_on: date | None
) -> None:
    assert first_safe_date(done_on, gap) == safe_on


def test_it_takes_the_first_of_like_rooms_that_is_free() -> None:
    one, two = new_id(), new_id()
    wanted = cells(at(3), at(4))

    assert choose_one([one, two], wanted, {}) == one
    assert choose_one([one, two], wanted, {one: {at(3, 55)}}) == two
    assert choose_one([one, two], wanted, {one: {at(4)}}) == one
    assert choose_one([one], wanted, {one: {at(3)}}) is None
