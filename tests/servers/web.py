"""Serving one of our ASGI apps on loopback, for what needs a real address: a browser, a second process."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn

from tests.servers.processes import ServerFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp


class _Serving(uvicorn.Server):
    """A uvicorn that says when it is ready, leaves the signals to pytest, and ends at once when it is told to.

    Left to itself it looks for its end ten times a second, and gives its visitors a tenth of a second to go even when
    there is none. Most tests take less than that.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, lifespan="auto", timeout_graceful_shutdown=3))
        self.ready = threading.Event()
        self._over = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        await self.lifespan.shutdown()

    def end(self) -> None:
        """Let it end; called from another thread."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself, and its loop is closed
                self._loop.call_soon_threadsafe(self._over.set)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve the app on a free loopback port from a thread, and give its address without a slash at the end.

    Raises:
        ServerFailedError: The app did not start; uvicorn's log says why.
    """
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = _Serving(app)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="test web server", daemon=True
    )
    thread.start()
    try:
        if not server.ready.wait(timeout=30):
            raise ServerFailedError("the app did not start within 30 s")
        if server.should_exit:
            raise ServerFailedError("the app ended while it started; its log stands above")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.end()
        thread.join(timeout=15)
        listener.close()
