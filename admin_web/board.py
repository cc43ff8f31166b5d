"""The first page: today's cases by stage, kept up to date while it is open."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from admin_web.changes import Changes
from admin_web.door import Door, Visitor
from admin_web.live import KEEP_ALIVE_SECONDS, Live
from admin_web.pages import Pages
from insights.board import Card, OpenRedFlag, board_cards, open_red_flags
from insights.figure import Figure
from insights.registry import INSIGHTS, Insight
from workflow.catalogue import red_flag_groups
from workflow.unit_of_work import in_transaction

TILES = ("appointments", "scanned", "booked", "treated", "followed_up", "points_issued")
STEPS = ("scanned", "booked", "treated", "followed_up")
# A column shows so many cards; all of them stand behind its figure.
CARDS_SHOWN = 12

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class BoardFacts:
    """What the first page shows, in no language yet."""

    day: date
    zone: ZoneInfo
    columns: dict[str, list[Card]]
    red_flags: list[OpenRedFlag]
    tiles: list[tuple[Insight, Figure]]
    funnel: tuple[Insight, Figure]


def look_at_board(session: Session, *, day: date, zone: ZoneInfo) -> BoardFacts:
    """This will collect the first page."""

    def worked_out(name: str) -> tuple[Insight, Figure]:
        return INSIGHTS[name], INSIGHTS[name].work_out(session, day=day, zone=zone)

    columns = board_cards(session, day=day, zone=zone)
    return BoardFacts(
        day=day,
        zone=zone,
        columns={stage.value: cards for stage, cards in columns.items()},
        red_flags=open_red_flags(session),
        tiles=[worked_out(name) for name in TILES],
        funnel=worked_out("funnel"),
    )


@dataclass(frozen=True, kw_only=True)
class Board:
    """The first page and its stream of updates."""

    door: Door
    pages: Pages
    changes: Changes
    keep_alive: float = KEEP_ALIVE_SECONDS

    def fragment(self, request: Request, visitor: Visitor) -> str:
        """This will render the part of the page that changes, in the viewer's own language."""
        zone = visitor.workplace.zone
        day = self.door.clock().astimezone(zone).date()

        def look(session: Session) -> BoardFacts:
            return look_at_board(session, day=day, zone=zone)

        facts = in_transaction(self.door.sessions, look, clinic_id=visitor.clinic_id)
        return self.pages.fragment(
            "_board.html",
            self.pages.words_for(request),
            facts=facts,
            shown=CARDS_SHOWN,
            steps=STEPS,
            red_flag_groups=red_flag_groups(),
        )

    def latest(self, request: Request) -> str | None:
        """This will check the session again and render; None once the session is over."""
        visitor = self.door.visitor_or_none(request)
        return None if visitor is None else self.fragment(request, visitor)

    def updates(self, request: Request, visitor: Visitor) -> AsyncIterator[str]:
        """This will send the whole picture first, then again whenever it has changed, and a sign of life between."""
        return self.live.updates(visitor.clinic_id, lambda: self.latest(request))

    @property
    def live(self) -> Live:
        """What keeps it up to date."""
        return Live(changes=self.changes, keep_alive=self.keep_alive)


def make_router(board: Board) -> APIRouter:
    """This will serve the first page and its stream of updates."""
    router = APIRouter(include_in_schema=False)
    door = board.door

    @router.get("/admin")
    def today(request: Request, visitor: Annotated[Visitor, Depends(door.visitor)]) -> HTMLResponse:
        """This will show today's cases by stage."""
        fragment = board.fragment(request, visitor)
        return board.pages.page(request, "board.html", visitor=visitor, live=True, board=fragment)

    @router.get("/admin/live")
    async def live(request: Request) -> Response:
        """This will stream the board. The browser connects again by itself, and is told if it may not."""
        visitor = await run_in_threadpool(door.visitor_or_none, request)
        if visitor is None:
            return Response(status_code=401)
        return board.live.stream(visitor.clinic_id, lambda: board.latest(request))

    return router
