"""How long work waits after an attempt that failed, and when it is given up: one table a lane."""

from __future__ import annotations

from datetime import timedelta

import pytest

from workflow.follow_ups import follow_up_retry
from workflow.inbound import event_retry
from workflow.scans import scan_retry
from workflow.store.due_work import RetryRule, decide_retry

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("rule", "attempts", "wait"),
    [
        (RetryRule(attempts=1, first_wait=SECOND), 1, None),
        (RetryRule(attempts=2, first_wait=SECOND), 1, SECOND),
        (RetryRule(attempts=2, first_wait=SECOND), 2, None),
        (RetryRule(attempts=9, first_wait=SECOND), 4, 8 * SECOND),  # 1 * 2 * 2 * 2
        (RetryRule(attempts=9, first_wait=SECOND, factor=1), 4, SECOND),
        (RetryRule(attempts=9, first_wait=2 * SECOND, factor=3), 3, 18 * SECOND),  # 2 * 3 * 3
        (
            RetryRule(attempts=2, first_wait=SECOND),
            7,
            None,
        ),  # more than there are: it was claimed to be told of
    ],
)
def test_each_wait_is_longer_until_there_is_none(
    rule: RetryRule, attempts: int, wait: timedelta | None
) -> None:
    assert decide_retry(rule, attempts=attempts) == wait


def test_what_can_never_succeed_is_given_up_at_once() -> None:
    rule = RetryRule(attempts=9, first_wait=SECOND)

    assert decide_retry(rule, attempts=1, is_permanent=True) is None


def test_events_scans_and_follow_ups_wait_as_long_as_their_people_can() -> None:
    assert [event_retry(attempts) for attempts in (1, 2, 3)] == [2 * SECOND, 4 * SECOND, None]
    assert [scan_retry(attempts) for attempts in range(1, 6)] == [
        *(seconds * SECOND for seconds in (5, 20, 80, 320)),
        None,
    ]
    assert [follow_up_retry(attempts) for attempts in range(1, 6)] == [
        *(hours * HOUR for hours in (1, 2, 4, 8)),
        None,
    ]
