"""The rows behind the first page: which cards, in which order, at what cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from insights.board import board_cards, labels_of, open_red_flags
from insights.case_file import case_file, picture_keys
from insights.changes import Stamp, newest_change
from insights.registry import INSIGHTS
from insights.workplace import workplace_of
from tests.insights.cast import (
    BANGKOK,
    NOW,
    TODAY,
    Cast,
    a_case,
    a_follow_up,
    a_reading,
    a_red_flag,
    a_treatment,
    an_appointment,
)
from workflow.refusal import NotFound
from workflow.store.models import AppointmentState, Case, Stage, TaskState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_the_cards_of_a_column_are_those_its_figure_counts(session: Session, cast: Cast) -> None:
    for stage in (*Stage, Stage.FOLLOW_UP):
        a_case(session, cast, stage=stage, opened_at=NOW - timedelta(days=1))
    a_case(session, cast, opened_at=NOW - timedelta(days=3), closed_at=NOW - timedelta(days=2))

    cards = board_cards(session, day=TODAY, zone=BANGKOK)
    figure = INSIGHTS["cases_by_stage"].work_out(session, day=TODAY, zone=BANGKOK)

    assert {stage.value: {card.case_id for card in column} for stage, column in cards.items()} == {
        stage: {row.case_id for row in part.rows} for stage, part in figure.parts.items()
    }


def test_red_flags_come_first_then_what_is_due_soonest_then_the_newest(session: Session, cast: Cast) -> None:
    old, new, later, sooner, flagged = (
        a_case(
            session, cast, code=code, stage=Stage.TREATMENT_SCHEDULED, stage_at=NOW - timedelta(hours=hours)
        )
        for code, hours in (("OLD", 9), ("NEW", 1), ("LATER", 5), ("SOONER", 6), ("FLAGGED", 12))
    )
    an_appointment(session, cast, later, starts_at=NOW + timedelta(days=2))
    an_appointment(session, cast, sooner, starts_at=NOW + timedelta(days=1))
    an_appointment(session, cast, old, state=AppointmentState.CANCELLED)
    a_red_flag(session, cast, flagged)
    a_red_flag(session, cast, new, state=TaskState.DONE)

    column = board_cards(session, day=TODAY, zone=BANGKOK)[Stage.TREATMENT_SCHEDULED]

    assert [card.code for card in column] == ["FLAGGED", "SOONER", "LATER", "NEW", "OLD"]
    assert [card.red_flags for card in column] == [1, 0, 0, 0, 0]
    assert column[1].next_appointment_at == NOW + timedelta(days=1)


def test_a_card_names_the_next_follow_up_only(session: Session, cast: Cast) -> None:
    case = a_case(session, cast, stage=Stage.FOLLOW_UP)
    done = a_treatment(session, cast, case, finished_at=NOW)
    a_follow_up(session, cast, done, day=1, sent_at=NOW)
    for day in (30, 7, 90):
        a_follow_up(session, cast, done, day=day)

    (card,) = board_cards(session, day=TODAY, zone=BANGKOK)[Stage.FOLLOW_UP]

    assert card.next_follow_up == (7, NOW + timedelta(days=7))


def test_the_board_asks_as_much_for_many_cases_as_for_one(session: Session, cast: Cast) -> None:
    asked: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *facts: asked.append(facts[2]))

    counts = []
    for number in (1, 20):
        for _ in range(number):
            a_case(session, cast)
        asked.clear()
        board_cards(session, day=TODAY, zone=BANGKOK)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 4


def test_red_flags_name_who_was_told_what_and_about_whom(session: Session, cast: Cast) -> None:
    case = a_case(session, cast, code="C1")
    a_red_flag(session, cast, case, state=TaskState.ACCEPTED, detail={"groups": ["vision"]})
    a_red_flag(session, cast, case, state=TaskState.DONE)

    (flag,) = open_red_flags(session)

    assert (flag.case_code, flag.customer, flag.staff) == ("C1", "มะลิ", "พลอย")
    assert (flag.accepted, flag.groups) == (True, ["vision"])


def test_nothing_of_another_clinic_is_found(session: Session, cast: Cast, other: Cast) -> None:
    theirs = session.scalars(
        sa.select(Case).where(Case.id.is_not(None)), execution_options={"populate_existing": True}
    ).all()
    assert theirs == []

    session.info["clinic_id"] = other.clinic_id
    case_id = session.scalars(sa.select(Case.id)).first()
    session.info["clinic_id"] = cast.clinic_id

    assert case_id is not None
    assert not any(board_cards(session, day=TODAY, zone=BANGKOK).values())
    assert open_red_flags(session) == []
    assert labels_of(session, [case_id]) == {}
    assert picture_keys(session, case_id=case_id) == frozenset()
    with pytest.raises(NotFound):
        case_file(session, case_id=case_id)
    with pytest.raises(NotFound):
        workplace_of(session, staff_id=other.owner.id)


def test_a_case_file_holds_all_that_belongs_to_the_case_and_nothing_else(
    session: Session, cast: Cast
) -> None:
    case, another = a_case(session, cast), a_case(session, cast)
    reading = a_reading(session, cast, case, overlay_key="k" * 32)
    a_reading(session, cast, another)
    done = a_treatment(session, cast, case, finished_at=NOW)
    a_follow_up(session, cast, done, day=1)
    a_red_flag(session, cast, another)

    file = case_file(session, case_id=case.id)

    assert [read.reading for read in file.scans] == [reading]
    assert [follow_up.day for follow_up in file.follow_ups] == [1]
    assert file.tasks == []
    assert file.name_of(case.beautician_id) == "พลอย"
    assert picture_keys(session, case_id=case.id) == {"k" * 32}


def test_the_stamp_changes_with_every_event_task_and_answer(session: Session, cast: Cast) -> None:
    stamps = [newest_change(session)]
    case = a_case(session, cast)
    stamps.append(newest_change(session))
    a_red_flag(session, cast, case)
    stamps.append(newest_change(session))

    assert len(set(stamps)) == 3
    assert stamps[0] == Stamp(events=frozenset(), others=(None, None, None))
    assert newest_change(session) == stamps[-1]
