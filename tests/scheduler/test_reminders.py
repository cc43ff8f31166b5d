"""Reminders go to those who come, once, at a polite hour of the right day; who has not said that she comes is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.turns.confirm import CONFIRM
from scheduler.jobs import remind
from scheduler.rules import Ring
from tests.factories.people import acting
from tests.scheduler.conftest import mali
from workflow.booking import confirm_appointment, move_appointment, take_back_reminders
from workflow.customers import ask, open_question
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    AppointmentState,
    ChannelIdentity,
    Notice,
    NoticeState,
    Task,
    TaskKind,
)
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from scheduler.rules import Job
    from tests.factories.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# She booked on Monday for Wednesday at 14:00 in Bangkok.
STARTS = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
TUESDAY_TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TUESDAY_FOUR = TUESDAY_TEN + 6 * HOUR
WEDNESDAY_NINE = TUESDAY_TEN + 23 * HOUR


@dataclass
class World:
    """A clinic with one appointment; it rings as it is told."""

    sessions: Sessions
    cast: Cast
    rules: ClinicRules = field(default_factory=ClinicRules)

    def ring(self, job: Job, slot: datetime, *, late: timedelta = timedelta()) -> int:
        ring = Ring(
            clinic_id=self.cast.clinic_id,
            branch_id=self.cast.branch.id,
            zone=ZoneInfo("Asia/Bangkok"),
            slot=slot,
            now=slot + late,
            rules=self.rules,
        )
        return in_transaction(
            self.sessions, lambda session: job(session, ring), clinic_id=self.cast.clinic_id
        )

    @property
    def reminders(self) -> list[Notice]:
        def look(session: Session) -> list[Notice]:
            told = sa.select(Notice).where(Notice.kind.startswith("reminder")).order_by(Notice.id)
            return list(session.scalars(told))

        return in_transaction(self.sessions, look, clinic_id=self.cast.clinic_id)

    @property
    def appointments(self) -> list[Appointment]:
        return in_transaction(
            self.sessions,
            lambda session: list(session.scalars(sa.select(Appointment).order_by(Appointment.id))),
            clinic_id=self.cast.clinic_id,
        )

    @property
    def calls(self) -> list[Task]:
        return in_transaction(
            self.sessions,
            lambda session: list(session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER))),
            clinic_id=self.cast.clinic_id,
        )

    def she_says_that_she_comes(self, now: datetime) -> None:
        [agreed] = self.appointments

        def say(session: Session) -> None:
            confirm_appointment(session, appointment_id=agreed.id, by=mali(session, self.cast).mali, now=now)

        in_transaction(self.sessions, say, clinic_id=self.cast.clinic_id)


@pytest.fixture
def world(sessions: Sessions, cast: Cast) -> World:
    in_transaction(
        sessions,
        lambda session: mali(session, cast).booked(starts_at=STARTS) and None,
        clinic_id=cast.clinic_id,
    )
    return World(sessions, cast)


def test_she_is_reminded_the_day_before_and_on_the_day_once_each(world: World) -> None:
    assert world.ring(remind.remind_day_before, TUESDAY_TEN) == 1
    assert world.ring(remind.remind_day_before, TUESDAY_TEN) == 0
    assert world.ring(remind.remind_same_day, WEDNESDAY_NINE) == 1
    assert world.ring(remind.remind_same_day, WEDNESDAY_NINE) == 0

    assert [(told.kind, told.due_at) for told in world.reminders] == [
        ("reminder_day_before", TUESDAY_TEN),
        ("reminder_same_day", WEDNESDAY_NINE),
    ]
    assert world.reminders[0].data["prepare_th"] == ["งดแต่งหน้า"]
    assert world.reminders[0].data["confirmed"] is False


@pytest.mark.parametrize(
    ("job", "slot"),
    [
        (remind.remind_day_before, TUESDAY_TEN - DAY),
        (remind.remind_day_before, TUESDAY_TEN + DAY),
        (remind.remind_same_day, WEDNESDAY_NINE - DAY),
        (remind.remind_same_day, WEDNESDAY_NINE + DAY),
    ],
)
def test_no_other_day_is_reminded_of(world: World, job: Job, slot: datetime) -> None:
    assert world.ring(job, slot) == 0


@pytest.mark.parametrize(
    ("late", "due_at"),
    [
        (9 * HOUR, TUESDAY_TEN + 9 * HOUR),  # 19:00, polite still
        (10 * HOUR, None),  # 20:00: the next polite hour is tomorrow's, and that day has its own reminder
        (20 * HOUR, None),
    ],
)
def test_a_late_reminder_keeps_to_polite_hours_and_to_its_day(
    world: World, late: timedelta, due_at: datetime | None
) -> None:
    world.ring(remind.remind_day_before, TUESDAY_TEN, late=late)

    assert [told.due_at for told in world.reminders] == ([due_at] if due_at else [])


def test_before_the_polite_hours_it_waits_for_them(world: World) -> None:
    world.ring(remind.remind_same_day, WEDNESDAY_NINE - HOUR)

    assert [told.due_at for told in world.reminders] == [WEDNESDAY_NINE]


def test_one_who_has_just_agreed_is_not_reminded(world: World) -> None:
    def agree_anew(session: Session) -> None:
        session.execute(sa.update(Appointment).values(booked_at=WEDNESDAY_NINE - 2 * HOUR))

    in_transaction(world.sessions, agree_anew, clinic_id=world.cast.clinic_id)

    assert world.ring(remind.remind_same_day, WEDNESDAY_NINE) == 0


def test_an_appointment_that_was_cancelled_is_not_reminded_of(world: World) -> None:
    def cancel(session: Session) -> None:
        session.execute(sa.update(Appointment).values(state=AppointmentState.CANCELLED))

    in_transaction(world.sessions, cancel, clinic_id=world.cast.clinic_id)

    assert world.ring(remind.remind_day_before, TUESDAY_TEN) == 0


def test_a_moved_appointment_is_reminded_of_anew(world: World) -> None:
    world.ring(remind.remind_day_before, TUESDAY_TEN)

    def move(session: Session) -> int:
        walk = mali(session, world.cast)
        [old] = session.scalars(sa.select(Appointment))
        taken_back = take_back_reminders(session, agreed=old, now=TUESDAY_TEN)
        move_appointment(
            session,
            case_id=walk.case.id,
            starts_at=STARTS + DAY,
            by=acting(world.cast.fon),
            now=TUESDAY_TEN + HOUR,
        )
        return taken_back

    in_transaction(world.sessions, move, clinic_id=world.cast.clinic_id)
    assert world.ring(remind.remind_day_before, TUESDAY_TEN + DAY) == 1

    first, second = world.reminders
    assert (first.state, first.reason) == (NoticeState.SKIPPED, "out_of_date")
    assert second.state is NoticeState.WAITING
    assert second.data["starts_at"] == (STARTS + DAY).isoformat()


def test_a_bare_yes_answers_the_reminder_and_nothing_else_that_was_asked(world: World) -> None:
    def identity(session: Session) -> ChannelIdentity:
        found = session.get(ChannelIdentity, world.cast.mali_on_line.id)
        assert found is not None
        return found

    def ask_before(session: Session) -> None:
        ask(session, identity=identity(session), kind="photo_waits", ref="1", now=TUESDAY_TEN, lasts=HOUR)

    def asked(session: Session) -> object:
        question = open_question(identity(session), TUESDAY_TEN + timedelta(minutes=1))
        return question and question["kind"]

    clinic_id = world.cast.clinic_id
    in_transaction(world.sessions, ask_before, clinic_id=clinic_id)
    world.ring(remind.remind_day_before, TUESDAY_TEN)
    assert in_transaction(world.sessions, asked, clinic_id=clinic_id) == "photo_waits"

    in_transaction(
        world.sessions, lambda session: session.execute(sa.delete(Notice)) and None, clinic_id=clinic_id
    )
    in_transaction(
        world.sessions,
        lambda session: setattr(identity(session), "open_question_until", None),
        clinic_id=clinic_id,
    )
    world.ring(remind.remind_day_before, TUESDAY_TEN)
    assert in_transaction(world.sessions, asked, clinic_id=clinic_id) == CONFIRM


def test_sales_calls_who_was_asked_and_has_not_said_that_she_comes(world: World) -> None:
    assert world.ring(remind.call_unconfirmed, TUESDAY_FOUR) == 0, "nobody asked her yet"
    world.ring(remind.remind_day_before, TUESDAY_TEN)

    assert world.ring(remind.call_unconfirmed, TUESDAY_FOUR) == 1
    assert world.ring(remind.call_unconfirmed, TUESDAY_FOUR) == 0
    [call] = world.calls
    assert (call.staff_id, call.detail["why"]) == (world.cast.fon.id, "unconfirmed")


def test_who_has_said_so_is_not_called_and_not_asked_again(world: World) -> None:
    world.ring(remind.remind_day_before, TUESDAY_TEN)
    world.she_says_that_she_comes(TUESDAY_TEN + HOUR)
    world.she_says_that_she_comes(TUESDAY_TEN + 2 * HOUR)

    assert world.appointments[0].confirmed_at == TUESDAY_TEN + HOUR
    assert world.ring(remind.call_unconfirmed, TUESDAY_FOUR) == 0
    world.ring(remind.remind_same_day, WEDNESDAY_NINE)
    assert world.reminders[-1].data["confirmed"] is True


def test_one_row_that_fails_spares_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(remind, "remind_of_appointment", fail)

    assert world.ring(remind.remind_day_before, TUESDAY_TEN) == 0
    assert world.reminders == []
