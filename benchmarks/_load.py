"""A load of HTTP requests over loopback, from one process, cheap enough not to be what is measured.

Each connection sends its next request when the answer to the one before is there. Requests are written once as
bytes; a general client would cost more than the server under test (facts/ENGINE.md section 2).
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What came of a load."""

    requests: int
    seconds: float
    refused: int
    latencies: Sequence[float]  # seconds, unsorted

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        """This will give the latency in milliseconds that `share` (0-1) of the requests stayed below."""
        ordered = sorted(self.latencies)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """This will write a POST request as the bytes that go over the wire."""
    lines = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def send_all(port: int, requests: Sequence[bytes], *, connections: int) -> Load:
    """This will send every request once over so many connections and wait for every answer.

    Args:
        port: On 127.0.0.1.
        requests: As made by `post`.
        connections: How many are open at once.
    """
    waiting = iter(requests)
    latencies: list[float] = []
    refused = 0

    async def one_connection(requests: Iterator[bytes]) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        bad = 0
        for request in requests:
            began = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            latencies.append(time.perf_counter() - began)
            bad += status != b"200"
        writer.close()
        await writer.wait_closed()
        return bad

    began = time.perf_counter()
    refused = sum(await asyncio.gather(*(one_connection(waiting) for _ in range(connections))))
    return Load(len(requests), time.perf_counter() - began, refused, latencies)


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """This will read one answer and give its status code."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length:
        await reader.readexactly(length)
    return head.split(b" ", 2)[1]
