"""The pictures that cards show, for the phones that load them. Whoever has the address sees the picture, nobody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from bot.links import LinkInvalidError, Links

_HEADERS = {
    "Cache-Control": "private, max-age=86400",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'",
}


class KeptPhotos(Protocol):
    """Where pictures are read from."""

    def read(self, key: str) -> bytes: ...


def make_router(photos: KeptPhotos, links: Links, clock: Callable[[], datetime]) -> APIRouter:
    """This function will make the route that serves pictures.

    Args:
        photos: Where they are kept; a missing one raises FileNotFoundError or KeyError.
        links: Reads the addresses.
        clock: What time it is, aware UTC.
    """
    router = APIRouter()

    @router.get("/media/{token}", include_in_schema=False)
    async def show_picture(token: str) -> Response:
        try:
            key = links.picture_key(token, now=clock())
            picture = await run_in_threadpool(photos.read, key)
        except (LinkInvalidError, FileNotFoundError, KeyError):
            return Response(status_code=404)
        return Response(picture, media_type="image/jpeg", headers=_HEADERS)

    return router
