"""Rasa and the embedded engine: one contract, the same features, the same answers. Needs `make rasa`."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aura.parsing import parsing_app
from nlu.embedded import EmbeddedEngine, kept_model
from nlu.encoder import best_encoder
from nlu.evaluate import read_rows
from nlu.parse_contract import answer, question
from nlu.remote import RemoteParser
from nlu.spelling import tidy
from tests.nlu.conftest import TRAINED
from tests.nlu.rasa_server import TOKEN, parsed, request, served_rasa
from tests.servers.processes import Server
from tests.servers.web import serving

HERE = Path(__file__).parent
SAME_TOP, APART = 0.99, 0.03
"""What the two may differ by: scikit-learn 1.1 and 1.9 stop their sums at different places."""


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    encoder = best_encoder()
    return EmbeddedEngine(kept_model(TRAINED, encoder), encoder)


@pytest.fixture(scope="module")
def rasa() -> Iterator[tuple[Server, str]]:
    server, address = served_rasa()
    yield server, address
    server.stop()


@pytest.fixture(scope="module")
def embedded_address(engine: EmbeddedEngine) -> Iterator[str]:
    with serving(parsing_app(engine, token=TOKEN)) as address:
        yield address


@pytest.fixture(params=["embedded", "rasa"])
def address(request: pytest.FixtureRequest) -> str:
    if request.param == "embedded":
        return str(request.getfixturevalue("embedded_address"))
    return str(request.getfixturevalue("rasa")[1])


def _ranking(told: Any) -> dict[str, float]:
    return {each["name"]: each["confidence"] for each in told["intent_ranking"]}


@pytest.mark.servers
def test_both_engines_give_the_same_answers_from_the_same_features(
    engine: EmbeddedEngine, rasa: tuple[Server, str]
) -> None:
    texts = [row.text for row in read_rows(HERE / "held_out_blind.tsv")]
    same, apart = 0, 0.0
    for text in texts:
        ours, theirs = dict(engine.guess(tidy(text)).ranking), _ranking(parsed(rasa[1], text))
        assert ours.keys() == theirs.keys()
        same += max(ours, key=ours.__getitem__) == max(theirs, key=theirs.__getitem__)
        apart = max(apart, *(abs(ours[name] - theirs[name]) for name in ours))

    assert same / len(texts) >= SAME_TOP
    assert apart <= APART


@pytest.mark.servers
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("อยากจองคิวค่ะ", "book_appointment"),
        ("how many points do I have", "check_points"),
        ("  สวัสดีค่ะ ", "greet"),
    ],
)
def test_a_text_is_answered_in_the_one_shape(address: str, text: str, intent: str) -> None:
    told = parsed(address, text)

    assert told["text"] == text.strip()
    assert told["intent"] == told["intent_ranking"][0]
    assert told["intent"]["name"] == intent
    assert told["entities"] == []
    assert sum(_ranking(told).values()) == pytest.approx(1, abs=1e-4)
    assert told["model_id"]


@pytest.mark.servers
@pytest.mark.parametrize("text", ["", "   "])
def test_silence_is_answered_with_no_intent(address: str, text: str) -> None:
    told = parsed(address, text)

    assert {name: told[name] for name in ("text", "intent", "entities")} == answer(text, None)
    assert "intent_ranking" not in told


@pytest.mark.servers
@pytest.mark.parametrize(
    ("asked", "token", "body", "status"),
    [
        ("POST /model/parse", "", {"text": "hi"}, {401}),
        ("POST /model/parse", "wrong", {"text": "hi"}, {401}),
        ("POST /model/parse", TOKEN[:-1], {"text": "hi"}, {401}),
        ("POST /model/parse", "ผิด", {"text": "hi"}, {401}),
        ("POST /model/parse", TOKEN, b"no json", {400, 500}),
        ("POST /model/parse", TOKEN, {"words": "hi"}, {400, 500}),
        ("POST /model/parse", TOKEN, {"text": 3}, {400, 500}),
        ("PUT /model", TOKEN, {"model_file": "other.tar.gz"}, {404}),
        ("POST /model/train", TOKEN, {}, {404}),
        ("GET /conversations/1/tracker", TOKEN, None, {404}),
        ("GET /", "", None, {200}),
    ],
)
def test_only_texts_are_parsed_and_only_for_the_token(
    address: str, asked: str, token: str, body: object, status: set[int]
) -> None:
    method, path = asked.split(" ")

    told = request(address, path, token=token, method=method, body=body)

    assert told.status in status
    if told.status >= 400 and path == "/model/parse":
        assert told.body["status"] == "failure"
        assert told.body["code"] == told.status


@pytest.mark.servers
def test_nobody_gives_rasa_orders_by_writing_to_the_clinic(address: str, engine: EmbeddedEngine) -> None:
    parser = RemoteParser(address=address, token=TOKEN, clock=time.monotonic)
    try:
        guess = parser.ask("/report_side_effect", intents=engine.model.intents)
    finally:
        parser.close()

    assert guess is not None
    assert dict(guess.ranking)["report_side_effect"] < 0.999
    assert len(guess.ranking) == len(engine.model.intents)
    assert question("/greet")["text"] != "/greet"


@pytest.mark.servers
def test_rasa_logs_neither_a_text_nor_the_token(rasa: tuple[Server, str]) -> None:
    server, address = rasa
    parsed(address, "หนูชื่อ Somsri-4711 เบอร์ 0812345678")
    request(address, "/model/parse", token=TOKEN, method="POST", body=b"Somsri-4711 {")

    logged = server.log.read_text(errors="replace")
    assert "Somsri" not in logged
    assert "0812345678" not in logged
    assert TOKEN not in logged


def test_the_embedded_engine_is_not_served_without_a_token(engine: EmbeddedEngine) -> None:
    with pytest.raises(ValueError, match="token"):
        parsing_app(engine, token="")


@pytest.mark.servers
def test_a_request_that_is_too_long_is_refused_unread(address: str) -> None:
    told = request(address, "/model/parse", token=TOKEN, method="POST", body={"text": "x" * 100_000})

    assert told.status in {400, 413}
