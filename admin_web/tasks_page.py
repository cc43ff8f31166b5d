"""What waits for people: every open task of the clinic and who is there today, kept up to date while it is open."""

import uuid
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.live import Live
from admin_web.pages import Pages
from insights.waiting_tasks import WaitingTasks, Wanted, waiting_tasks
from workflow.unit_of_work import in_transaction

# What may be said at the top after something was done; anything else in the address says nothing.
NOTES = frozenset(
    {
        *("handed_over", "taken_over", "away", "back"),
        *("not_able", "not_yours", "already_done", "out_of_date", "needs_new_time", "already_off"),
        *("ends_before_it_begins", "not_found", "wrong_performer", "illegal_move"),
    }
)


# What marking somebody as away did, as the address says it.
AWAY_COUNTS = ("handed_on", "to_move", "kept", "waiting")
_MOST = 9999


@dataclass(frozen=True, kw_only=True)
class TasksPage:
    """The page and its stream of updates."""

    door: Door
    pages: Pages

    def look(self, request: Request, visitor: Visitor) -> WaitingTasks:
        """This will collect what waits, as it was filtered in the address."""
        now, wanted = self.door.clock(), wanted_by(request)

        def look(session: Session) -> WaitingTasks:
            return waiting_tasks(session, wanted=wanted, now=now)

        return in_transaction(self.door.sessions, look, clinic_id=visitor.clinic_id)

    def fragment(self, request: Request, visitor: Visitor, facts: WaitingTasks) -> str:
        """This will render the part of the page that changes, in the viewer's own language."""
        zone = visitor.workplace.zone
        return self.pages.fragment(
            "_tasks.html",
            self.pages.words_for(request),
            facts=facts,
            wanted=wanted_by(request),
            zone=zone,
            today=self.door.clock().astimezone(zone).date(),
        )

    def latest(self, request: Request) -> str | None:
        """This will check the session again and render; None once the session is over."""
        visitor = self.door.visitor_or_none(request)
        return None if visitor is None else self.fragment(request, visitor, self.look(request, visitor))


def make_router(door: Door, pages: Pages, live: Live) -> APIRouter:
    """This will serve the page of tasks and its stream of updates."""
    router = APIRouter(include_in_schema=False)
    page = TasksPage(door=door, pages=pages)

    @router.get("/admin/tasks")
    def tasks(
        request: Request, visitor: Annotated[Visitor, Depends(door.visitor)], note: str = ""
    ) -> HTMLResponse:
        """This will show what waits for whom."""
        facts, wanted = page.look(request, visitor), wanted_by(request)
        return pages.page(
            request,
            "tasks.html",
            visitor=visitor,
            live=True,
            fragment=page.fragment(request, visitor, facts),
            facts=facts,
            wanted=wanted,
            note=note if note in NOTES else None,
            done=_counts(request) if note == "away" else None,
            query=_query(wanted),
        )

    @router.get("/admin/tasks/live")
    async def tasks_live(request: Request) -> Response:
        """This will stream the page."""
        visitor = await run_in_threadpool(door.visitor_or_none, request)
        if visitor is None:
            return Response(status_code=401)
        return live.stream(visitor.clinic_id, lambda: page.latest(request))

    return router


def wanted_by(request: Request) -> Wanted:
    """This will read which tasks are asked for; what makes no sense asks for nothing."""
    asked = request.query_params
    return Wanted(
        staff_id=_id(asked.get("person")), branch_id=_id(asked.get("branch")), late=asked.get("late") == "1"
    )


def _counts(request: Request) -> dict[str, int] | None:
    """This will read how much was done; None where the address does not say it in full."""
    told = [request.query_params.get(name, "") for name in AWAY_COUNTS]
    if not all(one.isascii() and one.isdigit() and int(one) <= _MOST for one in told):
        return None
    return dict(zip(AWAY_COUNTS, map(int, told), strict=True))


def _query(wanted: Wanted) -> str:
    asked = {
        "person": wanted.staff_id,
        "branch": wanted.branch_id,
        "late": "1" if wanted.late else None,
    }
    told = urlencode({key: str(value) for key, value in asked.items() if value})
    return f"?{told}" if told else ""


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
