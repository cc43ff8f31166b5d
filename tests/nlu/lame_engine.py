"""An engine elsewhere that does as it is told: answers, stalls, drips, breaks."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "right-token-0123456789"


@dataclass
class Lame:
    """What it was asked, and what it does next.

    Attributes:
        does: Given the handler and the text, answers or does not.
        asked: The texts, in order.
        over: Set when the test ends, so that nobody stalls on.
    """

    does: Callable[["Answering", str], None]
    address: str = ""
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class Answering(BaseHTTPRequestHandler):
    """One connection."""

    lame: Lame
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.lame.asked.append(json.loads(body)["text"])
        if parse_qs(asked.query).get("token") != [TOKEN] or asked.path != "/model/parse":
            self.send(401, b'{"status":"failure","code":401}')
            return
        self.lame.does(self, self.lame.asked[-1])

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
        pass


def says(body: object, *, status: int = 200) -> Callable[[Answering, str], None]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda connection, _: connection.send(status, raw)


def stalls(connection: Answering, _: str) -> None:
    connection.lame.over.wait(20)
    connection.close_connection = True


def drips(connection: Answering, _: str) -> None:
    """Send a byte of the header now and then: no single read ever takes long."""
    connection.close_connection = True
    line = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000
    try:
        for at in range(len(line)):
            connection.wfile.write(line[at : at + 1])
            connection.wfile.flush()
            if connection.lame.over.wait(0.05):
                return
    except OSError:
        return


def floods(connection: Answering, _: str) -> None:
    connection.close_connection = True
    connection.send_response(200)
    connection.end_headers()
    try:
        while not connection.lame.over.is_set():
            connection.wfile.write(b"x" * 65536)
    except OSError:
        return


def hangs_up(connection: Answering, _: str) -> None:
    connection.close_connection = True


@contextmanager
def lame_engine() -> Iterator[Lame]:
    lame = Lame(does=says({}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Answering,), {"lame": lame}))
    server.daemon_threads = True
    lame.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield lame
    finally:
        lame.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
