"""Cards that speak of photos which are gone: those that wait are taken back or said without them, for the pictures die."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.cases import tell_reading, without_reading
from workflow.notices import Notice, NoticeState, take_back
from workflow.store.models import Case, Scan, ScanState, Simulation, SkinReading, TreatmentType

# What each card's key names after its kind: see `workflow/scans/progress.py` and `workflow/cases/case_notices.py`.
_OF_SIMULATIONS = ("simulation_ready", "simulation_shown")
_TO_HER = "progress_compared"
_OF_PAIRS = (_TO_HER, "progress_compared_staff")
_OF_READINGS = ("reading_ready", "reading_ready_sales", *_OF_PAIRS)
_OF_WORK = "prepare_treatment"

log = structlog.get_logger(__name__)


def take_back_cards(
    session: Session,
    *,
    gone: Collection[uuid.UUID],
    alone: Collection[uuid.UUID],
    simulated: Collection[uuid.UUID],
    now: datetime,
) -> None:
    """This will see to it that no card which still waits shows a picture that is gone, or says what was read in it.

    One that may have gone already stays as it is. Whoever calls holds the photos' rows, so that no card of them is
    written meanwhile.

    Args:
        session: A session of the photos' clinic.
        gone: Photos that were withdrawn, and their readings with them.
        alone: Photos whose reading holds, but that are not to be shown beside another any more: whoever waited for
            the comparison is told the reading alone.
        simulated: Photos of which no simulated picture may be shown any more.
        now: Aware UTC.
    """
    made = session.scalars(sa.select(Simulation.id).where(Simulation.scan_id.in_(simulated)))
    keys = {f"{kind}:{row_id}" for row_id in made for kind in _OF_SIMULATIONS}
    for kinds, scans in ((_OF_READINGS, gone), (_OF_PAIRS, alone)):
        read = session.scalars(sa.select(SkinReading.id).where(SkinReading.scan_id.in_(scans)))
        keys |= {f"{kind}:{row_id}" for row_id in read for kind in kinds}
    taken_back = _take_back(session, keys=keys, now=now) if keys else set()
    _say_work_without(session, scan_ids=gone)
    for scan in session.scalars(sa.select(Scan).where(Scan.id.in_(alone), Scan.state == ScanState.READ)):
        reading = session.scalar(sa.select(SkinReading).where(SkinReading.scan_id == scan.id))
        if reading is not None and f"{_TO_HER}:{reading.id}" in taken_back:
            _tell_alone(session, scan=scan, reading=reading, now=now)


def _take_back(session: Session, *, keys: Collection[str], now: datetime) -> set[str]:
    """This will take back what waits under these keys, and say under which of them something did."""
    waiting = sa.select(Notice.id, Notice.dedupe_key).where(
        Notice.state == NoticeState.WAITING,
        Notice.kind.in_((*_OF_SIMULATIONS, *_OF_READINGS)),
    )
    # Only what is meant is held, and by its id: a worker may be sending the others at this moment.
    ids = [row.id for row in session.execute(waiting) if _about(row.dedupe_key) in keys]
    held = sa.select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id)
    gone = set()
    for notice in session.scalars(held.with_for_update().execution_options(populate_existing=True)):
        if take_back(session, notice=notice, now=now):
            log.info("notice.taken_back", notice_id=str(notice.id), kind=notice.kind)
            gone.add(_about(notice.dedupe_key))
    return gone


def _say_work_without(session: Session, *, scan_ids: Collection[uuid.UUID]) -> None:
    """This will have the card of the work say nothing of these photos: the work itself goes on.

    Also where the card has arrived: whoever holds the task next is given the same card (workflow/tasks/telling.py).
    """
    cases = sa.select(Scan.case_id).where(Scan.id.in_(scan_ids), Scan.case_id.is_not(None))
    cards = sa.select(Notice).where(Notice.kind == _OF_WORK, Notice.case_id.in_(cases)).order_by(Notice.id)
    spoken_of = {str(scan_id) for scan_id in scan_ids}
    for card in session.scalars(cards.with_for_update().execution_options(populate_existing=True)):
        if card.data.get("scan_id") in spoken_of:
            card.data = without_reading(card.data)
            log.info("notice.said_anew", notice_id=str(card.id), kind=card.kind)
    session.flush()


def _tell_alone(session: Session, *, scan: Scan, reading: SkinReading, now: datetime) -> None:
    case = session.get(Case, scan.case_id) if scan.case_id else None
    if case is None:
        return
    treatment = session.get(TreatmentType, case.treatment_type_id) if case.treatment_type_id else None
    tell_reading(session, case=case, scan=scan, reading=reading, treatment=treatment, now=now)


def _about(key: str) -> str:
    """This will give the part of a notice's key that says what it is about: its kind and one row."""
    return ":".join(key.split(":")[:2])
