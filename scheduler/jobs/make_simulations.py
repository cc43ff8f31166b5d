"""Simulated pictures that staff asked for: made by the reader's workers, with no transaction open."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from bot.wording import watermark
from scheduler.jobs.compare_photos import Worker, is_worth_a_try
from vision import ReaderFull, Reason, SimulatePhoto, Unreadable
from vision import Simulation as Made
from workflow.scans import (
    PHOTO_GONE,
    PhotoStore,
    Simulation,
    claim_due_simulations,
    claim_worn_out_simulations,
    erase_all,
    named_by_no_scan,
    photo_of,
    postpone_simulation,
    record_simulation,
    record_simulation_failure,
    simulation_retry,
)
from workflow.unit_of_work import Sessions, in_transaction

# Far longer than a picture takes (some seconds of work under the limits of a photo, and a turn in the queue).
LEASE = timedelta(minutes=5)
AT_ONCE = 2  # photos that wait to be read have the other places
WHEN_FULL = timedelta(seconds=5)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class MakeSimulations:
    """Makes the pictures that wait."""

    sessions: Sessions
    clock: Callable[[], datetime]
    worker: Worker
    photos: PhotoStore

    async def run_due(self) -> int:
        """This will make the pictures that are due and say how many it settled or postponed."""
        worn_out, claimed = await asyncio.to_thread(
            in_transaction, self.sessions, self._claim, clinic_id=None
        )
        await asyncio.gather(*(self._failed(one, Reason.READER_FAILED) for one in worn_out))
        await asyncio.gather(*(self._settle(one) for one in claimed))
        return len(worn_out) + len(claimed)

    def _claim(self, session: Session) -> tuple[list[Simulation], list[Simulation]]:
        now = self.clock()
        worn_out = claim_worn_out_simulations(session, now=now, lease=LEASE)
        return worn_out, claim_due_simulations(session, now=now, lease=LEASE, limit=AT_ONCE)

    async def _settle(self, one: Simulation) -> None:
        try:
            photo = await asyncio.to_thread(self._photo, one)
            await self._keep(one, await self.worker.do(SimulatePhoto(photo, one.wish, watermark())))
        except FileNotFoundError:
            await self._failed(one, PHOTO_GONE)
        except ReaderFull:
            # The database is the queue: it waits there, and nothing has failed.
            await self._again_later(one, WHEN_FULL, "reader_full", is_failure=False)
        except Unreadable as no:
            if is_worth_a_try(no, attempts=one.attempts):
                await self._again_later(one, simulation_retry(one.attempts), no.reason)
            else:
                await self._failed(one, no.reason)
        except Exception:
            # A bug must not take the other pictures with it; the row stays, and is tried again a few times.
            log.exception("simulation.failed", simulation_id=str(one.id))
            await self._again_later(one, simulation_retry(one.attempts), "failed")

    def _photo(self, one: Simulation) -> bytes:
        """This will read the kept photo, if it may still be edited.

        Raises:
            FileNotFoundError: It is gone, or the consent is.
        """

        def look(session: Session) -> str | None:
            return photo_of(session, simulation_id=one.id)

        key = in_transaction(self.sessions, look, clinic_id=one.clinic_id)
        if key is None:
            raise FileNotFoundError
        return self.photos.read(key)

    async def _keep(self, one: Simulation, made: Made) -> None:
        """This will keep the picture first and the row after, and erase what no row points to in the end."""
        jpeg, key = made.picture_jpeg, None
        if jpeg is not None:
            key = await asyncio.to_thread(self.photos.keep, jpeg)

        def write(session: Session) -> None:
            record_simulation(session, simulation_id=one.id, made=made, picture_key=key, now=self.clock())

        def left_over(session: Session) -> list[str]:
            return named_by_no_scan(session, keys=[] if key is None else [key])

        try:
            await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=one.clinic_id)
        finally:
            keys = await asyncio.to_thread(in_transaction, self.sessions, left_over, clinic_id=one.clinic_id)
            await asyncio.to_thread(erase_all, self.photos, keys=keys)

    async def _failed(self, one: Simulation, reason: str) -> None:
        def write(session: Session) -> None:
            record_simulation_failure(session, simulation_id=one.id, reason=str(reason), now=self.clock())

        try:
            await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=one.clinic_id)
        except Exception:
            # Even telling of it fails: that is tried again when the lease is over, and then it is put aside.
            log.exception("simulation.untold", simulation_id=str(one.id))

    async def _again_later(
        self, one: Simulation, wait: timedelta | None, why: str, *, is_failure: bool = True
    ) -> None:
        if wait is None:
            await self._failed(one, Reason.READER_FAILED)
            return
        until = self.clock() + wait

        def write(session: Session) -> None:
            postpone_simulation(
                session, simulation_id=one.id, until=until, attempt=one.attempts, is_failure=is_failure
            )

        await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=one.clinic_id)
        log.warning("simulation.postponed", simulation_id=str(one.id), why=str(why))
