"""The owner's pages in a real browser: live, accessible, by keyboard, in every size and both lights."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.admin_web.test_case_page import a_full_case
from tests.insights.cast import a_case, a_customer, a_red_flag, an_appointment
from workflow.store.models import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page, Route
    from sqlalchemy.orm import Session
    from starlette.types import ASGIApp

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}
# A one-pixel JPEG is enough for a page that only has to show it.
PIXEL = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f"
    "1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc40014000100"
    "00000000000000000000000000000003ffc40014100100000000000000000000000000000000ffda0008010100003f0037ffd9"
)


@pytest.fixture
def address(desk: Desk, serve: Callable[[ASGIApp], str]) -> Iterator[str]:
    yield serve(desk.app)
    desk.changes.close()  # open streams end, so that the server can


@pytest.fixture
def page(desk: Desk, cast: Cast, address: str, chromium_page: Page) -> Iterator[Page]:
    """Dr. Anan's browser, signed in by a link; it must load nothing from elsewhere and break no policy."""
    faults: list[str] = []
    chromium_page.on(
        "request", lambda request: None if request.url.startswith(address) else faults.append(request.url)
    )
    chromium_page.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    chromium_page.goto(f"{address}/admin/enter/{desk.link_for(cast.owner)}")
    chromium_page.get_by_role("button", name="เข้าหน้าหลังบ้าน").click()
    chromium_page.wait_for_url(f"{address}/admin")
    yield chromium_page
    assert not faults


def a_busy_day(session: Session, cast: Cast) -> Case:
    """Something at every stage, a red flag among it; gives the case that has everything."""
    for name in ("มะลิ", "กานดา", "ณัฐธิดา"):
        a_case(session, cast, customer=a_customer(session, cast, name))
    booked = a_case(session, cast, stage=Stage.TREATMENT_SCHEDULED, customer=a_customer(session, cast, "อรุณี"))
    an_appointment(session, cast, booked)
    flagged = a_case(session, cast, stage=Stage.COMPLETED, customer=a_customer(session, cast, "ปิยะดา"))
    a_red_flag(session, cast, flagged, detail={"groups": ["burn_blister"]})
    return a_full_case(session, cast)


def test_a_case_of_another_process_appears_without_reload_and_keeps_the_focus(
    desk: Desk, cast: Cast, page: Page
) -> None:
    first = desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "กานดา")))
    link = page.get_by_role("link", name="กานดา")
    link.wait_for()
    link.focus()
    page.evaluate("window.untouched = true")

    began = time.perf_counter()
    desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "อรุณี")))
    page.get_by_role("link", name="อรุณี").wait_for(timeout=2000)
    seconds = time.perf_counter() - began

    assert seconds < 2
    assert page.evaluate("window.untouched")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"/admin/cases/{first.id}"


def test_the_board_says_when_it_is_cut_off_and_comes_back_by_itself(
    desk: Desk, cast: Cast, page: Page
) -> None:
    state = page.locator("#live-state")
    expect(state).to_have_text("สด")
    desk.down = True
    desk.changes.close()
    expect(state).to_have_text("ขาดการเชื่อมต่อ", timeout=15000)

    desk.down = desk.changes.closed = False
    desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "อรุณี")))

    page.get_by_role("link", name="อรุณี").wait_for(timeout=15000)
    expect(state).to_have_text("สด")


def test_a_board_that_was_never_connected_says_so_and_tries_again(desk: Desk, cast: Cast, page: Page) -> None:
    state = page.locator("#live-state")
    expect(state).to_have_text("สด")
    desk.down = True

    page.reload()
    expect(state).to_have_text("ขาดการเชื่อมต่อ", timeout=15000)
    page.get_by_role("heading", level=1).wait_for()  # an error is not shown in the board's place

    desk.down = False
    desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "อรุณี")))
    page.get_by_role("link", name="อรุณี").wait_for(timeout=15000)
    expect(state).to_have_text("สด")


@pytest.mark.parametrize("script", ["hx-sse.min.js", "live.js", "htmx.min.js"])
def test_it_is_live_in_whichever_order_its_scripts_arrive(page: Page, script: str) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route(f"**/{script}", late)

    page.reload()

    expect(page.locator("#live-state")).to_have_text("สด")


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_on_a_phone_moves_when_the_board_is_cut_off(desk: Desk, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    state, title = page.locator("#live-state"), page.get_by_role("heading", level=1)
    expect(state).to_have_text("สด")
    before = title.bounding_box()

    desk.down = True
    desk.changes.close()

    expect(state).to_have_text("ขาดการเชื่อมต่อ", timeout=15000)
    assert title.bounding_box() == before


def test_a_page_without_its_scripts_does_not_claim_to_be_live(page: Page) -> None:
    page.route("**/house/live.js", lambda route: route.abort())
    page.route("**/hx-sse.min.js", lambda route: route.abort())

    page.reload()

    expect(page.locator("#live-state")).to_have_text("กำลังเชื่อมต่อ")


def test_a_session_that_is_over_leaves_the_board(desk: Desk, cast: Cast, page: Page) -> None:
    expect(page.locator("#live-state")).to_have_text("สด")

    desk.pass_time(timedelta(hours=13))
    desk.changes.publish(cast.clinic_id)

    page.wait_for_url("**/admin/sign-in?why=over", timeout=15000)


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_fits(
    desk: Desk, cast: Cast, page: Page, axe: Callable[..., None], size: str
) -> None:
    case = desk.write(lambda session: a_busy_day(session, cast))
    picture = page.request.get(f"{page.url}/cases/{case.id}").text().split("/pictures/")[1].split('"')[0]
    desk.photos.kept[picture] = PIXEL
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    home = page.url

    for path in (
        "",
        f"/cases/{case.id}",
        "/figures/cases_by_stage",
        "/figures/funnel",
        "/sign-in",
        "/enter/x",
    ):
        page.goto(home + path)
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            axe(page)
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, (path, too_wide)


def test_the_owner_goes_from_the_board_to_a_case_and_back_by_keyboard_only(
    desk: Desk, cast: Cast, page: Page
) -> None:
    case = desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "มะลิ")))
    page.reload()

    def tab_to(href: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == href:
                return
        raise AssertionError(f"{href} cannot be reached by keyboard")

    tab_to("#main")
    page.keyboard.press("Enter")
    tab_to(f"/admin/cases/{case.id}")
    seen = page.evaluate(
        """() => { const box = document.activeElement.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const outline = getComputedStyle(document.activeElement).outlineStyle;
        return [document.activeElement.contains(at), outline]; }"""
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/cases/{case.id}")
    page.get_by_role("heading", level=1, name="มะลิ").wait_for()
    tab_to("/admin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")

    assert seen == [True, "solid"]


def test_language_and_light_can_be_chosen(page: Page) -> None:
    page.get_by_role("button", name="เปลี่ยนเป็นภาษาอังกฤษ").click()
    page.get_by_role("heading", level=1, name="Today at the clinic").wait_for()
    page.get_by_role("button", name="Dark mode").click()

    page.locator("html[data-theme=dark]").wait_for()
    assert page.get_by_role("button", name="Light mode").is_visible()


def test_after_signing_out_the_way_back_shows_nothing_private(desk: Desk, cast: Cast, page: Page) -> None:
    desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, "มะลิ")))
    page.get_by_role("link", name="มะลิ").wait_for()

    page.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_url("**/admin/sign-in?why=out_done")
    page.go_back()

    page.wait_for_url("**/admin/sign-in*")
    assert "มะลิ" not in page.content()
