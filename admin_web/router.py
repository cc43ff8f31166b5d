"""The owner's pages, put together."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter

from admin_web import board, case_page, figure_page, people_router, signing_in
from admin_web.changes import Changes
from admin_web.door import Door
from admin_web.live import KEEP_ALIVE_SECONDS, Live
from admin_web.pages import Pages
from workflow.unit_of_work import Sessions


def make_router(
    *,
    sessions: Sessions,
    clock: Callable[[], datetime],
    changes: Changes,
    photos: case_page.Photos,
    secure_cookies: bool,
    keep_alive: float = KEEP_ALIVE_SECONDS,
    rules: people_router.RulesOf | None = None,
) -> APIRouter:
    """This will give the routes under `/admin`. The app that includes them must stand behind `PageGuard`.

    Args:
        sessions: The store.
        clock: Gives the present, aware UTC.
        changes: Whoever commits calls its `publish`.
        photos: Where the pictures are kept.
        secure_cookies: The pages are served over https; False only for the demo on a loopback address.
        keep_alive: Seconds between two signs of life on an open stream.
        rules: What each clinic has set; one that is not named here has the defaults.
    """
    door, pages = Door(sessions=sessions, clock=clock, secure_cookies=secure_cookies), Pages()
    router = APIRouter()
    router.include_router(signing_in.make_router(door, pages))
    first_page = board.Board(door=door, pages=pages, changes=changes, keep_alive=keep_alive)
    router.include_router(board.make_router(first_page))
    router.include_router(case_page.make_router(door, pages, photos))
    router.include_router(figure_page.make_router(door, pages))
    live = Live(changes=changes, keep_alive=keep_alive)
    router.include_router(people_router.make_router(door, pages, live, rules or {}))
    return router
