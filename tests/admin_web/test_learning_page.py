"""The page on which people teach the assistant: one press a message, by owners and managers, each of their own clinic."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from nlu import known_intents
from nlu.masking import PLACES
from tests.admin_web.test_in_browser import SIZES, address, page  # noqa: F401 - fixtures
from tests.admin_web.test_words import WORDS
from tests.insights.cast import NOW, a_customer
from workflow.learning import (
    Heard,
    LastWords,
    Utterance,
    UtteranceState,
    UtteranceWhy,
    hear,
    hear_choice,
    learnt_utterances,
)
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast

SAID = (
    ("อู้วหู่วอู้ว", "ask_price", 3, UtteranceWhy.UNKNOWN),
    ("คิวหลามวันเสาร์ โทร <phone> ชื่อ<name>", "book_appointment", 1, UtteranceWhy.UNSURE),
    (
        "แล้วอันที่เพื่อนทำมาเมื่อเดือนก่อนล่ะคะ ที่มันนูนๆตรงแก้มแล้วหายไปเอง อันนั้นเรียกว่าอะไร",
        "ask_treatment_info",
        1,
        UtteranceWhy.TAKEN_OVER,
    ),
    ("do u hv any slot nxt wk or smth", "ask_promotion", 2, UtteranceWhy.UNKNOWN),
    ("ถ้าทำสองอย่างลดไหม", "ask_price", 1, UtteranceWhy.CORRECTED),
)


def a_list(session: Session, cast: Cast) -> dict[str, uuid.UUID]:
    """Messages of every kind; gives their ids by their words."""
    scope_to(session, cast.clinic_id)
    hers = a_customer(session, cast, "มะลิ").id
    for number, (text, guess, times, why) in enumerate(SAID):
        heard = Heard(
            text=text,
            language="en" if text.isascii() else "th",
            guess=guess,
            confidence=0.34,
            ranking=tuple(
                {"intent": intent, "confidence": 0.3}
                for intent in (guess, "ask_promotion", "out_of_scope", "talk_to_human", "greet")
            ),
            engine="embedded",
            model="abc+use3",
        )
        for again in range(times):
            hear(
                session,
                clinic_id=cast.clinic_id,
                customer_id=hers,
                message_id=f"{number}.{again}",
                heard=heard,
                why=why,
                now=NOW - timedelta(minutes=6 * number),
            )
    last = session.query(LastWords).one().message_id
    hear_choice(session, customer_id=hers, message_id=last, intent="ask_promotion", now=NOW)
    return {row.text: row.id for row in session.query(Utterance)}


def row_of(desk: Desk, row: uuid.UUID) -> Utterance:
    def read(session: Session) -> Utterance:
        found = session.get_one(Utterance, row)
        session.expunge_all()
        return found

    return desk.write(read)


def test_every_meaning_and_every_mask_has_a_name_in_both_languages() -> None:
    asked = {f"intent.{intent}" for intent in known_intents()} | {f"masked.{place}" for place in PLACES}
    asked |= {f"learning_why.{why.value}" for why in UtteranceWhy}
    for words in WORDS.values():
        assert not asked - words.ids


async def test_it_shows_what_waits_with_the_likeliest_meanings(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    desk.write(lambda session: a_list(session, cast))

    shown = await owner.get("/admin/learning")

    assert shown.status_code == 200
    assert "รอตรวจ 5 ข้อความ" in shown.text
    assert 'โทร <span class="chip masked">เบอร์โทร</span>' in shown.text
    assert "ลูกค้าบอกว่าหมายถึง ถามโปรโมชั่น" in shown.text
    assert shown.text.index("อู้วหู่วอู้ว") < shown.text.index("คิวหลาม"), "what is said most often first"


PRESSES: list[tuple[dict[str, str], UtteranceState, str | None, str]] = [
    ({"say": "ask_price"}, UtteranceState.LEARNT, "ask_price", "learnt"),
    ({"say": "chosen", "other": "check_points"}, UtteranceState.LEARNT, "check_points", "learnt"),
    ({"say": "out_of_scope"}, UtteranceState.LEARNT, "out_of_scope", "learnt"),
    ({"say": "discard"}, UtteranceState.DISCARDED, None, "discarded"),
    ({"say": "chosen", "other": ""}, UtteranceState.WAITING, None, "bad_request"),
    ({"say": "no_such_thing"}, UtteranceState.WAITING, None, "bad_request"),
]


@pytest.mark.parametrize("press", PRESSES)
async def test_one_press_says_what_it_means(
    desk: Desk,
    cast: Cast,
    owner: httpx.AsyncClient,
    press: tuple[dict[str, str], UtteranceState, str | None, str],
) -> None:
    form, state, intent, note = press
    row = desk.write(lambda session: a_list(session, cast))["อู้วหู่วอู้ว"]

    for _ in range(2):  # pressed twice is pressed once
        answer = await owner.post(f"/admin/learning/{row}", data=form)
        assert answer.status_code == 303
        assert f"note={note}" in answer.headers["location"]

    found = row_of(desk, row)
    assert (found.state, found.intent) == (state, intent)
    assert len(found.reviews) == (state is not UtteranceState.WAITING)
    if found.reviews:
        assert (found.reviewed_by, found.reviewed_at) == (cast.owner.id, NOW)


async def test_what_somebody_else_has_said_meanwhile_stands(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    row = desk.write(lambda session: a_list(session, cast))["อู้วหู่วอู้ว"]
    await owner.post(f"/admin/learning/{row}", data={"say": "greet"})

    answer = await owner.post(f"/admin/learning/{row}", data={"say": "discard"})

    assert answer.headers["location"].endswith("note=out_of_date")
    assert row_of(desk, row).intent == "greet"
    assert "มีคนตรวจข้อความนี้ไปแล้ว" in (await owner.get(answer.headers["location"])).text


async def test_nobody_of_another_clinic_and_nobody_without_the_role_comes_near(
    desk: Desk, cast: Cast, other: Cast, visitor: httpx.AsyncClient
) -> None:
    row = desk.write(lambda session: a_list(session, cast))["อู้วหู่วอู้ว"]
    for staff, comes_in in ((other.owner, True), (cast.sales, False)):
        visitor.cookies.clear()
        visitor.cookies.update(desk.cookie_for(staff))
        shown = await visitor.get("/admin/learning")
        assert (shown.status_code == 200) is comes_in
        assert "อู้วหู่วอู้ว" not in shown.text
        answer = await visitor.post(f"/admin/learning/{row}", data={"say": "greet"})
        assert answer.headers["location"].endswith("note=not_found" if comes_in else "why=role")
    assert row_of(desk, row).state is UtteranceState.WAITING


@pytest.mark.browser
@pytest.mark.parametrize("look", [(size, theme) for size in SIZES for theme in ("light", "dark")])
def test_it_can_be_used_by_everybody(
    desk: Desk,
    cast: Cast,
    page: Page,  # noqa: F811 - the fixture
    axe: Callable[[Page], None],
    look: tuple[str, str],
) -> None:
    size, theme = look
    rows = desk.write(lambda session: a_list(session, cast))
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    page.context.add_cookies([{"name": "aura_theme", "value": theme, "url": page.url}])
    page.goto(f"{page.url}/learning")
    page.locator(f"#u-{rows['อู้วหู่วอู้ว']}").get_by_role("button", name="ถามราคา").click()
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


@pytest.mark.browser
def test_the_owner_goes_through_the_list_by_keyboard(desk: Desk, cast: Cast, page: Page) -> None:  # noqa: F811 - the fixture
    rows = desk.write(lambda session: a_list(session, cast))
    page.get_by_role("link", name="สอนผู้ช่วย").click()
    first = page.locator(".lessons form").first.get_by_role("button").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_contain_text("“อู้วหู่วอู้ว” = ถามราคา")
    # The next one gets the focus by itself.
    expect(page.locator(".lessons form").first.get_by_role("button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="รอตรวจ 3 ข้อความ")).to_be_visible()
    page.locator(".note").get_by_role("button").click()
    expect(page.get_by_role("heading", name="รอตรวจ 4 ข้อความ")).to_be_visible()
    long = page.locator(f"#u-{rows['คิวหลามวันเสาร์ โทร <phone> ชื่อ<name>']}")
    long.get_by_role("combobox").select_option("reschedule_appointment")
    long.get_by_role("button", name="ใช้ความหมายนี้").click()
    expect(page.locator(".note")).to_contain_text("เลื่อนนัด")
    learnt = desk.write(learnt_utterances)
    assert ("reschedule_appointment", "คิวหลามวันเสาร์ โทร <phone> ชื่อ<name>") in {
        (one.intent, one.text) for one in learnt
    }
