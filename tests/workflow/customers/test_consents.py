"""A yes counts for one purpose, until the next answer; every answer stays as evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import two_clinics
from tests.factories.people import NOW
from workflow.customers import (
    Consent,
    Purpose,
    answered_since,
    consents,
    grant_consent,
    has_consent,
    withdraw_consent,
)
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SCAN, PHOTOS = Purpose.SCAN_ANALYSIS, Purpose.PROGRESS_PHOTOS


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], {}),
        ([(SCAN, True)], {SCAN: True}),
        ([(SCAN, False)], {SCAN: False}),
        ([(SCAN, True), (PHOTOS, False)], {SCAN: True, PHOTOS: False}),
        ([(SCAN, True), (SCAN, False)], {SCAN: False}),
        ([(SCAN, True), (SCAN, False), (SCAN, True)], {SCAN: True}),
    ],
)
@pytest.mark.parametrize("minutes_between", [0, 1])
def test_the_newest_answer_to_a_purpose_counts(
    sessions: Sessions,
    answers: list[tuple[Purpose, bool]],
    expected: dict[Purpose, bool],
    minutes_between: int,
) -> None:
    cast, _ = two_clinics(sessions)

    def work(session: Session) -> None:
        for number, (purpose, granted) in enumerate(answers):
            answer = grant_consent if granted else withdraw_consent
            answer(
                session,
                customer=cast.mali,
                purpose=purpose,
                wording_version="2026-11",
                channel_id=cast.channel.id,
                event_id=f"E{number}",
                now=NOW + number * timedelta(minutes=minutes_between),
            )

        assert consents(session, customer_id=cast.mali.id) == expected
        for purpose in Purpose:
            said_yes = has_consent(session, customer_id=cast.mali.id, purpose=purpose)
            assert said_yes is expected.get(purpose, False)
        assert session.scalar(sa.select(sa.func.count()).select_from(Consent)) == len(answers)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_an_answer_is_overtaken_by_a_later_one_to_the_same_purpose_only(sessions: Sessions) -> None:
    cast, _ = two_clinics(sessions)

    def work(session: Session) -> list[bool]:
        withdraw_consent(
            session,
            customer=cast.mali,
            purpose=SCAN,
            wording_version="2026-11",
            channel_id=None,
            event_id=None,
            now=NOW,
        )
        return [
            answered_since(session, customer_id=cast.mali.id, purpose=purpose, moment=moment)
            for purpose, moment in (
                (SCAN, NOW - timedelta(seconds=1)),
                (SCAN, NOW),
                (PHOTOS, NOW - timedelta(seconds=1)),
            )
        ]

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == [True, False, False]
