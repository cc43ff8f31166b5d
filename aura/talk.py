"""The conversation, built from its parts: what carries, what handles, what sends."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aura.channels import LineChannel, open_channels
from aura.clinics import KnownClinics
from aura.hearing import make_kit
from aura.settings import Settings
from aura.speaking import make_outbox
from bot.inbox import Inbox
from bot.outbox import Outbox
from workflow.scans import PhotoStore
from workflow.unit_of_work import Sessions


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Both ways of the conversation, and the channels that carry it."""

    inbox: Inbox
    outbox: Outbox
    channels: Mapping[UUID, LineChannel]


@asynccontextmanager
async def open_talk(
    settings: Settings,
    *,
    known: KnownClinics,
    sessions: Sessions,
    photos: PhotoStore,
    clock: Callable[[], datetime],
) -> AsyncIterator[Talk]:
    """This will open the conversation, and close its channels when the block is left."""
    async with open_channels(settings, known) as channels:
        # Training takes seconds; LINE's webhooks are answered meanwhile.
        kit = await asyncio.to_thread(
            make_kit, settings, channels=channels, photos=photos, rules=known.rules, clock=clock
        )
        outbox = make_outbox(
            settings,
            sessions=sessions,
            clock=clock,
            channels=channels,
            buttons=kit.buttons,
            rules=known.rules,
        )
        yield Talk(inbox=Inbox(sessions=sessions, kit=kit), outbox=outbox, channels=channels)
