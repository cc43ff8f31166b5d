"""A progress photo beside the earlier one: compared by the reader's workers, as long as both photos are kept."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot.wording import pair_words, progress_chart
from vision import (
    ComparePhotos,
    Comparison,
    Job,
    PhotoComparison,
    PhotoReading,
    Reason,
    Ruinous,
    Unfit,
    Unreadable,
)
from workflow.scans import EarlierPhoto, PhotoStore, Scan, photo_to_compare
from workflow.unit_of_work import Sessions, in_transaction

Answer = TypeVar("Answer")

log = structlog.get_logger(__name__)


# A photo that ruined its worker is tried once more: that tells a bad photo from a bad moment.
_RUINS = 2


def is_worth_a_try(no: Unreadable, *, attempts: int) -> bool:
    """This will say whether a photo that could not be worked on may be tried again after so many attempts."""
    if no.reason is not Reason.READER_FAILED:
        return False
    return not isinstance(no, Ruinous) or attempts < _RUINS


class Worker(Protocol):
    """What works on photos: vision's pool of workers."""

    async def do(self, job: Job[Answer]) -> Answer:
        """This will have the job done.

        Raises:
            Unreadable: It failed.
            ReaderFull: It is to come again later.
        """


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What two photos said, and the pictures of them that are to be kept.

    Attributes:
        with_scan: The earlier photo.
        comparison: The verdicts.
        pictures: JPEGs by the column that is to name them; none where the photos are not to be shown together.
    """

    with_scan: EarlierPhoto
    comparison: Comparison
    pictures: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class CompareWithEarlier:
    """Compares a progress photo with the one from before the treatment."""

    sessions: Sessions
    clock: Callable[[], datetime]
    worker: Worker
    photos: PhotoStore

    async def compare(self, scan: Scan, found: PhotoReading) -> Beside | None:
        """This will compare the photos.

        Args:
            scan: The progress photo's scan.
            found: What was read in it.

        Returns:
            None where readings have to do: the earlier photo is not kept or cannot be read any more, or comparing
            failed. A reading is never lost by that.

        Raises:
            ReaderFull: All of it is to be done again later.
        """

        def look(session: Session) -> EarlierPhoto | None:
            return photo_to_compare(session, scan_id=scan.id, now=self.clock())

        earlier = await asyncio.to_thread(in_transaction, self.sessions, look, clinic_id=scan.clinic_id)
        if earlier is None:
            return None
        try:
            before = await asyncio.to_thread(self.photos.read, earlier.photo_key)
            times = (earlier.sent_at, scan.sent_at)
            words = pair_words(earlier.language, times=times, zone=earlier.zone)
            compared = await self.worker.do(ComparePhotos(before, found.photo_jpeg, words))
            if isinstance(compared, Unfit):
                log.info(
                    "scan.unfit_to_compare", scan_id=str(scan.id), side=compared.side, why=compared.reason
                )
                return None
            pictures = await self._pictures(scan, earlier, compared)
        except (OSError, Unreadable) as trouble:
            log.warning("scan.not_compared", scan_id=str(scan.id), why=type(trouble).__name__)
            return None
        return Beside(with_scan=earlier, comparison=compared.comparison, pictures=pictures)

    async def _pictures(
        self, scan: Scan, earlier: EarlierPhoto, compared: PhotoComparison
    ) -> Mapping[str, bytes]:
        """This will give the pictures to keep. Photos taken too differently beside each other would only mislead."""
        if not compared.comparison.comparable:
            return {}
        pictures = {
            "pair_key": compared.pair_jpeg,
            "before_key": compared.before_jpeg,
            "after_key": compared.after_jpeg,
        }
        chart = progress_chart(
            earlier.language,
            compared,
            times=(earlier.sent_at, scan.sent_at),
            between=earlier.between,
            zone=earlier.zone,
            concern=earlier.concern,
        )
        return pictures if chart is None else {**pictures, "chart_key": await self.worker.do(chart)}
