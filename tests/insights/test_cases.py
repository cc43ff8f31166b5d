"""Every figure of the owner's first page, worked by hand once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from insights.figure import Period
from insights.registry import INSIGHTS
from tests.insights.cast import (
    BANGKOK,
    NOW,
    TODAY,
    a_case,
    a_follow_up,
    a_red_flag,
    a_treatment,
    an_appointment,
    points,
)
from workflow.store.models import AppointmentState, Stage, TaskState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from insights.figure import Figure
    from tests.insights.cast import Cast

YESTERDAY = NOW - timedelta(days=1)


def worked_out(session: Session, name: str) -> Figure:
    return INSIGHTS[name].work_out(session, day=TODAY, zone=BANGKOK)


def test_it_counts_the_cases_of_the_day_by_stage(session: Session, cast: Cast) -> None:
    scanned = [a_case(session, cast), a_case(session, cast)]
    a_case(session, cast, stage=Stage.FOLLOW_UP, opened_at=NOW - timedelta(days=40))
    a_case(session, cast, stage=Stage.FOLLOW_UP, opened_at=YESTERDAY, closed_at=YESTERDAY)
    closed_today = a_case(session, cast, stage=Stage.COMPLETED, opened_at=YESTERDAY, closed_at=NOW)
    a_case(session, cast, opened_at=NOW + timedelta(days=1))

    figure = worked_out(session, "cases_by_stage")

    assert {stage: part.value for stage, part in figure.parts.items()} == {
        "scanned": 2,
        "treatment_scheduled": 0,
        "in_treatment": 0,
        "completed": 1,
        "follow_up": 1,
    }
    assert figure.value == 4
    assert {row.case_id for row in figure.parts["scanned"].rows} == {case.id for case in scanned}
    assert [row.case_id for row in figure.parts["completed"].rows] == [closed_today.id]


def test_it_counts_what_the_day_brought(session: Session, cast: Cast) -> None:
    new = a_case(session, cast)
    an_appointment(session, cast, new)
    an_appointment(session, cast, new, starts_at=NOW + timedelta(days=2))
    given_up = a_case(session, cast, opened_at=YESTERDAY)
    an_appointment(session, cast, given_up, state=AppointmentState.CANCELLED)
    old = a_case(session, cast, opened_at=NOW - timedelta(days=9), stage=Stage.FOLLOW_UP)
    done = a_treatment(session, cast, old, finished_at=NOW)
    a_follow_up(session, cast, done, day=1, sent_at=NOW)
    a_follow_up(session, cast, done, day=7)
    points(session, cast, old, 25)
    points(session, cast, old, -10)
    points(session, cast, old, 7, at=YESTERDAY)

    figures = {
        name: worked_out(session, name)
        for name in ("scanned", "booked", "treated", "followed_up", "points_issued")
    }

    assert {name: figure.value for name, figure in figures.items()} == {
        "scanned": 1,
        "booked": 1,
        "treated": 1,
        "followed_up": 1,
        "points_issued": 25,
    }
    for figure in figures.values():
        assert sum(row.amount for row in figure.rows) == figure.value
    assert [row.case_id for row in figures["booked"].rows] == [new.id]


def test_the_day_begins_at_midnight_by_the_clinics_clock(session: Session, cast: Cast) -> None:
    midnight = Period.of_day(TODAY, BANGKOK).starts_at
    a_case(session, cast, opened_at=midnight - timedelta(seconds=1))
    first = a_case(session, cast, opened_at=midnight)

    figure = worked_out(session, "scanned")

    assert [row.case_id for row in figure.rows] == [first.id]


def test_a_red_flag_counts_until_somebody_settles_it(session: Session, cast: Cast) -> None:
    case = a_case(session, cast)
    open_one = a_red_flag(session, cast, case, made_at=YESTERDAY)
    accepted = a_red_flag(session, cast, case, state=TaskState.ACCEPTED)
    a_red_flag(session, cast, case, state=TaskState.DONE)

    figure = worked_out(session, "red_flags_open")

    assert [row.id for row in figure.rows] == [open_one.id, accepted.id]


def test_the_funnel_follows_the_same_cases_from_step_to_step(session: Session, cast: Cast) -> None:
    cases = [a_case(session, cast, opened_at=NOW - timedelta(days=20 - number)) for number in range(8)]
    for case in cases[:4]:
        an_appointment(session, cast, case, booked_at=NOW - timedelta(days=3))
    done = [a_treatment(session, cast, case, finished_at=NOW) for case in cases[:2]]
    a_follow_up(session, cast, done[0], day=1, sent_at=NOW)
    # Treated in these 30 days, but scanned long before them: not in this funnel.
    a_treatment(session, cast, a_case(session, cast, opened_at=NOW - timedelta(days=50)), finished_at=NOW)

    figure = worked_out(session, "funnel")

    assert {name: part.value for name, part in figure.parts.items()} == {
        "scanned": 8,
        "booked": 4,
        "booked_of_scanned": 0.5,
        "treated": 2,
        "treated_of_booked": 0.5,
        "followed_up": 1,
        "followed_up_of_treated": 0.5,
    }
    assert figure.value == 0.125


def test_a_share_of_nothing_is_unknown_and_not_zero(session: Session, cast: Cast) -> None:
    figure = worked_out(session, "funnel")

    assert figure.value is None
    assert figure.parts["scanned"].value == 0
    assert figure.parts["booked_of_scanned"].value is None


@pytest.mark.parametrize("name", list(INSIGHTS))
def test_every_figure_of_an_empty_day_is_nothing_and_can_be_told_as_json(
    session: Session, cast: Cast, name: str
) -> None:
    told = worked_out(session, name).to_json()

    assert told["value"] == (None if name in {"funnel", "answered"} else 0)


@pytest.mark.parametrize("insight", INSIGHTS.values(), ids=lambda insight: insight.name)
def test_every_figure_has_its_words_in_both_languages(insight: object) -> None:
    assert all(
        getattr(insight, name) for name in ("title_th", "title_en", "formula", "formula_th", "unit", "period")
    )
