"""The customer's page in a real browser, let in by the small fake of LINE's SDK."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.insights.cast import NOW, a_case, a_follow_up, a_treatment, an_appointment, points
from tests.portal.app import claims_of, line_key, signed
from workflow.store.models import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from sqlalchemy.orm import Session
    from starlette.types import ASGIApp

    from tests.portal.app import Portal
    from workflow.customers import Customer

pytestmark = pytest.mark.browser


def a_treated_customer(session: Session, portal: Portal, mali: Customer) -> None:
    """Her case is followed up, a further appointment is agreed, and she has points."""
    case = a_case(session, portal.cast, customer=mali, stage=Stage.FOLLOW_UP)
    done = a_treatment(session, portal.cast, case, finished_at=NOW - timedelta(days=2))
    a_follow_up(session, portal.cast, done, day=1, sent_at=NOW - timedelta(days=1))
    for day in (7, 30, 90):
        a_follow_up(session, portal.cast, done, day=day)
    an_appointment(session, portal.cast, case)
    points(session, portal.cast, case, 25)


@pytest.fixture
def page(
    portal: Portal, mali: Customer, serve: Callable[[ASGIApp], str], chromium_page: Page
) -> Iterator[Page]:
    """Khun Mali's phone; it must load nothing from elsewhere and break no policy."""
    portal.write(lambda session: a_treated_customer(session, portal, mali))
    portal.token = portal.token_of(mali)
    address, faults = serve(portal.app), []
    chromium_page.on(
        "request", lambda request: None if request.url.startswith(address) else faults.append(request.url)
    )
    chromium_page.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    chromium_page.set_viewport_size({"width": 390, "height": 844})
    chromium_page.home = f"{address}/liff/anan"  # type: ignore[attr-defined]
    yield chromium_page
    assert not faults


def test_she_opens_her_page_from_line(page: Page) -> None:
    page.goto(page.home)  # type: ignore[attr-defined]

    page.get_by_role("heading", level=1, name="คุณมะลิ").wait_for()


@pytest.mark.parametrize(
    ("token", "told"),
    [
        (signed(claims_of("U1"), line_key()), "เปิดหน้าไม่สำเร็จ"),
        (signed(claims_of("Unobody")), "ยังไม่พบข้อมูลของคุณ"),
    ],
    ids=["forged", "stranger"],
)
def test_who_cannot_be_let_in_is_told_what_to_do(portal: Portal, page: Page, token: str, told: str) -> None:
    portal.token = token

    page.goto(page.home)  # type: ignore[attr-defined]

    expect(page.locator("#told")).to_contain_text(told)


def test_the_page_follows_her_case_while_it_is_open(portal: Portal, mali: Customer, page: Page) -> None:
    page.goto(page.home)  # type: ignore[attr-defined]
    expect(page.locator("[aria-current=step]")).to_have_text("ดูแลต่อเนื่อง")

    portal.write(
        lambda session: a_case(session, portal.cast, customer=mali, stage=Stage.IN_TREATMENT, opened_at=NOW)
    )

    expect(page.locator("[aria-current=step]")).to_have_text("กำลังทำทรีตเมนต์")
    expect(page.get_by_role("status")).to_have_text("กำลังทำทรีตเมนต์")
    expect(page.locator("#consents")).to_be_visible()


def test_she_takes_back_and_gives_a_consent_by_keyboard_only(page: Page) -> None:
    page.goto(page.home)  # type: ignore[attr-defined]
    news = page.locator("#consents li").last
    expect(news).to_contain_text("ไม่ได้ยินยอม")

    news.get_by_role("button", name="ยินยอม").focus()
    page.keyboard.press("Enter")
    expect(news).to_contain_text("ยินยอมแล้ว")
    news.get_by_role("button", name="ถอนความยินยอม").focus()
    page.keyboard.press("Enter")

    expect(news).to_contain_text("ไม่ได้ยินยอม")


@pytest.mark.parametrize("width", [390, 320])
def test_her_page_is_accessible_and_fits(page: Page, axe: Callable[..., None], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(page.home)  # type: ignore[attr-defined]
    page.get_by_role("heading", level=1, name="คุณมะลิ").wait_for()

    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
