"""Handling what came in: each person's next event, in order, each in one transaction with everything it causes.

What a turn does and that its event is handled are one commit: a crash before it means the turn is done again from
the start, a crash after it means it is not. What takes time (a name from LINE, understanding words) comes before it, erasing pictures after.
While some turns are under way the next are begun, so that one that waits for LINE holds up nobody else.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot.channels.ports import Profile
from bot.due_events import Due, claim_due, first_zone
from bot.events import Incoming, read_event
from bot.failures import tell_of_failure
from bot.one_turn import do_turn
from bot.people import is_worth_meeting
from bot.turns.kit import TurnKit
from bot.under_way import UnderWay
from workflow.inbound import (
    TOO_MANY_ATTEMPTS,
    InboundEvent,
    InboundState,
    LeaseLostError,
    event_retry,
    postpone_event,
    settle_event,
)
from workflow.unit_of_work import Sessions, in_transaction

# How often one call of `handle_due` claims; then whoever called it may see to something else.
CLAIMS = 20

log = structlog.get_logger(__name__)


class Inbox:
    """Handles due events."""

    def __init__(self, *, sessions: Sessions, kit: TurnKit) -> None:
        """This will prepare the inbox; nothing is handled before `handle_due`.

        Args:
            sessions: The factory of sessions.
            kit: What turns have at hand.
        """
        self._sessions = sessions
        self._kit = kit

    async def handle_due(self) -> int:
        """This function will handle the next events of some persons, and go on with the next as places become free.

        No more are taken than begin at once: one that only lay in a queue when the process died loses no attempt.
        All of them have ended when it returns or fails.

        Returns:
            How many it took; whoever calls goes on until that is none.
        """
        taken = 0
        async with UnderWay(at_once=self._kit.settings.concurrent_turns) as turns:
            for _ in range(CLAIMS):
                free = turns.free
                worn_out, due = await asyncio.to_thread(self._claim, free)
                turns.begin(map(self._handle, due))
                for row in worn_out:
                    await asyncio.to_thread(self._give_up, row, TOO_MANY_ATTEMPTS)
                taken += len(worn_out) + len(due)
                if len(due) == free:
                    await turns.room()
                elif await turns.all_ended():
                    break
                if turns.has_failed:
                    break
        return taken

    def _claim(self, limit: int) -> tuple[Sequence[InboundEvent], Sequence[Due]]:
        """This will take the events that ran out of attempts, and the next ones to be handled."""
        work = partial(claim_due, kit=self._kit, limit=limit)
        return in_transaction(self._sessions, work, clinic_id=None)

    async def _handle(self, due: Due) -> None:
        row = due.row
        kit = self._kit.for_one_turn(row.clinic_id)
        try:
            event = read_event(row, reply_for=timedelta(seconds=kit.settings.reply_seconds))
            is_new = due.zone is None and is_worth_meeting(event)
            profile = await self._profile(event) if is_new else None
            if event.kind == "message.image" and event.is_private and not event.is_too_old:
                await self._show_loading(event)
            await asyncio.to_thread(self._do, kit, due, event, profile)
        except LeaseLostError:
            log.info("event.handled_elsewhere", event_id=str(row.id))
            return
        except Exception as error:
            log.exception("event.failed", event_id=str(row.id), kind=row.kind, error=type(error).__name__)
            await asyncio.to_thread(self._put_aside, row, error)
            return
        await self._erase(kit)

    async def _profile(self, event: Incoming) -> Profile | None:
        """This will ask the channel for the name of somebody new."""
        channel = self._kit.channels.get(event.channel_id)
        return await channel.profile(event.person) if channel is not None else None

    def _do(self, kit: TurnKit, due: Due, event: Incoming, profile: Profile | None) -> None:
        """This will understand an event, and do its turn in one transaction."""
        clinic_id = due.row.clinic_id
        if event.kind == "message.text" and event.is_private and not event.is_too_old and event.text:
            zone = due.zone or in_transaction(self._sessions, first_zone, clinic_id=clinic_id)
            # Before the transaction, which must be short: others wait for it to write.
            event = kit.heard(event, zone=ZoneInfo(zone), own=due.own)
            if kit.shelf is not None:
                event = replace(event, passages=kit.shelf.find(event, clinic_id=clinic_id))
        in_transaction(
            self._sessions,
            partial(do_turn, kit=kit, row=due.row, event=event, profile=profile),
            clinic_id=clinic_id,
        )

    async def _show_loading(self, event: Incoming) -> None:
        channel = self._kit.channels.get(event.channel_id)
        if channel is not None:
            await channel.show_loading(event.person)

    def _put_aside(self, row: InboundEvent, error: Exception) -> None:
        """This will try again later after a bug or trouble; the third time the event is failed and people are told."""
        wait = event_retry(row.attempts)
        if wait is None:
            self._give_up(row, type(error).__name__)
            return
        until = self._kit.clock() + wait
        in_transaction(
            self._sessions,
            lambda session: postpone_event(session, event_id=row.id, until=until, attempt=row.attempts),
            clinic_id=row.clinic_id,
        )

    def _give_up(self, row: InboundEvent, failure: str) -> None:
        """This will fail an event for good and tell people; what breaks in that is tried again after the lease."""
        kit = self._kit.for_one_turn(row.clinic_id)
        now = kit.clock()

        def work(session: Session) -> None:
            settle_event(session, event_id=row.id, state=InboundState.FAILED, failure=failure, now=now)
            tell_of_failure(session, kit=kit, row=row, now=now)

        try:
            in_transaction(self._sessions, work, clinic_id=row.clinic_id)
        except LeaseLostError:
            log.info("event.handled_elsewhere", event_id=str(row.id))
        except Exception as error:
            log.exception("event.untold", event_id=str(row.id), error=type(error).__name__)
        else:
            log.error("event.given_up", event_id=str(row.id), kind=row.kind, failure=failure)

    async def _erase(self, kit: TurnKit) -> None:
        """This will erase what the turn withdrew. No row names it any more, so the sweep erases what is left behind."""
        for key in kit.to_erase:
            try:
                await asyncio.to_thread(kit.photos.erase, key)
            except OSError:
                log.exception("picture.not_erased")
        if kit.to_erase:
            log.info("pictures.erased", count=len(kit.to_erase))
