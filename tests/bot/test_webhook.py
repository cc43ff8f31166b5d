"""The door LINE knocks at: signatures, sizes, odd events; and that nothing odd costs its neighbours."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.envelope import KnownChannel, rows_in
from bot.webhook import MAX_BODY, make_router
from workflow.inbound import NewEvent

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
BOT = "U" + "0" * 32
CHANNEL = KnownChannel(id=uuid4(), clinic_id=uuid4(), bot_user_id=BOT, secrets=(b"new secret", b"old secret"))
OTHER = KnownChannel(id=uuid4(), clinic_id=uuid4(), bot_user_id=BOT, secrets=(b"other secret",))
CORPUS = Path(__file__).parents[2].parent / "shared" / "line" / "webhook_corpus"
REFUSED = b'{"detail":"signature not accepted"}'


class KeepingIntake:
    """Keeps what it is given, or fails as a database does."""

    def __init__(self) -> None:
        self.rows: list[NewEvent] = []
        self.fails = False

    def clock(self) -> datetime:
        return NOW

    async def keep(self, rows: Sequence[NewEvent]) -> None:
        if self.fails:
            raise OperationalError("insert", {}, Exception("disk is full"))
        self.rows.extend(rows)


@pytest.fixture
def intake() -> KeepingIntake:
    return KeepingIntake()


@pytest.fixture
async def line(intake: KeepingIntake) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(make_router(channels={"aura": CHANNEL, "other": OTHER}, intake=intake))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://app") as client:
        yield client


def signature(body: bytes, secret: bytes = b"new secret") -> str:
    return base64.b64encode(hmac.digest(secret, body, hashlib.sha256)).decode()


def a_body(*events: Any, **envelope: Any) -> bytes:
    return json.dumps(
        {"destination": BOT, "events": list(events), **envelope}, separators=(",", ":")
    ).encode()


def a_text(text: str = "hello", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "message": {"type": "text", "id": "1", "text": text},
        "webhookEventId": f"01{uuid4().hex[:24].upper()}",
        "timestamp": 1_795_000_000_000,
        "source": {"type": "user", "userId": "U" + "1" * 32},
        "mode": "active",
        **more,
    }


async def post(
    line: httpx.AsyncClient, body: bytes, signed: str | None = "right", key: str = "aura"
) -> httpx.Response:
    headers = {} if signed is None else {"X-Line-Signature": signature(body) if signed == "right" else signed}
    return await line.post(f"/line/{key}/webhook", content=body, headers=headers)


async def test_a_signed_event_is_stored_and_answered(line: httpx.AsyncClient, intake: KeepingIntake) -> None:
    event = a_text()
    answer = await post(line, a_body(event))
    assert (answer.status_code, answer.content) == (200, b"{}")
    [row] = intake.rows
    assert (row.channel_id, row.event_id, row.kind) == (CHANNEL.id, event["webhookEventId"], "message.text")
    assert json.loads(row.raw) == event


async def test_a_changed_secret_leaves_the_old_one_valid_for_a_while(
    line: httpx.AsyncClient, intake: KeepingIntake
) -> None:
    body = a_body(a_text())
    assert (await post(line, body, signature(body, b"old secret"))).status_code == 200
    assert len(intake.rows) == 1


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param(signature(b"something else"), id="of other bytes"),
        pytest.param("%%% no base64 %%%", id="garbage"),
        pytest.param("AAAA", id="too short"),
        pytest.param("other", id="of another channel"),
    ],
)
async def test_whatever_is_wrong_with_a_signature_the_answer_is_the_same(
    line: httpx.AsyncClient, intake: KeepingIntake, signed: str | None
) -> None:
    body = a_body(a_text())
    answer = await post(line, body, signature(body, b"other secret") if signed == "other" else signed)
    assert (answer.status_code, answer.content) == (401, REFUSED)
    assert intake.rows == []


async def test_an_unknown_channel_is_answered_like_a_wrong_signature(line: httpx.AsyncClient) -> None:
    answer = await post(line, a_body(), key="nobody")
    assert (answer.status_code, answer.content) == (401, REFUSED)


async def test_one_byte_more_is_another_body(line: httpx.AsyncClient) -> None:
    body = a_body(a_text())
    assert (await post(line, body + b" ", signature(body))).status_code == 401


async def test_a_channel_without_a_secret_accepts_nothing(intake: KeepingIntake) -> None:
    app = FastAPI()
    bare = KnownChannel(id=uuid4(), clinic_id=uuid4(), bot_user_id=BOT, secrets=(b"",))
    app.include_router(make_router(channels={"aura": bare}, intake=intake))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://app") as client:
        assert (await post(client, b"{}", signature(b"{}", b""))).status_code == 401


async def test_a_webhook_of_another_bot_is_refused(line: httpx.AsyncClient, intake: KeepingIntake) -> None:
    body = a_body(a_text(), destination="U" + "f" * 32)
    assert (await post(line, body)).content == REFUSED
    assert intake.rows == []


async def test_the_check_of_the_console_is_answered(line: httpx.AsyncClient, intake: KeepingIntake) -> None:
    assert (await post(line, a_body())).status_code == 200
    assert intake.rows == []


async def test_the_largest_body_is_taken_and_one_byte_more_is_not(
    line: httpx.AsyncClient, intake: KeepingIntake
) -> None:
    empty = len(a_body(a_text("")))
    largest = a_body(a_text("x" * (MAX_BODY - empty)))
    assert len(largest) == MAX_BODY
    assert (await post(line, largest)).status_code == 200
    assert (await post(line, largest + b" ")).status_code == 413
    assert len(intake.rows) == 1


async def test_an_endless_body_without_a_length_is_cut_off(line: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1024):
            sent += 64 * 1024
            yield b"x" * (64 * 1024)

    answer = await line.post("/line/aura/webhook", content=endless(), headers={"x-line-signature": "AAAA"})
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'"text"', b"{", b"\xff\xfe", b"[" * 100_000])
async def test_signed_bytes_that_are_no_envelope_are_refused(line: httpx.AsyncClient, body: bytes) -> None:
    assert (await post(line, body)).status_code == 400


ODD: list[Any] = [
    None,
    7,
    "text",
    [],
    {},
    {"type": None},
    {"type": 5, "source": []},
    {"type": "message"},
    {"type": "message", "message": "x"},
    {"type": "holographicCall", "source": {"type": "user", "userId": "U1"}},
    a_text(mode="lurking"),
    a_text(source={"type": "planet", "planetId": "mars"}),
    a_text(source=None, timestamp="yesterday"),
    a_text(timestamp=10**30),
    a_text(timestamp=-5),
    a_text(timestamp=True),
    a_text(webhookEventId="x" * 500),
    a_text(webhookEventId=7),
    a_text(webhookEventId="\x00ก"),
    a_text(source={"type": "user", "userId": "ก" * 500}),
    a_text("\x00 null \x00"),
    {"type": "message", "message": {"type": "x" * 200}},
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
async def test_an_odd_event_never_costs_its_neighbours(
    line: httpx.AsyncClient, intake: KeepingIntake, odd: Any
) -> None:
    answer = await post(line, a_body(a_text("before"), odd, a_text("after")))
    assert answer.status_code == 200
    texts = [json.loads(row.raw) for row in intake.rows]
    assert [texts[0]["message"]["text"], texts[2]["message"]["text"]] == ["before", "after"]
    assert (
        texts[1] == pytest.approx(odd)
        if odd == 7
        else texts[1] == json.loads(orjson.dumps(orjson.loads(json.dumps(odd))))
    )
    assert all(
        len(row.event_id) <= 64 and len(row.person) <= 64 and len(row.kind) <= 40 for row in intake.rows
    )


async def test_half_an_emoji_is_stored_as_it_came(line: httpx.AsyncClient, intake: KeepingIntake) -> None:
    body = a_body(a_text("@")).replace(b'"@"', b'"\\ud83d"')
    assert (await post(line, body)).status_code == 200
    assert "\\ud83d" in intake.rows[0].raw


async def test_a_database_that_fails_makes_line_send_it_again(
    line: httpx.AsyncClient, intake: KeepingIntake
) -> None:
    intake.fails = True
    assert (await post(line, a_body(a_text()))).status_code == 500


def test_the_same_event_without_an_id_is_the_same_when_it_is_sent_again() -> None:
    event = {"type": "follow", "source": {"userId": "U1"}, "timestamp": 1_795_000_000_000}
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    first, second = rows_in({"events": [event, again]}, channel=CHANNEL, received_at=NOW)
    assert first.event_id == second.event_id


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
_KEYS = [
    "type",
    "message",
    "source",
    "timestamp",
    "webhookEventId",
    "mode",
    "replyToken",
    "postback",
    "unsend",
]
events = st.dictionaries(st.sampled_from(_KEYS), anything, max_size=len(_KEYS)) | anything


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events, max_size=5))
def test_no_json_at_all_breaks_the_reading_of_events(found: list[Any]) -> None:
    from datetime import timedelta
    from types import SimpleNamespace

    from bot.events import read_event

    rows = rows_in({"events": found}, channel=CHANNEL, received_at=NOW)
    assert len(rows) == len(found)
    for row in rows:
        assert len(row.event_id) <= 64
        assert len(row.person) <= 64
        stored = SimpleNamespace(**{name: getattr(row, name) for name in NewEvent.__slots__}, id=uuid4())
        incoming = read_event(stored, reply_for=timedelta(seconds=50))  # type: ignore[arg-type]
        incoming.text.encode()
        incoming.postback.encode()


def corpus() -> Iterator[Path]:
    yield from sorted(CORPUS.rglob("*.json")) if CORPUS.is_dir() else []


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of LINE's own examples is not beside this checkout"
)
async def test_every_event_of_lines_own_examples_is_stored(
    line: httpx.AsyncClient, intake: KeepingIntake
) -> None:
    posted = 0
    unknown: list[str] = []
    for file in corpus():
        envelope = json.loads(file.read_text(encoding="utf-8"))
        envelope["destination"] = BOT
        body = orjson.dumps(envelope)
        before = len(intake.rows)
        assert (await post(line, body)).status_code == 200, file.name
        expected = envelope["events"] if isinstance(envelope.get("events"), list) else []
        assert len(intake.rows) - before == len(expected), file.name
        posted += len(expected)
        unknown += [file.name for row in intake.rows[before:] if "unknown" in row.kind.lower()]
    assert posted > 60
    assert len(unknown) <= 6, unknown


async def test_a_hundred_posts_at_once_are_all_answered(
    line: httpx.AsyncClient, intake: KeepingIntake
) -> None:
    answers = await asyncio.gather(*(post(line, a_body(a_text())) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(intake.rows) == 100
