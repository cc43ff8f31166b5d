"""The demo page in a real browser: what a clinic's owner sees and does on the three phones."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from starlette.types import ASGIApp

from tests.simulator.small_clinic import SmallClinic

pytestmark = pytest.mark.browser


@pytest.fixture
def clinic() -> SmallClinic:
    return SmallClinic()


@pytest.fixture
def address(clinic: SmallClinic, serve: Callable[[ASGIApp], str]) -> str:
    return f"{serve(clinic.app)}/demo"


@pytest.fixture
def demo(address: str, chromium_page: Page) -> Page:
    chromium_page.set_viewport_size({"width": 1400, "height": 950})
    chromium_page.goto(address)
    return chromium_page


@pytest.fixture
def photo(tmp_path: Path, a_jpeg: bytes) -> Path:
    path = tmp_path / "face.jpg"
    path.write_bytes(a_jpeg)
    return path


def phone(page: Page, role: str) -> Locator:
    return page.locator(f"[data-phone={role}]")


def say(page: Page, role: str, text: str) -> None:
    box = phone(page, role).locator("[data-text]")
    box.fill(text)
    box.press("Enter")


def test_a_text_is_answered_and_a_script_in_a_name_is_text(demo: Page, clinic: SmallClinic) -> None:
    say(demo, "customer", "สวัสดีค่ะ")

    customer = phone(demo, "customer")
    expect(customer.locator(".is-bot .bubble")).to_contain_text("คุณ<script>พลอย</script>")
    expect(customer.locator("[data-quick] button")).to_have_text(["ส่งรูป", "ยินยอม", "เลือกวัน"])
    expect(phone(demo, "sales").locator(".entry")).to_have_count(0)


def test_a_photo_brings_the_card_with_its_picture(demo: Page, photo: Path) -> None:
    customer = phone(demo, "customer")
    customer.locator("[data-photo]").set_input_files(photo)

    card = customer.locator(".fx-bubble")
    expect(card).to_contain_text("ผลสแกนผิวของคุณ")
    for picture in (customer.locator("img.photo"), card.locator("img.fx-image")):
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("image => image.naturalWidth") > 0


def test_a_button_of_a_card_is_a_real_postback(demo: Page, clinic: SmallClinic, photo: Path) -> None:
    customer = phone(demo, "customer")
    customer.locator("[data-photo]").set_input_files(photo)

    customer.get_by_role("button", name="จองคิวปรึกษา").click()

    expect(customer.locator(".is-person").last).to_contain_text("จองคิว")
    expect(customer.locator(".is-bot").last).to_contain_text("รับทราบค่ะ (v1.book)")
    assert clinic.events[-1]["postback"] == {"data": "v1.book"}


def test_a_date_is_picked(demo: Page, clinic: SmallClinic) -> None:
    say(demo, "customer", "สวัสดีค่ะ")
    phone(demo, "customer").get_by_role("button", name="เลือกวัน").click()

    demo.locator("[data-picker-input]").fill("2026-11-25")
    demo.get_by_role("button", name="ตกลง").click()

    expect(phone(demo, "customer").locator(".is-bot").last).to_contain_text("v1.when")
    assert clinic.events[-1]["postback"]["params"] == {"date": "2026-11-25"}


def test_quick_replies_go_when_something_follows(demo: Page) -> None:
    say(demo, "customer", "สวัสดีค่ะ")
    quick = phone(demo, "customer").locator("[data-quick]")

    quick.get_by_role("button", name="ยินยอม").click()

    expect(phone(demo, "customer").locator(".is-bot").last).to_contain_text("v1.consent")
    expect(quick).to_be_hidden()


def test_the_clock_is_one_and_speaks_thai(demo: Page) -> None:
    expect(demo.locator("[data-now-date]")).to_have_text("วันจันทร์ที่ 23 พฤศจิกายน 2569")
    expect(demo.locator("[data-now-time]")).to_have_text("10:00 น.")

    demo.get_by_role("button", name="+7 วัน").click()

    expect(demo.locator("[data-now-date]")).to_have_text("วันจันทร์ที่ 30 พฤศจิกายน 2569")
    expect(phone(demo, "customer").locator(".is-bot .bubble")).to_have_text(["ผ่านไป 7 วันแล้วค่ะ"])


def test_a_message_is_looked_into_and_taken_back(demo: Page, clinic: SmallClinic) -> None:
    say(demo, "beautician", "ผิดห้อง")
    own = phone(demo, "beautician").locator(".is-person")
    own.hover()
    own.get_by_role("button", name="ตัวเลือกของข้อความนี้").click()
    expect(demo.locator("[data-raw]")).to_contain_text('"webhookEventId"')

    demo.get_by_role("button", name="ยกเลิกข้อความ").click()

    expect(phone(demo, "beautician").locator(".is-unsent")).to_contain_text("ยกเลิกข้อความแล้ว")
    assert clinic.events[-1]["type"] == "unsend"


def test_blocking_closes_the_chat_until_the_person_comes_back(demo: Page, clinic: SmallClinic) -> None:
    customer = phone(demo, "customer")
    customer.get_by_role("button", name="บล็อกบัญชีนี้").click()
    expect(customer.locator("[data-composer]")).to_be_hidden()
    demo.get_by_role("button", name="+1 วัน").click()
    expect(demo.locator("[data-now-date]")).to_contain_text("24")

    customer.get_by_role("button", name="เลิกบล็อก").click()

    expect(customer.locator("[data-composer]")).to_be_visible()
    expect(customer.locator(".is-bot")).to_have_count(0)


def test_a_second_page_shows_the_same_chats(demo: Page, address: str) -> None:
    say(demo, "customer", "สวัสดีค่ะ")
    expect(phone(demo, "customer").locator(".entry")).to_have_count(2)

    second = demo.context.new_page()
    second.goto(address)

    expect(phone(second, "customer").locator(".entry")).to_have_count(2)


def test_the_tools_show_quota_and_break_line_once(demo: Page, clinic: SmallClinic) -> None:
    demo.locator(".tool-box summary").click()
    demo.locator("[data-fault]").select_option("monthly")
    demo.get_by_role("button", name="+1 วัน").click()
    expect(demo.locator("[data-fault]")).to_have_value("")
    demo.get_by_role("button", name="+1 วัน").click()

    expect(demo.locator("[data-quota]")).to_have_text("1 / 10")
    assert [request.status for request in clinic.double.requests_to("push")] == [429, 200]


def test_it_can_be_used_with_the_keyboard_alone(demo: Page) -> None:
    starter = phone(demo, "sales").get_by_role("button", name="งานของฉัน")
    starter.focus()
    demo.keyboard.press("Enter")
    expect(phone(demo, "sales").locator(".entry")).to_have_count(2)

    quick = phone(demo, "sales").get_by_role("button", name="ยินยอม")
    quick.focus()
    demo.keyboard.press("Space")

    expect(phone(demo, "sales").locator(".is-bot").last).to_contain_text("v1.consent")


def test_a_narrow_screen_shows_one_phone_and_tabs(demo: Page) -> None:
    demo.set_viewport_size({"width": 390, "height": 844})
    demo.reload()
    expect(phone(demo, "customer")).to_be_in_viewport(ratio=0.9)

    demo.get_by_role("link", name="ฝ่ายขาย").click()

    expect(phone(demo, "sales")).to_be_in_viewport(ratio=0.9)
    assert demo.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize(
    ("width", "scheme"), [(1400, "light"), (1400, "dark"), (390, "light"), (390, "dark"), (320, "light")]
)
def test_it_breaks_no_accessibility_rule_and_asks_nobody_else(
    browser: Browser, address: str, photo: Path, axe: Callable[[Page], None], *, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    say(page, "customer", "สวัสดีค่ะ")
    expect(phone(page, "customer").locator(".entry")).to_have_count(2)
    phone(page, "customer").locator("[data-photo]").set_input_files(photo)
    expect(phone(page, "customer").locator(".fx-bubble")).to_be_visible()
    page.locator(".tool-box summary").click()

    axe(page)
    origin = address.removesuffix("/demo")
    assert [url for url in asked if not url.startswith(origin)] == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    context.close()


def test_a_visitor_without_a_photo_sends_a_sample(
    browser: Browser, serve: Callable[[ASGIApp], str], photo: Path
) -> None:
    clinic = SmallClinic(photo)
    page = browser.new_page()
    page.goto(f"{serve(clinic.app)}/demo")
    say(page, "customer", "สวัสดีค่ะ")
    phone(page, "customer").locator("[data-quick]").get_by_role("button", name="ส่งรูป").click()

    page.get_by_role("button", name="ส่งรูปตัวอย่าง 1").first.click()

    expect(phone(page, "customer").locator(".fx-bubble")).to_contain_text("ผลสแกนผิวของคุณ")
    expect(phone(page, "customer").locator(".small-sheet").first).to_be_hidden()
    page.close()
