"""The demo's clock: no hour of the day is jumped over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from aura.demo import keep_signed_in, pass_time
from simulator import SimulatedClock
from tests.factories.cast import two_clinics
from workflow.access import end_web_session, open_web_session, web_session
from workflow.store.models import Staff
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workflow.access import WebSession

NIGHT = datetime(2026, 11, 22, 14, 50, tzinfo=UTC)


@pytest.mark.parametrize("hours", [1, 24, 24 * 7, 0.5])
async def test_a_day_passes_hour_by_hour_and_each_hours_work_is_done(hours: float) -> None:
    clock, looked = SimulatedClock(NIGHT), []

    async def settle() -> int:
        looked.append(clock.now())
        return 0

    await pass_time(timedelta(hours=hours), advance=clock.advance, settle=settle)
    assert clock.now() == NIGHT + timedelta(hours=hours)
    assert looked[-1] == clock.now()
    steps = [after - before for before, after in zip([NIGHT, *looked], looked, strict=False)]
    assert max(steps) <= timedelta(hours=1)


def test_whoever_looks_on_stays_signed_in_while_days_are_passed(sessions: Sessions) -> None:
    ours, other = two_clinics(sessions)
    week = timedelta(days=7)

    def sign_in(session: Session) -> tuple[WebSession, str]:
        return open_web_session(session, staff=session.get_one(Staff, staff_id), now=NIGHT)

    tokens = []
    for cast in (ours, other):
        staff_id = cast.anan.id
        tokens.append(in_transaction(sessions, sign_in, clinic_id=cast.clinic_id)[1])
    staff_id = ours.fon.id
    left, left_token = in_transaction(sessions, sign_in, clinic_id=ours.clinic_id)
    in_transaction(
        sessions,
        lambda session: end_web_session(session, web_session_id=left.id, now=NIGHT),
        clinic_id=ours.clinic_id,
    )

    keep_signed_in(sessions, by=week)

    def looks(token: str, at: datetime) -> bool:
        return in_transaction(
            sessions,
            lambda session: web_session(session, cookie_token=token, now=at) is not None,
            clinic_id=None,
        )

    assert [looks(token, NIGHT + week) for token in (*tokens, left_token)] == [True, True, False]
    assert not looks(tokens[0], NIGHT + week + timedelta(hours=1)), "but not for ever"
