"""What the workers of a process need of the outside, opened once and closed in the end.

Only what the process's roles need is opened: understanding text takes seconds to load and some hundred megabytes,
reading photos takes processes of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aura.channels import LineChannel, open_channels
from aura.elsewhere import RemoteParser, parser_of, relayed
from aura.roles import ProcessRole
from aura.settings import Settings
from aura.store import Store
from aura.talk import Talk, make_talk
from vision import PhotoReader, models_folder
from workflow.scans import PhotoStore
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """What work is made of.

    Attributes:
        settings: Of this deployment.
        sessions: The factory of sessions.
        photos: Where pictures are kept.
        clock: What time it is, aware UTC.
        rules: What each clinic has set, by its id.
        channels: What carries messages, by the channel's row id.
    """

    settings: Settings
    sessions: Sessions
    photos: PhotoStore
    clock: Callable[[], datetime]
    rules: Mapping[UUID, ClinicRules]
    channels: Mapping[UUID, LineChannel]
    _talk: Talk | None
    _reader: PhotoReader | None
    _parser: RemoteParser | None = None

    @property
    def talk(self) -> Talk:
        """The conversation, both ways; only workers have it.

        Raises:
            RuntimeError: This process has no such role.
        """
        if self._talk is None:
            raise RuntimeError("this process is no worker")
        return self._talk

    @property
    def reader(self) -> PhotoReader:
        """What reads photos; only the vision role has it.

        Raises:
            RuntimeError: This process has no such role.
        """
        if self._reader is None:
            raise RuntimeError("this process does not read photos")
        return self._reader

    @property
    def can_read(self) -> bool:
        """Whether photos would be read at once; where none are read, nothing is missing."""
        return self._reader is None or self._reader.is_ready

    @property
    def understanding(self) -> Mapping[str, Any] | None:
        """How often the engine elsewhere answered; None where the embedded one is all there is."""
        return None if self._parser is None else self._parser.counts().to_json()

    async def warm_up(self) -> None:
        """This will have each reader of photos load its models and read a probe; it says loudly if one cannot."""
        if self._reader is not None:
            await self._reader.warm_up()


@asynccontextmanager
async def open_workplace(
    settings: Settings,
    *,
    roles: frozenset[ProcessRole],
    store: Store,
    clock: Callable[[], datetime],
) -> AsyncIterator[Workplace]:
    """This will open what work of these roles needs, and close it when the block is left.

    Args:
        settings: Of this deployment.
        roles: What this process is there for.
        store: What this process keeps things in.
        clock: What time it is, aware UTC.
    """
    reader = parser = talk = None
    if ProcessRole.VISION in roles:
        reader = PhotoReader(models=models_folder(), workers=settings.vision_workers)
    try:
        async with open_channels(settings, store.known) as channels:
            if ProcessRole.WORKER in roles:
                parser = parser_of(settings.nlu)
                # Training takes seconds; LINE's webhooks are answered meanwhile.
                talk = await asyncio.to_thread(
                    make_talk,
                    settings,
                    channels=channels,
                    rules=store.known.rules,
                    sessions=store.sessions,
                    photos=store.photos,
                    clock=clock,
                    elsewhere=relayed(parser),
                )
            yield Workplace(
                settings=settings,
                sessions=store.sessions,
                photos=store.photos,
                clock=clock,
                rules=store.known.rules,
                channels=channels,
                _talk=talk,
                _reader=reader,
                _parser=parser,
            )
    finally:
        if reader is not None:
            await asyncio.to_thread(reader.close)
        if parser is not None:
            await asyncio.to_thread(parser.close)
        if talk is not None:
            await talk.answering.close()
