"""A customer sees her own photos on each other, on her own page, and nobody else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

import vision
from tests.admin_web.test_in_browser import PIXEL
from tests.factories.cases import a_skin_reading
from tests.insights.cast import NOW, a_case, a_customer, a_reading
from tests.portal.test_in_browser import page
from workflow.scans import withdraw_all
from workflow.store.models import Scan, Simulation, SimulationState

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.portal.app import Portal
    from workflow.cases import Case
    from workflow.customers import Customer
    from workflow.scans import SkinReading

__all__ = ["page"]  # her phone, of the other pages' tests

NAMES = ("before", "after", "chart")


def a_pair(portal: Portal, customer: Customer, *, names: tuple[str, ...] = NAMES) -> None:
    keys = {f"{name}_key": portal.photos.keep(PIXEL) for name in names}
    told = vision.compare(a_skin_reading(), a_skin_reading(pigment=10.0)).to_json()

    def write(session: Session) -> None:
        case = a_case(session, portal.cast, customer=customer)
        a_reading(session, portal.cast, case, comparison=told, **keys)

    portal.write(write)


async def test_she_sees_her_own_photos_on_each_other(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    a_pair(portal, mali)

    shown = (await hers.get("/liff/anan")).text

    assert 'type="range"' in shown
    for name in NAMES:
        assert f"/liff/anan/pictures/{name}" in shown
        answer = await hers.get(f"/liff/anan/pictures/{name}")
        assert (answer.status_code, answer.content) == (200, PIXEL)
        assert answer.headers["cache-control"] == "no-store"
    assert (await hers.get("/liff/anan/pictures/photo")).status_code == 404


async def test_a_pair_without_a_chart_is_shown_all_the_same(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    a_pair(portal, mali, names=("before", "after"))
    answer = await hers.get("/liff/anan")
    assert (answer.status_code, "pictures/chart" in answer.text) == (200, False)
    assert 'type="range"' in answer.text


async def test_without_a_pair_there_is_no_slider(hers: httpx.AsyncClient) -> None:
    assert 'type="range"' not in (await hers.get("/liff/anan")).text
    assert (await hers.get("/liff/anan/pictures/before")).status_code == 404


async def test_the_pictures_of_her_newest_cards_are_hers_to_see_for_good(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    keys = {name: portal.photos.keep(name.encode()) for name in ("older", "reading", "unsent", "simulated")}

    def write(session: Session) -> None:
        case = a_case(session, portal.cast, customer=mali)
        a_reading(session, portal.cast, case, overlay_key=keys["older"], sent_at=NOW - timedelta(days=90))
        reading = a_reading(session, portal.cast, case, overlay_key=keys["reading"])
        for name, sent_at in (("simulated", NOW), ("unsent", None)):
            simulated(session, portal, case, reading, picture_key=keys[name], sent_at=sent_at)

    portal.write(write)

    shown = (await hers.get("/liff/anan")).text
    for name in ("reading", "simulated"):
        assert f"/liff/anan/pictures/{name}" in shown
        assert (await hers.get(f"/liff/anan/pictures/{name}")).content == name.encode()
    assert "ไม่ใช่คำสัญญา" in shown

    portal.write(lambda session: withdraw_all(session, customer_id=mali.id, now=NOW))
    assert "/pictures/" not in (await hers.get("/liff/anan")).text


def simulated(session: Session, portal: Portal, case: Case, reading: SkinReading, **columns: object) -> None:
    row = Simulation(
        clinic_id=case.clinic_id,
        customer_id=case.customer_id,
        case_id=case.id,
        scan_id=reading.scan_id,
        staff_id=portal.cast.sales.id,
        wish={"redness": -0.1},
        wish_code=f"redness-{len(columns)}{columns['sent_at']}",
        words_version="th-1",
        state=SimulationState.MADE,
        asked_at=NOW,
        due_at=NOW,
        **columns,
    )
    session.add(row)
    session.flush()


async def test_nobody_else_sees_them(portal: Portal, mali: Customer, visitor: httpx.AsyncClient) -> None:
    a_pair(portal, mali)
    assert (await visitor.get("/liff/anan/pictures/before")).status_code == 401

    other = portal.write(lambda session: a_customer(session, portal.cast, "กานดา"))
    await visitor.post("/liff/anan/session", json={"id_token": portal.token_of(other)})
    assert (await visitor.get("/liff/anan/pictures/before")).status_code == 404


async def test_they_are_gone_once_she_takes_her_consent_back(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    a_pair(portal, mali)

    portal.write(lambda session: withdraw_all(session, customer_id=mali.id, now=NOW))

    assert portal.write(lambda session: session.scalars(sa.select(Scan.before_key)).all()) == [None]
    assert (await hers.get("/liff/anan/pictures/before")).status_code == 404


@pytest.mark.browser
def test_the_slider_works_by_keyboard_and_is_accessible(
    portal: Portal, mali: Customer, page: Page, axe: Callable[..., None]
) -> None:
    a_pair(portal, mali)
    page.goto(page.home)  # type: ignore[attr-defined]
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("52")
    later = page.locator(".both .later")
    assert "52%" in str(later.evaluate("one => getComputedStyle(one).clipPath"))
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        axe(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0
