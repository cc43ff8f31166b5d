"""Follow-ups that are due: claimed, checked again and sent in one transaction each."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from workflow.cases import send_due_follow_up
from workflow.follow_ups import FollowUp, claim_due_follow_ups
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction, scope_to

PUSHED_ASIDE = timedelta(hours=1)

log = structlog.get_logger(__name__)


class DueFollowUps:
    """Sends what was promised for day 1, 7, 30 and 90."""

    def __init__(
        self, *, sessions: Sessions, clock: Callable[[], datetime], rules: Mapping[uuid.UUID, ClinicRules]
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._rules = rules

    def run_due(self) -> int:
        """This will settle the follow-ups that are due and say how many rows it touched.

        Each is done in its own transaction together with its claim, so a crash leaves it due. One that fails
        is pushed aside for an hour, so that it does not hold up the others; it stays due and in the log.
        """
        done = 0
        while self._settle_next():
            done += 1
        return done

    def _settle_next(self) -> bool:
        claimed: list[uuid.UUID] = []
        try:
            return in_transaction(
                self._sessions, lambda session: self._send_next(session, claimed), clinic_id=None
            )
        except Exception:
            if not claimed:
                raise  # the claim itself failed: that is the database's trouble, not one row's
            log.exception("follow_up.failed", follow_up_id=str(claimed[-1]))
            in_transaction(
                self._sessions, lambda session: self._push_aside(session, claimed[-1]), clinic_id=None
            )
            return True

    def _send_next(self, session: Session, claimed: list[uuid.UUID]) -> bool:
        """This will settle one follow-up, and note its id in `claimed` before anything can go wrong with it."""
        now = self._clock()
        due = claim_due_follow_ups(session, now=now, limit=1)
        for follow_up in due:
            claimed.append(follow_up.id)
            rules = self._rules[follow_up.clinic_id]
            scope_to(session, follow_up.clinic_id)
            notice = send_due_follow_up(session, follow_up=follow_up, now=now, rules=rules)
            log.info(
                "follow_up.sent" if notice else "follow_up.not_sent",
                follow_up_id=str(follow_up.id),
                day=follow_up.day,
                state=follow_up.state,
            )
        return bool(due)

    def _push_aside(self, session: Session, follow_up_id: uuid.UUID) -> None:
        follow_up = session.get(FollowUp, follow_up_id)
        if follow_up is not None:
            follow_up.due_at = self._clock() + PUSHED_ASIDE
