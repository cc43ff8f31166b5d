"""Nothing is kept longer than its purpose needs, and nobody's face stays on the disk for want of a row that names it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from scheduler.jobs.keep import forget_what_is_over
from scheduler.jobs.sweep import UNNAMED_FOR, sweep_pictures
from scheduler.rules import Ring
from tests.factories.cases import MONDAY
from tests.factories.cast import Cast, two_clinics
from tests.scheduler.conftest import mali
from workflow.customers import TOLD_STAFF, HealthSaid, Purpose, grant_consent, keep_health_answer
from workflow.learning import Heard, LastWords, UtteranceWhy, count_waiting, hear
from workflow.notices import NoticePurpose, tell, tell_staff
from workflow.passages import Phrasing, PhrasingState
from workflow.scans import FolderPhotos, Scan, SkinReading
from workflow.settings import ClinicRules, KeepRules
from workflow.store.base import new_id
from workflow.store.models import (
    ChannelIdentity,
    HealthAnswer,
    InboundEvent,
    InboundState,
    Notice,
    NoticeState,
)
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = ClinicRules(keep=KeepRules(webhook_days=30, message_days=100, picture_days=100, reading_days=1827))


def a_ring(cast: Cast, now: datetime = NOW) -> Ring:
    return Ring(
        clinic_id=cast.clinic_id,
        branch_id=cast.branch.id,
        zone=ZoneInfo("Asia/Bangkok"),
        slot=now,
        now=now,
        rules=RULES,
    )


def tidy(sessions: Sessions, cast: Cast, now: datetime = NOW) -> int:
    return forget_what_is_over(sessions, a_ring(cast, now), size=3)


def an_event(session: Session, cast: Cast, received_at: datetime, state: InboundState) -> None:
    session.add(
        InboundEvent(
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            event_id=f"{received_at:%Y%m%d}{state}{cast.clinic.key}",
            person="U1",
            kind="message.text",
            happened_at=received_at,
            received_at=received_at,
            raw='{"message": {"text": "private"}}',
            state=state,
        )
    )


def a_notice(session: Session, cast: Cast, key: str, settled_at: datetime | None) -> None:
    to = session.get(ChannelIdentity, cast.mali_on_line.id)
    assert to is not None
    told = tell(
        session,
        to=to,
        kind="thanks",
        purpose=NoticePurpose.ANSWER,
        data={"words": "private"},
        key=key,
        now=settled_at or NOW - 900 * DAY,
    )
    assert told is not None
    if settled_at is not None:
        told.state, told.settled_at, told.body = NoticeState.ACCEPTED, settled_at, '[{"text": "private"}]'


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_webhooks_are_kept_for_their_days_unless_they_wait(
    sessions: Sessions, cast: Cast, days: int, *, is_kept: bool
) -> None:
    def write(session: Session) -> None:
        for state in (InboundState.HANDLED, InboundState.WAITING):
            an_event(session, cast, NOW - days * DAY, state)

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    tidy(sessions, cast)

    left = in_transaction(
        sessions,
        lambda session: set(session.scalars(sa.select(InboundEvent.state))),
        clinic_id=cast.clinic_id,
    )
    assert left == {InboundState.WAITING, *([InboundState.HANDLED] if is_kept else [])}


def test_a_night_of_many_rows_goes_a_few_at_a_time_and_to_its_end(
    engine: sa.Engine, sessions: Sessions, cast: Cast
) -> None:
    def write(session: Session) -> None:
        for days in range(60, 40, -1):
            an_event(session, cast, NOW - days * DAY, InboundState.HANDLED)
            an_event(session, cast, NOW - days * DAY, InboundState.WAITING)
        for days in range(20):
            an_event(session, cast, NOW - days * DAY, InboundState.HANDLED)

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    in_one_transaction, now_gone = [0], [0]

    def count(_: object, cursor: sa.engine.interfaces.DBAPICursor, statement: str, *__: object) -> None:
        if statement.startswith("DELETE FROM inbound_event"):
            now_gone[0] += 1

    def commit(_: object) -> None:
        in_one_transaction.append(now_gone[0])
        now_gone[0] = 0

    sa.event.listen(engine, "after_cursor_execute", count)
    sa.event.listen(engine, "commit", commit)
    assert tidy(sessions, cast) == 20
    assert max(in_one_transaction) == 1
    assert sum(in_one_transaction) >= 40 / 3, "each looks at three rows, whether they go or wait"

    assert tidy(sessions, cast) == 0


def test_words_of_old_messages_go_and_that_they_were_sent_stays(sessions: Sessions, cast: Cast) -> None:
    def write(session: Session) -> None:
        a_notice(session, cast, "old", NOW - 101 * DAY)
        a_notice(session, cast, "new", NOW - 99 * DAY)
        a_notice(session, cast, "waits", None)

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    assert tidy(sessions, cast) == 1
    assert tidy(sessions, cast) == 0

    def look(session: Session) -> dict[str, tuple[object, bool, NoticeState]]:
        rows = session.scalars(sa.select(Notice).where(Notice.dedupe_key.in_(["old", "new", "waits"])))
        return {row.dedupe_key: (row.data, row.body is None, row.state) for row in rows}

    assert in_transaction(sessions, look, clinic_id=cast.clinic_id) == {
        "old": ({}, True, NoticeState.ACCEPTED),
        "new": ({"words": "private"}, False, NoticeState.ACCEPTED),
        "waits": ({"words": "private"}, True, NoticeState.WAITING),
    }


@pytest.mark.parametrize(("days", "left"), [(99, (2, 1)), (101, (0, 1)), (1826, (0, 1)), (1828, (0, 0))])
def test_pictures_go_before_what_was_read_in_them(
    sessions: Sessions, cast: Cast, tmp_path: Path, days: int, left: tuple[int, int]
) -> None:
    photos = FolderPhotos(tmp_path, clock=lambda: NOW)
    keys = [photos.keep(b"a photo"), photos.keep(b"an overlay")]
    made_old(tmp_path, NOW - DAY)

    def write(session: Session) -> None:
        walk = mali(session, cast)
        walk.now = NOW - days * DAY
        scan = walk.sends_photo()
        walk.is_read(scan)
        scan.photo_key, scan.overlay_key = keys

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    tidy(sessions, cast)
    sweep_pictures(sessions, photos)

    def count(session: Session) -> int:
        return len(session.scalars(sa.select(SkinReading.id)).all())

    read = in_transaction(sessions, count, clinic_id=cast.clinic_id)
    assert (len(names(tmp_path)), read) == left, "pictures, readings"


def test_another_clinic_keeps_its_own(sessions: Sessions) -> None:
    ours, other = two_clinics(sessions)
    for cast in (ours, other):
        in_transaction(
            sessions,
            lambda session, cast=cast: an_event(session, cast, NOW - 40 * DAY, InboundState.HANDLED),  # type: ignore[misc]
            clinic_id=cast.clinic_id,
        )
    assert tidy(sessions, ours) == 1

    left = in_transaction(
        sessions, lambda session: session.scalars(sa.select(InboundEvent.clinic_id)).all(), clinic_id=None
    )
    assert left == [other.clinic_id]


@pytest.fixture
def photos(tmp_path: Path) -> FolderPhotos:
    return FolderPhotos(tmp_path, clock=lambda: NOW)


def made_old(folder: Path, at: datetime) -> None:
    for place in folder.glob("??/*"):
        os.utime(place, (at.timestamp(), at.timestamp()))


def names(folder: Path) -> set[str]:
    return {place.name for place in folder.glob("??/*")}


def test_pictures_that_no_scan_names_are_swept_and_those_being_kept_are_left_alone(
    sessions: Sessions, cast: Cast, photos: FolderPhotos, tmp_path: Path
) -> None:
    held = [photos.keep(b"a photo"), photos.keep(b"an overlay")]

    def read(session: Session) -> None:
        scan = mali(session, cast).sends_photo()
        scan.photo_key, scan.overlay_key = held

    in_transaction(sessions, read, clinic_id=cast.clinic_id)
    lost = photos.keep(b"a face")
    (tmp_path / lost[:2] / "notes.txt").write_bytes(b"not ours")
    (tmp_path / "aa").mkdir(exist_ok=True)
    (tmp_path / "aa" / f"{'a' * 32}.part").write_bytes(b"half a face")
    made_old(tmp_path, NOW - UNNAMED_FOR - timedelta(seconds=1))
    fresh = photos.keep(b"being kept")
    just_now = (NOW - UNNAMED_FOR + timedelta(seconds=1)).timestamp()
    os.utime(tmp_path / fresh[:2] / f"{fresh}.jpg", (just_now, just_now))

    sweep_pictures(sessions, photos)

    assert names(tmp_path) == {f"{key}.jpg" for key in [*held, fresh]} | {"notes.txt"}


def test_one_that_cannot_be_erased_does_not_spare_the_others(
    sessions: Sessions, photos: FolderPhotos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = sorted(photos.keep(b"a face") for _ in range(3))
    made_old(tmp_path, NOW - DAY)
    erase = photos.erase

    def refuse(key: str) -> None:
        if key == keys[0]:
            raise PermissionError
        erase(key)

    monkeypatch.setattr(photos, "erase", refuse)
    sweep_pictures(sessions, photos)

    assert names(tmp_path) == {f"{keys[0]}.jpg"}


def test_pictures_of_a_withdrawal_that_was_cut_short_are_swept(
    sessions: Sessions, cast: Cast, photos: FolderPhotos, tmp_path: Path
) -> None:
    keys = [photos.keep(b"a photo"), photos.keep(b"an overlay")]
    made_old(tmp_path, NOW - DAY)

    def read(session: Session) -> None:
        scan = mali(session, cast).sends_photo()
        scan.photo_key, scan.overlay_key = keys

    in_transaction(sessions, read, clinic_id=cast.clinic_id)
    sweep_pictures(sessions, photos)
    assert len(names(tmp_path)) == len(keys)

    def withdraw(session: Session) -> None:
        session.execute(sa.update(Scan).values(photo_key=None, overlay_key=None))

    in_transaction(sessions, withdraw, clinic_id=cast.clinic_id)
    sweep_pictures(sessions, photos)
    assert names(tmp_path) == set()


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
def test_what_was_not_understood_is_kept_for_its_days(
    sessions: Sessions, cast: Cast, days: int, *, is_kept: bool
) -> None:
    heard = Heard(
        text="ขอคิวหลาม",
        language="th",
        guess="greet",
        confidence=0.2,
        ranking=(),
        engine="embedded",
        model="abc",
    )

    def write(session: Session) -> None:
        hear(
            session,
            clinic_id=cast.clinic_id,
            customer_id=cast.mali.id,
            message_id="m1",
            heard=heard,
            why=UtteranceWhy.UNKNOWN,
            now=NOW - days * DAY,
        )

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    tidy(sessions, cast)

    assert in_transaction(sessions, count_waiting, clinic_id=cast.clinic_id) == int(is_kept)
    last = in_transaction(
        sessions, lambda session: session.scalars(sa.select(LastWords)).all(), clinic_id=cast.clinic_id
    )
    assert last == [], "only what she does next says anything about them"


def an_answer(session: Session, cast: Cast, *, treated: bool) -> None:
    """Mali answered a week ago, staff were told; perhaps a treatment came of it now."""
    walk = mali(session, cast)
    customer, at = walk.customer, walk.now - 7 * DAY
    grant_consent(
        session,
        customer=customer,
        purpose=Purpose.HEALTH_ANSWERS,
        wording_version="th-1",
        channel_id=None,
        event_id=None,
        now=at,
    )
    keep_health_answer(session, customer=customer, factor="pregnancy", said=HealthSaid.YES, now=at)
    tell_staff(
        session,
        staff_id=cast.ploy.id,
        kind=TOLD_STAFF,
        purpose=NoticePurpose.STAFF,
        data={"flags": [{"said": "yes"}]},
        key=f"{TOLD_STAFF}:{customer.id}:1:2",
        now=at,
    )
    session.execute(sa.update(Notice).values(state=NoticeState.ACCEPTED, settled_at=at))
    if treated:
        walk.finished()


@pytest.mark.parametrize(
    ("days", "treated", "is_kept", "is_told"),
    [
        (89, False, True, True),
        (91, False, False, False),
        (91, True, True, False),
        (1826 + 7, True, True, False),
        (1828 + 7, True, False, False),
    ],
)
def test_answers_about_health_are_kept_with_a_treatment_and_else_as_their_cards_only_while_they_count(
    sessions: Sessions, cast: Cast, days: int, *, treated: bool, is_kept: bool, is_told: bool
) -> None:
    in_transaction(
        sessions, lambda session: an_answer(session, cast, treated=treated), clinic_id=cast.clinic_id
    )
    tidy(sessions, cast, now=MONDAY + (days - 7) * DAY)

    def left(session: Session) -> tuple[int, bool]:
        answers = session.scalar(sa.select(sa.func.count(HealthAnswer.id))) or 0
        told = sa.select(Notice.data).where(Notice.kind == TOLD_STAFF)
        return answers, any(data.get("flags") for data in session.scalars(told))

    assert in_transaction(sessions, left, clinic_id=cast.clinic_id) == (int(is_kept), is_told)


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
def test_that_a_question_waited_for_the_endpoint_is_kept_for_its_days_unless_it_still_waits(
    sessions: Sessions, cast: Cast, days: int, *, is_kept: bool
) -> None:
    def write(session: Session) -> None:
        for state in (PhrasingState.PHRASED, PhrasingState.WAITING):
            session.add(
                Phrasing(
                    clinic_id=cast.clinic_id,
                    event_id=new_id(),
                    customer_id=cast.mali.id,
                    intent="ask_aftercare",
                    passage_ids=[],
                    is_sure=False,
                    state=state,
                    asked_at=NOW - days * DAY,
                    due_at=NOW - days * DAY,
                )
            )

    in_transaction(sessions, write, clinic_id=cast.clinic_id)
    tidy(sessions, cast)

    left = in_transaction(
        sessions, lambda session: set(session.scalars(sa.select(Phrasing.state))), clinic_id=cast.clinic_id
    )
    assert left == {PhrasingState.WAITING, *([PhrasingState.PHRASED] if is_kept else [])}
