"""An engine elsewhere, asked over HTTP: where it does not answer well and soon, the one at hand answers instead."""

import asyncio
import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx
import structlog

from nlu.breaker import Breaker, after_answer, after_failure, ask
from nlu.engine import Engine, Guess
from nlu.parse_contract import PATH, BadAnswerError, question, read_answer

ANSWER_SECONDS = 1.5
"""How long one request may take in all. Rasa answers in 12 ms, at the 95th percentile in 24 (facts/NLU.md section 1)."""

_GRACE_SECONDS = 5.0
"""How long the thread of the connection is waited for beyond that; it only ever takes so long where it has died."""

MOST_BYTES = 256 * 1024
"""The longest answer that is read; one with every intent and word is 8 KB."""

_OK = 200
_NO_TOKEN = frozenset({401, 403})

log = structlog.get_logger(__name__)


class Trouble(StrEnum):
    """Why the embedded engine answered instead."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    REFUSED = "refused"  # the token is wrong
    ERROR = "error"  # another status than 200
    GARBAGE = "garbage"
    LEFT_ALONE = "left_alone"  # it has failed before; it was not asked


class _TroubleError(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How often the engine elsewhere has answered, and how often the embedded one did instead."""

    answered: int
    fell_back: dict[str, int]
    is_left_alone: bool

    def to_json(self) -> dict[str, Any]:
        """This function will give plain values: no text, no address."""
        return {
            "engine": "rasa",
            "answered": self.answered,
            "fell_back": sum(self.fell_back.values()),
            "why": self.fell_back,
            "left_alone": self.is_left_alone,
        }


class _TokensAreNotLogged(logging.Filter):
    """Drops httpx's lines about requests whose address holds a token: Rasa takes it there and nowhere else."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "token=" not in record.getMessage()


_SILENCE = _TokensAreNotLogged()


@dataclass
class RemoteParser:
    """The server elsewhere. One for a process; safe to share between threads.

    Attributes:
        address: Of the server, without a path.
        token: What it knows us by.
        clock: A steady clock, in seconds.
        seconds: How long a request may take in all, its connection and a slow drip of bytes included.
    """

    address: str
    token: str = field(repr=False)
    clock: Callable[[], float]
    seconds: float = ANSWER_SECONDS
    _breaker: Breaker = field(default_factory=Breaker, init=False)
    _answered: int = field(default=0, init=False)
    _fell_back: "Counter[str]" = field(default_factory=Counter, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _line: "_Line | None" = field(default=None, init=False, repr=False)

    def ask(self, text: str, *, intents: Collection[str]) -> Guess | None:
        """This function will ask, and count how that went.

        Args:
            text: What was written, tidied.
            intents: What may be answered.

        Returns:
            Its guess, or None where somebody else must answer.
        """
        with self._lock:
            allowed = ask(self._breaker, at=self.clock())
            if allowed is None:
                self._fell_back[Trouble.LEFT_ALONE] += 1
                return None
            self._breaker = allowed
        try:
            found = self._asked(text, intents)
        except _TroubleError as error:
            self._note_failure(error.trouble)
            return None
        self._note_answer()
        return found

    def counts(self) -> Counts:
        """This function will tell how often it answered since this process began."""
        with self._lock:
            return Counts(
                answered=self._answered, fell_back=dict(self._fell_back), is_left_alone=self._breaker.is_open
            )

    def close(self) -> None:
        """This function will hang up. Asked again, it connects again."""
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    def _asked(self, text: str, intents: Collection[str]) -> Guess:
        status, body = self._connected().post(text, seconds=self.seconds)
        if status in _NO_TOKEN:
            raise _TroubleError(Trouble.REFUSED)
        if status != _OK:
            raise _TroubleError(Trouble.ERROR)
        try:
            return read_answer(body, intents=intents)
        except BadAnswerError as error:
            raise _TroubleError(Trouble.GARBAGE) from error

    def _connected(self) -> "_Line":
        with self._lock:
            if self._line is None:
                try:
                    self._line = _Line(self.address, self.token)
                except httpx.InvalidURL as error:
                    raise _TroubleError(Trouble.UNREACHABLE) from error
            return self._line

    def _note_failure(self, trouble: Trouble) -> None:
        with self._lock:
            was_open = self._breaker.is_open
            self._breaker = after_failure(self._breaker, at=self.clock())
            self._fell_back[trouble] += 1
            opened = self._breaker.is_open and not was_open
            times = self._fell_back.total()
        log.warning("understanding.fell_back", why=str(trouble), times=times, left_alone=opened or was_open)

    def _note_answer(self) -> None:
        with self._lock:
            was_open, self._breaker = self._breaker.is_open, after_answer()
            self._answered += 1
        if was_open:
            log.info("understanding.returned")


@dataclass(frozen=True)
class RelayedEngine:
    """Asks elsewhere first. Safe to share between threads.

    Attributes:
        parser: The server elsewhere.
        instead: Answers where it does not.
        intents: What may be answered.
    """

    parser: RemoteParser
    instead: Engine
    intents: tuple[str, ...]

    def guess(self, text: str) -> Guess:
        """This function will say how likely each intent is. See `nlu.engine.Engine`."""
        return self.parser.ask(text, intents=self.intents) or self.instead.guess(text)


class _Line:
    """The connection: a thread with a loop of its own, because only a loop can end a request at a time on the clock.

    httpx by itself bounds each read, so that a server that sends a byte a second could hold a worker for ever.
    """

    def __init__(self, address: str, token: str) -> None:
        logging.getLogger("httpx").addFilter(_SILENCE)
        # No proxy of the environment: what people write goes to this address and nowhere else.
        # Nothing packed, so that what is read is as long as it looks.
        self._client = httpx.AsyncClient(
            base_url=address,
            params={"token": token},
            headers={"accept-encoding": "identity", "content-type": "application/json"},
            trust_env=False,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="understanding", daemon=True)
        self._thread.start()

    def post(self, text: str, *, seconds: float) -> tuple[int, bytes]:
        """This function will ask, and give status and body, or raise what went wrong."""
        asked: Future[tuple[int, bytes]] = asyncio.run_coroutine_threadsafe(
            self._post(text, seconds=seconds), self._loop
        )
        try:
            return asked.result(timeout=seconds + _GRACE_SECONDS)
        except TimeoutError as error:
            raise _TroubleError(Trouble.TOO_SLOW) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, CancelledError) as error:
            slow = isinstance(error, httpx.TimeoutException)
            raise _TroubleError(Trouble.TOO_SLOW if slow else Trouble.UNREACHABLE) from error

    async def _post(self, text: str, *, seconds: float) -> tuple[int, bytes]:
        async with (
            asyncio.timeout(seconds),
            self._client.stream("POST", PATH, content=json.dumps(question(text)), timeout=seconds) as reply,
        ):
            body = bytearray()
            async for part in reply.aiter_raw():
                body += part
                if len(body) > MOST_BYTES:
                    raise _TroubleError(Trouble.GARBAGE)
            return reply.status_code, bytes(body)

    def close(self) -> None:
        """This function will end the connection and the thread; whoever still waits is told that nobody answers."""
        try:
            asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(timeout=_GRACE_SECONDS)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=_GRACE_SECONDS)
        self._loop.close()

    async def _hang_up(self) -> None:
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self._client.aclose()
