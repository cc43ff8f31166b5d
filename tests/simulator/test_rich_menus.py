"""Rich menus: made, pictured once, linked by role, aliased, the default behind them."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from simulator import LineDouble
from tests.simulator.cast import FON, PLOY

MENU: dict[str, Any] = {
    "size": {"width": 800, "height": 540},
    "selected": True,
    "name": "customer-1",
    "chatBarText": "เมนู",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 400, "height": 540},
            "action": {"type": "message", "label": "แต้มของฉัน", "text": "แต้มของฉัน"},
        }
    ],
}
_DATA = "https://api-data.line.me"


def picture(width: int = 800, height: int = 540, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#0f766e").save(written, kind)
    return written.getvalue()


async def made(bot: httpx.AsyncClient, *, pictured: bool = True) -> str:
    menu_id: str = (await bot.post("/v2/bot/richmenu", json=MENU)).json()["richMenuId"]
    if pictured:
        answer = await bot.post(f"{_DATA}/v2/bot/richmenu/{menu_id}/content", content=picture())
        assert answer.status_code == 200
    return menu_id


async def test_a_persons_own_menu_comes_before_the_default(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    everyone, beautician = await made(bot), await made(bot)
    await bot.post(f"/v2/bot/user/all/richmenu/{everyone}")

    await bot.post(f"/v2/bot/user/{FON}/richmenu/{beautician}")

    shown = {user: double.menus["aura"].shown_to(user) for user in (PLOY, FON)}
    assert [menu.menu_id for menu in shown.values() if menu] == [everyone, beautician]
    assert (await bot.get(f"/v2/bot/user/{FON}/richmenu")).json() == {"richMenuId": beautician}
    await bot.delete(f"/v2/bot/user/{FON}/richmenu")
    assert (await bot.get(f"/v2/bot/user/{FON}/richmenu")).status_code == 404


async def test_a_menu_without_its_picture_is_not_shown(bot: httpx.AsyncClient) -> None:
    menu_id = await made(bot, pictured=False)

    assert (await bot.post(f"/v2/bot/user/{PLOY}/richmenu/{menu_id}")).status_code == 400


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (picture(), 200),
        (picture(kind="JPEG"), 200),
        (picture(kind="GIF"), 400),
        (picture(801), 400),
        (b"no picture", 400),
        (b"\x00" * (1024 * 1024 + 1), 413),
    ],
    ids=["png", "jpeg", "gif", "other size", "no picture", "over 1 MB"],
)
async def test_a_picture_must_fit_the_menu(bot: httpx.AsyncClient, data: bytes, status: int) -> None:
    menu_id = await made(bot, pictured=False)

    assert (await bot.post(f"{_DATA}/v2/bot/richmenu/{menu_id}/content", content=data)).status_code == status


async def test_a_picture_is_set_once(bot: httpx.AsyncClient) -> None:
    menu_id = await made(bot)

    again = await bot.post(f"{_DATA}/v2/bot/richmenu/{menu_id}/content", content=picture())

    assert again.status_code == 400
    assert (await bot.get(f"{_DATA}/v2/bot/richmenu/{menu_id}/content")).content == picture()


async def test_linking_someone_who_is_no_friend_answers_200_and_does_nothing(
    bot: httpx.AsyncClient, double: LineDouble
) -> None:
    menu_id = await made(bot)
    double.events.unfollow(PLOY)

    answer = await bot.post(f"/v2/bot/user/{PLOY}/richmenu/{menu_id}")

    assert answer.status_code == 200
    assert double.menus["aura"].links == {}


async def test_many_are_linked_and_unlinked_at_once(bot: httpx.AsyncClient, double: LineDouble) -> None:
    menu_id = await made(bot)
    body = {"richMenuId": menu_id, "userIds": [PLOY, FON]}

    assert (await bot.post("/v2/bot/richmenu/bulk/link", json=body)).status_code == 202
    assert double.menus["aura"].links == {PLOY: menu_id, FON: menu_id}
    assert (await bot.post("/v2/bot/richmenu/bulk/unlink", json={"userIds": [PLOY]})).status_code == 202
    assert double.menus["aura"].links == {FON: menu_id}


async def test_an_alias_names_a_menu_and_moves(bot: httpx.AsyncClient) -> None:
    old, new = await made(bot), await made(bot)
    alias = "/v2/bot/richmenu/alias"
    body = {"richMenuAliasId": "customer", "richMenuId": old}
    assert (await bot.post(alias, json=body)).status_code == 200
    assert (await bot.post(alias, json=body)).status_code == 400

    await bot.post(f"{alias}/customer", json={"richMenuId": new})

    assert (await bot.get(f"{alias}/list")).json() == {"aliases": [{**body, "richMenuId": new}]}
    await bot.delete(f"{alias}/customer")
    assert (await bot.get(f"{alias}/customer")).status_code == 404


async def test_a_deleted_menu_is_linked_to_nobody(bot: httpx.AsyncClient, double: LineDouble) -> None:
    menu_id = await made(bot)
    await bot.post(f"/v2/bot/user/{PLOY}/richmenu/{menu_id}")

    assert (await bot.delete(f"/v2/bot/richmenu/{menu_id}")).status_code == 200

    assert double.menus["aura"].shown_to(PLOY) is None
    assert (await bot.get("/v2/bot/richmenu/list")).json() == {"richmenus": []}


@pytest.mark.parametrize(
    "change",
    [
        {"size": {"width": 800, "height": 800}},
        {"chatBarText": "เมนูของร้านเราทั้งหมดทุกอย่าง"},
        {"areas": MENU["areas"] * 21},
        {"colour": "red"},
    ],
)
async def test_a_menu_line_would_refuse_is_refused(
    bot: httpx.AsyncClient, double: LineDouble, change: dict[str, Any]
) -> None:
    answer = await bot.post("/v2/bot/richmenu", json=MENU | change)

    assert answer.status_code == 400
    assert len(double.violations) == 1
