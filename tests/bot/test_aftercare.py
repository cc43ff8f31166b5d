"""How to look after the skin: the first day's rules on the first day, the next day's from then on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.turns import standing
from workflow.cases import TreatmentSession
from workflow.catalogue import Protocol

FINISHED = datetime(2026, 11, 23, 5, tzinfo=UTC)
LINES = {"today": ["keep your head up for 4 hours"], "d1": ["sunscreen"]}


def finished(at: datetime | None) -> TreatmentSession:
    return TreatmentSession(id=uuid4(), started_at=FINISHED, finished_at=at)


@pytest.mark.parametrize(
    ("later", "fresh"),
    [
        (timedelta(0), True),
        (timedelta(hours=23), True),
        (timedelta(days=1), False),
        (timedelta(days=30), False),
    ],
)
def test_a_treatment_is_fresh_for_a_day(later: timedelta, fresh: bool) -> None:
    assert standing._is_fresh(finished(FINISHED), FINISHED + later) is fresh


@pytest.mark.parametrize(
    ("kept", "when", "told"),
    [
        (LINES, standing.TODAY, LINES["today"]),
        (LINES, standing.NEXT_DAY, LINES["d1"]),
        ({"d1": LINES["d1"]}, standing.TODAY, LINES["d1"]),  # kept before there was a first day
        ({}, standing.TODAY, []),
    ],
)
def test_the_lines_are_those_of_the_day(kept: dict[str, list[str]], when: str, told: list[str]) -> None:
    steps = Protocol(id=uuid4(), aftercare={"th": kept})

    assert standing._care(steps, "th", when=when) == told
