"""A clinic's quarter in a minute, while everything is killed; and whatever is missing or doubled afterwards is found.

What is planted after the run (LINE forgot a message, took one twice, a row is gone) must be found by the same proofs
that found nothing before.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from benchmarks.chaos.drama import judged, performed
from benchmarks.chaos.evidence import is_accepted
from benchmarks.chaos.scenery import Plan
from vision.samples import sample_selfie
from workflow.store.models import CaseEvent, LoyaltyLedgerEntry

if TYPE_CHECKING:
    from benchmarks.chaos.drama import Drama
    from benchmarks.chaos.figures import Figures

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
SHORT = ["--seconds", "12", "--people", "6", "--selfies", "1", "--every", "1.5", "--seed", "3", "--json"]


def aura_chaos(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "aura", "chaos", *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_chain_of_clinics_loses_and_doubles_nothing_while_everything_dies() -> None:
    with aura_chaos("--store", "postgres", *SHORT) as run:
        printed, said = run.communicate()

    assert printed, said[-2000:]
    found = json.loads(printed)
    assert run.returncode == 0, found
    assert found["ok"] is True
    assert {found[kind] for kind in ("lost", "doubled", "out_of_order", "illegal", "unbalanced")} == {0}
    assert found["never_happened"] == []
    assert set(found["killed"]) == {"web", "worker", "vision"}
    assert set(found["restarted"]) == {"postgres", "redis"}
    assert found["stopped"]["worker"] >= 1
    assert found["redis_silences"] >= 1
    assert found["redis_lost_for_good"] is True
    assert found["clock_jumps"] > 0
    assert found["stages"] == {"follow_up": 1}, "her case did not go its whole way"


async def test_one_process_loses_nothing_and_what_is_planted_afterwards_is_found() -> None:
    plan = Plan(
        seconds=10.0,
        store="sqlite",
        seed=5,
        people=5,
        selfies=1,
        selfie=sample_selfie().read_bytes(),
        pause=1.5,
        every=2.0,
    )
    async with performed(plan, say=lambda _words, _done: None) as drama:
        sound = await asyncio.to_thread(judged, drama)
        assert sound.ok, sound.to_json()
        assert sound.never_happened == []
        assert sound.killed["all"] >= 1
        assert sound.stopped["all"] >= 1

        assert (await forgotten_by_line(drama)).counts["lost"] >= 1
        assert (await taken_twice_by_line(drama)).counts["doubled"] >= 1
        assert (await never_stored(drama)).counts["lost"] >= 1
        assert (await without_a_step(drama)).counts["illegal"] >= 1
        assert (await paid_twice(drama)).counts["unbalanced"] >= 1


async def forgotten_by_line(drama: Drama) -> Figures:
    """Let LINE know nothing of a message that we believe it took."""
    requests = drama.stage.double.record.requests
    place = next(number for number, one in enumerate(requests) if one.endpoint == "push" and is_accepted(one))
    gone = requests.pop(place)
    # Whether it was asked for once more or not, it was never taken.
    found = await asyncio.to_thread(judged, drama)
    requests.insert(place, gone)
    return found


async def taken_twice_by_line(drama: Drama) -> Figures:
    """Let LINE have taken a push twice."""
    requests = drama.stage.double.record.requests
    requests.append(copy(next(one for one in requests if one.endpoint == "push" and is_accepted(one))))
    found = await asyncio.to_thread(judged, drama)
    requests.pop()
    return found


async def never_stored(drama: Drama) -> Figures:
    """Let a row be gone of an event that was answered 200."""
    row_id, event = drama.gathered.events.popitem()
    found = await asyncio.to_thread(judged, drama)
    drama.gathered.events[row_id] = event
    return found


async def without_a_step(drama: Drama) -> Figures:
    """Let a case have begun its treatment without a word."""
    with drama.stage.judge.begin() as connection:
        connection.execute(sa.delete(CaseEvent).where(CaseEvent.name == "case.start"))
    return await asyncio.to_thread(judged, drama)


async def paid_twice(drama: Drama) -> Figures:
    """Let a visit have earned its points twice over."""
    with drama.stage.judge.begin() as connection:
        connection.execute(sa.update(LoyaltyLedgerEntry).values(points=LoyaltyLedgerEntry.points * 2))
    return await asyncio.to_thread(judged, drama)


# Told to stop by SIGTERM it does what Ctrl-C does (aura/commands/chaos.py), so that this proves both.
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_everything_a_run_started_ends_with_it(how: signal.Signals) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("children are found in /proc")
    with aura_chaos("--store", "postgres", *SHORT) as run:
        children = children_of(run.pid, at_least=3)
        run.send_signal(how)
        run.communicate(timeout=60)

    assert run.returncode != 0
    assert all(has_ended(child) for child in children)


def children_of(process_id: int, *, at_least: int) -> list[int]:
    """Wait until a process has started so many others, and give their ids."""
    waiting = select.poll()
    for _ in range(1200):
        listed = Path(f"/proc/{process_id}/task").glob("*/children")
        found = [int(word) for file in listed for word in file.read_text().split()]
        if len(found) >= at_least:
            return found
        waiting.poll(50)
    raise AssertionError("it started nothing")


def has_ended(process_id: int) -> bool:
    """Wait for the end of a process that is not our child."""
    try:
        watched = os.pidfd_open(process_id)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 20)[0])
    finally:
        os.close(watched)
