"""Follow-ups that are due: leased in a batch; each held, checked again and sent in a transaction of its own."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workflow.cases import put_follow_up_aside, send_due_follow_up
from workflow.follow_ups import (
    TOO_MANY_ATTEMPTS,
    FollowUp,
    claim_due_follow_ups,
    claim_worn_out_follow_ups,
    follow_up_retry,
    hold_follow_up,
    postpone_follow_up,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction, scope_to

BATCH = 50

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
            for follow_up in due:
                self._settle(follow_up)
            done += len(due)
        return done

    def _claim(self, session: Session) -> list[FollowUp]:
        return claim_due_follow_ups(session, now=self._clock(), limit=BATCH)

    def _claim_worn_out(self, session: Session) -> list[FollowUp]:
        return claim_worn_out_follow_ups(session, now=self._clock())

    def _settle(self, claimed: FollowUp) -> None:
        try:
            in_transaction(self._sessions, lambda session: self._send(session, claimed), clinic_id=None)
        except DBAPIError:
            raise  # the database's trouble, not one row's
        except Exception as error:
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

    def _send(self, session: Session, claimed: FollowUp) -> None:
        follow_up = hold_follow_up(session, follow_up_id=claimed.id, attempt=claimed.attempts)
        if follow_up is None:
            return
        scope_to(session, follow_up.clinic_id)
        rules = self._rules[follow_up.clinic_id]
        notice = send_due_follow_up(session, follow_up=follow_up, now=self._clock(), rules=rules)
        log.info(
            "follow_up.sent" if notice else "follow_up.not_sent",
            follow_up_id=str(follow_up.id),
            day=follow_up.day,
            state=follow_up.state,
        )

    def _put_aside(self, claimed: FollowUp, reason: str) -> None:
        """This will give a follow-up up for good; what breaks in that is tried again when its lease is over."""

        def work(session: Session) -> bool:
            return put_follow_up_aside(session, follow_up=claimed, reason=reason, now=self._clock())

        try:
            given_up = in_transaction(self._sessions, work, clinic_id=None)
        except DBAPIError:
            raise
        except Exception as error:
            log.exception("follow_up.untold", follow_up_id=str(claimed.id), error=type(error).__name__)
        else:
            if given_up:
                log.error("follow_up.given_up", follow_up_id=str(claimed.id), reason=reason)
