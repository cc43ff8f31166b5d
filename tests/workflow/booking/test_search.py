"""The fast search finds what a plain loop over every half-hour finds, and what can then be booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.calendars import a_shift, a_special_day, a_weekday
from tests.factories.cases import MONDAY, Walk
from tests.factories.clinics import a_resource
from tests.factories.people import a_customer, an_identity
from workflow.booking import BranchClosed, StaffAway, book_appointment, coming_days, free_slots, hold_slot
from workflow.booking.bitmaps import Board, starts_of_runs
from workflow.booking.needs import Needs
from workflow.booking.search import FreeDay, free_starts
from workflow.booking.slots import CELL, GRID, cells
from workflow.booking.taking import cells_to_take
from workflow.calendars import Opening, holds
from workflow.refusal import Refusal
from workflow.settings import Buffers, ClinicRules
from workflow.store.base import new_id
from workflow.store.models import Branch, TreatmentType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from workflow.calendars import Span

TODAY = date(2026, 11, 23)
DAY_STARTS = datetime(2026, 11, 22, 17, tzinfo=UTC)  # midnight in Bangkok
STAFF, CUSTOMER, ROOM_1, ROOM_2, DEVICE = (new_id() for _ in range(5))


def naive(
    needs: Needs,
    opened: Sequence[Opening],
    working: Sequence[Span],
    taken: Mapping[UUID, Sequence[Span]],
    now: datetime,
) -> list[FreeDay]:
    """Every half-hour of every day, asked one by one, cell by cell: slow and plain."""
    busy = {one: {cell for span in spans for cell in cells(*span)} for one, spans in taken.items()}
    found = []
    for day in opened:
        starts = []
        start, closes = day.hours or (now, now)
        while start + needs.length <= closes:
            there = holds(working, (start, start + needs.length))
            if start > now and there and cells_to_take(needs, starts_at=start, taken=busy) is not None:
                starts.append(start)
            start += GRID
        found.append(FreeDay(day, tuple(starts)))
    return found


def five_minutes(low: int, high: int) -> st.SearchStrategy[timedelta]:
    return st.integers(low, high).map(lambda number: CELL * number)


@st.composite
def spans(draw: st.DrawFn, days: int, most: int) -> list[Span]:
    starts = draw(st.lists(st.integers(0, days * 288), max_size=most))
    return [(DAY_STARTS + CELL * one, DAY_STARTS + CELL * (one + draw(st.integers(1, 30)))) for one in starts]


@st.composite
def disjoint(draw: st.DrawFn, days: int) -> list[Span]:
    marks = sorted(draw(st.sets(st.integers(0, days * 288), max_size=10)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [(DAY_STARTS + CELL * one, DAY_STARTS + CELL * two) for one, two in pairs]


@st.composite
def openings_of(draw: st.DrawFn, days: int) -> list[Opening]:
    opened = []
    for number in range(days):
        hours = None
        if draw(st.booleans()) or number == 0:
            opens = DAY_STARTS + timedelta(days=number) + draw(five_minutes(60, 150))
            hours = (opens, opens + draw(five_minutes(1, 150)))
        opened.append(Opening(TODAY + timedelta(days=number), hours))
    return opened


needs_of_any_kind = st.builds(
    Needs,
    branch=st.just(Branch()),
    zone=st.just(ZoneInfo("Asia/Bangkok")),
    treatment=st.just(TreatmentType()),
    staff_id=st.just(STAFF),
    customer_id=st.just(CUSTOMER),
    choices=st.sampled_from(
        [{}, {"room": (ROOM_1, ROOM_2)}, {"room": (ROOM_1, ROOM_2), "device": (DEVICE,)}, {"room": ()}]
    ),
    length=five_minutes(1, 30),
    cleaning=five_minutes(0, 6),
    preparing=five_minutes(0, 6),
    staff_before=five_minutes(0, 4),
    staff_after=five_minutes(0, 4),
)


@given(data=st.data(), needs=needs_of_any_kind, days=st.integers(1, 4))
def test_it_finds_what_a_plain_loop_finds(data: st.DataObject, needs: Needs, days: int) -> None:
    opened = data.draw(openings_of(days))
    working = data.draw(disjoint(days))
    taken = {one: data.draw(spans(days, 6)) for one in (STAFF, CUSTOMER, ROOM_1, ROOM_2, DEVICE)}
    now = DAY_STARTS + data.draw(st.integers(0, days * 1440)) * timedelta(minutes=1)

    found = free_starts(needs, opened=opened, working=working, taken=taken, now=now)

    assert found == naive(needs, opened, working, taken, now)


@given(bits=st.integers(0, 2**60), length=st.integers(1, 20), before=st.integers(0, 5))
def test_a_run_is_as_many_free_cells_as_it_is_long(bits: int, length: int, before: int) -> None:
    starts = starts_of_runs(bits, CELL * length, before=CELL * before)

    for cell in range(70):
        wanted = range(cell - before, cell + length)
        free = wanted[0] >= 0 and all(bits >> one & 1 for one in wanted)
        assert bool(starts >> cell & 1) is free


@pytest.mark.parametrize(
    ("first", "last", "expected"), [(0, 60, [0, 30]), (0, 61, [0, 30, 60]), (5, 5, []), (-30, 40, [0, 30])]
)
def test_half_hours_begin_where_the_time_begins(first: int, last: int, expected: list[int]) -> None:
    board = Board(DAY_STARTS, 288)

    def at(minutes: int) -> datetime:
        return DAY_STARTS + timedelta(minutes=minutes)

    assert list(board.instants(board.half_hours((at(first), at(last))))) == [at(one) for one in expected]


def messy(walk: Walk) -> Walk:
    """A day with an appointment, somebody's hold, a shift, a lunch and two rooms; and her who asks."""
    a_resource(walk.session, walk.cast.branch, kind="treatment_room", name="2")
    walk.accepted()
    for number, hours in enumerate((2, 5)):
        customer = a_customer(walk.session, walk.cast.branch, name=f"ลูกค้า {number}", sales=walk.cast.fon)
        an_identity(walk.session, walk.cast.channel, customer=customer)
        other = Walk(walk.session, walk.cast, customer, now=walk.now)
        other.accepted()
        take = hold_slot if number else book_appointment
        take(
            walk.session,
            case_id=other.case.id,
            starts_at=MONDAY + timedelta(hours=hours),
            by=walk.fon,
            now=walk.now,
            rules=RULES,
        )
    a_shift(walk.session, walk.cast.ploy, time(11), time(17, 30), weekday=0)
    return walk


RULES = ClinicRules(buffers={"hydradermabrasion": Buffers(before=5, after=15, staff_after=10)})


def test_what_is_offered_can_be_booked_and_what_is_not_cannot(walk: Walk) -> None:
    messy(walk)
    case_id = walk.case.id
    offered = {
        slot.starts_at
        for slot in free_slots(walk.session, case_id=case_id, day=TODAY, now=walk.now, rules=RULES)
    }
    half_hours = [MONDAY + GRID * number for number in range(-2, 24)]

    bookable = set()
    for starts_at in half_hours:
        trying = walk.session.begin_nested()
        try:
            book_appointment(
                walk.session, case_id=case_id, starts_at=starts_at, by=walk.fon, now=walk.now, rules=RULES
            )
            bookable.add(starts_at)
        except Refusal:
            pass
        finally:
            trying.rollback()
            walk.session.expire_all()

    assert offered == bookable
    assert len(offered) == 2


def test_a_holiday_is_not_offered_and_says_its_name(walk: Walk) -> None:
    walk.accepted()
    a_special_day(walk.session, walk.cast.branch, TODAY + timedelta(days=1))
    a_weekday(walk.session, walk.cast.branch, 2)

    days = coming_days(walk.session, case_id=walk.case.id, now=walk.now, days=4)

    assert [bool(day.starts) for day in days] == [True, False, False, True]
    assert (days[1].opening.name_th, days[2].opening.name_th) == ("วันสงกรานต์", "")
    for number, name in ((1, "Songkran"), (2, "")):
        with pytest.raises(BranchClosed) as caught:
            book_appointment(
                walk.session,
                case_id=walk.case.id,
                starts_at=MONDAY + timedelta(days=number, hours=1),
                by=walk.fon,
                now=walk.now,
            )
        assert caught.value.facts["name_en"] == name


def test_nobody_is_booked_outside_their_shift(walk: Walk) -> None:
    walk.accepted()
    a_shift(walk.session, walk.cast.ploy, time(12), time(16), weekday=0)

    with pytest.raises(StaffAway):
        book_appointment(
            walk.session,
            case_id=walk.case.id,
            starts_at=MONDAY + timedelta(hours=5, minutes=30),  # 15:30 to 16:20
            by=walk.fon,
            now=walk.now,
        )
    slots = free_slots(walk.session, case_id=walk.case.id, day=TODAY, now=walk.now)
    assert (slots[0].starts_at, slots[-1].ends_at) == (
        MONDAY + timedelta(hours=2),
        MONDAY + timedelta(hours=5, minutes=50),
    )


def test_a_quarter_is_searched_in_as_many_queries_as_a_day(walk: Walk) -> None:
    messy(walk)
    case_id = walk.case.id

    def queries(days: int) -> int:
        asked: list[str] = []
        bind = walk.session.get_bind()

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        sa.event.listen(bind, "before_cursor_execute", note)
        coming_days(walk.session, case_id=case_id, now=walk.now, days=days)
        sa.event.remove(bind, "before_cursor_execute", note)
        return len(asked)

    assert queries(90) == queries(1)
