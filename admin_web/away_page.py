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
from workflow.cases import Touched, mark_away, touched_by_absence
from workflow.refusal import NotFound

REASONS = ("sick", "leave", "course", "other")
# Nobody is away for longer than this by one press.
LONGEST = timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class AwayFacts:
    """Who, and what would have to be planned anew."""

    person: Staff
    touched: Touched


def look_at_person(
    session: Session, staff_id: uuid.UUID, *, from_at: datetime, until: datetime, now: datetime
) -> AwayFacts | None:
    """This will collect what an absence would touch; None where nobody of that id works in the clinic."""
    try:
        person = staff_member(session, staff_id=staff_id)
    except NotFound:
        return None
    if not person.active:
        return None
    touched = touched_by_absence(session, staff_id=staff_id, from_at=from_at, until=until, now=now)
    return AwayFacts(person=person, touched=touched)


def make_router(door: Door, pages: Pages, hands: Hands) -> APIRouter:
    """This will serve the page of marking somebody as away, and taking it back."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/staff/{staff_id:uuid}/away")
    def ask(
        request: Request,
        staff_id: uuid.UUID,
        visitor: Annotated[Visitor, Depends(door.visitor)],
        since: date | None = None,
        until: date | None = None,
    ) -> HTMLResponse:
        """This will ask from when, for how long and why, and say what it would change."""
        now = door.clock()
        today = now.astimezone(visitor.workplace.zone).date()
        first = max(since or today, today)
        last = min(max(until or first, first), today + LONGEST)
        from_at, back_at = _begin_of(first, visitor, now=now), _end_of(last, visitor)

        def look(session: Session, doing: Doing) -> AwayFacts | None:
            return look_at_person(session, staff_id, from_at=from_at, until=back_at, now=doing.now)

        facts = hands.look(visitor, look)
        if facts is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        days, asked = (today, today + LONGEST), (first, last)
        return pages.page(
            request, "away.html", visitor=visitor, facts=facts, days=days, asked=asked, reasons=REASONS
        )

    _add_changes(router, door, hands)
    return router


def _add_changes(router: APIRouter, door: Door, hands: Hands) -> None:
    """This will take what is sent by the page: somebody is away, or there after all."""

    @router.post("/admin/staff/{staff_id:uuid}/away")
    def mark(
        staff_id: uuid.UUID,
        visitor: Annotated[Visitor, Depends(door.visitor)],
        until: Annotated[date, Form()],
        since: Annotated[date | None, Form()] = None,
        reason: Annotated[Literal["sick", "leave", "course", "other"], Form()] = "other",
    ) -> Response:
        """This will note it from that day on, or from now, until the end of the last day, and plan anew."""

        def work(session: Session, doing: Doing) -> dict[str, int]:
            done = mark_away(
                session,
                staff_id=staff_id,
                from_at=_begin_of(since, visitor, now=doing.now) if since else doing.now,
                until=_end_of(min(until, doing.now.date() + LONGEST), visitor),
                reason=reason,
                by=doing.by,
                now=doing.now,
                rules=doing.rules,
            )
            return {
                "handed_on": len(done.tasks.given),
                "to_move": len(done.to_move),
                "kept": len(done.tasks.kept),
                "waiting": len(done.tasks.waiting),
            }

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


def _begin_of(day: date, visitor: Visitor, *, now: datetime) -> datetime:
    """This will give when a day begins; today that is now."""
    return max(datetime.combine(day, time(), tzinfo=visitor.workplace.zone), now)


def _end_of(day: date, visitor: Visitor) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=visitor.workplace.zone)
