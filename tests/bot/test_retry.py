"""What comes after an attempt to send, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.ports import Outcome
from bot.retry import Attempt, Next, Via, backoff, choose_way, is_over, judge

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
RATE = "The API rate limit has been exceeded. Try again later."
MONTHLY = "You have reached your monthly limit."
DEAD_TOKEN = "Invalid reply token"


def attempt(via: Via = Via.PUSH, **known: object) -> Attempt:
    given: dict[str, object] = {"via": via, "now": NOW, "first_sent_at": NOW, "attempts": 1, **known}
    return Attempt(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "message", "tried", "expected", "reason", "seconds"),
    [
        (200, "", attempt(), Next.ACCEPTED, "push", 0),
        (200, "", attempt(Via.REPLY), Next.ACCEPTED, "reply", 0),
        (409, "accepted", attempt(), Next.ACCEPTED, "accepted_before", 0),
        (400, "broken", attempt(), Next.DEAD, "status_400", 0),
        (400, "broken", attempt(Via.REPLY), Next.DEAD, "status_400", 0),
        (400, DEAD_TOKEN, attempt(Via.REPLY), Next.PUSH, "reply_token_dead", 0),
        # Our own earlier attempt used the token up: it was delivered.
        (400, DEAD_TOKEN, attempt(Via.REPLY, follows_unknown=True, token_alive=True), Next.ACCEPTED, "reply_taken_before", 0),
        # Delivered or expired, nobody can tell; a push has another key, so it could come twice: only what is urgent.
        (400, DEAD_TOKEN, attempt(Via.REPLY, follows_unknown=True), Next.UNKNOWN, "reply_unknown", 0),
        (400, DEAD_TOKEN, attempt(Via.REPLY, follows_unknown=True, is_urgent=True), Next.PUSH, "reply_unknown", 0),
        (401, "", attempt(), Next.REFRESH, "unauthorized", 0),
        (401, "", attempt(refreshed=True), Next.LATER, "unauthorized", 300),
        (403, "", attempt(), Next.DEAD, "status_403", 0),
        (404, "", attempt(), Next.DEAD, "status_404", 0),
        (413, "", attempt(), Next.DEAD, "status_413", 0),
        (429, RATE, attempt(), Next.LATER, "rate_limit", 2),
        (429, RATE, attempt(attempts=4), Next.LATER, "rate_limit", 16),
        (429, MONTHLY, attempt(), Next.LATER, "monthly_limit", 900),
        (500, "", attempt(), Next.LATER, "status_500", 1),
        (503, "", attempt(attempts=3), Next.LATER, "status_503", 4),
        (302, "", attempt(), Next.LATER, "status_302", 1),
        (None, "TimeoutError", attempt(), Next.LATER, "no_answer", 1),
        (None, "", attempt(attempts=30), Next.LATER, "no_answer", 600),
        (None, "", attempt(attempts=150, first_sent_at=NOW - timedelta(hours=22, minutes=55)), Next.UNKNOWN, "no_answer", 0),
    ],
)  # fmt: skip
def test_what_comes_next(
    *, status: int | None, message: str, tried: Attempt, expected: Next, reason: str, seconds: int
) -> None:
    accepted = "earlier" if status == 409 else None
    verdict = judge(Outcome(status=status, message=message, accepted_id=accepted), tried)
    assert (verdict.next, verdict.reason, verdict.wait) == (expected, reason, timedelta(seconds=seconds))


def test_a_conflict_without_an_accepted_request_is_no_success() -> None:
    assert judge(Outcome(status=409), attempt()).next is Next.DEAD


def test_waits_double_up_to_ten_minutes() -> None:
    assert [backoff(n).total_seconds() for n in (1, 2, 3, 4, 9, 10, 11, 500)] == [
        1,
        2,
        4,
        8,
        256,
        512,
        600,
        600,
    ]


@pytest.mark.parametrize(("hours", "over"), [(0, False), (22.9, False), (23, True), (30, True)])
def test_a_key_is_not_used_once_line_is_about_to_forget_it(hours: float, *, over: bool) -> None:
    assert is_over(NOW, NOW + timedelta(hours=hours)) is over


AT_40, AT_50, AT_60 = (NOW + timedelta(seconds=seconds) for seconds in (40, 50, 60))


@pytest.mark.parametrize(
    ("now", "follows_unknown", "is_urgent", "way"),
    [
        (AT_40, False, False, Via.REPLY),
        (AT_50, False, False, Via.PUSH),  # nothing has gone: a push is the first there is
        (AT_40, True, False, Via.REPLY),
        (AT_50, True, False, Via.REPLY),  # we would not begin with it, but LINE's answer still tells
        (AT_60, True, False, None),  # taken or expired, nobody can tell: not sent again
        (AT_60, True, True, Via.PUSH),  # twice is better than not at all
    ],
)
def test_reply_push_or_neither(
    *, now: datetime, follows_unknown: bool, is_urgent: bool, way: Via | None
) -> None:
    assert way is choose_way(
        reply_until=AT_50, token_dies_at=AT_60, now=now, follows_unknown=follows_unknown, is_urgent=is_urgent
    )


@pytest.mark.parametrize("follows_unknown", [False, True])
def test_without_a_token_it_is_always_a_push_which_line_knows_again(*, follows_unknown: bool) -> None:
    assert Via.PUSH is choose_way(
        reply_until=None, token_dies_at=None, now=NOW, follows_unknown=follows_unknown, is_urgent=False
    )
