"""What the owner sees of a day."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tests.factories.cases import Walk
from tests.factories.people import a_customer, an_identity
from workflow.cases import BoardCard, Stage, board, close_case, send_due_follow_up, status_of
from workflow.follow_ups import follow_ups_of, raise_red_flag

BANGKOK = ZoneInfo("Asia/Bangkok")
MONDAY = date(2026, 11, 23)


def shown(walk: Walk, day: date = MONDAY) -> list[BoardCard]:
    return board(walk.session, day=day, zone=BANGKOK)


def another(walk: Walk, name: str) -> Walk:
    customer = a_customer(walk.session, walk.cast.branch, name=name, sales=walk.cast.fon)
    an_identity(walk.session, walk.cast.channel, customer=customer)
    return Walk(walk.session, walk.cast, customer, now=walk.now)


def test_it_shows_the_days_cases_by_stage(walk: Walk) -> None:
    walk.booked(starts_at=walk.now + timedelta(hours=5))
    another(walk, "ดาว").started()
    another(walk, "ฟ้า").scanned()

    cards = shown(walk)

    assert [(card.customer_name, card.stage) for card in cards] == [
        ("ฟ้า", Stage.SCANNED),
        ("มะลิ", Stage.TREATMENT_SCHEDULED),
        ("ดาว", Stage.IN_TREATMENT),
    ]
    mali = cards[1]
    assert (mali.beautician_name, mali.sales_name) == ("พลอย", "ฝน")
    assert mali.starts_at == walk.now + timedelta(hours=5)
    assert (mali.treatment_en, mali.red_flag) == ("hydradermabrasion", False)


def test_it_shows_a_booked_case_on_its_day(walk: Walk) -> None:
    walk.booked(starts_at=walk.now + timedelta(days=2))

    assert [len(shown(walk, MONDAY + timedelta(days=days))) for days in range(-1, 4)] == [0, 1, 0, 1, 0]


def test_it_shows_a_treated_case_when_a_follow_up_is_due_or_trouble_is_open(walk: Walk) -> None:
    walk.finished()
    assert [len(shown(walk, MONDAY + timedelta(days=days))) for days in (0, 1, 2, 7, 8, 30, 90)] == [
        *(1, 1, 0, 1, 0, 1, 1)
    ]
    raise_red_flag(walk.session, customer=walk.customer, groups=["infection"], now=walk.now, by=walk.mali)

    [card] = shown(walk, MONDAY + timedelta(days=2))
    assert card.red_flag is True


def test_it_shows_no_closed_case(walk: Walk) -> None:
    walk.scanned()
    close_case(walk.session, case_id=walk.case.id, reason="x", by=walk.fon, now=walk.now)

    assert shown(walk) == []
    status = status_of(walk.session, customer_id=walk.customer.id)
    assert status is not None
    assert status.closed is True


def test_it_says_when_we_ask_next(walk: Walk) -> None:
    walk.finished()
    rows = follow_ups_of(walk.session, case_id=walk.case.id)
    send_due_follow_up(walk.session, follow_up=rows[0], now=rows[0].due_at)

    status = status_of(walk.session, customer_id=walk.customer.id)

    assert status is not None
    assert (status.stage, status.next_follow_up_day) == (Stage.FOLLOW_UP, 7)
    assert status.next_follow_up_at == rows[1].due_at
    assert status.next_appointment_at is None
