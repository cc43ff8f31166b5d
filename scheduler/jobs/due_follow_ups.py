"""Follow-ups that are due: leased and sent in batches, and one by one where a batch breaks."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby

import structlog
from sqlalchemy.orm import Session

from workflow.cases import put_follow_up_aside, send_due_follow_ups
from workflow.follow_ups import (
    TOO_MANY_ATTEMPTS,
    FollowUp,
    claim_due_follow_ups,
    claim_worn_out_follow_ups,
    follow_up_retry,
    postpone_follow_up,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction, is_the_databases_trouble, scope_to

# Small enough that all of it, sent one by one after one of them broke the batch, is done before the lease is over.
BATCH = 200

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

        A crash leaves the rest leased, and they are due again when the lease is over. One that fails is tried again
        later, so that it does not hold up the others; after some tries it is put aside, and somebody calls instead.
        """
        for worn_out in in_transaction(self._sessions, self._claim_worn_out, clinic_id=None):
            self._put_aside(worn_out, TOO_MANY_ATTEMPTS)
        done = 0
        while due := in_transaction(self._sessions, self._claim, clinic_id=None):
            for _, of_clinic in groupby(sorted(due, key=_clinic), key=_clinic):
                self._settle_together(list(of_clinic))
            done += len(due)
        return done

    def _claim(self, session: Session) -> list[FollowUp]:
        return claim_due_follow_ups(session, now=self._clock(), limit=BATCH)

    def _claim_worn_out(self, session: Session) -> list[FollowUp]:
        return claim_worn_out_follow_ups(session, now=self._clock())

    def _settle_together(self, claimed: Sequence[FollowUp]) -> None:
        """This will send what was claimed of one clinic in one transaction, or else each in its own."""
        try:
            in_transaction(self._sessions, lambda session: self._send(session, claimed), clinic_id=None)
        except Exception as error:
            if is_the_databases_trouble(error):
                raise
            log.warning("follow_ups.one_by_one", number=len(claimed), error=type(error).__name__)
            for one in claimed:
                self._settle(one)

    def _settle(self, claimed: FollowUp) -> None:
        try:
            in_transaction(self._sessions, lambda session: self._send(session, [claimed]), clinic_id=None)
        except Exception as error:
            if is_the_databases_trouble(error):
                raise
            log.exception("follow_up.failed", follow_up_id=str(claimed.id), error=type(error).__name__)
            wait = follow_up_retry(claimed.attempts)
            if wait is None:
                self._put_aside(claimed, type(error).__name__)
                return
            until = self._clock() + wait
            in_transaction(
                self._sessions,
                lambda session: postpone_follow_up(
                    session, follow_up_id=claimed.id, until=until, is_failure=True, attempt=claimed.attempts
                ),
                clinic_id=None,
            )

    def _send(self, session: Session, claimed: Sequence[FollowUp]) -> None:
        clinic_id = claimed[0].clinic_id
        scope_to(session, clinic_id)
        send_due_follow_ups(session, claimed=claimed, now=self._clock(), rules=self._rules[clinic_id])

    def _put_aside(self, claimed: FollowUp, reason: str) -> None:
        """This will give a follow-up up for good; what breaks in that is tried again when its lease is over."""

        def work(session: Session) -> bool:
            return put_follow_up_aside(session, follow_up=claimed, reason=reason, now=self._clock())

        try:
            given_up = in_transaction(self._sessions, work, clinic_id=None)
        except Exception as error:
            if is_the_databases_trouble(error):
                raise
            log.exception("follow_up.untold", follow_up_id=str(claimed.id), error=type(error).__name__)
        else:
            if given_up:
                log.error("follow_up.given_up", follow_up_id=str(claimed.id), reason=reason)


def _clinic(claimed: FollowUp) -> uuid.UUID:
    return claimed.clinic_id
