"""Writing down what became of notices: accepted ones all at once, the others one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.channels.ports import Outcome
from bot.retry import Next, Verdict, is_long, took_nothing
from bot.undelivered import see_to
from workflow.notices import (
    Arrived,
    DueNotice,
    NoticeState,
    forget_what_is_told_once,
    postpone,
    settle,
    settle_accepted,
)
from workflow.unit_of_work import is_the_databases_trouble, scope_to

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What became of one attempt.

    Attributes:
        notice: Which notice, as it was held.
        outcome: What the channel answered.
        verdict: What comes of it.
    """

    notice: DueNotice
    outcome: Outcome
    verdict: Verdict

    @property
    def request_id(self) -> str | None:
        """The channel's id of the request that carried it."""
        return self.outcome.accepted_id or self.outcome.request_id


def write_down(session: Session, tried: Sequence[Tried], now: datetime) -> None:
    """This function will write down what became of attempts: the accepted ones in one statement.

    Args:
        session: A session across clinics.
        tried: The attempts.
        now: Aware UTC.
    """
    arrived = [one for one in tried if one.verdict.next is Next.ACCEPTED]
    settle_accepted(
        session, [Arrived(one.notice.id, one.verdict.reason, one.request_id) for one in arrived], now=now
    )
    forget_what_is_told_once(session, [one.notice for one in arrived])
    tell = log.bind()  # once: a logger that is not bound yet binds itself anew for each line
    for one in arrived:
        _tell(tell, one)
    for one in tried:
        if one.verdict.next is not Next.ACCEPTED:
            _tell(tell, one)
            _write_down_safely(session, one, now)


def _tell(tell: structlog.typing.FilteringBoundLogger, one: Tried) -> None:
    tell.info(
        "notice.attempted",
        notice_id=str(one.notice.id),
        kind=one.notice.kind,
        status=one.outcome.status,
        request_id=one.outcome.request_id,
        next=one.verdict.next.value,
        reason=one.verdict.reason,
    )


def _write_down_safely(session: Session, one: Tried, now: datetime) -> None:
    """This function will keep a bug about one notice from undoing the others; its lease runs out instead."""
    scope_to(session, one.notice.clinic_id)
    try:
        with session.begin_nested():
            _write_down(session, one, now)
    except Exception as error:
        if is_the_databases_trouble(error):
            raise
        log.exception("notice.not_sent", notice_id=str(one.notice.id), error=type(error).__name__)
    finally:
        scope_to(session, None)


def _write_down(session: Session, one: Tried, now: datetime) -> None:
    verdict = one.verdict
    if verdict.next is Next.LATER:
        _give_back(session, one, now)
    else:
        state = NoticeState(verdict.next.value)
        end(session, one.notice, state, verdict.reason, now, request_id=one.request_id)


def _give_back(session: Session, one: Tried, now: datetime) -> None:
    """This function will have a notice tried again later, and say so the first time it is stuck for long."""
    notice, verdict = one.notice, one.verdict
    nothing_taken = took_nothing(verdict.reason)
    # Where LINE certainly took nothing and the wait is long, others need not wait behind this one.
    is_held_up = nothing_taken and is_long(verdict.wait)
    given_back = postpone(
        session,
        notice_id=notice.id,
        until=now + verdict.wait,
        attempt=notice.attempts,
        reason=verdict.reason,
        may_have_gone=notice.may_have_gone or not nothing_taken,
        lets_others_pass=is_held_up,
    )
    if given_back and is_held_up and notice.reason != verdict.reason:
        log.error("notice.held_up", notice_id=str(notice.id), kind=notice.kind, reason=verdict.reason)
        see_to(session, notice=notice, why=verdict.reason, now=now)


def end(
    session: Session,
    notice: DueNotice,
    state: NoticeState,
    reason: str | None,
    now: datetime,
    *,
    why: str | None = None,
    request_id: str | None = None,
) -> None:
    """This function will end a notice that did not arrive, and see to it that somebody acts.

    Whoever does not hold it any more does nothing: whoever holds it now learns what became of it.

    Args:
        session: A session of the notice's clinic.
        notice: Which.
        state: How it ends.
        reason: Of the gate or the channel, as a short word.
        now: Aware UTC.
        why: What keeps it from its recipient, where that is not the state.
        request_id: The channel's id of the request that carried it.
    """
    if not settle(
        session,
        notice_id=notice.id,
        state=state,
        attempt=notice.attempts,
        reason=reason,
        now=now,
        request_id=request_id,
    ):
        return
    forget_what_is_told_once(session, [notice])
    log.info("notice.settled", notice_id=str(notice.id), kind=notice.kind, state=state.value, reason=reason)
    if state is not NoticeState.SKIPPED:
        log.error("notice.not_delivered", notice_id=str(notice.id), kind=notice.kind, reason=reason)
    see_to(session, notice=notice, why=why or state.value, now=now)
