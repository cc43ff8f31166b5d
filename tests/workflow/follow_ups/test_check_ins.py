"""What a customer writes back belongs to the newest follow-up, for two weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories.people import a_customer
from workflow.cases import send_due_follow_up
from workflow.follow_ups import CheckIn, FollowUpState, check_ins_of, follow_ups_of, record_check_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.factories.cases import Walk


@pytest.fixture
def asked(walk: Walk) -> Walk:
    walk.finished()
    for row in follow_ups_of(walk.session, case_id=walk.case.id)[:2]:
        walk.now = row.due_at
        send_due_follow_up(walk.session, follow_up=row, now=walk.now)
    return walk


def states(walk: Walk) -> list[str]:
    return [row.state.value for row in follow_ups_of(walk.session, case_id=walk.case.id)]


def test_it_answers_the_newest(asked: Walk) -> None:
    check_in = record_check_in(asked.session, customer=asked.customer, text="ดีค่ะ", now=asked.now)

    assert check_in is not None
    assert states(asked) == ["sent", "answered", "planned", "planned"]
    assert [row.text for row in check_ins_of(asked.session, case_id=asked.case.id)] == ["ดีค่ะ"]
    assert record_check_in(asked.session, customer=asked.customer, text="ขอบคุณ", now=asked.now) is None


def test_it_takes_the_photo_after_the_words(asked: Walk) -> None:
    record_check_in(asked.session, customer=asked.customer, text="ดีค่ะ", now=asked.now)
    scan = asked.sends_photo()

    check_in = record_check_in(asked.session, customer=asked.customer, scan=scan, now=asked.now)

    assert check_in is not None
    assert check_in.scan_id == scan.id


@pytest.mark.parametrize(("days", "counts"), [(14, True), (14.1, False)])
def test_it_takes_answers_for_two_weeks(asked: Walk, days: float, counts: bool) -> None:
    later = asked.now + timedelta(days=days)

    check_in = record_check_in(asked.session, customer=asked.customer, text="ดีค่ะ", now=later)

    assert (check_in is not None) is counts


def test_a_button_answers_the_follow_up_it_stands_on(asked: Walk) -> None:
    first, _, third, _ = follow_ups_of(asked.session, case_id=asked.case.id)
    much_later = asked.now + timedelta(days=20)

    def presses(follow_up_id: UUID, text: str) -> CheckIn | None:
        return record_check_in(
            asked.session, customer=asked.customer, text=text, follow_up_id=follow_up_id, now=much_later
        )

    for text in ("good", "odd"):  # she may change her mind
        pressed = presses(first.id, text)
        assert pressed is not None
        assert (pressed.follow_up_id, pressed.text) == (first.id, text)
    assert states(asked) == ["answered", "sent", "planned", "planned"]
    assert presses(third.id, "good") is None, "its card was not sent yet"


def test_a_button_on_somebody_elses_card_answers_nothing(asked: Walk) -> None:
    somebody = a_customer(asked.session, asked.cast.branch, name="ส้ม")
    first, *_ = follow_ups_of(asked.session, case_id=asked.case.id)

    pressed = record_check_in(
        asked.session, customer=somebody, text="good", follow_up_id=first.id, now=asked.now
    )

    assert pressed is None
    assert states(asked)[0] == "sent"


def test_it_keeps_nothing_of_somebody_who_was_not_asked(walk: Walk) -> None:
    walk.finished()

    assert record_check_in(walk.session, customer=walk.customer, text="hi", now=walk.now) is None
    assert {row.state for row in follow_ups_of(walk.session, case_id=walk.case.id)} == {FollowUpState.PLANNED}
