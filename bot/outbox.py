"""Sending what people must be told. The rows are the queue; the notice's id is the retry key.

1. Take due notices of a lane, ask the gate, word them and freeze the bytes: one commit for the batch, before anything
   of it leaves (bot/preparing.py).
2. Send, with no transaction open (bot/sending.py). Whoever dies here lets the lease run out, and the same bytes go
   again with the same key: LINE answers 409, and nobody gets it twice.
3. Settle, or give it back for later: one commit for whatever was answered meanwhile (bot/settling.py).

While some are on their way the next are claimed and the last ones settled, so that a lane never runs dry. Of one
person only the first notice is out at any time. Source: facts/LINE.md section 8, facts/ENGINE.md sections 2 and 3.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from bot.channels.pace import SHARE_ALONE
from bot.channels.ports import Channel
from bot.gate import decide
from bot.on_the_way import OnTheWay
from bot.preparing import Batch, Gate, Preparing, Wording
from bot.sending import Sender
from bot.settings import BotSettings
from bot.settling import Tried, write_down
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction, is_the_databases_trouble

LANES = (0, 1, 2, 3)
# How often one call of `send_lane` claims; then whoever called it may see to something else.
CLAIMS = 20
# While some are still on their way, new ones are looked for this often (seconds).
LOOK_AGAIN = 0.25

log = structlog.get_logger(__name__)


def places(settings: BotSettings) -> int:
    """This function will say how many a lane may have out: no more than can leave within their lease.

    Reckoned by the pace of a process that cannot ask the others.
    """
    to_leave = settings.notice_lease_seconds - settings.send_seconds
    leaving = settings.sends_per_second * SHARE_ALONE * to_leave / len(LANES)
    return max(1, min(settings.concurrent_sends, int(leaving)))


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
        settings = settings or BotSettings()
        self._at_once = places(settings)
        self._sessions = sessions
        self._clock = clock
        self._preparing = Preparing(
            channels=frozenset(channels),
            wording=wording,
            gate=gate,
            rules_of=rules_of or {},
            lease=timedelta(seconds=settings.notice_lease_seconds),
            reply_for=timedelta(seconds=settings.reply_seconds),
        )
        self._sender = Sender(
            sessions=sessions,
            clock=clock,
            channels=channels,
            settle=self._settle,
            longest=timedelta(seconds=settings.send_seconds),
        )

    async def send_due(self) -> int:
        """This function will send what is due now, and return how many notices it looked at.

        A slow lane does not hold up a fast one; of one person only the first notice is out at any time, and what
        is urgent waits for none.
        """
        return sum(await asyncio.gather(*(self.send_lane(lane) for lane in LANES)))

    async def send_lane(self, lane: int) -> int:
        """This function will send what is due in one lane, and return how many notices it looked at.

        When it is stopped, it claims nothing more, and waits until what is on its way is answered and written down.

        Args:
            lane: One of LANES.
        """
        looked_at = 0
        async with OnTheWay(self._sender.send, self._settle, at_once=self._at_once) as way:
            for _ in range(CLAIMS):
                free = way.free
                batch = await asyncio.to_thread(self._prepare, lane, free)
                looked_at += batch.taken
                way.start(batch.ready)
                if batch.taken == free:
                    await way.room()
                elif await way.all_ended(within=LOOK_AGAIN):
                    break
        return looked_at

    def _prepare(self, lane: int, limit: int) -> Batch:
        """This will make a batch ready, in one transaction."""
        work = partial(self._preparing.prepare, lane=lane, limit=limit, now=self._clock())
        return in_transaction(self._sessions, work, clinic_id=None)

    async def _settle(self, tried: Sequence[Tried]) -> None:
        """This will write down what became of attempts; what cannot be written is tried again when its lease ends."""
        try:
            await asyncio.to_thread(self._write_down, tried)
        except Exception as error:
            for one in tried:
                log.exception("notice.not_settled", notice_id=str(one.notice.id), error=type(error).__name__)

    def _write_down(self, tried: Sequence[Tried]) -> None:
        now = self._clock()

        def work(session: Session) -> None:
            write_down(session, tried, now)

        try:
            in_transaction(self._sessions, work, clinic_id=None)
        except Exception as error:
            if is_the_databases_trouble(error):
                raise
            if len(tried) == 1:
                [one] = tried
                log.exception("notice.not_settled", notice_id=str(one.notice.id), error=type(error).__name__)
                return
            # What came of one cannot be written; it must not keep the others from being written down.
            for one in tried:
                self._write_down([one])
