"""What the assistant did not understand: one press says what it means, and the next training learns it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.hands import Doing, Hands
from admin_web.pages import Pages
from nlu import OUT_OF_SCOPE, known_intents
from workflow.access import staff_member
from workflow.learning import (
    Utterance,
    count_waiting,
    discard_utterance,
    learn_utterance,
    reopen_utterance,
    reviewed_utterances,
    waiting_utterances,
)
from workflow.refusal import Refusal

PAGE = "/admin/learning"
AT_ONCE = 25
"""Rows on one page: what somebody looks through in a few minutes. The next come once these are done."""

LATEST = 8
_OFFERED = 3
DISCARD, CHOSEN = "discard", "chosen"
# What may be said at the top after something was done; anything else in the address says nothing.
NOTES = frozenset(
    {"learnt", "discarded", "reopened", "out_of_date", "not_found", "not_allowed", "bad_request"}
)

_PLACE = re.compile(r"<([a-z]+)>")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the list.

    Attributes:
        row: What was said, and what was made of it.
        parts: The same in pieces: words, and the kind of what was masked, in turn; words come first.
        offered: The meanings to be pressed at once, the likeliest first.
        by: Who reviewed it; None where nobody did yet.
    """

    row: Utterance
    parts: Sequence[str]
    offered: Sequence[str]
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What the page shows.

    Attributes:
        waiting: The rows to be reviewed now.
        count: How many wait altogether.
        latest: What was reviewed last.
        intents: What can be meant.
    """

    waiting: Sequence[Line]
    count: int
    latest: Sequence[Line]
    intents: Sequence[str]


def look_at_learning(session: Session) -> Learning:
    """This will collect what is to be reviewed, and what was reviewed last."""
    latest = reviewed_utterances(session, limit=LATEST)
    names: Mapping[uuid.UUID, str] = {
        staff_id: staff_member(session, staff_id=staff_id).name
        for staff_id in {row.reviewed_by for row in latest if row.reviewed_by is not None}
    }
    return Learning(
        waiting=[_line(row) for row in waiting_utterances(session, limit=AT_ONCE)],
        count=count_waiting(session),
        latest=[_line(row, by=names.get(row.reviewed_by) if row.reviewed_by else None) for row in latest],
        intents=[intent for intent in known_intents() if intent != OUT_OF_SCOPE],
    )


def _line(row: Utterance, *, by: str | None = None) -> Line:
    likely = [row.chosen, *(str(each["intent"]) for each in row.ranking)]
    known = frozenset(known_intents()) - {OUT_OF_SCOPE}
    offered = list(dict.fromkeys(intent for intent in likely if intent in known))
    return Line(row=row, parts=_PLACE.split(row.text), offered=offered[:_OFFERED], by=by)


def make_router(door: Door, pages: Pages, hands: Hands) -> APIRouter:
    """This will serve the list, and take what is said about its rows."""
    router = APIRouter(include_in_schema=False)

    @router.get(PAGE)
    def learning(
        request: Request, visitor: Annotated[Visitor, Depends(door.visitor)], note: str = "", row: str = ""
    ) -> HTMLResponse:
        """This will show what is to be reviewed."""
        facts = hands.look(visitor, lambda session, _: look_at_learning(session))
        zone = visitor.workplace.zone
        return pages.page(
            request,
            "learning.html",
            visitor=visitor,
            facts=facts,
            note=note if note in NOTES else None,
            done=next((line for line in facts.latest if str(line.row.id) == row), None),
            zone=zone,
            today=door.clock().astimezone(zone).date(),
        )

    @router.post(PAGE + "/{utterance_id:uuid}")
    def review(
        utterance_id: uuid.UUID,
        say: Annotated[str, Form()],
        visitor: Annotated[Visitor, Depends(door.visitor)],
        other: Annotated[str, Form()] = "",
    ) -> Response:
        """This will keep what one row means, or that nothing is to be learnt from it."""

        def work(session: Session, doing: Doing) -> None:
            if say == DISCARD:
                discard_utterance(session, utterance_id=utterance_id, by=doing.by, now=doing.now)
                return
            intent = other if say == CHOSEN else say
            learn_utterance(session, utterance_id=utterance_id, intent=intent, by=doing.by, now=doing.now)

        try:
            hands.do(visitor, work)
        except Refusal as refusal:
            return _back(refusal.code)
        return _back("discarded" if say == DISCARD else "learnt", utterance_id)

    @router.post(PAGE + "/{utterance_id:uuid}/again")
    def again(utterance_id: uuid.UUID, visitor: Annotated[Visitor, Depends(door.visitor)]) -> Response:
        """This will put one row back on the list."""

        def work(session: Session, doing: Doing) -> None:
            reopen_utterance(session, utterance_id=utterance_id, by=doing.by, now=doing.now)

        try:
            hands.do(visitor, work)
        except Refusal as refusal:
            return _back(refusal.code)
        return _back("reopened")

    return router


def _back(note: str, row: uuid.UUID | None = None) -> Response:
    about = f"&row={row}" if row else ""
    return RedirectResponse(f"{PAGE}?note={note}{about}", status_code=303)
