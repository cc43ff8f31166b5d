"""The owner's pages as an app of their own, with everything the tests steer by hand."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response

from admin_web import Changes, PageGuard, make_assets_router, make_router
from tests.insights.cast import NOW, Cast, a_clinic
from workflow.access import make_sign_in_link, use_sign_in_link
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import TypeVar
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

    from workflow.access import Staff

    T = TypeVar("T")

NODE_MODULES = Path(__file__).parents[2] / "node_modules"


class KeptPhotos:
    """Pictures in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read(self, key: str) -> bytes:
        if key not in self.kept:
            raise FileNotFoundError(key)
        return self.kept[key]


@dataclass
class Desk:
    """A running front desk of the owner's pages only."""

    sessions: sessionmaker[Session]
    now: datetime = NOW
    secure: bool = False
    keep_alive: float = 20.0
    down: bool = False
    photos: KeptPhotos = field(default_factory=KeptPhotos)
    home: UUID | None = None

    def __post_init__(self) -> None:
        self.changes = Changes(self.sessions, every=0.2)
        self.app = FastAPI(lifespan=self._lifespan)
        self.app.include_router(make_assets_router(NODE_MODULES))
        self.app.include_router(
            make_router(
                sessions=self.sessions,
                clock=lambda: self.now,
                changes=self.changes,
                photos=self.photos,
                secure_cookies=self.secure,
                keep_alive=self.keep_alive,
            )
        )
        self.app.middleware("http")(self._cut)
        self.app.add_middleware(PageGuard, pages={"/admin": {}}, secure=self.secure)

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        yield
        self.changes.close()

    async def _cut(self, request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        """No stream can be opened while the desk is down."""
        if self.down and request.url.path == "/admin/live":
            return Response("the desk is down", status_code=503)
        return await proceed(request)

    def write(self, work: Callable[[Session], T], *, clinic_id: UUID | None = None) -> T:
        """Do something in the first clinic's store, in a transaction of its own, as another process would."""
        return in_transaction(self.sessions, work, clinic_id=clinic_id or self.home)

    def add_clinic(self, key: str, *, owner: str) -> Cast:
        """Write another clinic; the first is the one the tests are about."""
        cast = in_transaction(
            self.sessions, lambda session: a_clinic(session, key, owner=owner), clinic_id=None
        )
        self.home = self.home or cast.clinic_id
        return cast

    def link_for(self, staff: Staff) -> str:
        """The token of a fresh sign-in link."""
        return self.write(
            lambda session: make_sign_in_link(session, staff=staff, now=self.now), clinic_id=staff.clinic_id
        )

    def cookie_for(self, staff: Staff) -> dict[str, str]:
        """The cookie of somebody who is signed in."""
        token = self.link_for(staff)
        opened = in_transaction(
            self.sessions,
            lambda session: use_sign_in_link(session, token=token, now=self.now),
            clinic_id=None,
        )
        return {"__Host-aura_staff" if self.secure else "aura_staff": opened[1]}

    def pass_time(self, time: timedelta) -> None:
        self.now += time
