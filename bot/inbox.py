"""Handling what came in: each person's next event, in order, each in one transaction with everything it causes.

What a turn does and that its event is handled are one commit: a crash before it means the turn is done again from
the start, a crash after it means it is not. What takes time (a name from LINE, understanding words) comes before it, erasing pictures after.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot.channels.ports import Profile
from bot.events import Incoming, read_event
from bot.failures import tell_of_failure
from bot.people import is_worth_meeting, meet
from bot.routing import choose_turn, is_stranger, refusal_turn
from bot.turns.kit import Turn, TurnKit
from workflow.access import Person, branch, first_branch, who_is
from workflow.inbound import (
    TOO_MANY_ATTEMPTS,
    InboundEvent,
    InboundState,
    LeaseLostError,
    claim_next_events,
    claim_worn_out,
    event_retry,
    postpone_event,
    settle_event,
)
from workflow.refusal import Refusal
from workflow.unit_of_work import Sessions, in_transaction

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
        """This function will handle the next events of some persons, as many as there are places for turns.

        No more are taken than begin at once: one that only lay in a queue when the process died loses no attempt.

        Returns:
            How many it took; whoever calls goes on until that is none.
        """
        worn_out, rows = await asyncio.to_thread(in_transaction, self._sessions, self._claim, clinic_id=None)
        for row in worn_out:
            await asyncio.to_thread(self._give_up, row, TOO_MANY_ATTEMPTS)
        await asyncio.gather(*map(self._handle, rows))
        return len(worn_out) + len(rows)

    def _claim(self, session: Session) -> tuple[list[InboundEvent], list[InboundEvent]]:
        """This will take the events that ran out of attempts, and the next ones to be handled."""
        now, settings = self._kit.clock(), self._kit.settings
        lease = timedelta(seconds=settings.event_lease_seconds)
        worn_out = claim_worn_out(session, now=now, lease=lease)
        return worn_out, claim_next_events(session, now=now, lease=lease, limit=settings.concurrent_turns)

    async def _handle(self, row: InboundEvent) -> None:
        kit = self._kit.for_one_turn(row.clinic_id)
        try:
            event = read_event(row, reply_for=timedelta(seconds=kit.settings.reply_seconds))
            is_new, zone = await asyncio.to_thread(
                in_transaction,
                self._sessions,
                lambda session: _look(session, event),
                clinic_id=row.clinic_id,
            )
            profile = await self._profile(event) if is_new else None
            event = await asyncio.to_thread(self._understand, event, zone)
            if event.kind == "message.image" and event.is_private and not event.is_too_old:
                await self._show_loading(event)
            await asyncio.to_thread(
                in_transaction,
                self._sessions,
                lambda session: self._turn(session, kit, row, event, profile),
                clinic_id=row.clinic_id,
            )
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

    def _understand(self, event: Incoming, zone: ZoneInfo) -> Incoming:
        """This will understand words before the transaction, which must be short: others wait for it to write."""
        if event.kind != "message.text" or not event.is_private or event.is_too_old or not event.text:
            return event
        found = self._kit.understander.understand(event.text, now=self._kit.clock(), zone=zone)
        return replace(event, understanding=found)

    async def _show_loading(self, event: Incoming) -> None:
        channel = self._kit.channels.get(event.channel_id)
        if channel is not None:
            await channel.show_loading(event.person)

    def _turn(
        self, session: Session, kit: TurnKit, row: InboundEvent, event: Incoming, profile: Profile | None
    ) -> None:
        """This will do one turn and settle its event. It may be called again from the start."""
        now = kit.clock()
        kit.to_erase.clear()
        person = meet(session, clinic_id=row.clinic_id, event=event, profile=profile, now=now)
        state = self._act(session, kit, person, event, now)
        settle_event(session, event_id=row.id, state=state, now=now)
        log.info("event.settled", event_id=str(row.id), kind=row.kind, state=state.value)

    def _act(
        self, session: Session, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> InboundState:
        """This will choose and do the turn; a refusal takes back what the turn wrote, and is worded instead."""
        try:
            with session.begin_nested():
                if event.kind == "postback" and event.is_private and not is_stranger(person, event):
                    event = replace(event, press=kit.buttons.read(event.postback, now))
                turn: Turn | None = choose_turn(session, kit=kit, person=person, event=event, now=now)
                if turn is None:
                    return InboundState.IGNORED
                turn(session, kit=kit, person=person, event=event, now=now)
        except Refusal as refusal:
            kit.to_erase.clear()
            log.info("event.refused", event_id=str(event.id), code=refusal.code)
            refusal_turn(refusal)(session, kit=kit, person=person, event=event, now=now)
        return InboundState.HANDLED

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


def _look(session: Session, event: Incoming) -> tuple[bool, ZoneInfo]:
    """This function will say whether somebody new did it, and on which clock they read dates and times."""
    known = who_is(session, channel_id=event.channel_id, external_id=event.person)
    whose = known.customer or known.staff
    place = branch(session, branch_id=whose.branch_id) if whose else first_branch(session)
    return whose is None and is_worth_meeting(event), ZoneInfo(place.zone)
