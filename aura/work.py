"""The table of work: every kind of due work, and the role of the processes that do it.

A new kind of work is one line of `WORK` and the function that makes it. Any number of processes may have a role: each
kind of work claims its rows, so no two do the same. What a commit writes down to be done rings by itself
(announcing.py); a ring that is missing costs a second, until everybody looks by themselves.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aura.bells import PHRASINGS, SCANS, SIMULATIONS, Bell, Worker, outbox_of
from aura.picture_work import make_pictures, read_photos
from aura.roles import ProcessRole
from aura.workplace import Workplace
from bot.outbox import LANES
from scheduler.jobs.due_follow_ups import DueFollowUps
from scheduler.jobs.escalate_tasks import EscalateTasks
from scheduler.jobs.sweep import sweep_pictures
from scheduler.ringing import Schedules
from scheduler.table import TABLE, TIDY

LOOK_EVERY = 1.0  # seconds: the net under the bell

Work = Callable[[], Awaitable[int]]  # does what is due and says how many rows it touched


@dataclass(frozen=True)
class Kind:
    """One kind of due work."""

    name: str
    role: ProcessRole
    make: Callable[[Workplace], Work]
    # The work that may be due once it did something, without a new row that says so.
    causes: tuple[str, ...] = ()


def _inbox(place: Workplace) -> Work:
    return place.talk.inbox.handle_due


def _outbox(place: Workplace, *, lane: int) -> Work:
    return partial(place.talk.outbox.send_lane, lane)


def _phrasings(place: Workplace) -> Work:
    return place.talk.phrasings.run_due


def _follow_ups(place: Workplace) -> Work:
    return in_thread(DueFollowUps(sessions=place.sessions, clock=place.clock, rules=place.rules).run_due)


def _tasks(place: Workplace) -> Work:
    return in_thread(EscalateTasks(sessions=place.sessions, clock=place.clock, rules=place.rules).run_due)


def _schedules(place: Workplace) -> Work:
    schedules = Schedules(
        sessions=place.sessions,
        clock=place.clock,
        rules=place.rules,
        table=TABLE,
        afterwards={TIDY: lambda: sweep_pictures(place.sessions, place.photos)},
    )
    return in_thread(schedules.run_due)


def in_thread(work: Callable[[], int]) -> Work:
    """This will keep work that is plain and synchronous from holding up everything else."""

    async def do() -> int:
        return await asyncio.to_thread(work)

    return do


WORK = (
    Kind("inbox", ProcessRole.WORKER, _inbox),
    Kind(SCANS, ProcessRole.VISION, read_photos),
    Kind(SIMULATIONS, ProcessRole.VISION, make_pictures),
    Kind(PHRASINGS, ProcessRole.WORKER, _phrasings),
    Kind("follow_ups", ProcessRole.WORKER, _follow_ups),
    Kind("tasks", ProcessRole.WORKER, _tasks),
    # A worker for each lane: one that has much to send keeps no other waiting. What somebody was sent may be what
    # a slower lane's notice to her waited for.
    *(
        Kind(
            outbox_of(lane),
            ProcessRole.WORKER,
            partial(_outbox, lane=lane),
            causes=tuple(outbox_of(slower) for slower in LANES if slower > lane),
        )
        for lane in LANES
    ),
    Kind("schedules", ProcessRole.WORKER, _schedules),
)


def workers_of(place: Workplace, *, roles: frozenset[ProcessRole], bell: Bell) -> list[Worker]:
    """This will make one worker for each kind of work that these roles do; none of them works yet."""
    return [
        Worker(kind.name, kind.make(place), bell=bell, look_every=LOOK_EVERY, causes=kind.causes)
        for kind in WORK
        if kind.role in roles
    ]
