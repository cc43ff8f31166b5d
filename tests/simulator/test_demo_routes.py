"""The demo page's routes: what hands on the phones do, and what the page refuses."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.demo_chats import DemoChats, DemoPerson
from tests.simulator.cast import CHANNEL
from tests.simulator.small_clinic import GREETING, PUBLIC, SmallClinic
from tests.simulator.test_rich_menus import MENU, picture

PLOY = "/demo/people/customer"


@pytest.fixture
def clinic() -> SmallClinic:
    return SmallClinic()


@pytest.fixture
async def page(clinic: SmallClinic) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=clinic.app), base_url="http://127.0.0.1"
    ) as client:
        yield client


async def test_the_page_names_the_three_and_loads_nothing_from_elsewhere(page: httpx.AsyncClient) -> None:
    answer = await page.get("/demo")

    assert answer.status_code == 200
    assert all(name in answer.text for name in ("พลอย", "ฝน ฝ่ายขาย", "ใหม่", "คลินิกออร่า", "/admin"))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("name", ["demo.css", "phone.css", "flex.css", "demo.js", "phone.js", "mark.svg"])
async def test_its_parts_are_served(page: httpx.AsyncClient, name: str) -> None:
    assert (await page.get(f"/demo/static/{name}")).status_code == 200


@pytest.mark.parametrize("name", ["words.yml", "page.html", "..%2Fdemo.py", "nothing.js"])
async def test_nothing_else_of_the_folder_is(page: httpx.AsyncClient, name: str) -> None:
    assert (await page.get(f"/demo/static/{name}")).status_code == 404


async def test_a_text_becomes_a_webhook_and_is_answered(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    told = await page.post(f"{PLOY}/text", json={"text": "สวัสดีค่ะ"})

    assert told.json() == {"status": 200}
    assert clinic.events[0]["message"]["text"] == "สวัสดีค่ะ"
    assert clinic.double.chats.messages(clinic.events[0]["source"]["userId"]) == [GREETING]
    assert clinic.double.violations == []


@pytest.mark.parametrize(
    ("action", "moment", "postback"),
    [
        ({"type": "postback", "label": "x", "data": "v1.x"}, None, {"data": "v1.x"}),
        (
            {"type": "datetimepicker", "label": "x", "data": "v1.d", "mode": "datetime"},
            "2026-11-24T10:00",
            {"data": "v1.d", "params": {"datetime": "2026-11-24T10:00"}},
        ),
        (
            {"type": "richmenuswitch", "data": "v1.m", "richMenuAliasId": "none"},
            None,
            {"data": "v1.m", "params": {"newRichMenuAliasId": "none", "status": "RICHMENU_NOT_FOUND"}},
        ),
    ],
)
async def test_a_tap_becomes_the_postback_line_sends(
    page: httpx.AsyncClient,
    clinic: SmallClinic,
    *,
    action: dict[str, Any],
    moment: str | None,
    postback: dict[str, Any],
) -> None:
    await page.post(f"{PLOY}/tap", json={"action": action, "moment": moment})

    assert clinic.events[0]["postback"] == postback


async def test_a_link_sends_nothing(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    action = {"type": "uri", "label": "x", "uri": "https://example.com"}

    assert (await page.post(f"{PLOY}/tap", json={"action": action})).json() == {"status": 0}
    assert clinic.events == []


async def test_a_photo_is_sent_seen_and_taken_back(
    page: httpx.AsyncClient, clinic: SmallClinic, a_jpeg: bytes
) -> None:
    await page.post(f"{PLOY}/photo", content=a_jpeg)
    message_id = clinic.events[0]["message"]["id"]
    seen = await page.get(f"/demo/content/{message_id}")

    await page.post(f"{PLOY}/unsend", json={"message_id": message_id})

    assert (seen.content, seen.headers["content-type"]) == (a_jpeg, "image/jpeg")
    assert clinic.events[1]["type"] == "unsend"
    assert (await page.get(f"/demo/content/{message_id}")).status_code == 404


async def test_what_is_no_picture_is_never_shown_as_a_page(
    page: httpx.AsyncClient, clinic: SmallClinic
) -> None:
    await page.post(f"{PLOY}/photo", content=b"<script>alert(1)</script>")

    shown = await page.get(f"/demo/content/{clinic.events[0]['message']['id']}")

    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["x-content-type-options"] == "nosniff"


async def test_a_photo_over_ten_megabytes_is_refused(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    answer = await page.post(f"{PLOY}/photo", content=b"\xff\xd8\xff" + bytes(10 * 1024 * 1024))

    assert answer.status_code == 413
    assert clinic.events == []


async def test_a_sample_photo_is_shown_and_sent(tmp_path: Path, a_jpeg: bytes) -> None:
    sample = tmp_path / "selfie.jpg"
    sample.write_bytes(a_jpeg)
    clinic = SmallClinic(sample)
    transport = httpx.ASGITransport(app=clinic.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as page:
        assert (await page.get("/demo/samples/0")).content == a_jpeg
        assert (await page.get("/demo/samples/1")).status_code == 404
        assert (await page.post(f"{PLOY}/sample", json={"number": 1})).status_code == 404

        await page.post(f"{PLOY}/sample", json={"number": 0})

    kept = clinic.double.contents.get(clinic.events[0]["message"]["id"])
    assert kept is not None
    assert kept.data == a_jpeg


async def test_a_rich_menu_lies_under_the_chat_and_quick_replies_under_its_end(
    page: httpx.AsyncClient, clinic: SmallClinic
) -> None:
    headers = {"authorization": f"Bearer {CHANNEL.access_token}"}
    transport = httpx.ASGITransport(app=clinic.double.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://line", headers=headers) as bot:
        menu_id = (await bot.post("/v2/bot/richmenu", json=MENU)).json()["richMenuId"]
        await bot.post(f"/v2/bot/richmenu/{menu_id}/content", content=picture())
        await bot.post(f"/v2/bot/user/all/richmenu/{menu_id}")
    await page.post(f"{PLOY}/text", json={"text": "สวัสดีค่ะ"})

    chats = DemoChats(clinic.double, clinic.clock, [DemoPerson("U" + "1" * 32, "customer")], PUBLIC)
    [phone] = chats.state()["phones"]

    assert 'aria-label="แต้มของฉัน"' in phone["menu"]
    assert "width:50.0%" in phone["menu"]
    assert phone["quick"].count("<button") == 3
    assert (await page.get(f"/demo/menus/aura/{menu_id}")).content == picture()
    assert (await page.get("/demo/menus/aura/none")).status_code == 404


async def test_a_webhook_can_be_sent_again(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    await page.post(f"{PLOY}/text", json={"text": "สวัสดีค่ะ"})
    message_id = clinic.events[0]["message"]["id"]

    await page.post(f"{PLOY}/redeliver", json={"message_id": message_id})

    first, again = clinic.events
    assert again == {**first, "deliveryContext": {"isRedelivery": True}}


async def test_blocking_and_coming_back_are_told(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    await page.post(f"{PLOY}/block", json={})
    await page.post(f"{PLOY}/unblock", json={})

    assert [event["type"] for event in clinic.events] == ["unfollow", "follow"]


async def test_the_clock_moves_for_all(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    answer = await page.post("/demo/clock", json={"hours": 24})

    assert answer.json() == {"now": "2026-11-24T03:00:00+00:00"}
    assert len(clinic.double.requests_to("push")) == 1


async def test_a_chosen_fault_meets_the_next_call_only(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    await page.post("/demo/faults", json={"fault": "rate"})
    await page.post("/demo/clock", json={"hours": 24})
    await page.post("/demo/clock", json={"hours": 24})

    assert [request.status for request in clinic.double.requests_to("push")] == [429, 200]


async def test_the_raw_message_can_be_read(page: httpx.AsyncClient, clinic: SmallClinic) -> None:
    await page.post(f"{PLOY}/text", json={"text": "สวัสดีค่ะ"})

    raw = await page.get(f"/demo/raw/customer/{clinic.events[0]['message']['id']}")

    assert raw.json()["event"] == clinic.events[0]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/demo/people/nobody/text", {"text": "x"}, 404),
        (f"{PLOY}/dance", {}, 404),
        (f"{PLOY}/text", {"text": ""}, 422),
        (f"{PLOY}/text", {"text": "x" * 5001}, 422),
        (f"{PLOY}/text", {"text": "x", "as": "owner"}, 422),
        (f"{PLOY}/sticker", {"number": "<script>"}, 422),
        (f"{PLOY}/unsend", {"message_id": "123"}, 404),
        (f"{PLOY}/redeliver", {"message_id": "123"}, 404),
        ("/demo/clock", {"hours": 0}, 422),
        ("/demo/clock", {"hours": 10_000}, 422),
        ("/demo/faults", {"fault": "earthquake"}, 422),
    ],
)
async def test_what_makes_no_sense_is_refused(
    page: httpx.AsyncClient, clinic: SmallClinic, *, path: str, body: dict[str, Any], status: int
) -> None:
    assert (await page.post(path, json=body)).status_code == status
    assert clinic.events == []


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200)])
async def test_another_site_can_not_press_buttons(page: httpx.AsyncClient, site: str, status: int) -> None:
    answer = await page.post(f"{PLOY}/text", json={"text": "x"}, headers={"sec-fetch-site": site})

    assert answer.status_code == status


async def test_a_page_opened_on_a_phone_gets_its_persons_id_token(
    page: httpx.AsyncClient, clinic: SmallClinic
) -> None:
    token = (await page.get("/demo/liff-token", params={"liff_id": "any"})).json()["idToken"]

    claims = clinic.double.id_tokens.claims(token, CHANNEL.secret)
    assert claims is not None
    assert (claims["sub"], claims["name"]) == ("U" + "1" * 32, "พลอย")
    foreign = await page.get("/demo/liff-token", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
