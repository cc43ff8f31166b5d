"""The day and the month at a glance say what the figures say, each worked by hand once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from insights.at_a_glance import WAITING, YESTERDAY, day_at_a_glance, month_at_a_glance
from insights.registry import INSIGHTS
from tests.insights.cast import (
    BANGKOK,
    NOW,
    TODAY,
    a_case,
    a_customer,
    a_follow_up,
    a_red_flag,
    a_treatment,
    an_appointment,
    points,
)
from workflow.store.models import AppointmentState, FollowUpState, TaskState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.insights.cast import Cast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OCTOBER = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)  # a minute before midnight in Bangkok


def test_the_days_appointments_are_counted_by_whether_she_comes(session: Session, cast: Cast) -> None:
    case = a_case(session, cast)
    later = an_appointment(session, cast, case, starts_at=NOW + 2 * HOUR)
    first = an_appointment(session, cast, case, starts_at=NOW - 2 * HOUR, confirmed_at=NOW - DAY)
    an_appointment(session, cast, case, starts_at=NOW + HOUR, state=AppointmentState.CANCELLED)
    an_appointment(session, cast, case, starts_at=NOW + DAY)

    figure = INSIGHTS["appointments"].work_out(session, day=TODAY, zone=BANGKOK)
    day = day_at_a_glance(session, day=TODAY, zone=BANGKOK)

    assert [row.id for row in figure.rows] == [first.id, later.id]
    assert {name: part.value for name, part in figure.parts.items()} == {"confirmed": 1, "unconfirmed": 1}
    assert (day.appointments, day.unconfirmed, day.first_at) == (2, 1, NOW - 2 * HOUR)


def test_what_waits_is_counted_whatever_day_it_is_of(session: Session, cast: Cast) -> None:
    case = a_case(session, cast)
    a_red_flag(session, cast, case, due_at=NOW - 2 * DAY)
    a_red_flag(session, cast, case, due_at=NOW + HOUR, state=TaskState.ACCEPTED)
    a_red_flag(session, cast, case, due_at=NOW - 2 * DAY, state=TaskState.DONE)

    assert day_at_a_glance(session, day=TODAY, zone=BANGKOK).waiting == {
        "tasks_waiting": 2,
        "tasks_overdue": 1,
        "red_flags_open": 2,
    }


def test_yesterday_is_the_day_before_by_the_clinics_clock(session: Session, cast: Cast) -> None:
    case = a_case(session, cast, opened_at=NOW - DAY)
    points(session, cast, case, 25, at=NOW - DAY)
    points(session, cast, case, 99, at=NOW)

    yesterday = day_at_a_glance(session, day=TODAY, zone=BANGKOK).yesterday

    assert yesterday == {
        name: INSIGHTS[name].work_out(session, day=TODAY - DAY, zone=BANGKOK).value for name in YESTERDAY
    }
    assert (yesterday["scanned"], yesterday["points_issued"]) == (1, 25)
    assert set(WAITING) | set(YESTERDAY) <= set(INSIGHTS)


def test_a_month_goes_from_midnight_to_midnight_and_stands_beside_the_one_before(
    session: Session, cast: Cast
) -> None:
    a_case(session, cast, opened_at=OCTOBER)
    november = [a_case(session, cast, opened_at=at) for at in (OCTOBER + timedelta(minutes=1), NOW)]
    a_case(session, cast, opened_at=datetime(2026, 11, 30, 17, tzinfo=UTC))  # December there
    points(session, cast, november[0], 10, at=NOW)
    points(session, cast, november[0], 5, at=OCTOBER)

    figures = month_at_a_glance(session, month=date(2026, 11, 30), zone=BANGKOK).figures

    assert figures["scanned"] == (2, 1)
    assert figures["points_issued"] == (10, 5)
    assert figures["answered"] == (None, None), "nothing was sent, so there is nothing to divide by"


def test_the_share_of_answers_is_of_what_was_sent(session: Session, cast: Cast) -> None:
    done = a_treatment(session, cast, a_case(session, cast), finished_at=NOW - DAY)
    for day, state in ((1, FollowUpState.ANSWERED), (7, FollowUpState.SENT), (30, FollowUpState.ANSWERED)):
        a_follow_up(session, cast, done, day=day, sent_at=NOW).state = state
    a_follow_up(session, cast, done, day=90)

    figure = INSIGHTS["answered"].work_out(session, day=TODAY, zone=BANGKOK)

    assert figure.value == pytest.approx(2 / 3)
    assert {name: part.value for name, part in figure.parts.items()} == {"sent": 3, "answered": 2}


def test_new_customers_and_red_flags_are_counted_on_their_day(session: Session, cast: Cast) -> None:
    first, *others = (a_customer(session, cast) for _ in range(3))
    for customer, ago in zip((first, *others), (0, 0, 1), strict=True):
        customer.created_at = NOW - ago * DAY
    case = a_case(session, cast, customer=first)
    a_red_flag(session, cast, case, made_at=NOW, state=TaskState.DONE)
    a_red_flag(session, cast, case, made_at=NOW - DAY)
    session.flush()

    def value(name: str, ago: int) -> object:
        return INSIGHTS[name].work_out(session, day=TODAY - ago * DAY, zone=BANGKOK).value

    assert (value("red_flags_raised", 0), value("red_flags_raised", 1)) == (1, 1)
    assert (value("new_customers", 0), value("new_customers", 1)) == (2, 1)


def test_a_glance_is_plain_json(session: Session, cast: Cast) -> None:
    an_appointment(session, cast, a_case(session, cast), starts_at=NOW)

    day = day_at_a_glance(session, day=TODAY, zone=BANGKOK).to_json()
    month = month_at_a_glance(session, month=TODAY, zone=BANGKOK).to_json()

    assert (day["day"], day["first_at"]) == ("2026-11-22", "2026-11-22T07:00:00+00:00")
    assert (month["month"], month["figures"]["scanned"]) == ("2026-11-01", [1, 0])
