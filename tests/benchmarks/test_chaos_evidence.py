"""LINE's log is read for what it is: which notice a sending was, and whether LINE took it whatever it answered."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from benchmarks.chaos.evidence import read_log
from benchmarks.chaos.testimony import Event, Post, Sending, Told
from simulator.record import KeptRequest

MALI, FON = "U1", "U2"
HELLO, POINTS = [{"type": "text", "text": "hello"}], [{"type": "text", "text": "120"}]
POSTS = (Post(event_id="e1", person=MALI, what="points", first_at=1, taken_at=2, token="token-1"),)
EVENTS = (Event(id="r1", event_id="e1", state="handled"),)


def told(notice_id: str, *, key: str, words: list[dict[str, Any]], person: str = MALI) -> Told:
    body = orjson.dumps(words).decode()
    return Told(id=notice_id, person=person, lane=1, purpose="answer", state="accepted", key=key, body=body)


TOLD = (
    told("n1", key="points:r1", words=POINTS),
    told("n2", key="hello:r1", words=HELLO),
    told("n3", key="task:t1", words=HELLO, person=FON),
    told("n4", key="task:t2", words=HELLO, person=FON),
)


def asked(
    endpoint: str,
    body: dict[str, Any],
    *,
    status: int = 200,
    fault: str | None = None,
    key: str | None = None,
) -> KeptRequest:
    return KeptRequest(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        endpoint=endpoint,
        method="POST",
        path=f"/v2/bot/message/{endpoint}",
        query={},
        host="127.0.0.1",
        headers={"x-line-retry-key": key} if key else {},
        body=orjson.dumps(body),
        request_id="1",
        status=status,
        fault=fault,
    )


def reply(words: list[dict[str, Any]], token: str = "token-1", **more: Any) -> KeptRequest:  # noqa: S107 - no secret
    return asked("reply", {"replyToken": token, "messages": words}, **more)


def push(key: str | None, words: list[dict[str, Any]] = HELLO, **more: Any) -> KeptRequest:
    return asked("push", {"to": FON, "messages": words}, key=key, **more)


def read(*requests: KeptRequest) -> Sequence[Sending]:
    return list(read_log(requests, told=TOLD, posts=POSTS, events=EVENTS))


def test_a_reply_is_known_by_its_token_and_its_words() -> None:
    assert [one.notice_id for one in read(reply(POINTS), reply(HELLO))] == ["n1", "n2"]
    assert read(reply(POINTS, token="token-of-nobody"))[0].notice_id is None


def test_a_push_is_known_by_its_key() -> None:
    assert read(push("n4"))[0] == Sending(notice_id="n4", person=FON, accepted=True, via="push")
    assert read(push("n99"))[0].notice_id is None


@pytest.mark.parametrize(
    ("status", "fault", "accepted"),
    [
        (200, None, True),
        (500, "error_after", True),
        (504, "timeout_after", True),
        (500, "error_before", False),
        (504, "timeout", False),
        (429, "rate", False),
        (409, None, False),
        (409, "error_after", False),  # known again: taken by the first one, not by this
        (400, "timeout_after", False),
    ],
)
def test_what_line_took_is_read_from_what_it_did_not_from_what_it_answered(
    status: int, fault: str | None, accepted: bool
) -> None:
    (sending,) = read(push("n3", status=status, fault=fault))

    assert sending.accepted is accepted
    assert sending.said_so is (status == 200)


def test_without_keys_the_same_words_are_the_next_notice_not_taken_yet() -> None:
    found = read(push(None), push(None), push(None))

    assert [one.notice_id for one in found] == ["n3", "n4", "n4"]


def test_requests_that_send_nothing_are_left_out() -> None:
    assert read(asked("content", {}), asked("profile", {})) == []
