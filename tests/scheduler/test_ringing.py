"""Every rule of the table rings for every clinic and branch, once for each time, whatever dies or fails meanwhile."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from scheduler.ringing import PORTIONS_TAKE, PUSHED_ASIDE, Schedules
from scheduler.rules import InPortions, Per, Ring, Rule
from scheduler.times import Daily
from tests.factories.cast import Cast, two_clinics
from tests.factories.clinics import a_branch
from workflow.notices import NoticePurpose, tell_staff
from workflow.schedules import Missed, Schedule
from workflow.settings import ClinicRules, ScheduleRules
from workflow.store.models import Notice
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sqlalchemy.orm import Session

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)  # in Bangkok
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EIGHT = Daily(at=time(8))


@dataclass
class World:
    """Two clinics, of which one has a second branch in another zone; a clock; and what was rung for."""

    sessions: Sessions
    ours: Cast
    other: Cast
    now: datetime = NOON
    rules: ClinicRules = field(default_factory=ClinicRules)
    heard: list[Ring] = field(default_factory=list)
    fails: bool = False

    def rule(self, *, per: Per = Per.CLINIC, missed: Missed | None = None, what: str = "test") -> Rule:
        return Rule(what=what, per=per, when=lambda _: EIGHT, missed=missed or Missed(), job=self.job)

    def job(self, session: Session, ring: Ring) -> int:
        self.heard.append(ring)
        cast = self.ours if ring.clinic_id == self.ours.clinic_id else self.other
        told = tell_staff(
            session,
            staff_id=cast.anan.id,
            kind="test",
            purpose=NoticePurpose.STAFF,
            data={},
            key=f"{ring.branch_id}:{ring.slot.isoformat()}:{len(self.heard)}",  # told twice, it would stand twice
            now=ring.now,
        )
        if self.fails:
            raise ZeroDivisionError
        return int(told is not None)

    def schedules(self, *table: Rule) -> Schedules:
        rules = {self.ours.clinic_id: self.rules, self.other.clinic_id: ClinicRules()}
        made = Schedules(sessions=self.sessions, clock=lambda: self.now, rules=rules, table=table)
        made.run_due()
        return made

    def told(self) -> dict[uuid.UUID, int]:
        def count(session: Session) -> dict[uuid.UUID, int]:
            found = session.execute(
                sa.select(Notice.clinic_id, sa.func.count())
                .where(Notice.kind == "test")
                .group_by(Notice.clinic_id)
            )
            return dict(tuple(row) for row in found)

        ours, other = self.ours.clinic_id, self.other.clinic_id
        return {
            **in_transaction(self.sessions, count, clinic_id=ours),
            **in_transaction(self.sessions, count, clinic_id=other),
        }


@pytest.fixture
def world(sessions: Sessions) -> World:
    ours, other = two_clinics(sessions)
    in_transaction(
        sessions,
        lambda session: a_branch(session, ours.clinic, key="berlin", zone="Europe/Berlin"),
        clinic_id=ours.clinic_id,
    )
    return World(sessions, ours, other)


def test_a_clinics_rule_rings_once_a_clinic_and_a_branchs_once_a_branch_by_its_own_clock(
    world: World,
) -> None:
    schedules = world.schedules(world.rule(what="clinic"), world.rule(what="branch", per=Per.BRANCH))
    assert world.heard == []

    for _ in range(48):
        world.now += HOUR / 2
        schedules.run_due()

    assert sorted((str(ring.clinic_id), str(ring.zone), ring.slot) for ring in world.heard) == sorted(
        (str(clinic), zone, slot)
        for clinic, zone, slot, count in (
            (world.ours.clinic_id, "Asia/Bangkok", NOON + 20 * HOUR, 2),
            (world.other.clinic_id, "Asia/Bangkok", NOON + 20 * HOUR, 2),
            (world.ours.clinic_id, "Europe/Berlin", NOON + 2 * HOUR, 1),
        )
        for _ in range(count)
    )
    assert world.told() == {world.ours.clinic_id: 3, world.other.clinic_id: 2}


@pytest.mark.parametrize(
    ("missed", "days_ago"),
    [
        (Missed(), [0]),
        (Missed(each=True), [2, 1, 0]),
        (Missed(not_older_than=2 * HOUR), []),
        (Missed(each=True, not_older_than=30 * HOUR), [1, 0]),
    ],
)
def test_a_clock_that_jumps_ahead_and_back_rings_by_the_rule_and_nothing_twice(
    world: World, missed: Missed, days_ago: list[int]
) -> None:
    schedules = world.schedules(world.rule(missed=missed))
    eight = NOON + 20 * HOUR
    world.now = eight + 2 * DAY + 3 * HOUR
    schedules.run_due()
    assert [ring.slot for ring in world.heard if ring.clinic_id == world.ours.clinic_id] == [
        eight + 2 * DAY - ago * DAY for ago in days_ago
    ]

    rung = len(world.heard)
    world.now = eight + DAY + HOUR
    while world.now < eight + 3 * DAY:
        schedules.run_due()
        world.now += HOUR
    assert len(world.heard) == rung

    world.now = eight + 3 * DAY
    assert schedules.run_due() == 2


def test_a_clock_that_ran_months_ahead_silences_nobody_once_it_is_right_again(world: World) -> None:
    schedules = world.schedules(world.rule())
    world.now = NOON + 60 * DAY
    assert schedules.run_due() == 2

    world.now = NOON
    with capture_logs() as logs:
        assert schedules.run_due() == 0
        assert schedules.run_due() == 0
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "schedule.was_too_far_ahead"
    ] * 2, "said once for each"

    world.now = NOON + 20 * HOUR
    assert schedules.run_due() == 2
    assert {ring.slot for ring in world.heard[2:]} == {NOON + 20 * HOUR}


def test_a_process_of_another_release_takes_no_schedule_away_from_the_others(world: World) -> None:
    schedules = world.schedules(world.rule())
    older = world.schedules(world.rule(what="older"))

    world.now += DAY
    assert schedules.run_due() == 2
    assert older.run_due() == 2
    assert [ring.clinic_id for ring in world.heard].count(world.ours.clinic_id) == 2


def test_a_row_that_was_taken_away_is_missed_and_made_again(world: World) -> None:
    schedules = world.schedules(world.rule())
    in_transaction(world.sessions, lambda session: session.execute(sa.delete(Schedule)), clinic_id=None)

    with capture_logs() as logs:
        schedules.run_due()
    assert [line["event"] for line in logs] == ["schedule.was_gone"] * 2

    world.now += DAY
    assert schedules.run_due() == 2


def test_a_new_process_rings_what_nobody_rang_for_while_none_ran(world: World) -> None:
    world.schedules(world.rule())
    world.now += 3 * DAY

    world.schedules(world.rule())

    assert [ring.slot for ring in world.heard] == [NOON + 20 * HOUR + 2 * DAY] * 2


def test_work_that_fails_leaves_nothing_behind_spares_the_others_and_is_done_later(world: World) -> None:
    world.fails = True
    spared = Rule(
        what="spared",
        per=Per.CLINIC,
        when=lambda _: EIGHT,
        missed=Missed(),
        job=lambda _, ring: heard.append(ring) or 1,
    )
    heard: list[Ring] = []
    schedules = world.schedules(world.rule(), spared)
    world.now += DAY

    assert schedules.run_due() == 2
    assert len(heard) == 2
    assert world.told() == {}
    assert schedules.run_due() == 0, "it is left alone for a while"

    world.fails = False
    world.now += PUSHED_ASIDE
    assert schedules.run_due() == 2
    assert world.told() == {world.ours.clinic_id: 1, world.other.clinic_id: 1}
    assert {ring.slot for ring in world.heard} == {NOON + 20 * HOUR}


def told_of_failing(world: World, cast: Cast) -> list[Notice]:
    statement = sa.select(Notice).where(Notice.kind == "clock_fails").order_by(Notice.id)
    return in_transaction(
        world.sessions, lambda session: list(session.scalars(statement)), clinic_id=cast.clinic_id
    )


@pytest.mark.parametrize("per", list(Per))
def test_whoever_leads_is_told_once_of_a_clock_whose_work_keeps_failing(world: World, per: Per) -> None:
    world.fails = True
    schedules = world.schedules(world.rule(what="remind_day_before", per=per))
    world.now += 22 * HOUR  # ten in the morning
    errors = []
    for _ in range(6):
        with capture_logs() as logs:
            schedules.run_due()
        errors.append(
            [line["event"] for line in logs if line["log_level"] == "error"].count("schedule.keeps_failing")
        )
        world.now += PUSHED_ASIDE

    assert errors[:2] + errors[3:] == [0] * 5
    assert errors[2] == (2 if per is Per.CLINIC else 3), "each clock says it once"
    told = told_of_failing(world, world.other)
    assert [notice.recipient_id for notice in told] == [world.other.anan_on_line.id]
    assert told[0].data["what"] == "remind_day_before"
    assert told[0].data["times"] == 3
    assert told[0].data["due_at"] == (NOON + 20 * HOUR).isoformat()
    assert told[0].due_at == NOON + 22 * HOUR + 2 * PUSHED_ASIDE


def test_trouble_that_is_over_and_comes_again_is_told_again(world: World) -> None:
    schedules = world.schedules(world.rule())
    world.now += 22 * HOUR
    for fails in [True] * 3 + [False] + [True] * 3:
        world.fails = fails
        with capture_logs():
            schedules.run_due()
        world.now += PUSHED_ASIDE if fails else DAY

    days = [datetime.fromisoformat(notice.data["due_at"]) for notice in told_of_failing(world, world.ours)]
    assert days == [NOON + 20 * HOUR, NOON + 20 * HOUR + DAY]


def test_nobody_is_woken_because_a_clock_of_the_night_keeps_failing(world: World) -> None:
    world.fails = True
    night = Rule(
        what="tidy", per=Per.CLINIC, when=lambda _: Daily(at=time(3)), missed=Missed(), job=world.job
    )
    schedules = world.schedules(night)
    world.now += 15 * HOUR
    for _ in range(3):
        with capture_logs():
            schedules.run_due()
        world.now += PUSHED_ASIDE

    (told,) = told_of_failing(world, world.ours)
    polite = datetime.combine(NOON.date() + DAY, world.rules.polite_from, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert told.due_at == polite


def test_that_nobody_could_be_told_keeps_no_clock_from_being_put_aside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.keeps_failing.leading", lambda *_, **__: 1 / 0)
    world.fails = True
    schedules = world.schedules(world.rule())
    world.now += 22 * HOUR
    with capture_logs() as logs:
        for _ in range(3):
            schedules.run_due()
            assert schedules.run_due() == 0, "it is left alone for a while"
            world.now += PUSHED_ASIDE

    assert [line["event"] for line in logs].count("schedule.untold") == 2
    assert [line["event"] for line in logs].count("schedule.failed") == 6
    world.fails = False
    assert schedules.run_due() == 2


def in_portions(work: Callable[[Sessions, Ring], int]) -> Rule:
    return Rule(what="long", per=Per.CLINIC, when=lambda _: EIGHT, missed=Missed(), job=InPortions(work))


def test_work_in_portions_holds_nobody_up_and_is_done_by_one_process_at_a_time(world: World) -> None:
    heard: list[datetime] = []
    others_heard: list[uuid.UUID] = []

    def work(sessions: Sessions, ring: Ring) -> int:
        heard.append(ring.slot)
        # In the middle of it another process looks, and another transaction writes to the very row.
        others.run_due()
        touch = sa.update(Schedule).values(attempts=Schedule.attempts)
        in_transaction(sessions, lambda session: session.execute(touch), clinic_id=None)
        return 1

    schedules = world.schedules(in_portions(work))
    others = world.schedules(in_portions(lambda _, ring: others_heard.append(ring.clinic_id) or 1))
    world.now += DAY

    assert schedules.run_due() == 1
    assert (len(heard), len(others_heard)) == (1, 1), "each has had one clinic's"
    assert others.run_due() == schedules.run_due() == 0


@pytest.mark.parametrize(
    ("cut_off", "after"), [(ZeroDivisionError, PUSHED_ASIDE), (SystemExit, PORTIONS_TAKE)]
)
def test_work_in_portions_that_is_cut_off_is_done_again(
    world: World, cut_off: type[BaseException], after: timedelta
) -> None:
    heard: list[Ring] = []

    def work(_: Sessions, ring: Ring) -> int:
        heard.append(ring)
        if len(heard) == 1:
            raise cut_off
        return 1

    schedules = world.schedules(in_portions(work))
    world.now += DAY
    with suppress(SystemExit):  # the process ends in the middle of it
        schedules.run_due()
    schedules.run_due()
    assert len(heard) == 2, "the other clinic's"
    world.now += after - timedelta(seconds=1)
    assert schedules.run_due() == 0

    world.now += timedelta(seconds=1)
    assert schedules.run_due() == 1
    assert heard[0].clinic_id == heard[2].clinic_id
    assert heard[0].slot == heard[2].slot


def test_what_a_clinic_switches_off_rings_no_more(world: World) -> None:
    rule = Rule(
        what="test",
        per=Per.CLINIC,
        when=lambda rules: (
            Daily(at=rules.schedules.morning_card_at) if rules.schedules.morning_card_at else None
        ),
        missed=Missed(),
        job=world.job,
    )
    world.schedules(rule)
    world.rules = ClinicRules(schedules=ScheduleRules(morning_card_at=None))
    world.now += DAY
    world.schedules(rule)

    assert [ring.clinic_id for ring in world.heard] == [world.other.clinic_id]


def test_what_is_done_afterwards_is_done_at_the_first_look_and_after_its_rule_rang(world: World) -> None:
    done: list[datetime] = []
    schedules = Schedules(
        sessions=world.sessions,
        clock=lambda: world.now,
        rules={world.ours.clinic_id: world.rules, world.other.clinic_id: world.rules},
        table=[world.rule()],
        afterwards={"test": lambda: done.append(world.now)},
    )
    schedules.run_due()
    world.now += HOUR
    schedules.run_due()
    world.now += DAY
    schedules.run_due()

    assert done == [NOON, NOON + HOUR + DAY]
