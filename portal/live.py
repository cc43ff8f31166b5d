"""The part of a customer's page that follows her case while the page is open.

A card in the chat stays as it was sent; the truth is here, and in the card that each new stage sends.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from portal.door import Door, Guest
from portal.home import Home, look_at_home
from portal.id_tokens import LiffChannel
from portal.pages import Pages
from workflow.unit_of_work import in_transaction

KEEP_ALIVE_SECONDS = 20.0
# One turn writes an event, points and notices: an open page looks once for all of them.
SETTLE_SECONDS = 0.2
TRY_AGAIN_MS = 1_000  # how soon a browser comes back to a stream that ended


class Watch(Protocol):
    """One open page."""

    async def change(self, *, within: float) -> bool:
        """This will wait for a change, at most so many seconds, and say whether there was one."""


class Changes(Protocol):
    """Whoever knows when something changed."""

    @property
    def closed(self) -> bool:
        """Whether the server is about to stop."""

    def watch(self, clinic_id: UUID, customer_id: UUID | None = None) -> AbstractContextManager[Watch]:
        """This will keep a page among those that are told of a customer's changes, until it is left."""


@dataclass(frozen=True, kw_only=True)
class Live:
    """Her page as it is now, and as it changes."""

    door: Door
    pages: Pages
    changes: Changes
    keep_alive: float = KEEP_ALIVE_SECONDS

    def look(self, guest: Guest) -> Home:
        """This will look at what is hers now."""

        def look(session: Session) -> Home:
            return look_at_home(session, guest=guest)

        return in_transaction(self.door.sessions, look, clinic_id=guest.clinic_id)

    def fragment(self, request: Request, home: Home) -> str:
        """This will render the part that changes, in her language."""
        language = self.pages.language(request, home.language)
        return self.pages.fragment("_status.html", language=language, home=home)

    def latest(self, request: Request, channel: LiffChannel) -> str | None:
        """This will check her session again and render; None once it is over."""
        guest = self.door.guest(request, channel)
        return None if guest is None else self.fragment(request, self.look(guest))

    async def updates(self, request: Request, channel: LiffChannel, guest: Guest) -> AsyncIterator[str]:
        """This will send the part that changes, again whenever it has, and a sign of life between."""
        sent: str | None = None
        yield f"retry: {TRY_AGAIN_MS}\n\n"
        with self.changes.watch(guest.clinic_id, guest.customer_id) as watch:
            while True:
                newest = await run_in_threadpool(self.latest, request, channel)
                if newest is None:
                    return
                yield ": still here\n\n" if newest == sent else as_event(newest)
                sent = newest
                if self.changes.closed:
                    return
                if await watch.change(within=self.keep_alive):
                    await asyncio.sleep(SETTLE_SECONDS)


def as_event(html: str) -> str:
    """This will write a fragment as one server-sent event."""
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
