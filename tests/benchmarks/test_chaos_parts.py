"""The parts of the chaos harness that decide something: whose complaint is a bug, and what time it is for whom."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.chaos.children import Child
from benchmarks.chaos.complaints import MUST_NOT_OCCUR, complaints, nobody_broke, repeats
from benchmarks.chaos.world import ClockOfProcess, World

A_MOMENT = timedelta(seconds=5)
ROOT = Path(__file__).parents[2]


def line(event: str, level: str, **fields: str) -> str:
    return json.dumps({"event": event, "level": level, **fields})


def test_errors_are_counted_by_event_and_class(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    lines = [
        line("service.ready", "info"),
        line("worker.round_failed", "error", error="OperationalError < OperationalError"),
        line("worker.round_failed", "error", error="OperationalError < OperationalError"),
        line("event.failed", "error", error="KeyError"),
        line("notice.not_delivered", "error", reason="reply_unknown"),
        line("event.given_up", "error", failure="TooManyAttempts"),
        "INFO:     Started server process",
        '{"event": "notice.sett',  # it was killed here
    ]
    log.write_text("\n".join(lines))

    assert complaints([log]) == {
        "worker.round_failed: OperationalError < OperationalError": 2,
        "event.failed: KeyError": 1,
        "notice.not_delivered: reply_unknown": 1,
        "event.given_up: TooManyAttempts": 1,
    }


def test_a_database_that_is_away_explains_its_own_errors_and_nothing_else() -> None:
    found = {"worker.round_failed: OperationalError < OperationalError": 2, "event.failed: KeyError": 1}

    assert nobody_broke(found, database_is_crashed=True) == {"event.failed: KeyError": 1}
    assert nobody_broke(found, database_is_crashed=False) == found


@pytest.mark.parametrize("event", sorted(MUST_NOT_OCCUR))
@pytest.mark.parametrize("why", ["", ": TooManyAttempts", ": OperationalError < OperationalError"])
def test_what_was_given_up_or_nobody_heard_of_is_never_excused(event: str, why: str) -> None:
    assert nobody_broke({event + why: 1}, database_is_crashed=True) == {event + why: 1}


def test_an_error_without_a_class_is_a_bug_as_well() -> None:
    assert nobody_broke({"something.new": 1}, database_is_crashed=True) == {"something.new": 1}
    assert nobody_broke({"notice.not_delivered: reply_unknown": 1}, database_is_crashed=False) == {}
    assert nobody_broke({"notice.not_delivered: http_400": 1}, database_is_crashed=False) != {}
    assert nobody_broke({"schedule.was_too_far_ahead": 2}, database_is_crashed=False) == {}


@pytest.mark.parametrize("event", sorted(MUST_NOT_OCCUR))
def test_every_event_that_must_not_occur_is_one_we_log(event: str) -> None:
    rooms = ("aura", "bot", "scheduler", "workflow")
    assert any(f'"{event}"' in file.read_text() for room in rooms for file in (ROOT / room).rglob("*.py"))


def test_transactions_done_again_are_counted_by_why(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    again = [line("transaction.repeated", "warning", error="OperationalError", sqlstate="40P01")] * 2
    log.write_text("\n".join([*again, line("transaction.repeated", "warning", error="OperationalError")]))

    assert repeats([log]) == {"40P01": 2, "OperationalError": 1}


def test_nobody_has_a_chance_in_a_night_that_is_jumped_over(tmp_path: Path) -> None:
    world = World(tmp_path / "clock")
    began = world.now()
    world.move(timedelta(hours=9))

    assert world.first_chance(began + timedelta(hours=2)) - began >= timedelta(hours=9)
    assert world.first_chance(began - timedelta(hours=1)) == began - timedelta(hours=1)
    assert world.first_chance(began + timedelta(hours=10)) == began + timedelta(hours=10)
    world.close()


def test_a_child_is_stopped_and_goes_on(tmp_path: Path) -> None:
    child = Child(["sleep", "60"], log=tmp_path / "log", cwd=tmp_path)
    assert not child.pause(), "it does not run yet"
    child.start()
    try:
        assert child.pause()
        assert os.WIFSTOPPED(os.waitpid(child.id, os.WUNTRACED)[1])
        assert child.go_on()
        assert os.WIFCONTINUED(os.waitpid(child.id, os.WCONTINUED)[1])
    finally:
        child.kill()
    assert not child.go_on()


def test_the_world_moves_for_everybody_and_a_wrong_clock_for_one(tmp_path: Path) -> None:
    world = World(tmp_path / "clock")
    first, second = ClockOfProcess(f"{world.file}:1"), ClockOfProcess(f"{world.file}:2")
    began = world.now()

    world.move(timedelta(days=30))
    world.set_wrong(2, timedelta(hours=-2))

    assert abs(first() - world.now()) < A_MOMENT
    assert abs(world.now() - began - timedelta(days=30)) < A_MOMENT
    assert abs(world.now() - second() - timedelta(hours=2)) < A_MOMENT
    world.set_wrong(2, timedelta(0))
    assert abs(first() - second()) < A_MOMENT
    world.close()


def test_time_that_has_passed_is_not_brought_back(tmp_path: Path) -> None:
    world = World(tmp_path / "clock")
    began = world.now()

    world.move_to(began - timedelta(days=1))

    assert world.now() >= began
    world.close()
