"""The rows behind a figure: what is listed here adds up to the number that was pressed."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.pages import Pages
from insights.board import Label, labels_of
from insights.figure import Figure
from insights.registry import INSIGHTS
from workflow.unit_of_work import in_transaction


@dataclass(frozen=True, kw_only=True)
class FigureFacts:
    """A figure, and what its cases are called."""

    figure: Figure
    labels: dict[UUID, Label]


def make_router(door: Door, pages: Pages) -> APIRouter:
    """This will serve the rows behind every figure."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/figures/{name}")
    def figure(
        request: Request,
        name: str,
        visitor: Annotated[Visitor, Depends(door.visitor)],
        part: str | None = None,
        day: date | None = None,
    ) -> HTMLResponse:
        """This will list the rows of a figure, or of one part of it, of today or another day."""
        insight = INSIGHTS.get(name)
        zone = visitor.workplace.zone
        asked_day = day or door.clock().astimezone(zone).date()

        def look(session: Session) -> FigureFacts | None:
            if insight is None:
                return None
            whole = insight.work_out(session, day=asked_day, zone=zone)
            shown = whole if part is None else whole.parts.get(part)
            if shown is None:
                return None
            case_ids = [row.case_id for row in shown.rows if row.case_id is not None]
            return FigureFacts(figure=shown, labels=labels_of(session, case_ids))

        facts = in_transaction(door.sessions, look, clinic_id=visitor.clinic_id)
        if facts is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        return pages.page(
            request,
            "figure.html",
            visitor=visitor,
            insight=insight,
            part=part,
            day=asked_day,
            zone=zone,
            facts=facts,
        )

    return router
