"""What to do after one attempt to send: a pure rule, tested as a table.

Source: facts/LINE.md section 8 (classifier) and 1.3 (reply tokens, retry keys, the two meanings of 429).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from bot.channels.ports import Outcome

# A retry key lives 24 h at LINE; after that the same key would be sent a second time.
GIVE_UP_AFTER = timedelta(hours=23)
MONTHLY_WAIT = timedelta(minutes=15)
UNAUTHORIZED_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(seconds=600)
REPLY_WAIT = timedelta(seconds=8)  # LINE's token lives for a minute

NO_ANSWER = "no_answer"
MONTHLY_LIMIT = "monthly_limit"
RATE_LIMIT = "rate_limit"
UNAUTHORIZED = "unauthorized"
REPLY_UNKNOWN = "reply_unknown"
# After these LINE certainly took nothing; after anything else it may have.
_CERTAINLY_NOT_TAKEN = {MONTHLY_LIMIT, RATE_LIMIT, UNAUTHORIZED}


class Via(StrEnum):
    """How it was sent."""

    REPLY = "reply"
    PUSH = "push"


class Next(StrEnum):
    """What comes next for the notice."""

    ACCEPTED = "accepted"  # LINE took it
    DEAD = "dead"  # LINE will never take it
    UNKNOWN = "unknown"  # it may have gone; the retry key is about to lose its memory
    PUSH = "push"  # the reply token is dead: push at once
    REFRESH = "refresh"  # a new access token, then once more
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt to send a notice.

    Attributes:
        via: By reply or push.
        now: When the answer came (aware UTC).
        first_sent_at: When the first attempt was made.
        attempts: The how manieth this is, from 1.
        follows_unknown: Whether an earlier attempt may have been taken without our knowing.
        token_alive: Whether LINE, when it answered, would still have taken the reply token, had it not been used.
        is_urgent: Whether coming twice is better than not at all.
        refreshed: Whether the access token was renewed for this attempt.
    """

    via: Via
    now: datetime
    first_sent_at: datetime
    attempts: int
    follows_unknown: bool = False
    token_alive: bool = False
    is_urgent: bool = False
    refreshed: bool = False


@dataclass(frozen=True)
class Verdict:
    """What comes next, why, and when."""

    next: Next
    reason: str
    wait: timedelta = timedelta(0)


_ARRIVED = {via: Verdict(Next.ACCEPTED, via.value) for via in Via}


def arrived(outcome: Outcome, via: Via) -> Verdict | None:
    """This function will say that a sending was accepted plainly, as nearly all are; None where `judge` must say more."""
    is_accepted = outcome.status is not None and 200 <= outcome.status < 300  # noqa: PLR2004 - HTTP
    return _ARRIVED[via] if is_accepted else None


def judge(outcome: Outcome, attempt: Attempt) -> Verdict:
    """This function will say what comes after an attempt.

    Args:
        outcome: What the channel answered.
        attempt: What was tried, and what is known of the tries before.
    """
    if verdict := arrived(outcome, attempt.via):
        return verdict
    status = outcome.status
    if status is None:
        return _again(attempt, NO_ANSWER)
    if 400 <= status < 500:  # noqa: PLR2004 - HTTP
        return _refused(status, outcome, attempt)
    # Trouble at LINE's end, or something between us and LINE that sends us elsewhere.
    return _again(attempt, f"status_{status}")


def _refused(status: int, outcome: Outcome, attempt: Attempt) -> Verdict:
    """This function will read a 4xx: some of them are good news, most of them are final."""
    says = outcome.message.lower()
    if status == HTTPStatus.CONFLICT and outcome.accepted_id:
        return Verdict(Next.ACCEPTED, "accepted_before")
    if status == HTTPStatus.BAD_REQUEST and attempt.via is Via.REPLY and "reply token" in says:
        return _without_token(attempt)
    if status == HTTPStatus.UNAUTHORIZED and not attempt.refreshed:
        return Verdict(Next.REFRESH, UNAUTHORIZED)
    if status == HTTPStatus.UNAUTHORIZED:
        return Verdict(Next.LATER, UNAUTHORIZED, UNAUTHORIZED_WAIT)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        is_monthly = "monthly" in says
        return (
            Verdict(Next.LATER, MONTHLY_LIMIT, MONTHLY_WAIT)
            if is_monthly
            else Verdict(Next.LATER, RATE_LIMIT, backoff(attempt.attempts + 1))
        )
    return Verdict(Next.DEAD, f"status_{status}")


def _without_token(attempt: Attempt) -> Verdict:
    """This function will read "Invalid reply token": used by our own earlier attempt, or too old."""
    if not attempt.follows_unknown:
        return Verdict(Next.PUSH, "reply_token_dead")
    if attempt.token_alive:
        return Verdict(Next.ACCEPTED, "reply_taken_before")
    # Taken before, or expired: LINE says the same for both, and a push would not be known again as the same.
    return Verdict(Next.PUSH if attempt.is_urgent else Next.UNKNOWN, REPLY_UNKNOWN)


def choose_way(
    *,
    reply_until: datetime | None,
    token_dies_at: datetime | None,
    now: datetime,
    follows_unknown: bool,
    is_urgent: bool,
) -> Via | None:
    """This function will choose reply or push: a reply is free, but its token is short-lived.

    A reply whose outcome is unknown is tried by reply again while LINE would still know the token: its answer then
    tells whether the first one went. After that nobody can tell, and only what is urgent may come twice.

    Args:
        reply_until: Until when we begin to use the token; None if there is none, or a push was tried before.
        token_dies_at: Until when LINE would take it.
        now: Aware UTC.
        follows_unknown: Whether an earlier attempt may have been taken without our knowing.
        is_urgent: Whether coming twice is better than not at all.

    Returns:
        How to send; None when it must not be sent again.
    """
    if reply_until is None or token_dies_at is None:
        return Via.PUSH
    if not follows_unknown:
        return Via.REPLY if now < reply_until else Via.PUSH
    if now < token_dies_at:
        return Via.REPLY
    return Via.PUSH if is_urgent else None


def _again(attempt: Attempt, reason: str) -> Verdict:
    wait = backoff(attempt.attempts)
    if attempt.via is Via.REPLY and attempt.token_alive:
        # Only while the token lives does its answer tell whether the first one went.
        wait = min(wait, REPLY_WAIT)
    if is_over(attempt.first_sent_at, attempt.now + wait):
        return Verdict(Next.UNKNOWN, reason)
    return Verdict(Next.LATER, reason, wait)


def backoff(attempts: int) -> timedelta:
    """This function will give the wait after the given number of attempts: 1, 2, 4 ... 600 s."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 12)), LONGEST_WAIT)


def is_over(first_sent_at: datetime | None, now: datetime) -> bool:
    """This function will say whether the retry key is too old to find out what became of an earlier attempt."""
    return first_sent_at is not None and now - first_sent_at >= GIVE_UP_AFTER


def is_long(wait: timedelta) -> bool:
    """This function will say whether a wait is so long that others should not wait with it."""
    return wait > timedelta(minutes=1)


def took_nothing(reason: str) -> bool:
    """This function will say whether LINE certainly did not take it."""
    return reason in _CERTAINLY_NOT_TAKEN
