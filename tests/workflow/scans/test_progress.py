"""A progress photo is compared with the last reading before the treatment, and no more is said than can be measured."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

import vision
from tests.factories.cases import a_skin_reading
from tests.factories.people import a_consent
from workflow.cases import events, send_due_follow_up
from workflow.follow_ups import FollowUpState, check_ins_of, follow_ups_of
from workflow.scans import ScanKind, as_reading, reading_of, withdraw_scan
from workflow.store.models import Notice, Purpose

if TYPE_CHECKING:
    from tests.factories.cases import Walk


@pytest.fixture
def asked(walk: Walk) -> Walk:
    """Mali on day 7, asked for a photo."""
    walk.finished()
    for row in follow_ups_of(walk.session, case_id=walk.case.id)[:2]:
        walk.now = row.due_at
        send_due_follow_up(walk.session, follow_up=row, now=walk.now)
    walk.now += timedelta(hours=1)
    return walk


def told(walk: Walk, kind: str) -> list[dict[str, Any]]:
    rows = walk.session.scalars(sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [row.data for row in rows]


@pytest.mark.parametrize(
    ("pigment", "verdict"),
    [(10.0, "better"), (19.0, "no_measurable_change"), (22.0, "no_measurable_change"), (30.0, "worse")],
)
def test_it_says_better_or_worse_only_beyond_what_can_be_detected(
    asked: Walk, pigment: float, verdict: str
) -> None:
    sent = asked.sends_photo()
    asked.is_read(sent, a_skin_reading(pigment=pigment))

    assert sent.kind is ScanKind.PROGRESS
    [facts] = told(asked, "progress_compared")
    assert facts["comparable"] is True
    assert facts["day"] == 7
    assert facts["changes"]["pigment"] == {
        "before": 20.0,
        "after": pigment,
        "mdc": 3.0,
        "verdict": verdict,
        "where": [],
        "unit": "OD x 100",
    }
    assert facts["changes"]["lines"]["verdict"] == "no_measurable_change"
    assert facts["overlay_key"] == sent.overlay_key
    staff = told(asked, "progress_compared_staff")
    assert len(staff) == 2
    assert staff[0] == {**facts, "case_id": str(asked.case.id)}


def test_it_counts_as_the_answer_to_the_follow_up(asked: Walk) -> None:
    sent = asked.sends_photo()
    asked.is_read(sent)

    row = follow_ups_of(asked.session, case_id=asked.case.id)[1]
    assert (row.state, sent.follow_up_id) == (FollowUpState.ANSWERED, row.id)
    assert [one.scan_id for one in check_ins_of(asked.session, case_id=asked.case.id)] == [sent.id]
    assert events(asked.session, case_id=asked.case.id)[-1].name == "case.progress_read"
    assert told(asked, "reading_ready") == told(asked, "reading_ready")[:1]


def test_it_says_why_two_photos_cannot_be_compared(asked: Walk) -> None:
    asked.is_read(asked.sends_photo(), a_skin_reading(version="another make"))

    [facts] = told(asked, "progress_compared")
    assert (facts["comparable"], facts["reasons"]) == (False, ["version"])
    assert {change["verdict"] for change in facts["changes"].values()} == {"not_measurable"}


def test_it_compares_nothing_without_consent_to_keep_photos(asked: Walk) -> None:
    a_consent(asked.session, asked.customer, Purpose.PROGRESS_PHOTOS, granted=False)
    sent = asked.sends_photo()
    asked.is_read(sent)

    assert sent.kind is ScanKind.FIRST
    assert told(asked, "progress_compared") == []
    assert len(told(asked, "reading_ready")) == 2


def test_it_compares_nothing_with_a_photo_that_was_taken_back(asked: Walk) -> None:
    from workflow.cases import newest_reading

    first = newest_reading(asked.session, case_id=asked.case.id)
    assert first is not None
    withdraw_scan(
        asked.session,
        channel_id=asked.cast.channel.id,
        message_id=first[0].message_id,
        now=asked.now,
    )
    asked.is_read(asked.sends_photo())

    assert told(asked, "progress_compared") == []
    assert len(told(asked, "reading_ready")) == 2


def test_it_compares_with_the_last_reading_before_the_treatment(walk: Walk) -> None:
    walk.booked()
    walk.now += timedelta(minutes=5)
    walk.is_read(walk.sends_photo(), a_skin_reading(pigment=25.0))
    walk.begins()
    walk.ends()
    walk.now += timedelta(days=1)
    walk.is_read(walk.sends_photo(), a_skin_reading(pigment=10.0))
    walk.now += timedelta(days=1)
    walk.is_read(walk.sends_photo(), a_skin_reading(pigment=12.0))

    assert [facts["changes"]["pigment"]["before"] for facts in told(walk, "progress_compared")] == [
        25.0,
        25.0,
    ]


def test_it_gives_a_reading_back_as_vision_wrote_it(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo()
    walk.is_read(sent)

    row = reading_of(walk.session, scan_id=sent.id)
    assert row is not None
    assert as_reading(row) == a_skin_reading()
    assert vision.main_concern(as_reading(row)) == row.concern == "pigment"
