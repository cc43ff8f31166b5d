"""The clinic in a test: people do things, the bot does what is due, and everybody's chat can be read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from PIL import Image

from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from fastapi import FastAPI
    from sqlalchemy.orm import Session, sessionmaker

    from bot.channels.line import LineChannel
    from bot.inbox import Inbox
    from bot.intake import Intake
    from bot.outbox import Outbox
    from bot.turns.kit import TurnKit
    from simulator import LineDouble, SimulatedClock
    from tests.factories.cast import Cast
    from workflow.store.models import ChannelIdentity

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 10:00 in Bangkok
Result = TypeVar("Result")
NEWCOMER = "U" + "9" * 32


@dataclass
class PhotosInMemory:
    """A photo store that remembers what was erased."""

    erased: list[str] = field(default_factory=list)

    def erase(self, key: str) -> None:
        self.erased.append(key)


@dataclass(repr=False)  # asyncio would write it out six times for every test
class World:
    sessions: sessionmaker[Session]
    cast: Cast
    clock: SimulatedClock
    double: LineDouble
    app: FastAPI
    intake: Intake
    inbox: Inbox
    outbox: Outbox
    kit: TurnKit
    channel: LineChannel

    def read(self, work: Callable[[Session], Result]) -> Result:
        return in_transaction(self.sessions, work, clinic_id=self.cast.clinic_id)

    async def settle(self) -> None:
        """Handle and send until nothing is due."""
        while await self.inbox.handle_due() + await self.outbox.send_due():
            pass

    async def says(self, who: str, text: str) -> list[dict[str, Any]]:
        return await self.does(who, self.double.events.text(who, text))

    async def sends_photo(self, who: str, photo: bytes | None = None) -> list[dict[str, Any]]:
        return await self.does(who, self.double.events.photo(who, photo or a_photo()))

    async def presses(self, who: str, data: str) -> list[dict[str, Any]]:
        return await self.does(who, self.double.events.postback(who, data))

    async def does(self, who: str, *events: dict[str, Any]) -> list[dict[str, Any]]:
        """Deliver events, let the bot work, and give the new messages in the person's chat."""
        before = len(self.heard(who))
        assert await self.double.deliver(*events) == 200
        await self.settle()
        return self.heard(who)[before:]

    def heard(self, who: str) -> list[dict[str, Any]]:
        """What the bot wrote into a person's chat."""
        return self.double.chats.messages(who, sender="bot")

    @property
    def mali(self) -> str:
        return self.cast.mali_on_line.external_id

    @property
    def fon(self) -> str:
        return self.cast.fon_on_line.external_id

    @property
    def ploy(self) -> str:
        return self.cast.ploy_on_line.external_id

    @property
    def anan(self) -> str:
        return self.cast.anan_on_line.external_id


def said(messages: list[dict[str, Any]]) -> str:
    """Everything that stands in messages, to be searched; a space is a space, whether a line may break there or not."""
    return json.dumps(messages, ensure_ascii=False).replace("\N{NO-BREAK SPACE}", " ")


def presses_in(messages: list[dict[str, Any]], action: str) -> list[str]:
    """What stands behind the buttons and quick replies that ask for an action."""
    found: list[str] = []

    def look(part: Any) -> None:
        if isinstance(part, dict):
            data = part.get("data")
            if isinstance(data, str) and data.startswith(f"v1.{action}."):
                found.append(data)
            for inner in part.values():
                look(inner)
        elif isinstance(part, list):
            for inner in part:
                look(inner)

    look(messages)
    return found


def a_photo() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((320, 400), 60).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def identity(world: World, who: str) -> ChannelIdentity:
    from workflow.access import who_is

    found = world.read(
        lambda session: who_is(session, channel_id=world.cast.channel.id, external_id=who)
    ).identity
    assert found is not None
    return found
