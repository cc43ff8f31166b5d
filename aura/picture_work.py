"""The work on photos, which the processes of the role `vision` do with their pool of workers."""

from collections.abc import Awaitable, Callable

from aura.workplace import Workplace
from scheduler.jobs.make_simulations import MakeSimulations
from scheduler.jobs.read_scans import ReadScans


def read_photos(place: Workplace) -> Callable[[], Awaitable[int]]:
    """This will make the work of reading photos."""
    return ReadScans(
        sessions=place.sessions,
        clock=place.clock,
        reader=place.reader,
        sources=place.channels,
        photos=place.photos,
        rules=place.rules,
        max_bytes=place.settings.bot.photo_max_bytes,
    ).run_due


def make_pictures(place: Workplace) -> Callable[[], Awaitable[int]]:
    """This will make the work of simulating what staff expect."""
    return MakeSimulations(
        sessions=place.sessions, clock=place.clock, worker=place.reader, photos=place.photos
    ).run_due
