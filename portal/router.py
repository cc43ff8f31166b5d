"""The customer's own page inside LINE."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from bot.wording.texts import LANGUAGES
from portal.door import Door, Guest
from portal.home import answer_consent, pictures_of, take_phone_back
from portal.id_tokens import IdTokenRefusedError, KeysUnavailableError, LiffChannel
from portal.live import Changes, Live
from portal.pages import LANGUAGE_COOKIE, Pages
from workflow.customers import Purpose
from workflow.refusal import NotFound
from workflow.scans import PhotoStore, erase_all
from workflow.unit_of_work import Sessions, in_transaction

_STATIC = Path(__file__).parent / "static"
_FILES = {
    "portal.css": "text/css",
    "liff.js": "text/javascript",
    "liff-fake.js": "text/javascript",
    "live.js": "text/javascript",
}
_YEAR = 365 * 24 * 3600

log = structlog.get_logger(__name__)


class SignIn(BaseModel):
    """What the page sends: the id token and nothing else; a user id beside it would not be looked at."""

    id_token: str = Field(max_length=4096)


def page_sources(liff_sdk_url: str) -> dict[str, str]:
    """This will say what the page may use beside its own: LINE's API, where LINE's own SDK is loaded."""
    return {"connect-src": "https://api.line.me"} if urlsplit(liff_sdk_url).netloc else {}


def make_router(
    *,
    sessions: Sessions,
    clock: Callable[[], datetime],
    changes: Changes,
    channels: Mapping[str, LiffChannel],
    photos: PhotoStore,
    secure_cookies: bool,
    liff_sdk_url: str,
) -> APIRouter:
    """This will give the routes under `/liff`. The app that includes them must stand behind the page guard.

    Args:
        sessions: The store.
        clock: Gives the present, aware UTC.
        changes: Tells open pages that something changed.
        channels: The doors by their key, which stands in the address: `/liff/{key}`.
        photos: Where her pictures are, and are erased when she takes back her consent.
        secure_cookies: The pages are served over https; False only for the demo on a loopback address.
        liff_sdk_url: LINE's SDK; in demo and tests our own small script of the same shape.
    """
    door = Door(sessions=sessions, clock=clock, channels=channels, secure_cookies=secure_cookies)
    pages = Pages()
    live = Live(door=door, pages=pages, changes=changes)
    router = APIRouter(include_in_schema=False)
    _add_files(router)
    _add_sign_in(router, door)
    _add_pages(router, live, liff_sdk_url)
    _add_stream(router, live)
    _add_pictures(router, door, photos)
    _add_answers(router, door, photos)
    return router


def _add_files(router: APIRouter) -> None:
    @router.get("/liff/static/{name}")
    def static(name: str) -> FileResponse:
        """This will send one of our own files, which hold nothing private."""
        if name not in _FILES:
            raise HTTPException(404)
        return FileResponse(_STATIC / name, media_type=_FILES[name], headers={"Cache-Control": "no-cache"})


def _add_sign_in(router: APIRouter, door: Door) -> None:
    @router.post("/liff/{key}/session")
    def sign_in(key: str, asked: SignIn) -> Response:
        """This will believe LINE's id token, and nothing else, about who she is."""
        channel = _channel(door, key)
        answer = Response(status_code=204)
        try:
            door.let_in(channel, asked.id_token, answer)
        except IdTokenRefusedError as refused:
            log.info("id_token.refused", channel_id=str(channel.channel_id), why=str(refused))
            return Response(status_code=401)
        except KeysUnavailableError:
            return Response(status_code=503, headers={"Retry-After": "30"})
        except NotFound:
            return Response(status_code=404)
        return answer


def _add_pages(router: APIRouter, live: Live, liff_sdk_url: str) -> None:
    door, pages = live.door, live.pages

    @router.get("/liff/{key}")
    def home(request: Request, key: str) -> Response:
        """This will show a customer her own page, or let LINE say who she is first."""
        channel = _channel(door, key)
        guest = door.guest(request, channel)
        if guest is None:
            facts: dict[str, Any] = {"key": key, "liff_id": channel.liff_id, "liff_sdk_url": liff_sdk_url}
            return pages.page(request, "open.html", language=pages.language(request), **facts)
        found = live.look(guest)
        language = pages.language(request, found.language)
        return pages.page(
            request, "home.html", language=language, key=key, home=found, live=live.fragment(request, found)
        )


def _add_stream(router: APIRouter, live: Live) -> None:
    @router.get("/liff/{key}/live")
    async def stream(request: Request, key: str) -> Response:
        """This will stream what changes on her page. The browser connects again by itself."""
        channel = _channel(live.door, key)
        guest = await run_in_threadpool(live.door.guest, request, channel)
        if guest is None:
            return Response(status_code=401)
        return StreamingResponse(
            live.updates(request, channel, guest),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


def _add_pictures(router: APIRouter, door: Door, photos: PhotoStore) -> None:
    @router.get("/liff/{key}/pictures/{name}")
    def picture(request: Request, key: str, name: str) -> Response:
        """This will show her a picture of her own newest pair; it is kept nowhere on the way."""
        guest = door.guest(request, _channel(door, key))
        if guest is None:
            return Response(status_code=401)

        def look(session: Session) -> str | None:
            return pictures_of(session, guest=guest).get(name)

        kept = in_transaction(door.sessions, look, clinic_id=guest.clinic_id)
        try:
            shown = photos.read(kept) if kept else None
        except FileNotFoundError:
            shown = None
        if shown is None:
            return Response(status_code=404)
        return Response(shown, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _add_answers(router: APIRouter, door: Door, photos: PhotoStore) -> None:
    @router.post("/liff/{key}/consents/{purpose}")
    def consent(
        request: Request,
        key: str,
        purpose: Purpose,
        granted: Annotated[bool, Form()],
        language: Annotated[str, Form()] = "th",
    ) -> Response:
        """This will keep her yes or no to one purpose, and erase her pictures if it is a no to those."""
        channel = _channel(door, key)
        guest = door.guest(request, channel)
        if guest is None:
            return RedirectResponse(f"/liff/{key}", status_code=303)
        erase_all(photos, keys=_keep_answer(door, guest, purpose, granted=granted, language=language))
        return RedirectResponse(f"/liff/{key}#consents", status_code=303)

    @router.post("/liff/{key}/phone/remove")
    def remove_phone(request: Request, key: str) -> Response:
        """This will take her telephone number back."""
        guest = door.guest(request, _channel(door, key))
        if guest is None:
            return RedirectResponse(f"/liff/{key}", status_code=303)
        work = partial(take_phone_back, guest=guest, now=door.clock())
        in_transaction(door.sessions, work, clinic_id=guest.clinic_id)
        return RedirectResponse(f"/liff/{key}#about", status_code=303)

    @router.post("/liff/{key}/language")
    def choose_language(key: str, language: Annotated[str, Form()]) -> Response:
        """This will remember the language of the page."""
        _channel(door, key)
        answer = RedirectResponse(f"/liff/{key}", status_code=303)
        if language in LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE,
                language,
                max_age=_YEAR,
                path="/liff",
                secure=door.secure_cookies,
                samesite="lax",
            )
        return answer


def _keep_answer(door: Door, guest: Guest, purpose: Purpose, *, granted: bool, language: str) -> list[str]:
    now = door.clock()

    def answer(session: Session) -> list[str]:
        return answer_consent(
            session, guest=guest, purpose=purpose, granted=granted, language=language, now=now
        )

    return in_transaction(door.sessions, answer, clinic_id=guest.clinic_id)


def _channel(door: Door, key: str) -> LiffChannel:
    channel = door.channels.get(key)
    if channel is None:
        raise HTTPException(404)
    return channel
