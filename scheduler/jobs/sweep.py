"""Pictures that nobody is to have: the files that no scan names any more, or never did."""

from datetime import timedelta

import structlog

from workflow.scans import PhotoStore, erase_all, named_by_no_scan
from workflow.unit_of_work import Sessions, in_transaction

# Far longer than from keeping a picture to writing its row, so that one that is just being kept is left alone.
UNNAMED_FOR = timedelta(hours=1)

log = structlog.get_logger(__name__)


def sweep_pictures(sessions: Sessions, photos: PhotoStore) -> None:
    """This will erase the pictures that no scan names.

    A crash after a withdrawal is written down and before its pictures are erased leaves them, and so does one
    after a picture is kept and before its reading is written down. Those whose time is over are let go by the night's
    tidying (scheduler/jobs/keep.py).
    """
    old = photos.keys_kept_for(UNNAMED_FOR)
    left = in_transaction(sessions, lambda session: named_by_no_scan(session, keys=old), clinic_id=None)
    erase_all(photos, keys=left)
    if left:
        log.info("pictures.swept", count=len(left))
