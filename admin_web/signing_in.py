"""Coming in by a one-time link, going out, and choosing language and look: the routes open to everybody."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from admin_web.door import Door
from admin_web.pages import LANGUAGE_COOKIE, THEME_COOKIE, Pages
from admin_web.words import LANGUAGES
from workflow.access import SignInLinkDead

_YEAR = 365 * 24 * 3600
_REASONS = {"role", "out_done", "over"}


def make_router(door: Door, pages: Pages) -> APIRouter:
    """This will serve what people need before they are signed in; nothing of a clinic stands on it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/admin/sign-in")
    def sign_in(request: Request, why: str = "") -> HTMLResponse:
        """This will say how to get in."""
        return pages.page(request, "sign_in.html", why=why if why in _REASONS else None)

    @router.get("/admin/enter/{token}")
    def enter(request: Request, token: str) -> HTMLResponse:
        """This will ask for a press: chat apps open links to preview them, and that must not use the link up."""
        del token
        return pages.page(request, "enter.html")

    @router.post("/admin/enter/{token}")
    def use_link(request: Request, token: str, to: str = "/admin") -> Response:
        """This will use the link, once, and go to the page it was made for."""
        answer = RedirectResponse(_own_path(to), status_code=303)
        try:
            door.let_in(token, answer)
        except SignInLinkDead:
            return pages.page(request, "dead_link.html", status=410)
        return answer

    @router.post("/admin/sign-out")
    def sign_out(request: Request) -> Response:
        """This will end the session."""
        answer = RedirectResponse("/admin/sign-in?why=out_done", status_code=303)
        door.let_out(request, answer)
        return answer

    @router.post("/admin/look")
    def look(
        *,
        language: Annotated[str | None, Form()] = None,
        theme: Annotated[str | None, Form()] = None,
        back: Annotated[str, Form()] = "/admin",
    ) -> Response:
        """This will remember the viewer's language and look, and go back to where they were."""
        answer = RedirectResponse(_own_path(back), status_code=303)
        chosen = {
            LANGUAGE_COOKIE: language if language in LANGUAGES else None,
            THEME_COOKIE: theme if theme in {"light", "dark"} else None,
        }
        for cookie, value in chosen.items():
            if value is not None:
                answer.set_cookie(
                    cookie, value, max_age=_YEAR, path="/", secure=door.secure_cookies, samesite="lax"
                )
        return answer

    return router


def _own_path(path: str) -> str:
    """This will keep a way back inside these pages, so that nobody can be sent elsewhere."""
    inside = path == "/admin" or path.startswith("/admin/")
    return path if inside and "\\" not in path and "\n" not in path and "\r" not in path else "/admin"
