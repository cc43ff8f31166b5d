"""The parts of the chaos harness that decide something: whose complaint is a bug, and what time it is for whom."""

import json
from datetime import timedelta
from pathlib import Path

from benchmarks.chaos.complaints import complaints, nobody_broke
from benchmarks.chaos.world import ClockOfProcess, World

A_MOMENT = timedelta(seconds=5)


def line(event: str, level: str, **fields: str) -> str:
    return json.dumps({"event": event, "level": level, **fields})


def test_errors_are_counted_by_event_and_class(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    lines = [
        line("service.ready", "info"),
        line("worker.round_failed", "error", error="OperationalError < OperationalError"),
        line("worker.round_failed", "error", error="OperationalError < OperationalError"),
        line("event.failed", "error", error="KeyError"),
        line("notice.not_delivered", "error"),
        "INFO:     Started server process",
        '{"event": "notice.sett',  # it was killed here
    ]
    log.write_text("\n".join(lines))

    assert complaints([log]) == {
        "worker.round_failed: OperationalError < OperationalError": 2,
        "event.failed: KeyError": 1,
        "notice.not_delivered": 1,
    }


def test_a_database_that_is_away_explains_its_own_errors_and_nothing_else() -> None:
    found = {"worker.round_failed: OperationalError < OperationalError": 2, "event.failed: KeyError": 1}

    assert nobody_broke(found, database_is_crashed=True) == {"event.failed: KeyError": 1}
    assert nobody_broke(found, database_is_crashed=False) == found


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
