"""A clinic to count in, and another that must show nowhere, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.insights.cast import (
    NOW,
    Cast,
    a_case,
    a_clinic,
    a_follow_up,
    a_red_flag,
    a_treatment,
    points,
)
from workflow.store.models import Stage
from workflow.unit_of_work import scope_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as session:
        scope_to(session, None)
        yield session


@pytest.fixture
def other(session: Session) -> Cast:
    """The other clinic, with something of everything."""
    other = a_clinic(session, "other", owner="วิภา")
    done = a_treatment(session, other, a_case(session, other), finished_at=NOW)
    a_follow_up(session, other, done, day=1, sent_at=NOW)
    case = a_case(session, other, stage=Stage.IN_TREATMENT)
    a_red_flag(session, other, case)
    points(session, other, case, 99)
    return other


@pytest.fixture
def cast(session: Session, other: Cast) -> Cast:
    """Dr. Anan's clinic; the session is held to it."""
    session.flush()
    scope_to(session, None)
    return a_clinic(session)
