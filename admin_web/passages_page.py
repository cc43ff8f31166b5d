"""What customers' questions are answered out of: written, approved and taken back by whoever answers for it."""

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
from workflow.access import staff_member
from workflow.catalogue import treatments
from workflow.passages import (
    Draft,
    Passage,
    PassageState,
    approve_passage,
    passages,
    retire_passage,
    write_passage,
)
from workflow.refusal import Refusal

PAGE = "/admin/passages"
APPROVE = "approve"
# What may be said at the top after something was done; anything else in the address says nothing.
NOTES = frozenset(
    {"approved", "retired", "written", "out_of_date", "not_found", "not_allowed", "bad_request"}
    | {"passage_not_fit"}
)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What the page shows.

    Attributes:
        waiting: Drafts that wait to be approved.
        told: What customers are told.
        names: Who wrote and approved, by their id.
        treatments: What a passage can be about: key, Thai and English name.
    """

    waiting: Sequence[Passage]
    told: Sequence[Passage]
    names: Mapping[uuid.UUID, str]
    treatments: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class Written:
    """The form as it came: lines and questions one below the other."""

    key: str
    title_th: str
    title_en: str
    lines_th: str
    lines_en: str
    treatment: str = ""
    asked: str = ""

    @property
    def draft(self) -> Draft:
        """What is to be kept."""
        return Draft(
            key=self.key.strip(),
            treatment_key=self.treatment or None,
            title_th=self.title_th,
            title_en=self.title_en,
            lines_th=self.lines_th.splitlines(),
            lines_en=self.lines_en.splitlines(),
            asked=[line for line in self.asked.splitlines() if line.strip()],
        )


def look_at_passages(session: Session) -> Shelf:
    """This will collect what is told and what waits, with the names of who did what."""
    rows = passages(session)
    people = {staff_id for row in rows for staff_id in (row.written_by, row.approved_by) if staff_id}
    return Shelf(
        waiting=[row for row in rows if row.state is PassageState.DRAFT],
        told=[row for row in rows if row.state is PassageState.APPROVED],
        names={staff_id: staff_member(session, staff_id=staff_id).name for staff_id in people},
        treatments=[(one.key, one.name_th, one.name_en) for one in treatments(session)],
    )


def _form(  # noqa: PLR0917 - FastAPI reads the form's fields from here
    key: Annotated[str, Form()],
    title_th: Annotated[str, Form()],
    title_en: Annotated[str, Form()],
    lines_th: Annotated[str, Form()],
    lines_en: Annotated[str, Form()],
    treatment: Annotated[str, Form()] = "",
    asked: Annotated[str, Form()] = "",
) -> Written:
    return Written(
        key=key,
        title_th=title_th,
        title_en=title_en,
        lines_th=lines_th,
        lines_en=lines_en,
        treatment=treatment,
        asked=asked,
    )


@dataclass(frozen=True)
class _Showing:
    """Shows the page, with what was done or what is wrong."""

    pages: Pages
    hands: Hands

    def __call__(
        self, request: Request, visitor: Visitor, note: str, why: str = "", written: Written | None = None
    ) -> HTMLResponse:
        zone = visitor.workplace.zone
        return self.pages.page(
            request,
            "passages.html",
            visitor=visitor,
            facts=self.hands.look(visitor, lambda session, _: look_at_passages(session)),
            note=note if note in NOTES else None,
            why=why,
            written=written,
            zone=zone,
            today=self.hands.door.clock().astimezone(zone).date(),
        )


def make_router(door: Door, pages: Pages, hands: Hands) -> APIRouter:
    """This will serve the list, and take what is written and decided."""
    router = APIRouter(include_in_schema=False)
    show = _Showing(pages, hands)

    @router.get(PAGE)
    def shelf(
        request: Request, visitor: Annotated[Visitor, Depends(door.visitor)], note: str = ""
    ) -> HTMLResponse:
        """This will show what is told, and what waits."""
        return show(request, visitor, note)

    @router.post(PAGE)
    def write(
        request: Request,
        written: Annotated[Written, Depends(_form)],
        visitor: Annotated[Visitor, Depends(door.visitor)],
    ) -> Response:
        """This will keep a draft; one that may not be told is shown again, with what is wrong."""

        def work(session: Session, doing: Doing) -> None:
            write_passage(session, draft=written.draft, by=doing.by, now=doing.now)

        try:
            hands.do(visitor, work)
        except Refusal as refusal:
            words = refusal.facts.get("words")
            why = ", ".join(map(str, words)) if isinstance(words, list) else ""
            return show(request, visitor, refusal.code, why, written)
        return _back("written")

    @router.post(PAGE + "/{passage_id:uuid}")
    def decide(
        passage_id: uuid.UUID,
        say: Annotated[str, Form()],
        visitor: Annotated[Visitor, Depends(door.visitor)],
    ) -> Response:
        """This will approve a draft, or take a passage back."""
        is_yes = say == APPROVE

        def work(session: Session, doing: Doing) -> None:
            decided = approve_passage if is_yes else retire_passage
            decided(session, passage_id=passage_id, by=doing.by, now=doing.now)

        try:
            hands.do(visitor, work)
        except Refusal as refusal:
            return _back(refusal.code)
        return _back("approved" if is_yes else "retired")

    return router


def _back(note: str) -> Response:
    return RedirectResponse(f"{PAGE}?note={note}", status_code=303)
