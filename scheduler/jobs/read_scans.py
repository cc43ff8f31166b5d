"""Photos that wait to be read: downloaded and measured with no transaction open, then written down in one."""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.channels.ports import Channel, Gone, TooLarge, Trouble
from bot.wording import overlay_words
from scheduler.jobs.compare_photos import Beside, CompareWithEarlier, Worker, is_worth_a_try
from vision import OverlayWords, PhotoReading, ReaderFull, Reason, Unreadable
from workflow.customers import customer
from workflow.scans import (
    ComparedPhotos,
    PhotoStore,
    Scan,
    claim_due_scans,
    claim_worn_out_scans,
    erase_all,
    not_kept,
    postpone_scan,
    record_reading,
    record_unreadable,
    renew_scan,
    scan_retry,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction

LEASE = timedelta(minutes=2)
RENEW_EVERY = LEASE / 4  # a reading may wait long for its turn; it is renewed while this process lives
AT_ONCE = 4
WHEN_FULL = timedelta(seconds=5)  # some readings later

log = structlog.get_logger(__name__)


class Reader(Worker, Protocol):
    """What reads a photo: vision's pool of workers."""

    async def read(self, photo: bytes, words: OverlayWords | None = None) -> PhotoReading:
        """This will measure the photo, with a legend in these words, or raise `Unreadable` with the one reason.

        Raises:
            Unreadable: It is refused, or its reader failed.
            ReaderFull: It is to come again later.
        """


@dataclass(frozen=True, kw_only=True)
class ReadScans:
    """Reads the photos that customers (or sales on their behalf) have sent."""

    sessions: Sessions
    clock: Callable[[], datetime]
    reader: Reader
    sources: Mapping[uuid.UUID, Channel]  # by channel
    photos: PhotoStore
    rules: Mapping[uuid.UUID, ClinicRules]  # by clinic
    max_bytes: int
    renew_every: timedelta = RENEW_EVERY

    async def run_due(self) -> int:
        """This will read the photos that are due and say how many it settled or postponed."""
        worn_out, claimed = await asyncio.to_thread(
            in_transaction, self.sessions, self._claim, clinic_id=None
        )
        # Their last try ended without a word: whoever waits for the reading must hear of it.
        await asyncio.gather(*(self._unreadable(scan, Reason.READER_FAILED) for scan in worn_out))
        await asyncio.gather(*(self._read_under_lease(scan) for scan in claimed))
        return len(worn_out) + len(claimed)

    def _claim(self, session: Session) -> tuple[list[Scan], list[Scan]]:
        now = self.clock()
        worn_out = claim_worn_out_scans(session, now=now, lease=LEASE)
        return worn_out, claim_due_scans(session, now=now, lease=LEASE, limit=AT_ONCE)

    async def _read_under_lease(self, scan: Scan) -> None:
        """This will read a photo and keep the lease meanwhile; if that is lost, the first to write its reading wins."""
        renewing = asyncio.create_task(self._renew(scan))
        try:
            await self._settle(scan)
        finally:
            renewing.cancel()

    async def _renew(self, scan: Scan) -> None:
        def still_mine(session: Session) -> bool:
            return renew_scan(session, scan_id=scan.id, attempt=scan.attempts, until=self.clock() + LEASE)

        while True:
            await asyncio.sleep(self.renew_every.total_seconds())
            try:
                if not await asyncio.to_thread(in_transaction, self.sessions, still_mine, clinic_id=None):
                    return
            except DBAPIError:
                log.warning("scan.not_renewed", scan_id=str(scan.id))

    async def _settle(self, scan: Scan) -> None:
        try:
            photo = await self.sources[scan.channel_id].download(scan.message_id, max_bytes=self.max_bytes)
            found = await self.reader.read(photo, await self._words(scan))
            await self._keep(scan, found, await self._comparing.compare(scan, found))
        except Gone:
            await self._unreadable(scan, "gone")
        except TooLarge:
            await self._unreadable(scan, Reason.TOO_MANY_BYTES)
        except Trouble as trouble:
            await self._again_later(scan, str(trouble))
        except ReaderFull:
            # The database is the queue: the photo waits there, and nothing has failed.
            await self._postpone(scan, WHEN_FULL, is_failure=False)
            log.info("scan.reader_full", scan_id=str(scan.id))
        except Unreadable as no:
            if is_worth_a_try(no, attempts=scan.attempts):
                await self._again_later(scan, no.reason)
            else:
                await self._unreadable(scan, no.reason)
        except Exception:
            # A bug must not take the other photos with it; the row stays, and is tried again a few times.
            log.exception("scan.failed", scan_id=str(scan.id))
            await self._again_later(scan, "failed")

    async def _words(self, scan: Scan) -> OverlayWords:
        def look(session: Session) -> str:
            return customer(session, customer_id=scan.customer_id).language

        spoken = await asyncio.to_thread(in_transaction, self.sessions, look, clinic_id=scan.clinic_id)
        return overlay_words(spoken)

    @cached_property
    def _comparing(self) -> CompareWithEarlier:
        return CompareWithEarlier(
            sessions=self.sessions, clock=self.clock, worker=self.reader, photos=self.photos
        )

    async def _keep(self, scan: Scan, found: PhotoReading, beside: Beside | None) -> None:
        """This will keep the pictures first and the row after, and erase what no row points to in the end."""
        pictures = {"photo_key": found.photo_jpeg, "overlay_key": found.overlay_jpeg}
        keys = await self._kept({**pictures, **(beside.pictures if beside else {})})

        def write(session: Session) -> bool:
            row = record_reading(
                session,
                scan_id=scan.id,
                reading=found.reading,
                photo_key=keys["photo_key"],
                overlay_key=keys["overlay_key"],
                now=self.clock(),
                rules=self.rules[scan.clinic_id],
                compared=_as_compared(beside, keys) if beside else None,
            )
            return row is not None

        def left_over(session: Session) -> list[str]:
            return not_kept(session, scan_id=scan.id, keys=list(keys.values()))

        try:
            kept = await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=scan.clinic_id)
            log.info("scan.read" if kept else "scan.withdrawn_meanwhile", scan_id=str(scan.id))
        finally:
            gone = await asyncio.to_thread(in_transaction, self.sessions, left_over, clinic_id=scan.clinic_id)
            await asyncio.to_thread(erase_all, self.photos, keys=gone)

    async def _kept(self, pictures: Mapping[str, bytes]) -> dict[str, str]:
        """This will keep all of the pictures or none, and give their keys."""
        keys: dict[str, str] = {}
        try:
            for column, picture in pictures.items():
                keys[column] = await asyncio.to_thread(self.photos.keep, picture)
        except OSError:
            await asyncio.to_thread(erase_all, self.photos, keys=list(keys.values()))
            raise
        return keys

    async def _unreadable(self, scan: Scan, reason: str) -> None:
        def write(session: Session) -> None:
            record_unreadable(session, scan_id=scan.id, reason=str(reason), now=self.clock())

        try:
            await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=scan.clinic_id)
        except Exception:
            # Even telling of it fails: that is tried again when the lease is over, and then it is put aside.
            log.exception("scan.untold", scan_id=str(scan.id))
        else:
            log.info("scan.unreadable", scan_id=str(scan.id), reason=str(reason))

    async def _again_later(self, scan: Scan, why: str) -> None:
        wait = scan_retry(scan.attempts)
        if wait is None:
            await self._unreadable(scan, Reason.READER_FAILED)
            return
        await self._postpone(scan, wait, is_failure=True)
        log.warning("scan.postponed", scan_id=str(scan.id), why=why)

    async def _postpone(self, scan: Scan, wait: timedelta, *, is_failure: bool) -> None:
        until = self.clock() + wait

        def write(session: Session) -> None:
            postpone_scan(session, scan_id=scan.id, until=until, attempt=scan.attempts, is_failure=is_failure)

        await asyncio.to_thread(in_transaction, self.sessions, write, clinic_id=scan.clinic_id)


def _as_compared(beside: Beside, keys: Mapping[str, str]) -> ComparedPhotos:
    return ComparedPhotos(
        with_scan_id=beside.with_scan.scan_id,
        comparison=beside.comparison,
        pair_key=keys.get("pair_key"),
        before_key=keys.get("before_key"),
        after_key=keys.get("after_key"),
        chart_key=keys.get("chart_key"),
    )
