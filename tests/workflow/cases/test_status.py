"""What a customer hears when she asks how things stand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from workflow.cases import Stage, close_case, send_due_follow_up, status_of
from workflow.follow_ups import follow_ups_of

if TYPE_CHECKING:
    from tests.factories.cases import Walk


def test_it_knows_nothing_before_the_first_photo(walk: Walk) -> None:
    assert status_of(walk.session, customer_id=walk.customer.id) is None


def test_it_says_when_she_is_expected_where_and_by_whom(walk: Walk) -> None:
    walk.booked()

    status = status_of(walk.session, customer_id=walk.customer.id)

    assert status is not None
    assert (status.stage, status.closed) == (Stage.TREATMENT_SCHEDULED, False)
    assert status.next_appointment_at == walk.now + timedelta(hours=2)
    assert (status.beautician_name, status.zone) == ("พลอย", "Asia/Bangkok")
    assert status.treatment is not None
    assert status.treatment["key"] == "hydradermabrasion"
    assert status.branch["phone"] == "02-111-2222"


def test_it_says_when_we_ask_next(walk: Walk) -> None:
    walk.finished()
    rows = follow_ups_of(walk.session, case_id=walk.case.id)
    send_due_follow_up(walk.session, follow_up=rows[0], now=rows[0].due_at)

    status = status_of(walk.session, customer_id=walk.customer.id)

    assert status is not None
    assert (status.stage, status.next_follow_up_day) == (Stage.FOLLOW_UP, 7)
    assert status.next_follow_up_at == rows[1].due_at
    assert status.next_appointment_at is None


def test_it_remembers_a_closed_case_until_there_is_a_new_one(walk: Walk) -> None:
    walk.scanned()
    first = walk.case.id
    close_case(walk.session, case_id=first, reason="x", by=walk.fon, now=walk.now)

    closed = status_of(walk.session, customer_id=walk.customer.id)
    assert closed is not None
    assert (closed.case_id, closed.closed) == (first, True)

    walk.now += timedelta(hours=1)
    walk.is_read(walk.sends_photo())
    again = status_of(walk.session, customer_id=walk.customer.id)
    assert again is not None
    assert (again.case_id, again.closed) == (walk.case.id, False)
    assert again.case_id != first
