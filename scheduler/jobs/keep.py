"""What is kept no longer than its purpose needs: erased in the night after the clinic's own days (PDPA s.37)."""

from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from scheduler.rules import Ring
from workflow.access import forget_ended_sessions
from workflow.booking import forget_ended_holds
from workflow.customers import forget_left_forms, forget_old_health_answers, forget_unused_health_answers
from workflow.inbound import forget_old_events
from workflow.learning import forget_last_words, forget_old_utterances
from workflow.notices import forget_old_health_told, forget_old_words
from workflow.passages import forget_old_phrasings
from workflow.scans import forget_old_pictures, forget_old_readings
from workflow.unit_of_work import PORTION, Forgotten, Portion, Sessions, in_transaction

log = structlog.get_logger(__name__)


class Forget(Protocol):
    """Forgets what is over within one portion of a table."""

    def __call__(self, session: Session, *, before: datetime, portion: Portion) -> Forgotten:
        """This will forget, and say where to go on."""


def forget_what_is_over(sessions: Sessions, ring: Ring, *, size: int = PORTION) -> int:
    """This will throw away what one clinic has kept for long enough, purpose by purpose. Doing it twice is no harm.

    Each portion is a transaction of its own: nobody's webhook waits for a night's work.

    Args:
        sessions: The factory of sessions.
        ring: Of which clinic, and when.
        size: How many rows of a table one transaction looks at.
    """
    keep, now, clinic_id = ring.rules.keep, ring.now, ring.clinic_id
    gone = {
        "sessions": in_transaction(sessions, partial(forget_ended_sessions, before=now), clinic_id=clinic_id),
        "holds": in_transaction(sessions, partial(forget_ended_holds, before=now), clinic_id=clinic_id),
        "forms": in_transaction(sessions, partial(forget_left_forms, before=now), clinic_id=clinic_id),
        "last_words": in_transaction(sessions, partial(forget_last_words, before=now), clinic_id=clinic_id),
    }
    by_age: dict[str, tuple[Forget, int]] = {
        "webhooks": (forget_old_events, keep.webhook_days),
        "messages": (forget_old_words, keep.message_days),
        "pictures": (forget_old_pictures, keep.picture_days),
        "readings": (forget_old_readings, keep.reading_days),
        "utterances": (forget_old_utterances, keep.utterance_days),
        "unused_health_answers": (forget_unused_health_answers, keep.intake_days),
        "health_told": (forget_old_health_told, keep.intake_days),
        "health_answers": (forget_old_health_answers, keep.health_days),
        "phrasings": (forget_old_phrasings, keep.phrasing_days),
    }
    for what, (forget, days) in by_age.items():
        portion: Portion | None = Portion(size=size)
        gone[what] = 0
        while portion is not None:
            work = partial(forget, before=now - timedelta(days=days), portion=portion)
            forgotten = in_transaction(sessions, work, clinic_id=clinic_id)
            gone[what] += forgotten.rows
            portion = None if forgotten.last is None else Portion(after=forgotten.last, size=size)
    log.info("tidy.done", clinic_id=str(clinic_id), **gone)
    return sum(gone.values())
