"""One case: what happened, what was read, what is planned, and what people were told about it."""

import uuid
from typing import Annotated, Protocol

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from admin_web import phone_page
from admin_web.door import Door, Visitor
from admin_web.pages import Pages
from insights.case_file import CaseFile, case_file, picture_keys
from workflow.catalogue import red_flag_groups
from workflow.refusal import NotFound
from workflow.unit_of_work import in_transaction

log = structlog.get_logger(__name__)


class Photos(Protocol):
    """Where pictures are kept; `workflow.scans.PhotoStore` is one."""

    def read(self, key: str) -> bytes:
        """This will give the picture's bytes.

        Raises:
            FileNotFoundError: It was erased.
        """


def make_router(door: Door, pages: Pages, photos: Photos) -> APIRouter:
    """This will serve the case page and the pictures on it."""
    router = APIRouter(include_in_schema=False)
    router.include_router(phone_page.make_router(door, pages))

    @router.get("/admin/cases/{case_id}")
    def case(
        request: Request, case_id: str, visitor: Annotated[Visitor, Depends(door.visitor)]
    ) -> HTMLResponse:
        """This will show one case."""

        def look(session: Session) -> CaseFile | None:
            try:
                return case_file(session, case_id=uuid.UUID(case_id))
            except (NotFound, ValueError):  # ValueError: no id at all, as from a cut link
                return None

        found = in_transaction(door.sessions, look, clinic_id=visitor.clinic_id)
        if found is None:
            return pages.page(request, "missing.html", status=404, visitor=visitor)
        return pages.page(
            request, "case.html", visitor=visitor, file=found, red_flag_groups=red_flag_groups()
        )

    @router.get("/admin/cases/{case_id}/pictures/{key}")
    def picture(case_id: uuid.UUID, key: str, visitor: Annotated[Visitor, Depends(door.visitor)]) -> Response:
        """This will show a picture of the case to who may see the case; it is kept nowhere on the way."""

        def belongs(session: Session) -> bool:
            return key in picture_keys(session, case_id=case_id)

        if not in_transaction(door.sessions, belongs, clinic_id=visitor.clinic_id):
            return Response(status_code=404)
        try:
            photo = photos.read(key)
        except FileNotFoundError:
            return Response(status_code=404)
        log.info("picture.shown", case_id=str(case_id), staff_id=str(visitor.workplace.staff_id))
        return Response(photo, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return router
