"""What is thrown away: sign-in links, ended web sessions and old raw webhook events; pictures nobody is to have."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from scheduler.times import next_daily
from workflow.access import forget_ended_sessions
from workflow.inbound import forget_old_events
from workflow.scans import PhotoStore, erase_all, named_by_no_scan
from workflow.schedules import claim_ring
from workflow.unit_of_work import Sessions, in_transaction

KEY = "tidy"
AT = time(3, 0)
ZONE = ZoneInfo("Asia/Bangkok")
KEEP_EVENTS = timedelta(days=30)  # so long a replayed webhook is still known (facts/LINE.md section 7)
# Far longer than from keeping a picture to writing its row, so that one that is just being kept is left alone.
UNNAMED_FOR = timedelta(hours=1)

log = structlog.get_logger(__name__)


class Tidy:
    """Throws away what is no longer needed, once a night, in whichever process hears the clock first."""

    def __init__(self, *, sessions: Sessions, clock: Callable[[], datetime], photos: PhotoStore) -> None:
        self._sessions = sessions
        self._clock = clock
        self._photos = photos
        self._has_swept = False

    def run_due(self) -> int:
        """This will tidy up if it is this process's turn, and say whether it did (0 or 1).

        Pictures are swept at the first round too: a crash is what leaves them behind.
        """
        done = in_transaction(self._sessions, self._tidy, clinic_id=None)
        if done or not self._has_swept:
            self._sweep()
            self._has_swept = True
        return done

    def _sweep(self) -> None:
        """This will erase the pictures that no scan names.

        A crash after a withdrawal is written down and before its pictures are erased leaves them, and so does one
        after a picture is kept and before its reading is written down.
        """
        old = self._photos.keys_kept_for(UNNAMED_FOR)
        left = in_transaction(
            self._sessions, lambda session: named_by_no_scan(session, keys=old), clinic_id=None
        )
        erase_all(self._photos, keys=left)
        if left:
            log.warning("pictures.swept", count=len(left))

    def _tidy(self, session: Session) -> int:
        now = self._clock()
        if not claim_ring(
            session, key=KEY, following=lambda after: next_daily(after, at=AT, zone=ZONE), now=now
        ):
            return 0
        events = forget_old_events(session, before=now - KEEP_EVENTS)
        sessions = forget_ended_sessions(session, before=now)
        log.info("tidy.done", events=events, sessions=sessions)
        return 1
