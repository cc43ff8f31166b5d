"""What is kept no longer than its purpose needs: erased in the night after the clinic's own days (PDPA s.37)."""

from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from scheduler.rules import Ring
from workflow.access import forget_ended_sessions
from workflow.booking import forget_ended_holds
from workflow.inbound import forget_old_events
from workflow.notices import forget_old_words
from workflow.scans import forget_old_pictures, forget_old_readings

log = structlog.get_logger(__name__)


def forget_what_is_over(session: Session, ring: Ring) -> int:
    """This will throw away what one clinic has kept for long enough, purpose by purpose. Doing it twice is no harm."""
    keep, now = ring.rules.keep, ring.now
    gone = {
        "sessions": forget_ended_sessions(session, before=now),
        "holds": forget_ended_holds(session, before=now),
        "webhooks": forget_old_events(session, before=now - timedelta(days=keep.webhook_days)),
        "messages": forget_old_words(session, before=now - timedelta(days=keep.message_days)),
        "pictures": forget_old_pictures(session, before=now - timedelta(days=keep.picture_days)),
        "readings": forget_old_readings(session, before=now - timedelta(days=keep.reading_days)),
    }
    log.info("tidy.done", clinic_id=str(ring.clinic_id), **gone)
    return sum(gone.values())
