"""Sending what people must be told. The rows are the queue; the notice's id is the retry key.

1. Claim due notices of a lane, ask the gate, word them and freeze the bytes: one commit, before anything leaves.
2. Send, with no transaction open. Whoever dies here lets the lease run out, and the same bytes go again with the
   same key: LINE answers 409, and nobody gets it twice.
3. Settle, or give it back for later.

Source: facts/LINE.md section 8, facts/ENGINE.md sections 2 and 3.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import orjson
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.channels.ports import Channel, Outcome, OutgoingMessage
from bot.gate import Decision, May, Recipient, decide
from bot.recipients import Address, address_of
from bot.retry import (
    REPLY_UNKNOWN,
    Attempt,
    Next,
    Verdict,
    Via,
    choose_way,
    is_long,
    is_over,
    judge,
    took_nothing,
)
from bot.settings import BotSettings
from bot.undelivered import see_to
from workflow.notices import (
    Notice,
    NoticePurpose,
    NoticeState,
    begin_sending,
    claim_due_notices,
    drop_reply_token,
    postpone,
    settle,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction, scope_to

PUSHED_ASIDE = timedelta(hours=1)
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
        self,
        *,
        kind: str,
        purpose: NoticePurpose,
        made_at: datetime,
        event_at: datetime | None,
        to: Recipient,
        now: datetime,
        rules: ClinicRules,
    ) -> Decision: ...


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """One notice with its frozen bytes, ready to leave."""

    notice: Notice
    to: str
    messages: str
    via: Via
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
        gate: Gate = decide,
        rules_of: Mapping[UUID, ClinicRules] | None = None,
        settings: BotSettings | None = None,
    ) -> None:
        """This will prepare the outbox; nothing is sent before `send_due`.

        Args:
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            channels: What carries messages, by the channel's row id.
            wording: Makes messages of notices.
            gate: Says whether a notice may go.
            rules_of: What each clinic has set; one that is not named here has the defaults.
            settings: Leases, limits and how long reply tokens are used.
        """
        self._sessions = sessions
        self._clock = clock
        self._channels = channels
        self._wording = wording
        self._gate = gate
        self._rules_of = rules_of or {}
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
        ready = [self._make_ready_in_its_clinic(session, notice, now) for notice in notices]
        return len(notices), [one for one in ready if one is not None]

    def _make_ready_in_its_clinic(self, session: Session, notice: Notice, now: datetime) -> _Ready | None:
        """This will hold the session to the notice's clinic while it is looked at; claims work across clinics."""
        scope_to(session, notice.clinic_id)
        try:
            with session.begin_nested():
                return self._make_ready(session, notice, now)
        except DBAPIError:
            raise  # the database's trouble, not one row's
        except Exception as error:
            # A bug in one notice must not stop the others; it stays due, and in the log.
            log.exception("notice.not_ready", notice_id=str(notice.id), error=type(error).__name__)
            later = now + PUSHED_ASIDE
            postpone(session, notice_id=notice.id, until=later, reason="not_ready", lets_others_pass=True)
            return None
        finally:
            scope_to(session, None)

    def _make_ready(self, session: Session, notice: Notice, now: datetime) -> _Ready | None:
        if notice.channel_id not in self._channels:
            _settle(session, notice, NoticeState.DEAD, "no_channel", now)
            return None
        address = address_of(session, notice)
        if notice.may_have_gone and is_over(notice.first_sent_at, now):
            _settle(session, notice, NoticeState.UNKNOWN, "retry_key_over", now)
            return None
        if not self._passes_gate(session, notice, address, now):
            return None
        via = self._way(notice, now)
        if via is None:
            _settle(session, notice, NoticeState.UNKNOWN, REPLY_UNKNOWN, now)
            return None
        messages = notice.body or self._worded(notice, address, now)
        if messages is None:
            _settle(session, notice, NoticeState.DEAD, "not_worded", now)
            return None
        by_reply = via is Via.REPLY
        messages = begin_sending(session, notice=notice, body=messages, by_reply=by_reply, now=now)
        return _Ready(
            notice=notice,
            to=address.external_id,
            messages=messages,
            via=via,
            first_sent_at=notice.first_sent_at or now,
            follows_unknown=notice.may_have_gone,
        )

    def _passes_gate(self, session: Session, notice: Notice, address: Address, now: datetime) -> bool:
        decision = self._gate(
            kind=notice.kind,
            purpose=notice.purpose,
            made_at=notice.made_at,
            event_at=_event_of(notice),
            to=address.recipient,
            now=now,
            rules=self._rules_of.get(notice.clinic_id, ClinicRules()),
        )
        if decision.may is May.NEVER:
            state = NoticeState.UNKNOWN if notice.may_have_gone else NoticeState.SKIPPED
            _settle(session, notice, state, decision.reason, now, why=decision.reason)
            return False
        # What may have gone is asked for at once: LINE forgets the key, and she may have read it already.
        if decision.may is May.LATER and decision.until is not None and not notice.may_have_gone:
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
        via = ready.via
        refreshed = False
        while True:
            outcome = await channel.send(self._outgoing(ready, via))
            # The clock is read after the answer: only a token that still lived then says what became of it.
            verdict = judge(outcome, self._attempt(ready, via, refreshed=refreshed))
            if verdict.next is Next.PUSH:
                await self._in_its_clinic(
                    ready, lambda session: drop_reply_token(session, notice_id=ready.notice.id)
                )
                via = Via.PUSH
            elif verdict.next is Next.REFRESH:
                await channel.refresh_token()
                refreshed = True
            else:
                break
        await self._in_its_clinic(ready, lambda session: self._write_down(session, ready, outcome, verdict))

    async def _in_its_clinic(self, ready: _Ready, work: Callable[[Session], None]) -> None:
        await asyncio.to_thread(in_transaction, self._sessions, work, clinic_id=ready.notice.clinic_id)

    def _way(self, notice: Notice, now: datetime) -> Via | None:
        return choose_way(
            reply_until=notice.reply_until if notice.reply_token else None,
            token_dies_at=self._token_dies(notice),
            now=now,
            follows_unknown=notice.may_have_gone,
            is_urgent=notice.purpose is NoticePurpose.URGENT,
        )

    def _token_dies(self, notice: Notice) -> datetime | None:
        if notice.reply_until is None:
            return None
        return notice.reply_until + _TOKEN_LIVES - timedelta(seconds=self._settings.reply_seconds)

    def _attempt(self, ready: _Ready, via: Via, *, refreshed: bool) -> Attempt:
        notice, now, dies_at = ready.notice, self._clock(), self._token_dies(ready.notice)
        return Attempt(
            via=via,
            now=now,
            first_sent_at=ready.first_sent_at,
            attempts=notice.attempts,
            follows_unknown=ready.follows_unknown,
            token_alive=dies_at is not None and now < dies_at,
            is_urgent=notice.purpose is NoticePurpose.URGENT,
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

    def _write_down(self, session: Session, ready: _Ready, outcome: Outcome, verdict: Verdict) -> None:
        notice, now = ready.notice, self._clock()
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
            _give_back(session, ready, verdict, now)
        else:
            state = NoticeState(verdict.next.value)
            request_id = outcome.accepted_id or outcome.request_id
            _settle(session, notice, state, verdict.reason, now, request_id=request_id)


def _event_of(notice: Notice) -> datetime | None:
    """This function will say when what a notice tells of takes place, if it has such a time."""
    starts_at = notice.data.get("starts_at")
    return datetime.fromisoformat(starts_at) if starts_at else None


def _give_back(session: Session, ready: _Ready, verdict: Verdict, now: datetime) -> None:
    """This function will have a notice tried again later, and say so the first time it is stuck for long."""
    notice = ready.notice
    nothing_taken = took_nothing(verdict.reason)
    # Where LINE certainly took nothing and the wait is long, others need not wait behind this one.
    is_held_up = nothing_taken and is_long(verdict.wait)
    given_back = postpone(
        session,
        notice_id=notice.id,
        until=now + verdict.wait,
        reason=verdict.reason,
        may_have_gone=ready.follows_unknown or not nothing_taken,
        lets_others_pass=is_held_up,
    )
    if given_back and is_held_up and notice.reason != verdict.reason:
        log.error("notice.held_up", notice_id=str(notice.id), kind=notice.kind, reason=verdict.reason)
        see_to(session, notice=notice, why=verdict.reason, now=now)


def _settle(
    session: Session,
    notice: Notice,
    state: NoticeState,
    reason: str | None,
    now: datetime,
    *,
    why: str | None = None,
    request_id: str | None = None,
) -> None:
    """This function will end a notice, and see to it that somebody acts where it did not arrive."""
    if not settle(session, notice_id=notice.id, state=state, reason=reason, now=now, request_id=request_id):
        return
    log.info("notice.settled", notice_id=str(notice.id), kind=notice.kind, state=state.value, reason=reason)
    if state is NoticeState.ACCEPTED:
        return
    if state is not NoticeState.SKIPPED:
        log.error("notice.not_delivered", notice_id=str(notice.id), kind=notice.kind, reason=reason)
    see_to(session, notice=notice, why=why or state.value, now=now)
