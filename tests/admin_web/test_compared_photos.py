"""Before and after on the case page: two photos on each other, uncovered by hand or by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import vision
from tests.admin_web.test_in_browser import PIXEL, SIZES, address, page
from tests.factories.cases import a_skin_reading
from tests.insights.cast import a_case, a_reading
from workflow.store.models import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case

__all__ = ["address", "page"]  # the browser of the other pages' tests

KEYS = {"pair_key": "1" * 32, "before_key": "2" * 32, "after_key": "3" * 32, "chart_key": "4" * 32}


def a_compared_case(desk: Desk, cast: Cast, *, light: float = 0.5, **keys: str) -> Case:
    def write(session: Session) -> Case:
        case = a_case(session, cast, stage=Stage.FOLLOW_UP)
        after = a_skin_reading(pigment=10.0)
        after = vision.SkinReading({**after.quality, "light": light}, after.metrics, 70, after.version)
        told = vision.compare(a_skin_reading(), after).to_json()
        a_reading(session, cast, case, comparison=told, **keys)
        return case

    for key in keys.values():
        desk.photos.kept[key] = PIXEL
    return desk.write(write)


async def test_it_shows_both_photos_and_what_changed(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    case = a_compared_case(desk, cast, **KEYS)

    shown = (await owner.get(f"/admin/cases/{case.id}")).text

    assert 'type="range"' in shown
    assert "ค่าดีขึ้น" in shown
    assert "20 → 10" in shown
    for key in ("before_key", "after_key", "chart_key"):
        answer = await owner.get(f"/admin/cases/{case.id}/pictures/{KEYS[key]}")
        assert (answer.status_code, answer.content) == (200, PIXEL)
        assert KEYS[key] in shown


async def test_it_says_why_two_photos_are_not_compared_and_shows_no_slider(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    case = a_compared_case(desk, cast, light=0.1)

    shown = (await owner.get(f"/admin/cases/{case.id}")).text

    assert "ความสว่างต่างกัน" in shown
    assert 'type="range"' not in shown
    assert "pair.js" not in shown


async def test_pictures_of_another_case_are_not_served(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    a_compared_case(desk, cast, **KEYS)
    other = desk.write(lambda session: a_case(session, cast))

    assert (await owner.get(f"/admin/cases/{other.id}/pictures/{KEYS['before_key']}")).status_code == 404


@pytest.mark.browser
def test_the_slider_uncovers_the_later_photo_by_keyboard(desk: Desk, cast: Cast, page: Page) -> None:
    case = a_compared_case(desk, cast, **KEYS)
    page.goto(f"{page.url}/cases/{case.id}")
    slider = page.get_by_role("slider")
    later = page.locator(".both .later")

    def covered() -> str:
        return str(later.evaluate("one => getComputedStyle(one).clipPath"))

    expect(slider).to_have_value("50")
    assert "50%" in covered()
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("60")
    assert "60%" in covered()
    page.keyboard.press("Home")
    assert covered().removeprefix("inset(").startswith("0px")


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_it_is_accessible_and_fits(
    desk: Desk,
    cast: Cast,
    page: Page,
    axe: Callable[..., None],
    size: str,
) -> None:
    case = a_compared_case(desk, cast, **KEYS)
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    page.goto(f"{page.url}/cases/{case.id}")
    page.locator(".compared summary").click()

    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)
        axe(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0
    tall = page.get_by_role("slider").bounding_box()
    assert tall is not None
    assert tall["height"] >= 44
