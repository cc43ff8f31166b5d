"""What is thrown away because its time is over: sign-in links, ended web sessions, old raw webhook events."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from scheduler.times import next_daily
from workflow.access import forget_ended_sessions
from workflow.inbound import forget_old_events
from workflow.schedules import claim_ring
from workflow.unit_of_work import Sessions, in_transaction

KEY = "tidy"
AT = time(3, 0)
ZONE = ZoneInfo("Asia/Bangkok")
KEEP_EVENTS = timedelta(days=30)  # so long a replayed webhook is still known (facts/LINE.md section 7)

log = structlog.get_logger(__name__)


class Tidy:
    """Throws away what is no longer needed, once a night, in whichever process hears the clock first."""

    def __init__(self, *, sessions: Sessions, clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._clock = clock

    def run_due(self) -> int:
        """This will tidy up if it is this process's turn, and say whether it did (0 or 1)."""
        return in_transaction(self._sessions, self._tidy, clinic_id=None)

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
