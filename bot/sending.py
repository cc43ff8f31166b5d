"""One sending: by reply or push, once more where the channel says how, and what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from bot.channels.ports import Channel, OutgoingMessage
from bot.preparing import Ready
from bot.retry import Attempt, Next, Via, arrived, judge
from bot.settling import Tried
from workflow.notices import NoticePurpose, drop_reply_token
from workflow.unit_of_work import Sessions, in_transaction

# Of a channel that knows no retry keys, so many are out at once, and each is settled by itself: when the process
# dies, these may arrive a second time, and no others.
UNKEYED_AT_ONCE = 4

log = structlog.get_logger(__name__)


class Sender:
    """Sends notices that are ready, each by its channel."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        clock: Callable[[], datetime],
        channels: Mapping[UUID, Channel],
        settle: Callable[[Sequence[Tried]], Awaitable[None]],
        longest: timedelta,
    ) -> None:
        """This will prepare it.

        Args:
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            channels: What carries messages, by the channel's row id.
            settle: Writes down what became of some.
            longest: How long one sending may take.
        """
        self._sessions = sessions
        self._clock = clock
        self._channels = channels
        self._settle = settle
        self._longest = longest
        self._unkeyed = {
            channel_id: asyncio.Semaphore(UNKEYED_AT_ONCE)
            for channel_id, channel in channels.items()
            if not channel.knows_retry_keys
        }

    async def send(self, ready: Ready) -> Tried | None:
        """This function will send one notice, and say what became of it.

        Returns:
            What became of it, to be settled with others; None when there is nothing to settle any more.
        """
        try:
            turns = self._unkeyed.get(ready.notice.channel_id)
            if turns is None:
                return await self._try(ready)
            async with turns:
                await self._send_unkeyed(ready)
        except Exception as error:
            # A bug in one sending must not stop the others; its lease runs out and it is tried again.
            log.exception("notice.not_sent", notice_id=str(ready.notice.id), error=type(error).__name__)
        return None

    async def _send_unkeyed(self, ready: Ready) -> None:
        """This will send and settle a notice that its channel would not know again, while it is ours alone."""
        tried = await self._try(ready)
        if tried is not None:
            await self._settle([tried])

    async def _try(self, ready: Ready) -> Tried | None:
        """This will send until something can be said of the notice; None when it is not ours for long enough.

        Then another takes it over when its lease ends, with the same bytes and the same key.
        """
        channel = self._channels[ready.notice.channel_id]
        via = ready.via
        refreshed = False
        # It begins only where its answer can come before the lease ends; the pace may use up the time for that.
        while await channel.take_turn(within=self._left(ready)) and self._left(ready) > 0:
            outcome = await channel.send(_outgoing(ready, via))
            # The clock is read after the answer: only a token that still lived then says what became of it.
            verdict = arrived(outcome, via) or judge(outcome, self._attempt(ready, via, refreshed=refreshed))
            if verdict.next is Next.PUSH:
                if not await asyncio.to_thread(self._drop_reply_token, ready):
                    break  # whoever holds it now may have used the token
                via = Via.PUSH
            elif verdict.next is Next.REFRESH:
                await channel.refresh_token()
                refreshed = True
            else:
                return Tried(notice=ready.notice, outcome=outcome, verdict=verdict)
        log.info("notice.left_to_others", notice_id=str(ready.notice.id))
        return None

    def _left(self, ready: Ready) -> float:
        """This will say for how many seconds a sending may still begin."""
        lease_until = ready.notice.lease_until or self._clock()
        return (lease_until - self._longest - self._clock()).total_seconds()

    def _drop_reply_token(self, ready: Ready) -> bool:
        notice = ready.notice
        return in_transaction(
            self._sessions,
            lambda session: drop_reply_token(session, notice_id=notice.id, attempt=notice.attempts),
            clinic_id=ready.notice.clinic_id,
        )

    def _attempt(self, ready: Ready, via: Via, *, refreshed: bool) -> Attempt:
        notice, now = ready.notice, self._clock()
        return Attempt(
            via=via,
            now=now,
            first_sent_at=ready.first_sent_at,
            attempts=notice.attempts,
            follows_unknown=notice.may_have_gone,
            token_alive=ready.token_dies_at is not None and now < ready.token_dies_at,
            is_urgent=notice.purpose is NoticePurpose.URGENT,
            refreshed=refreshed,
        )


def _outgoing(ready: Ready, via: Via) -> OutgoingMessage:
    return OutgoingMessage(
        to=ready.to,
        messages=ready.messages,
        retry_key=ready.notice.id,
        reply_token=ready.notice.reply_token if via is Via.REPLY else None,
    )
