"""A commit is told with the clinics and customers it changed; what was not committed is not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from aura.announcing import announce_commits, announce_work
from aura.bells import SCANS, outbox_of
from aura.work import WORK
from tests.factories.cast import two_clinics
from tests.factories.people import NOW, a_consent
from tests.insights.cast import a_case, a_clinic, a_customer
from workflow.actor import Actor
from workflow.notices import tell
from workflow.notices.operations import LANES
from workflow.scans import keep_scan
from workflow.store.models import Case, Clinic, Notice, NoticePurpose
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session, sessionmaker

    from tests.insights.cast import Cast
    from workflow.store.models import ChannelIdentity


@pytest.fixture
def cast(sessions: sessionmaker[Session]) -> Cast:
    return in_transaction(sessions, a_clinic, clinic_id=None)


class Told:
    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.ids: list[set[uuid.UUID]] = []
        announce_commits(sessions, self._tell)

    def _tell(self, ids: Collection[uuid.UUID]) -> None:
        self.ids.append(set(ids))


def test_a_commit_tells_of_the_clinic_and_of_the_customer(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    told = Told(sessions)

    case: Case = in_transaction(sessions, lambda session: a_case(session, cast), clinic_id=cast.clinic_id)

    assert told.ids == [{cast.clinic_id, case.customer_id}]


def test_a_new_customer_is_told_by_her_own_id(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    customer = in_transaction(
        sessions, lambda session: a_customer(session, cast, "มะลิ"), clinic_id=cast.clinic_id
    )

    assert told.ids == [{cast.clinic_id, customer.id}]


def test_what_is_rolled_back_is_not_told_and_what_comes_after_is(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    told = Told(sessions)

    def fail(session: Session) -> None:
        a_customer(session, cast, "มะลิ")
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(sessions, fail, clinic_id=cast.clinic_id)
    assert told.ids == []

    in_transaction(sessions, lambda session: a_customer(session, cast, "ฝน"), clinic_id=cast.clinic_id)
    assert len(told.ids) == 1


def test_a_savepoint_tells_nothing_before_the_commit(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    def write(session: Session) -> None:
        with session.begin_nested():
            a_customer(session, cast, "มะลิ")
        assert told.ids == []

    in_transaction(sessions, write, clinic_id=cast.clinic_id)

    assert len(told.ids) == 1


def test_reading_tells_nothing(sessions: sessionmaker[Session], cast: Cast) -> None:
    told = Told(sessions)

    in_transaction(sessions, lambda session: session.query(Notice).all(), clinic_id=cast.clinic_id)

    assert told.ids == []


class Rung:
    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.names: list[tuple[str, ...]] = []
        announce_work(sessions, lambda *names: self.names.append(names))


def test_a_commit_rings_the_workers_whose_work_it_wrote_down_and_no_others(
    sessions: sessionmaker[Session],
) -> None:
    known = two_clinics(sessions)[0]
    rung = Rung(sessions)

    def work(session: Session) -> None:
        for number, purpose in enumerate((NoticePurpose.ANSWER, NoticePurpose.CARE, NoticePurpose.ANSWER)):
            with session.begin_nested():
                told(session, known.mali_on_line, purpose=purpose, key=str(number))
        assert rung.names == [], "nothing is committed yet"

    in_transaction(sessions, work, clinic_id=known.clinic_id)

    assert rung.names == [("outbox.1", "outbox.3")]


def test_a_photo_to_be_read_rings_whoever_reads_photos(sessions: sessionmaker[Session]) -> None:
    known = two_clinics(sessions)[0]
    rung = Rung(sessions)

    def work(session: Session) -> None:
        a_consent(session, known.mali)
        keep_scan(
            session,
            customer=session.merge(known.mali),
            channel_id=known.channel.id,
            message_id="1",
            sender=known.mali_on_line,
            by=Actor.system(known.clinic_id),
            now=NOW,
        )

    in_transaction(sessions, work, clinic_id=known.clinic_id)

    assert ("scans",) in rung.names


def test_what_is_rolled_back_or_only_read_rings_nobody(sessions: sessionmaker[Session]) -> None:
    known = two_clinics(sessions)[0]
    rung = Rung(sessions)

    def fail(session: Session) -> None:
        told(session, known.mali_on_line, purpose=NoticePurpose.ANSWER, key="1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(sessions, fail, clinic_id=known.clinic_id)
    in_transaction(sessions, lambda session: session.get_one(Clinic, known.clinic_id), clinic_id=None)

    assert rung.names == []


def test_each_lane_that_is_rung_has_its_worker() -> None:
    workers = {kind.name for kind in WORK}

    assert {SCANS, *(outbox_of(lane) for lane in LANES.values())} <= workers


def told(session: Session, to: ChannelIdentity, *, purpose: NoticePurpose, key: str) -> None:
    tell(session, to=to, kind="thanks", purpose=purpose, data={}, key=key, now=NOW)
