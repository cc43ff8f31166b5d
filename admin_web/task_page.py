"""One task: why it is whose, what became of it, and handing it to somebody else."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.hands import Doing, Hands
from admin_web.pages import Pages
from insights.waiting_tasks import TaskFile, task_file
from workflow.cases import hand_over_case_task, take_over_case_task
from workflow.refusal import Refusal
from workflow.tasks import Candidate, TaskKind, TaskState, colleagues, task

_WAITING = (TaskState.OPEN, TaskState.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """What the page shows: the task, and who else may have it, whoever suits best first."""

    file: TaskFile
    able: list[Candidate]


def look_at_task(session: Session, doing: Doing, task_id: uuid.UUID) -> TaskFacts | None:
    """This will collect the page of a task; None where the clinic has none of that id."""
    found = task_file(session, task_id=task_id, now=doing.now)
    if found is None:
        return None
    goes_on = found.line.state in _WAITING and found.line.kind is not TaskKind.DO_TREATMENT
    one = task(session, task_id=task_id)
    able = colleagues(session, task=one, now=doing.now, rules=doing.rules) if goes_on else []
    return TaskFacts(file=found, able=able)


def make_router(door: Door, pages: Pages, hands: Hands) -> APIRouter:
    """This will serve the page of one task and what can be done on it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/tasks/{task_id:uuid}")
    def one(
        request: Request, task_id: uuid.UUID, visitor: Annotated[Visitor, Depends(door.visitor)]
    ) -> HTMLResponse:
        """This will show one task."""
        facts = hands.look(visitor, lambda session, doing: look_at_task(session, doing, task_id))
        if facts is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        zone = visitor.workplace.zone
        today = door.clock().astimezone(zone).date()
        return pages.page(request, "task.html", visitor=visitor, facts=facts, zone=zone, today=today)

    @router.post("/admin/tasks/{task_id:uuid}/hand-over")
    def hand_over(
        task_id: uuid.UUID,
        to: Annotated[uuid.UUID, Form()],
        visitor: Annotated[Visitor, Depends(door.visitor)],
    ) -> Response:
        """This will hand the task to somebody."""

        def work(session: Session, doing: Doing) -> None:
            hand_over_case_task(
                session, task_id=task_id, to=to, by=doing.by, now=doing.now, rules=doing.rules
            )

        return answer(hands, visitor, work, done="handed_over")

    @router.post("/admin/tasks/{task_id:uuid}/take-over")
    def take_over(task_id: uuid.UUID, visitor: Annotated[Visitor, Depends(door.visitor)]) -> Response:
        """This will make the task the viewer's own."""

        def work(session: Session, doing: Doing) -> None:
            take_over_case_task(session, task_id=task_id, by=doing.by, now=doing.now, rules=doing.rules)

        return answer(hands, visitor, work, done="taken_over")

    return router


def answer(
    hands: Hands,
    visitor: Visitor,
    work: Callable[[Session, Doing], Mapping[str, int] | None],
    *,
    done: str,
) -> Response:
    """This will do something and go back to the page of tasks, which says how it went, and how much was done."""
    try:
        counts = hands.do(visitor, work)
    except Refusal as refusal:
        return RedirectResponse(f"/admin/tasks?note={refusal.code}", status_code=303)
    return RedirectResponse(f"/admin/tasks?{urlencode({'note': done, **(counts or {})})}", status_code=303)
