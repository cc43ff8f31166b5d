"""Who comes in, and that nobody else learns anything."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fastapi.routing import APIRoute

from tests.insights.cast import NOW, a_case, a_customer, a_notice, a_reading, a_red_flag
from workflow.access import open_web_session
from workflow.actor import Role
from workflow.store.base import new_id
from workflow.store.models import CheckIn, Staff

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast

COOKIE = "aura_staff"
SECRETS = ("มะลิลับ", "CSECRET", "ปวดมากลับ", "JPEG-BYTES")
# Open to everybody: they hold nothing of a clinic. Whatever is not listed must turn strangers away.
OPEN = {
    ("GET", "/admin/sign-in"),
    ("GET", "/admin/enter/{token}"),
    ("POST", "/admin/enter/{token}"),
    ("POST", "/admin/sign-out"),
    ("POST", "/admin/look"),
    ("GET", "/assets/{name:path}"),
}


def _routes(desk: Desk) -> list[tuple[str, str]]:
    found = []
    stack = list(desk.app.routes)
    while stack:
        route = stack.pop()
        if isinstance(route, APIRoute):
            found += [(method, route.path) for method in route.methods]
        else:
            stack += list(getattr(getattr(route, "original_router", None), "routes", ()))
    return [route for route in found if route[1].startswith(("/admin", "/assets"))]


def _customers_cookie(desk: Desk, cast: Cast) -> dict[str, str]:
    def sign_in(session: Session) -> str:
        return open_web_session(session, customer=a_customer(session, cast), now=NOW)[1]

    return {COOKIE: desk.write(sign_in)}


STRANGERS = ["nobody", "a guess", "a customer", "a beautician", "another clinic's owner"]


def _cookie(who: str, desk: Desk, cast: Cast, other: Cast) -> dict[str, str]:
    match who:
        case "a guess":
            return {COOKIE: "guess"}
        case "a customer":
            return _customers_cookie(desk, cast)
        case "a beautician":
            return desk.cookie_for(cast.beautician)
        case "another clinic's owner":
            return desk.cookie_for(other.owner)
    return {}


@pytest.fixture(params=STRANGERS)
def stranger(
    request: pytest.FixtureRequest, desk: Desk, cast: Cast, other: Cast, visitor: httpx.AsyncClient
) -> httpx.AsyncClient:
    """The browser of somebody who may not look."""
    visitor.cookies.update(_cookie(request.param, desk, cast, other))
    return visitor


@pytest.fixture
def secret(desk: Desk, cast: Cast) -> tuple[uuid.UUID, str]:
    """A case full of things nobody else may see: its id and the key of its picture."""

    def write(session: Session) -> tuple[uuid.UUID, str]:
        case = a_case(session, cast, customer=a_customer(session, cast, SECRETS[0]), code=SECRETS[1])
        a_red_flag(session, cast, case)
        a_notice(session, cast, case)
        key = new_id().hex
        a_reading(session, cast, case, overlay_key=key)
        session.add(
            CheckIn(
                clinic_id=cast.clinic_id,
                case_id=case.id,
                customer_id=case.customer_id,
                text=SECRETS[2],
                red_flags=[],
                at=NOW,
            )
        )
        return case.id, key

    case_id, key = desk.write(write)
    desk.photos.kept[key] = SECRETS[3].encode()
    return case_id, key


def test_the_walk_finds_every_route(desk: Desk) -> None:
    assert len(_routes(desk)) >= 11
    assert set(_routes(desk)) >= OPEN


async def test_no_route_tells_a_stranger_anything(
    request: pytest.FixtureRequest, desk: Desk, stranger: httpx.AsyncClient, secret: tuple[uuid.UUID, str]
) -> None:
    desk.changes.close()  # a stream then ends after its first picture
    is_owner_elsewhere = "another clinic" in request.node.name

    for method, route in _routes(desk):
        path = re.sub(r"\{name(:path)?\}", "cases_by_stage", route)
        path = re.sub(r"\{\w+_id:uuid\}", str(secret[0]), path)
        path = path.format(case_id=secret[0], key=secret[1], token="x")
        answer = await stranger.request(method, path)

        assert not [word for word in SECRETS if word in answer.text], (method, path)
        is_own_page = is_owner_elsewhere and "/cases/" not in path
        if (method, route) not in OPEN and not is_own_page:
            assert answer.status_code in {303, 401, 404}, (method, path)


async def test_the_owner_sees_what_strangers_do_not(
    desk: Desk, owner: httpx.AsyncClient, secret: tuple[uuid.UUID, str]
) -> None:
    page = await owner.get(f"/admin/cases/{secret[0]}")
    picture = await owner.get(f"/admin/cases/{secret[0]}/pictures/{secret[1]}")

    assert all(word in page.text for word in SECRETS[:3])
    assert picture.content == b"JPEG-BYTES"
    assert picture.headers["cache-control"] == page.headers["cache-control"] == "no-store"


async def test_a_picture_is_shown_only_with_its_own_case(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, secret: tuple[uuid.UUID, str]
) -> None:
    another = desk.write(lambda session: a_case(session, cast))

    assert (await owner.get(f"/admin/cases/{another.id}/pictures/{secret[1]}")).status_code == 404
    desk.photos.kept.clear()
    assert (await owner.get(f"/admin/cases/{secret[0]}/pictures/{secret[1]}")).status_code == 404


async def test_without_a_session_it_says_how_to_get_in(visitor: httpx.AsyncClient) -> None:
    turned_away = await visitor.get("/admin")
    page = await visitor.get(turned_away.headers["location"])

    assert turned_away.status_code == 303
    assert page.status_code == 200
    assert "หลังบ้าน" in page.text


async def test_a_link_lets_in_by_a_press_and_only_once(
    desk: Desk, cast: Cast, visitor: httpx.AsyncClient
) -> None:
    path = f"/admin/enter/{desk.link_for(cast.owner)}"

    # A chat app opens the link to preview it; that must not use it up.
    previews = [await visitor.get(path) for _ in range(3)]
    pressed = await visitor.post(path)
    inside = await visitor.get("/admin")
    visitor.cookies.clear()
    again = await visitor.post(path)

    assert {preview.status_code for preview in previews} == {200}
    assert not any(preview.cookies for preview in previews)
    assert (pressed.status_code, pressed.headers["location"]) == (303, "/admin")
    cookie = pressed.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert inside.status_code == 200
    assert again.status_code == 410
    assert "set-cookie" not in again.headers


async def test_over_https_the_cookie_is_held_to_this_host(desk: Desk, cast: Cast) -> None:
    from tests.admin_web.app import Desk as SecureDesk

    secure = SecureDesk(desk.sessions, secure=True)
    import httpx

    transport = httpx.ASGITransport(secure.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://aura.test") as browser:
        pressed = await browser.post(f"/admin/enter/{desk.link_for(cast.owner)}")

        assert pressed.headers["set-cookie"].startswith("__Host-aura_staff=")
        assert "Secure" in pressed.headers["set-cookie"]
        assert "max-age" in pressed.headers["strict-transport-security"]
        assert (await browser.get("/admin")).status_code == 200


async def test_a_link_that_is_too_old_lets_nobody_in(
    desk: Desk, cast: Cast, visitor: httpx.AsyncClient
) -> None:
    token = desk.link_for(cast.owner)
    desk.pass_time(timedelta(minutes=11))

    assert (await visitor.post(f"/admin/enter/{token}")).status_code == 410


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("?to=%2Fadmin%2Ftasks%3Fpage%3D2", "/admin/tasks?page=2"),
        ("", "/admin"),
        ("?to=https%3A%2F%2Felsewhere.example", "/admin"),
        ("?to=%2F%2Felsewhere.example%2Fadmin%2F", "/admin"),
        ("?to=%2Fadminelsewhere", "/admin"),
    ],
)
async def test_a_link_leads_to_the_page_it_was_made_for_and_never_elsewhere(
    desk: Desk, cast: Cast, visitor: httpx.AsyncClient, asked: str, led_to: str
) -> None:
    path = f"/admin/enter/{desk.link_for(cast.owner)}{asked}"
    assert (await visitor.get(path)).status_code == 200

    entered = await visitor.post(path)

    assert (entered.status_code, entered.headers["location"]) == (303, led_to)


def _by_idling(desk: Desk, cast: Cast) -> None:
    desk.pass_time(timedelta(minutes=31))


def _by_leaving_the_clinic(desk: Desk, cast: Cast) -> None:
    desk.write(lambda session: setattr(session.get_one(Staff, cast.owner.id), "active", False))


def _by_losing_the_role(desk: Desk, cast: Cast) -> None:
    desk.write(lambda session: setattr(session.get_one(Staff, cast.owner.id), "roles", [Role.SALES.value]))


@pytest.mark.parametrize("end", [_by_idling, _by_leaving_the_clinic, _by_losing_the_role])
async def test_a_session_ends(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, end: Callable[[Desk, Cast], None]
) -> None:
    before = await owner.get("/admin")
    end(desk, cast)
    after = await owner.get("/admin")

    assert before.status_code == 200
    assert after.headers["location"].startswith("/admin/sign-in?why=")
    assert (await owner.get("/admin/live")).status_code == 401


async def test_a_session_ends_after_twelve_hours_of_use(desk: Desk, owner: httpx.AsyncClient) -> None:
    statuses = []
    for _ in range(37):
        statuses.append((await owner.get("/admin")).status_code)
        desk.pass_time(timedelta(minutes=20))

    assert statuses == [200] * 36 + [303]


async def test_signing_out_ends_the_session_on_the_server_too(desk: Desk, owner: httpx.AsyncClient) -> None:
    stolen = dict(owner.cookies)

    left = await owner.post("/admin/sign-out")
    owner.cookies.update(stolen)

    assert left.headers["location"] == "/admin/sign-in?why=out_done"
    assert (await owner.get("/admin")).status_code == 303
