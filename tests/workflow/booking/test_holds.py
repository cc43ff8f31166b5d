"""A time is kept while somebody decides, and is everybody's again when that time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import MONDAY, Walk, state_of
from tests.factories.people import a_customer, a_staff, acting, an_identity
from workflow.actor import Role
from workflow.booking import (
    SlotTaken,
    book_appointment,
    forget_ended_holds,
    free_slots,
    hold_of,
    hold_slot,
    move_appointment,
    release_hold,
)
from workflow.cases import IllegalMove, close_case
from workflow.refusal import NotAllowed
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, Hold, Notice, ResourceCell
from workflow.tasks import NotYours

if TYPE_CHECKING:
    from datetime import datetime

    from workflow.actor import Actor

ELEVEN = MONDAY + timedelta(hours=1)
A_WHILE = timedelta(minutes=ClinicRules().hold_minutes)


@pytest.fixture
def other(walk: Walk) -> Walk:
    walk.accepted()
    customer = a_customer(walk.session, walk.cast.branch, name="ดาว", sales=walk.cast.fon)
    an_identity(walk.session, walk.cast.channel, customer=customer)
    other = Walk(walk.session, walk.cast, customer, now=walk.now)
    other.accepted()
    return other


def hold(walk: Walk, starts_at: datetime = ELEVEN, by: Actor | None = None) -> Hold:
    return hold_slot(
        walk.session, case_id=walk.case.id, starts_at=starts_at, by=by or walk.mali, now=walk.now
    )


def book(walk: Walk, starts_at: datetime = ELEVEN) -> Appointment:
    return book_appointment(
        walk.session, case_id=walk.case.id, starts_at=starts_at, by=walk.fon, now=walk.now
    )


def offered(walk: Walk) -> list[datetime]:
    day = MONDAY.date()
    return [slot.starts_at for slot in free_slots(walk.session, case_id=walk.case.id, day=day, now=walk.now)]


def cells(walk: Walk) -> int:
    return walk.session.scalar(sa.select(sa.func.count()).select_from(ResourceCell)) or 0


def test_what_one_holds_is_not_offered_to_another(walk: Walk, other: Walk) -> None:
    held = hold(walk)

    assert held.held_until == walk.now + A_WHILE
    assert ELEVEN in offered(walk)
    assert ELEVEN not in offered(other)
    for take in (book, hold):
        with pytest.raises(SlotTaken):
            take(other)
    assert cells(walk) == 44


def test_it_is_everybodys_again_when_the_time_is_over(walk: Walk, other: Walk) -> None:
    hold(walk)
    other.now += A_WHILE

    assert ELEVEN in offered(other)
    agreed = book(other)

    assert hold_of(walk.session, case_id=walk.case.id) is None
    assert cells(walk) == 44
    with pytest.raises(SlotTaken):
        book(walk)
    assert agreed.starts_at == ELEVEN


def test_who_holds_it_books_it_even_late_if_nobody_else_has(walk: Walk, other: Walk) -> None:
    later = ELEVEN + timedelta(hours=3)
    hold(walk, later)
    walk.now += 2 * A_WHILE

    agreed = book(walk, later)

    assert cells(walk) == 44
    assert hold_of(walk.session, case_id=walk.case.id) is None
    assert set(walk.session.scalars(sa.select(ResourceCell.appointment_id).distinct())) == {agreed.id}
    with pytest.raises(SlotTaken):
        book(other, later)


def test_holding_another_time_lets_the_first_go(walk: Walk, other: Walk) -> None:
    hold(walk)
    hold(walk, ELEVEN + timedelta(hours=2))

    assert ELEVEN in offered(other)
    assert ELEVEN + timedelta(hours=2) not in offered(other)
    assert cells(walk) == 44


def test_a_refused_hold_leaves_the_one_before(walk: Walk, other: Walk) -> None:
    hold(walk)
    hold(other, ELEVEN + timedelta(hours=2))
    before = state_of(walk.session, Hold, ResourceCell)

    with pytest.raises(SlotTaken):
        hold(other)

    assert state_of(walk.session, Hold, ResourceCell) == before


def test_it_is_given_back_when_she_changes_her_mind(walk: Walk, other: Walk) -> None:
    hold(walk)

    assert release_hold(walk.session, case_id=walk.case.id, by=walk.mali, now=walk.now) is True
    assert release_hold(walk.session, case_id=walk.case.id, by=walk.fon, now=walk.now) is False
    assert (cells(walk), ELEVEN in offered(other)) == (0, True)


def test_moving_half_an_hour_can_be_held_too(walk: Walk, other: Walk) -> None:
    """The new time overlaps her own old one; both are hers while she decides, and nobody else's."""
    book(walk)
    later = ELEVEN + timedelta(minutes=30)
    hold(walk, later)

    assert cells(walk) == 44 + 4 * 6  # half an hour more of four
    for minutes in (0, 30, 60, 80):
        with pytest.raises(SlotTaken):
            book(other, ELEVEN + timedelta(minutes=minutes))
    moved = move_appointment(walk.session, case_id=walk.case.id, starts_at=later, by=walk.fon, now=walk.now)
    assert (moved.starts_at, cells(walk)) == (later, 44)
    assert book(other, ELEVEN + timedelta(minutes=90))


def test_only_she_and_who_sells_to_her_hold_for_her(walk: Walk, other: Walk) -> None:
    stranger = acting(a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย"))
    for by, refusal in [(other.mali, NotAllowed), (stranger, NotYours), (walk.ploy, NotAllowed)]:
        with pytest.raises(refusal):
            hold(walk, by=by)
    assert hold(walk, by=walk.fon)
    with pytest.raises(NotAllowed):
        release_hold(walk.session, case_id=walk.case.id, by=other.mali, now=walk.now)


def test_a_closed_case_holds_nothing(walk: Walk, other: Walk) -> None:
    case_id = walk.case.id
    close_case(walk.session, case_id=case_id, reason="moved away", by=walk.fon, now=walk.now)

    with pytest.raises(IllegalMove):
        hold_slot(walk.session, case_id=case_id, starts_at=ELEVEN, by=walk.mali, now=walk.now)


def test_ended_holds_are_swept(walk: Walk, other: Walk) -> None:
    hold(walk)
    other.now += timedelta(minutes=5)
    hold(other, ELEVEN + timedelta(hours=2))

    assert forget_ended_holds(walk.session, before=walk.now + A_WHILE + timedelta(minutes=2)) == 1
    assert [one.case_id for one in walk.session.scalars(sa.select(Hold))] == [other.case.id]
    assert cells(walk) == 44


@pytest.mark.parametrize(
    ("held_at", "until"),
    [
        pytest.param(timedelta(hours=1), timedelta(hours=1, minutes=30), id="while it is open"),
        pytest.param(timedelta(hours=9, minutes=45), timedelta(days=1, minutes=15), id="over closing time"),
        pytest.param(timedelta(hours=11, minutes=47), timedelta(days=1, minutes=30), id="in the evening"),
    ],
)
def test_only_working_time_ends_a_hold(walk: Walk, held_at: timedelta, until: timedelta) -> None:
    walk.accepted()
    walk.now = MONDAY + held_at

    assert hold(walk, ELEVEN + timedelta(days=1)).held_until == MONDAY + until


def test_a_hold_ends_at_the_latest_when_its_time_has_come(walk: Walk) -> None:
    walk.accepted()
    walk.now = MONDAY + timedelta(hours=11)

    assert hold(walk, MONDAY + timedelta(days=1)).held_until == MONDAY + timedelta(days=1)


def lapses(walk: Walk) -> list[tuple[str, datetime]]:
    statement = sa.select(Notice).where(Notice.kind == "time_lapsed").order_by(Notice.id)
    return [(notice.state.value, notice.due_at) for notice in walk.session.scalars(statement)]


def test_she_is_told_once_that_it_is_over_unless_it_was_settled_before(walk: Walk) -> None:
    walk.accepted()
    hold(walk)
    over = walk.now + A_WHILE
    assert lapses(walk) == [("waiting", over)]

    hold(walk, ELEVEN + timedelta(hours=2))
    assert lapses(walk) == [("skipped", over), ("waiting", over)]

    book(walk, ELEVEN + timedelta(hours=2))
    assert lapses(walk) == [("skipped", over)] * 2
