"""A customer's telephone number, for who may call her: shown by itself, kept nowhere on the way, and logged."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from admin_web.door import Door, Visitor
from admin_web.pages import Pages
from workflow.cases import case
from workflow.customers import as_written, customer
from workflow.refusal import NotFound, OutOfDate
from workflow.tasks import phone_to_call
from workflow.unit_of_work import in_transaction


@dataclass(frozen=True)
class Number:
    """A customer's number: of which case it was asked for, how it is written, and how it is dialled."""

    name: str
    case_code: str
    written: str
    dialled: str


def make_router(door: Door, pages: Pages) -> APIRouter:
    """This will serve the page of a number."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/cases/{case_id}/phone")
    def phone(
        request: Request, case_id: uuid.UUID, visitor: Annotated[Visitor, Depends(door.visitor)]
    ) -> HTMLResponse:
        """This will show the number of a case's customer; there is no such page where she told none."""

        def look(session: Session) -> Number | None:
            try:
                return _number(session, case_id=case_id, visitor=visitor)
            except (NotFound, OutOfDate):
                return None

        found = in_transaction(door.sessions, look, clinic_id=visitor.clinic_id)
        if found is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        page = pages.page(request, "phone.html", visitor=visitor, case_id=case_id, number=found)
        page.headers["Cache-Control"] = "no-store"
        return page

    return router


def _number(session: Session, *, case_id: uuid.UUID, visitor: Visitor) -> Number:
    of = case(session, case_id=case_id)
    hers = customer(session, customer_id=of.customer_id)
    dialled = phone_to_call(session, customer_id=hers.id, by=visitor.actor)
    return Number(hers.name, of.code, as_written(dialled), dialled)
