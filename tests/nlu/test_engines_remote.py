"""An engine elsewhere: whatever it does, somebody answers soon, and it is counted."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
import structlog

from nlu.breaker import MOST_FAILURES, REST_SECONDS, Breaker, after_answer, after_failure, ask
from nlu.engine import Guess
from nlu.parse_contract import BadAnswerError, answer, question, read_answer
from nlu.remote import Counts, RelayedEngine, RemoteParser
from tests.nlu.lame_engine import TOKEN, Answering, Lame, drips, floods, hangs_up, lame_engine, says, stalls

INTENTS = ("greet", "out_of_scope", "report_side_effect")
RANKED = [("greet", 0.9), ("report_side_effect", 0.07), ("out_of_scope", 0.03)]
GOOD = {
    "text": "hello",
    "intent": {"name": "greet", "confidence": 0.9},
    "entities": [],
    "intent_ranking": [{"name": name, "confidence": chance} for name, chance in RANKED],
    "model_id": "abc",
}
AT_HAND = Guess((("out_of_scope", 0.5), ("greet", 0.3), ("report_side_effect", 0.2)), "embedded", "here")


class AtHand:
    """The embedded engine's place."""

    def guess(self, text: str) -> Guess:
        return AT_HAND


class Clock:
    """A steady clock that is moved by hand."""

    at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lame() -> Iterator[Lame]:
    with lame_engine() as engine:
        yield engine


@dataclass
class Asked:
    """The engine elsewhere with the one at hand behind it."""

    parser: RemoteParser

    def guess(self, text: str) -> Guess:
        return RelayedEngine(self.parser, AtHand(), INTENTS).guess(text)

    def counts(self) -> Counts:
        return self.parser.counts()


@pytest.fixture
def make(clock: Clock) -> Iterator[Callable[..., Asked]]:
    made: list[RemoteParser] = []

    def build(address: str, *, token: str = TOKEN, seconds: float = 5.0) -> Asked:
        made.append(RemoteParser(address=address, token=token, clock=clock, seconds=seconds))
        return Asked(made[-1])

    yield build
    for one in made:
        one.close()


@pytest.mark.servers
def test_it_answers_with_what_the_engine_elsewhere_says(lame: Lame, make: Callable[..., Asked]) -> None:
    lame.does = says(GOOD)
    engine = make(lame.address)

    assert engine.guess("hello") == Guess(tuple(RANKED), "rasa", "abc")
    assert lame.asked == ["hello"]
    assert engine.counts().to_json() == {
        "engine": "rasa",
        "answered": 1,
        "fell_back": 0,
        "why": {},
        "left_alone": False,
    }


@pytest.mark.servers
@pytest.mark.parametrize(
    ("does", "seconds", "why"),
    [
        (stalls, 0.2, "too_slow"),
        (drips, 0.3, "too_slow"),
        (floods, 5.0, "garbage"),
        (hangs_up, 5.0, "unreachable"),
        (says({"status": "failure"}, status=500), 5.0, "error"),
        (says({"status": "failure"}, status=401), 5.0, "refused"),
        (says(GOOD, status=302), 5.0, "error"),
        (says(b"<html>"), 5.0, "garbage"),
        (says(b""), 5.0, "garbage"),
        (says(b"[" * 100_000), 5.0, "garbage"),
        (says([]), 5.0, "garbage"),
        (says({**GOOD, "intent_ranking": None}), 5.0, "garbage"),
        (says({**GOOD, "intent_ranking": [{"name": "greet", "confidence": 1.0}]}), 5.0, "garbage"),
    ],
)
def test_whatever_goes_wrong_the_embedded_engine_answers_and_it_is_counted(
    lame: Lame,
    make: Callable[..., Asked],
    does: Callable[[Answering, str], None],
    seconds: float,
    why: str,
) -> None:
    lame.does = does
    engine = make(lame.address, seconds=seconds)

    assert engine.guess("hello") == AT_HAND
    assert engine.counts().fell_back == {why: 1}
    assert engine.counts().answered == 0


@pytest.mark.servers
def test_where_nobody_listens_the_embedded_engine_answers(make: Callable[..., Asked]) -> None:
    engine = make("http://127.0.0.1:1")

    assert engine.guess("hello") == AT_HAND
    assert engine.counts().fell_back == {"unreachable": 1}


def test_an_address_that_is_none_is_nobody_who_answers(make: Callable[..., Asked]) -> None:
    engine = make("http://127.0.0.1:port")

    assert engine.guess("hello") == AT_HAND
    assert engine.counts().fell_back == {"unreachable": 1}


@pytest.mark.servers
def test_whoever_waits_while_it_hangs_up_is_answered_at_once(lame: Lame, make: Callable[..., Asked]) -> None:
    is_asked = threading.Event()

    def stalls_for_long(connection: Answering, text: str) -> None:
        is_asked.set()
        stalls(connection, text)

    lame.does = stalls_for_long
    engine = make(lame.address, seconds=30.0)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(engine.guess, "hello")
        assert is_asked.wait(10)
        engine.parser.close()

        assert waiting.result(timeout=10) == AT_HAND
    assert engine.counts().fell_back == {"unreachable": 1}


@pytest.mark.servers
def test_a_wrong_token_is_named_as_such(lame: Lame, make: Callable[..., Asked]) -> None:
    lame.does = says(GOOD)
    engine = make(lame.address, token="wrong")

    assert engine.guess("hello") == AT_HAND
    assert engine.counts().fell_back == {"refused": 1}


@pytest.mark.servers
def test_after_three_failures_it_is_left_alone_and_then_tried_with_one(
    lame: Lame, make: Callable[..., Asked], clock: Clock
) -> None:
    lame.does = says({}, status=500)
    engine = make(lame.address)
    for _ in range(MOST_FAILURES + 5):
        engine.guess("hello")

    assert len(lame.asked) == MOST_FAILURES
    assert engine.counts().fell_back == {"error": MOST_FAILURES, "left_alone": 5}
    assert engine.counts().is_left_alone

    clock.at += REST_SECONDS
    engine.guess("hello")
    engine.guess("hello")
    assert len(lame.asked) == MOST_FAILURES + 1

    clock.at += REST_SECONDS
    lame.does = says(GOOD)
    assert engine.guess("hello").engine == "rasa"
    assert not engine.counts().is_left_alone
    assert engine.guess("hello").engine == "rasa"


@pytest.mark.servers
def test_neither_the_token_nor_a_text_is_logged(
    lame: Lame, make: Callable[..., Asked], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lame.does = says(GOOD)
    engine = make(lame.address)
    with structlog.testing.capture_logs() as ours:
        engine.guess("เบอร์โทร 0812345678")
        lame.does = says({}, status=500)
        engine.guess("เบอร์โทร 0812345678")

    logged = " ".join(
        [record.getMessage() for record in caplog.records] + [json.dumps(line) for line in ours]
    )
    assert "fell_back" in logged
    assert TOKEN not in logged
    assert "0812345678" not in logged
    assert TOKEN not in repr(engine)


@pytest.mark.servers
def test_a_proxy_of_the_environment_never_hears_what_people_write(
    lame: Lame, make: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    lame.does = says(GOOD)

    assert make(lame.address).guess("hello").engine == "rasa"


CLOSED, TWICE = Breaker(), Breaker(failures=2)
OPEN = Breaker(failures=3, rests_until=110.0)


@pytest.mark.parametrize(
    ("breaker", "at", "expected"),
    [
        (CLOSED, 100.0, CLOSED),
        (TWICE, 100.0, TWICE),
        (OPEN, 100.0, None),
        (OPEN, 109.9, None),
        (OPEN, 110.0, Breaker(failures=3, rests_until=120.0)),
    ],
)
def test_whom_the_circuit_lets_pass(breaker: Breaker, at: float, expected: Breaker | None) -> None:
    assert ask(breaker, at=at) == expected


@pytest.mark.parametrize(
    ("breaker", "expected"),
    [
        (CLOSED, Breaker(failures=1)),
        (TWICE, OPEN),
        (Breaker(failures=3, rests_until=105.0), Breaker(failures=4, rests_until=110.0)),
    ],
)
def test_what_a_failure_makes_of_the_circuit(breaker: Breaker, expected: Breaker) -> None:
    assert after_failure(breaker, at=100.0) == expected


def test_an_answer_closes_the_circuit() -> None:
    assert after_answer() == CLOSED
    assert not CLOSED.is_open
    assert OPEN.is_open


def _body(**changes: Any) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def test_what_one_engine_answers_the_other_side_reads() -> None:
    guess = Guess(tuple(RANKED), "embedded", "m1")

    read = read_answer(json.dumps(answer("hello", guess)).encode(), intents=INTENTS)

    assert read == Guess(tuple(RANKED), "rasa", "m1")


def test_names_we_do_not_know_are_dropped_and_missing_ones_are_impossible() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.6}, *GOOD["intent_ranking"]]  # type: ignore[misc]

    read = read_answer(_body(intent_ranking=ranking), intents=(*INTENTS, "newer"))

    assert [name for name, _ in read.ranking] == ["greet", "report_side_effect", "out_of_scope", "newer"]
    assert read.ranking[-1] == ("newer", 0.0)


@pytest.mark.parametrize(
    "chance", [-0.1, 1.1, "0.5", None, True, float("nan"), float("inf"), [], 1e400, 10**400]
)
def test_what_is_no_probability_is_refused(chance: object) -> None:
    ranking = [*GOOD["intent_ranking"], {"name": "greet", "confidence": chance}]  # type: ignore[misc]

    with pytest.raises(BadAnswerError):
        read_answer(_body(intent_ranking=ranking), intents=INTENTS)


@pytest.mark.parametrize("missing", ["report_side_effect", "out_of_scope"])
def test_an_answer_that_hides_danger_is_refused(missing: str) -> None:
    ranking = [each for each in GOOD["intent_ranking"] if each["name"] != missing]  # type: ignore[index,attr-defined]

    with pytest.raises(BadAnswerError, match=missing):
        read_answer(_body(intent_ranking=ranking), intents=INTENTS)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("สวัสดี", "สวัสดี"),
        ("/report_side_effect", "\u200b/report_side_effect"),
        (" /greet", "\u200b /greet"),
        ("1/2", "1/2"),
        ("\ud83d", "?"),
    ],
)
def test_what_people_write_is_no_order_to_rasa(text: str, sent: str) -> None:
    assert question(text) == {"text": sent}
