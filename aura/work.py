"""The workers of a process: who does which due work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aura.bells import Bell, Worker, at_work
from aura.clinics import KnownClinics
from aura.settings import Settings
from aura.talk import open_talk
from scheduler.jobs.due_follow_ups import DueFollowUps
from scheduler.jobs.read_scans import ReadScans
from scheduler.jobs.tidy import Tidy
from vision import PhotoReader, models_folder
from workflow.scans import PhotoStore
from workflow.unit_of_work import Sessions

LOOK_EVERY = 1.0  # seconds: the net under the bell

Work = Callable[[], Awaitable[int]]


@asynccontextmanager
async def open_work(
    settings: Settings,
    *,
    known: KnownClinics,
    sessions: Sessions,
    photos: PhotoStore,
    clock: Callable[[], datetime],
    bell: Bell,
    when_handled: Callable[[], None],
    by_itself: bool,
) -> AsyncIterator[list[Worker]]:
    """This will make one worker for each kind of due work, and let them work until the block is left.

    Args:
        settings: Of this deployment.
        known: Where its clinics and channels stand in the store.
        sessions: The factory of sessions.
        photos: Where pictures are kept.
        clock: What time it is, aware UTC.
        bell: Wakes the workers.
        when_handled: Called after a round that may have changed what people see.
        by_itself: False only makes the workers; somebody else drains them.
    """
    reader = PhotoReader(models=models_folder(), workers=settings.vision_workers)
    try:
        async with open_talk(settings, known=known, sessions=sessions, photos=photos, clock=clock) as talk:
            scans = ReadScans(
                sessions=sessions,
                clock=clock,
                reader=reader,
                sources=talk.channels,
                photos=photos,
                rules=known.rules,
                max_bytes=settings.bot.photo_max_bytes,
            )
            follow_ups = DueFollowUps(sessions=sessions, clock=clock, rules=known.rules)
            tidy = Tidy(sessions=sessions, clock=clock, photos=photos)
            work: dict[str, Work] = {
                "inbox": _telling(talk.inbox.handle_due, when_handled),
                "scans": _telling(scans.run_due, when_handled),
                "follow_ups": _telling(_in_thread(follow_ups.run_due), when_handled),
                "outbox": talk.outbox.send_due,
                "tidy": _in_thread(tidy.run_due),
            }
            workers = [Worker(name, do, bell=bell, look_every=LOOK_EVERY) for name, do in work.items()]
            if not by_itself:
                yield workers
                return
            async with at_work(workers, bell=bell):
                yield workers
    finally:
        await asyncio.to_thread(reader.close)


def _in_thread(work: Callable[[], int]) -> Work:
    async def do() -> int:
        return await asyncio.to_thread(work)

    return do


def _telling(work: Work, tell: Callable[[], None]) -> Work:
    async def do() -> int:
        done = await work()
        if done:
            tell()
        return done

    return do
