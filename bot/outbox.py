"""Sending what people must be told. The rows are the queue; the notice's id is the retry key.

1. Claim due notices of a lane, ask the gate, word them and freeze the bytes: one commit, before anything leaves.
2. Send, with no transaction open. Whoever dies here lets the lease run out, and the same bytes go again with the
   same key: LINE answers 409, and nobody gets it twice.
3. Settle, or give it back for later.

Source: facts/LINE.md section 8, facts/ENGINE.md sections 2 and 3.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import orjson
import structlog
from sqlalchemy.orm import Session

from bot.channels.ports import Channel, Outcome, OutgoingMessage
from bot.gate import Decision, May, Recipient
from bot.recipients import Address, address_of
from bot.retry import Attempt, Next, Verdict, Via, is_over, judge, may_have_gone, took_nothing
from bot.settings import BotSettings
from bot.undelivered import tell_staff_to_call
from workflow.notices import (
    Notice,
    NoticePurpose,
    NoticeState,
    claim_due_notices,
    keep_body,
    postpone,
    settle,
)
from workflow.unit_of_work import Sessions, in_transaction

LANES = (0, 1, 2, 3)
# LINE lets a token die 60 s after the webhook; we stop using it `reply_seconds` after, so this is what is left.
_TOKEN_LIVES = timedelta(seconds=60)

log = structlog.get_logger(__name__)


class Wording(Protocol):
    """Makes messages of a notice."""

    def __call__(
        self, kind: str, data: Mapping[str, Any], *, language: str, now: datetime
    ) -> list[dict[str, Any]]: ...


class Gate(Protocol):
    """Says whether a notice may go now."""

    def __call__(
        self, *, kind: str, purpose: NoticePurpose, made_at: datetime, to: Recipient, now: datetime
    ) -> Decision: ...


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """One notice with its frozen bytes, ready to leave."""

    notice: Notice
    to: str
    messages: str
    first_sent_at: datetime
    follows_unknown: bool


class Outbox:
    """Sends due notices of every lane."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        clock: Callable[[], datetime],
        channels: Mapping[UUID, Channel],
        wording: Wording,
        gate: Gate,
        settings: BotSettings | None = None,
    ) -> None:
        """This will prepare the outbox; nothing is sent before `send_due`.

        Args:
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            channels: What carries messages, by the channel's row id.
            wording: Makes messages of notices.
            gate: Says whether a notice may go.
            settings: Leases, limits and how long reply tokens are used.
        """
        self._sessions = sessions
        self._clock = clock
        self._channels = channels
        self._wording = wording
        self._gate = gate
        self._settings = settings or BotSettings()

    async def send_due(self) -> int:
        """This function will send what is due now, and return how many notices it looked at.

        A slow lane does not hold up a fast one; of one person only the first notice is out at any time, and what
        is urgent waits for none.
        """
        return sum(await asyncio.gather(*(self._send_lane(lane) for lane in LANES)))

    async def _send_lane(self, lane: int) -> int:
        claimed, ready = await asyncio.to_thread(
            in_transaction, self._sessions, lambda session: self._prepare(session, lane), clinic_id=None
        )
        await asyncio.gather(*(self._send_safely(one) for one in ready))
        return claimed

    async def _send_safely(self, ready: _Ready) -> None:
        """This will keep a bug in one sending from stopping the others; its lease runs out and it is tried again."""
        try:
            await self._send(ready)
        except Exception as error:
            log.exception("notice.not_sent", notice_id=str(ready.notice.id), error=type(error).__name__)

    def _prepare(self, session: Session, lane: int) -> tuple[int, list[_Ready]]:
        """This will claim, gate, word and freeze a batch, in one transaction."""
        now = self._clock()
        lease = timedelta(seconds=self._settings.notice_lease_seconds)
        # No more than leave at once: what waits here would outlive its lease, and somebody else would send it too.
        limit = self._settings.concurrent_sends
        notices = claim_due_notices(session, lane=lane, now=now, lease=lease, limit=limit)
        ready = [self._make_ready(session, notice, now) for notice in notices]
        return len(notices), [one for one in ready if one is not None]

    def _make_ready(self, session: Session, notice: Notice, now: datetime) -> _Ready | None:
        if notice.channel_id not in self._channels:
            _settle(session, notice, NoticeState.DEAD, "no_channel", now)
            return None
        address = address_of(session, notice)
        follows_unknown = may_have_gone(notice.first_sent_at, notice.reason)
        if is_over(notice.first_sent_at, now):
            _settle(session, notice, NoticeState.UNKNOWN, "retry_key_over", now)
            tell_staff_to_call(session, notice=notice, why="unknown", now=now)
            return None
        if not follows_unknown and not self._passes_gate(session, notice, address, now):
            return None
        messages = notice.body or self._worded(notice, address, now)
        if messages is None:
            _settle(session, notice, NoticeState.DEAD, "not_worded", now)
            return None
        first_sent_at = notice.first_sent_at or now
        messages = keep_body(session, notice=notice, body=messages, now=now)
        return _Ready(
            notice=notice,
            to=address.external_id,
            messages=messages,
            first_sent_at=first_sent_at,
            follows_unknown=follows_unknown,
        )

    def _passes_gate(self, session: Session, notice: Notice, address: Address, now: datetime) -> bool:
        decision = self._gate(
            kind=notice.kind,
            purpose=notice.purpose,
            made_at=notice.made_at,
            to=address.recipient,
            now=now,
        )
        if decision.may is May.NEVER:
            _settle(session, notice, NoticeState.SKIPPED, decision.reason, now)
            return False
        if decision.may is May.LATER and decision.until is not None:
            postpone(session, notice_id=notice.id, until=decision.until, reason=decision.reason)
            return False
        return True

    def _worded(self, notice: Notice, address: Address, now: datetime) -> str | None:
        """This will make the messages; a notice that cannot be worded is our bug and must not stop the others."""
        try:
            messages = self._wording(notice.kind, notice.data, language=address.language, now=now)
        except Exception as error:
            log.exception(
                "notice.not_worded", notice_id=str(notice.id), kind=notice.kind, error=type(error).__name__
            )
            return None
        return orjson.dumps(messages).decode()

    async def _send(self, ready: _Ready) -> None:
        """This will send one notice, and write down what became of it."""
        channel = self._channels[ready.notice.channel_id]
        via = self._way(ready)
        refreshed = False
        while True:
            attempt = self._attempt(ready, via, refreshed=refreshed)
            outcome = await channel.send(self._outgoing(ready, via))
            verdict = judge(outcome, attempt)
            if verdict.next is Next.PUSH:
                # The token was dead, so nothing of this notice has gone: what follows is a first push.
                via, ready = Via.PUSH, replace(ready, follows_unknown=False)
            elif verdict.next is Next.REFRESH:
                await channel.refresh_token()
                refreshed = True
            else:
                break
        await asyncio.to_thread(
            in_transaction,
            self._sessions,
            lambda session: self._write_down(session, ready.notice, outcome, verdict),
            clinic_id=ready.notice.clinic_id,
        )

    def _way(self, ready: _Ready) -> Via:
        """This will choose reply or push: a reply is free, but its token is short-lived.

        A reply whose outcome is unknown is tried by reply again while LINE would still know the token: its answer
        then tells whether the first one went.
        """
        notice, now = ready.notice, self._clock()
        if notice.reply_token is None or notice.reply_until is None:
            return Via.PUSH
        if ready.follows_unknown:
            return Via.REPLY if now < self._token_dies(notice.reply_until) else Via.PUSH
        return Via.REPLY if now < notice.reply_until else Via.PUSH

    def _token_dies(self, reply_until: datetime) -> datetime:
        return reply_until + _TOKEN_LIVES - timedelta(seconds=self._settings.reply_seconds)

    def _attempt(self, ready: _Ready, via: Via, *, refreshed: bool) -> Attempt:
        notice, now = ready.notice, self._clock()
        return Attempt(
            via=via,
            now=now,
            first_sent_at=ready.first_sent_at,
            attempts=notice.attempts,
            follows_unknown=ready.follows_unknown,
            token_alive=notice.reply_until is not None and now < self._token_dies(notice.reply_until),
            refreshed=refreshed,
        )

    @staticmethod
    def _outgoing(ready: _Ready, via: Via) -> OutgoingMessage:
        return OutgoingMessage(
            to=ready.to,
            messages=ready.messages,
            retry_key=ready.notice.id,
            reply_token=ready.notice.reply_token if via is Via.REPLY else None,
        )

    def _write_down(self, session: Session, notice: Notice, outcome: Outcome, verdict: Verdict) -> None:
        now = self._clock()
        log.info(
            "notice.attempted",
            notice_id=str(notice.id),
            kind=notice.kind,
            status=outcome.status,
            request_id=outcome.request_id,
            next=verdict.next.value,
            reason=verdict.reason,
        )
        if verdict.next is Next.LATER:
            # Where LINE certainly took nothing and the wait is long, others need not wait behind this one.
            passes = took_nothing(verdict.reason) and verdict.wait > timedelta(minutes=1)
            until = now + verdict.wait
            postpone(
                session, notice_id=notice.id, until=until, reason=verdict.reason, lets_others_pass=passes
            )
        else:
            state = NoticeState(verdict.next.value)
            request_id = outcome.accepted_id or outcome.request_id
            _settle(session, notice, state, verdict.reason, now, request_id=request_id)
        why = None if verdict.next is Next.ACCEPTED else _worth_a_call(notice, verdict)
        if why is not None:
            tell_staff_to_call(session, notice=notice, why=why, now=now)


def _worth_a_call(notice: Notice, verdict: Verdict) -> str | None:
    """This function will say why a person should call, the first time a message is stuck for long; or None."""
    if verdict.next in {Next.DEAD, Next.UNKNOWN}:
        log.error("notice.not_delivered", notice_id=str(notice.id), kind=notice.kind, reason=verdict.reason)
        return verdict.next.value
    if (
        took_nothing(verdict.reason)
        and verdict.wait > timedelta(minutes=1)
        and notice.reason != verdict.reason
    ):
        log.error("notice.held_up", notice_id=str(notice.id), kind=notice.kind, reason=verdict.reason)
        return verdict.reason
    return None


def _settle(
    session: Session,
    notice: Notice,
    state: NoticeState,
    reason: str | None,
    now: datetime,
    *,
    request_id: str | None = None,
) -> None:
    settle(session, notice_id=notice.id, state=state, reason=reason, now=now, request_id=request_id)
    log.info("notice.settled", notice_id=str(notice.id), kind=notice.kind, state=state.value, reason=reason)
