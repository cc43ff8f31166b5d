"""A customer's number in the owner's pages: its end beside the case, the whole by itself, and that it was seen in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.insights.cast import NOW, a_case
from workflow.customers import Customer, keep_contact

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case

PHONE = "+66812345678"


@pytest.fixture
def case(desk: Desk, cast: Cast) -> Case:
    def write(session: Session) -> Case:
        opened = a_case(session, cast)
        hers = session.get_one(Customer, opened.customer_id)
        keep_contact(session, customer=hers, name="มะลิ", phone=PHONE, now=NOW)
        return opened

    return desk.write(write)


async def test_beside_the_case_stands_how_it_ends(case: Case, owner: httpx.AsyncClient) -> None:
    page = (await owner.get(f"/admin/cases/{case.id}")).text

    assert "ลงท้าย 5678" in page
    assert f"/admin/cases/{case.id}/phone" in page
    assert "081-234-5678" not in page
    assert "812345678" not in page


async def test_the_whole_is_a_page_of_its_own_that_nobody_keeps_and_that_is_logged(
    case: Case, owner: httpx.AsyncClient
) -> None:
    with capture_logs() as logs:
        page = await owner.get(f"/admin/cases/{case.id}/phone")

    assert "081-234-5678" in page.text
    assert 'href="tel:+66812345678"' in page.text
    assert page.headers["cache-control"] == "no-store"
    [seen] = [entry for entry in logs if entry["event"] == "phone.shown"]
    assert seen["customer_id"] == str(case.customer_id)
    assert "812345678" not in repr(logs)


async def test_who_told_none_has_no_such_page(desk: Desk, cast: Cast, owner: httpx.AsyncClient) -> None:
    case = desk.write(lambda session: a_case(session, cast))

    assert "ลูกค้ายังไม่ได้บอก" in (await owner.get(f"/admin/cases/{case.id}")).text
    assert (await owner.get(f"/admin/cases/{case.id}/phone")).status_code == 404


async def test_a_stranger_is_sent_to_sign_in(case: Case, visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get(f"/admin/cases/{case.id}/phone")

    assert answer.status_code == 303
    assert "081-234-5678" not in answer.text


async def test_a_number_of_another_clinic_is_not_found(
    desk: Desk, other: Cast, owner: httpx.AsyncClient
) -> None:
    def write(session: Session) -> Case:
        opened = a_case(session, other)
        hers = session.get_one(Customer, opened.customer_id)
        keep_contact(session, customer=hers, name="มะลิ", phone=PHONE, now=NOW)
        return opened

    theirs = desk.write(write, clinic_id=other.clinic_id)

    answer = await owner.get(f"/admin/cases/{theirs.id}/phone")

    assert answer.status_code == 404
    assert "081-234-5678" not in answer.text


async def test_who_calls_herself_otherwise_is_shown_with_her_name_on_line(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    def write(session: Session) -> Case:
        opened = a_case(session, cast)
        hers = session.get_one(Customer, opened.customer_id)
        hers.name = "Mali on LINE"
        keep_contact(session, customer=hers, name="แป้ง", phone=None, now=NOW)
        return opened

    page = (await owner.get(f"/admin/cases/{desk.write(write).id}")).text

    assert "แป้ง" in page
    assert "Mali on LINE" in page
