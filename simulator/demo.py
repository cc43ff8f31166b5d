"""The demo page: three phones side by side, talking to the product through the double as LINE would.

Taps and texts become signed webhooks; what the bot sends shows at once, told by server-sent events.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Body, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import ValidationError

from simulator.app import LineDouble
from simulator.demo_chats import PAGE_FOLDER, DemoChats, DemoPerson
from simulator.demo_hands import DemoHands, Disturbed, Moved, UnknownDoingError, disturb

MAX_PHOTO_BYTES = 10 * 1024 * 1024
_LOOK_EVERY = 0.15
_SAY_SOMETHING_EVERY = 15.0
_STATIC = {path.name: path for path in PAGE_FOLDER.iterdir() if path.suffix in {".css", ".js", ".svg"}}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# Flex sizes and colours come in style attributes; everything else only from this origin.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def demo_router(
    double: LineDouble,
    clock: Callable[[], datetime],
    people: Sequence[DemoPerson],
    *,
    owner_url: str,
    advance: Callable[[timedelta], Awaitable[None]],
    media_prefix: str,
    clinic_name: str = "BN-Aura",
    samples: Sequence[Path] = (),
) -> APIRouter:
    """This function will make the page's routes, all under `/demo`.

    Args:
        double: the platform the phones are on; its poster carries their webhooks.
        clock: the simulated instant, aware UTC.
        people: the phones from left to right, one a role.
        owner_url: where the owner's page is.
        advance: moves the clock and lets all work that became due be done.
        media_prefix: the public https address the product writes into messages; pictures and links under it are
            asked for at this page's own origin.
        clinic_name: shown on top and as the account's name.
        samples: photos of a face for visitors who have none at hand; each phone can send them.
    """
    chats = DemoChats(double, clock, people, media_prefix, samples)
    router = APIRouter(prefix="/demo", include_in_schema=False)
    _add_page(router, chats, owner_url, clinic_name, media_prefix)
    _add_live(router, double, chats)
    _add_contents(router, double, chats)
    _add_liff(router, double, chats)
    _add_talking(router, double, chats)
    _add_controls(router, double, chats, advance)
    return router


def _same_origin(request: Request) -> None:
    """Another site's page must not press buttons here; browsers say where a request comes from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403)


def _add_page(
    router: APIRouter, chats: DemoChats, owner_url: str, clinic_name: str, media_prefix: str
) -> None:
    template = chats.templates.get_template("page.html")

    @router.get("", response_class=HTMLResponse)
    async def page() -> HTMLResponse:
        html = template.render(
            clinic_name=clinic_name,
            owner_url=owner_url,
            public_address=media_prefix.rstrip("/"),
            phones=chats.page_phones(),
            stickers=chats.words["stickers"],
            sample_count=len(chats.samples),
        )
        return HTMLResponse(html, headers={**_HEADERS, "cache-control": "no-store"})

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        path = _STATIC.get(name)
        if path is None:
            raise HTTPException(404)
        headers = {"cache-control": "no-cache", "x-content-type-options": "nosniff"}
        return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers)


def _add_live(router: APIRouter, double: LineDouble, chats: DemoChats) -> None:
    @router.get("/live")
    async def live(request: Request) -> StreamingResponse:
        stream = _changes(request, double, chats)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"cache-control": "no-store"}
        )


async def _changes(request: Request, double: LineDouble, chats: DemoChats) -> AsyncIterator[bytes]:
    """Tell the whole state first, so that a phone that comes back is right again; then only what changed."""
    told: dict[str, bytes] = {}
    seen: tuple[Any, ...] = ()
    quiet = 0.0
    while not await request.is_disconnected():
        now = _moving_parts(double, chats)
        if now != seen:
            seen, quiet = now, 0.0
            state = chats.state()
            fresh = [phone for phone in state["phones"] if told.get(phone["key"]) != orjson.dumps(phone)]
            told |= {phone["key"]: orjson.dumps(phone) for phone in fresh}
            yield b"data: " + orjson.dumps(state | {"phones": fresh}) + b"\n\n"
        elif quiet >= _SAY_SOMETHING_EVERY:
            quiet = 0.0
            yield b": still here\n\n"
        await asyncio.sleep(_LOOK_EVERY)
        quiet += _LOOK_EVERY


def _moving_parts(double: LineDouble, chats: DemoChats) -> tuple[Any, ...]:
    now = double.clock()
    loading = tuple(double.chats.is_loading(person.user_id, now=now) for person in chats.people.values())
    quota = double.quotas[double.first_channel.key]
    minute = now.replace(second=0, microsecond=0)
    used = quota.used(now=now)
    faults = str(double.faults.waiting)
    return double.chats.revision, minute, loading, used, quota.replies, faults, len(double.violations)


def _add_contents(router: APIRouter, double: LineDouble, chats: DemoChats) -> None:
    @router.get("/content/{message_id}")
    async def content(message_id: str) -> Response:
        found = double.contents.get(message_id)
        if found is None or found.data is None:
            raise HTTPException(404)
        # Only pictures are shown; whatever else was sent is never interpreted by the browser.
        kind = found.media_type if found.media_type.startswith("image/") else "application/octet-stream"
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'"}
        return Response(found.data, media_type=kind, headers=headers)

    @router.get("/samples/{number}")
    async def sample(number: int) -> FileResponse:
        if not 0 <= number < len(chats.samples):
            raise HTTPException(404)
        return FileResponse(chats.samples[number])

    @router.get("/menus/{channel}/{menu_id}")
    async def menu_picture(channel: str, menu_id: str) -> Response:
        menus = double.menus.get(channel)
        menu = menus.by_id.get(menu_id) if menus else None
        if menu is None or menu.picture is None:
            raise HTTPException(404)
        return Response(menu.picture, media_type=menu.picture_type)

    @router.get("/raw/{role}/{entry_id}")
    async def raw(role: str, entry_id: str) -> JSONResponse:
        person = chats.people.get(role)
        entry = chats.entry(person, entry_id) if person else None
        if entry is None:
            raise HTTPException(404)
        return JSONResponse(entry)


def _add_liff(router: APIRouter, double: LineDouble, chats: DemoChats) -> None:
    @router.get("/liff-token")
    async def liff_token(request: Request, role: str = "customer") -> JSONResponse:
        """What LIFF would hold for the person whose phone opens a page: the customer's, unless another is named."""
        _same_origin(request)
        person = chats.people.get(role)
        if person is None:
            raise HTTPException(404)
        login_channel = double.channels[chats.channel_of(person)].login_channel_id
        token = double.id_token(person.user_id, login_channel)
        return JSONResponse({"idToken": token}, headers={"cache-control": "no-store"})


def _add_talking(router: APIRouter, double: LineDouble, chats: DemoChats) -> None:
    guarded = [Depends(_same_origin)]
    hands = DemoHands(double, chats)

    def who(role: str) -> DemoPerson:
        person = chats.people.get(role)
        if person is None:
            raise HTTPException(404)
        return person

    @router.post("/people/{role}/photo", dependencies=guarded)
    async def send_photo(role: str, request: Request) -> dict[str, int]:
        event = double.events.photo(who(role).user_id, await _body(request), channel=who(role).channel)
        return {"status": await double.deliver(event)}

    @router.post("/people/{role}/{verb}", dependencies=guarded)
    async def do(
        role: str, verb: str, body: Annotated[dict[str, Any], Body(default_factory=dict)]
    ) -> dict[str, int]:
        try:
            return {"status": await hands.do(who(role), verb, body)}
        except UnknownDoingError:
            raise HTTPException(404) from None
        except ValidationError as error:
            raise HTTPException(422, error.errors(include_url=False, include_context=False)) from error


def _add_controls(
    router: APIRouter,
    double: LineDouble,
    chats: DemoChats,
    advance: Callable[[timedelta], Awaitable[None]],
) -> None:
    guarded = [Depends(_same_origin)]

    @router.post("/clock", dependencies=guarded)
    async def move(moved: Moved) -> dict[str, str]:
        await advance(timedelta(hours=moved.hours))
        double.chats.revision += 1
        return {"now": str(chats.state()["now"])}

    @router.post("/faults", dependencies=guarded)
    async def set_fault(asked: Disturbed) -> dict[str, Any]:
        disturb(double, asked)
        return {"waiting": double.faults.waiting}


async def _body(request: Request) -> bytes:
    """Read a photo as it comes and stop at the limit, without holding more than that."""
    photo = bytearray()
    async for chunk in request.stream():
        photo += chunk
        if len(photo) > MAX_PHOTO_BYTES:
            raise HTTPException(413)
    return bytes(photo)
