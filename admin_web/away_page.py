"""Marking somebody as away: what would be planned anew is shown first, and done when it is confirmed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.hands import Doing, Hands
from admin_web.pages import Pages
from admin_web.task_page import answer
from workflow.access import Staff, staff_member
from workflow.calendars import take_back_time_off
from workflow.cases import mark_away
from workflow.refusal import NotFound
from workflow.tasks import TaskKind, waiting_tasks_of_staff

REASONS = ("sick", "leave", "course", "other")
# Nobody is away for longer than this by one press.
LONGEST = timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class AwayFacts:
    """What somebody has before them."""

    person: Staff
    tasks: int
    treatments: int


def look_at_person(session: Session, staff_id: uuid.UUID) -> AwayFacts | None:
    """This will collect what somebody has before them; None where nobody of that id works in the clinic."""
    try:
        person = staff_member(session, staff_id=staff_id)
    except NotFound:
        return None
    if not person.active:
        return None
    held = waiting_tasks_of_staff(session, staff_id=staff_id)
    treatments = sum(one.kind is TaskKind.DO_TREATMENT for one in held)
    return AwayFacts(person=person, tasks=len(held) - treatments, treatments=treatments)


def make_router(door: Door, pages: Pages, hands: Hands) -> APIRouter:
    """This will serve the page of marking somebody as away, and taking it back."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/staff/{staff_id:uuid}/away")
    def ask(
        request: Request, staff_id: uuid.UUID, visitor: Annotated[Visitor, Depends(door.visitor)]
    ) -> HTMLResponse:
        """This will ask for how long and why, and say what it would change."""
        facts = hands.look(visitor, lambda session, _: look_at_person(session, staff_id))
        if facts is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        today = door.clock().astimezone(visitor.workplace.zone).date()
        days = (today, today + LONGEST)
        return pages.page(request, "away.html", visitor=visitor, facts=facts, days=days, reasons=REASONS)

    @router.post("/admin/staff/{staff_id:uuid}/away")
    def mark(
        staff_id: uuid.UUID,
        visitor: Annotated[Visitor, Depends(door.visitor)],
        until: Annotated[date, Form()],
        reason: Annotated[Literal["sick", "leave", "course", "other"], Form()] = "other",
    ) -> Response:
        """This will note it from now until the end of that day, and plan anew."""

        def work(session: Session, doing: Doing) -> None:
            back_at = _end_of(min(until, doing.now.date() + LONGEST), visitor)
            mark_away(
                session,
                staff_id=staff_id,
                from_at=doing.now,
                until=back_at,
                reason=reason,
                by=doing.by,
                now=doing.now,
                rules=doing.rules,
            )

        return answer(hands, visitor, work, done="away")

    @router.post("/admin/staff/{staff_id:uuid}/back")
    def back(
        staff_id: uuid.UUID,
        time_off_id: Annotated[uuid.UUID, Form()],
        visitor: Annotated[Visitor, Depends(door.visitor)],
    ) -> Response:
        """This will note that somebody is there after all; what others have taken on stays theirs."""
        del staff_id

        def work(session: Session, doing: Doing) -> None:
            take_back_time_off(session, time_off_id=time_off_id, by=doing.by)

        return answer(hands, visitor, work, done="back")

    return router


def _end_of(day: date, visitor: Visitor) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=visitor.workplace.zone)
