"""The push endpoint that benchmarks send to: its own process, cheap, and a keeper of every key and recipient.

    python -m benchmarks._endpoint

It prints its port and answers like LINE: 200 to a key it has not seen, 409 to one it has, each after the answer time.
`GET /stats` tells what came, `GET /reset/<milliseconds>` forgets it and sets the answer time.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import uvloop

_SENT = b'{"sentMessages":[{"id":"461230966842064897","quoteToken":"yHAz4Ua2wx7"}]}'
_KNOWN = b'{"message":"The retry key is already accepted"}'
_KEY, _LENGTH, _TO = b"\r\nX-Line-Retry-Key: ", b"\r\nContent-Length: ", b'"to":"'


def _answer(status: bytes, body: bytes, *more: bytes) -> bytes:
    lines = [
        b"HTTP/1.1 " + status,
        b"Content-Type: application/json",
        b"X-Line-Request-Id: 5a3b-benchmark",
        *more,
    ]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body])


OK = _answer(b"200 OK", _SENT)
CONFLICT = _answer(b"409 Conflict", _KNOWN, b"X-Line-Accepted-Request-Id: 5a3b-before")
BAD = _answer(b"400 Bad Request", b'{"message":"no key or nobody"}')


@dataclass
class Kept:
    """What came since the last reset. Times in seconds of the monotonic clock, which the processes of a machine share."""

    delay: float = 0.0
    keys: set[bytes] = field(default_factory=set)
    recipients: Counter[bytes] = field(default_factory=Counter)
    calls: int = 0
    refused: int = 0
    bytes_in: int = 0
    last: float = 0.0

    def take(self, head: bytes, body: bytes) -> bytes:
        """This will keep one push and give its answer."""
        now = time.monotonic()
        self.calls += 1
        self.bytes_in += len(body)
        at, to = head.find(_KEY), body.find(_TO)
        if at < 0 or to < 0:
            self.refused += 1
            return BAD
        key = head[at + len(_KEY) : head.find(b"\r\n", at + len(_KEY))]
        if key in self.keys:
            return CONFLICT
        self.keys.add(key)
        self.recipients[body[to + len(_TO) : body.find(b'"', to + len(_TO))]] += 1
        self.last = now
        return OK

    def told(self) -> dict[str, Any]:
        """This will sum it up."""
        return {
            "calls": self.calls,
            "accepted": len(self.keys),
            "reached": len(self.recipients),
            "doubled": sum(count - 1 for count in self.recipients.values()),
            "refused": self.refused,
            "bytes_each": round(self.bytes_in / self.calls) if self.calls else 0,
            "last": self.last,
        }


class _Connection(asyncio.Protocol):
    def __init__(self, desk: "_Desk") -> None:
        self._desk = desk
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        data = self._waiting + data if self._waiting else data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            head = data[:end]
            at = head.find(_LENGTH)
            length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(data) < end + 4 + length:
                break
            self._handle(head, data[end + 4 : end + 4 + length])
            data = data[end + 4 + length :]
        self._waiting = data

    def _handle(self, head: bytes, body: bytes) -> None:
        kept = self._desk.kept
        if head.startswith(b"GET "):
            self._transport.write(self._desk.control(head.split(b" ", 2)[1].decode()))
        elif kept.delay:
            answer = kept.take(head, body)
            asyncio.get_running_loop().call_later(kept.delay, self._transport.write, answer)
        else:
            self._transport.write(kept.take(head, body))


class _Desk:
    def __init__(self) -> None:
        self.kept = Kept()

    def control(self, path: str) -> bytes:
        if path.startswith("/reset/"):
            self.kept = Kept(delay=int(path.rsplit("/", 1)[1]) / 1000)
        return _answer(b"200 OK", json.dumps(self.kept.told()).encode())


async def _serve() -> None:
    desk = _Desk()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(desk), "127.0.0.1", 0, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Endpoint:
    """The running endpoint, as whoever started it sees it."""

    def __init__(self, port: int) -> None:
        """This will remember where it listens."""
        self.address = f"http://127.0.0.1:{port}"
        self._open = build_opener(ProxyHandler({})).open

    def reset(self, *, delay_ms: int) -> None:
        """This will forget what came, and set the time that each answer takes."""
        self._ask(f"/reset/{delay_ms}")

    def stats(self) -> dict[str, Any]:
        """This will tell what came since the last reset; see `Kept.told`."""
        return self._ask("/stats")

    def _ask(self, path: str) -> dict[str, Any]:
        with self._open(self.address + path, timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
        return told


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """This will run the endpoint in a process of its own until the block is left."""
    command = [sys.executable, "-m", "benchmarks._endpoint"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - asked for above
            yield Endpoint(int(process.stdout.readline()))
        finally:
            process.terminate()


if __name__ == "__main__":
    uvloop.run(_serve())
