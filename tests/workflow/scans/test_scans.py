"""A photo is read only with consent, once, and leaves no picture when it is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import Walk, a_skin_reading, a_treatment, state_of
from tests.factories.cast import two_clinics
from tests.factories.people import a_consent, a_customer
from workflow.cases import Stage, events, send_due_follow_up
from workflow.follow_ups import follow_ups_of
from workflow.inbound import forget_message
from workflow.refusal import NotFound
from workflow.scans import (
    ConsentMissing,
    PhotoOfSomebodyElse,
    PhotoTakenBack,
    ScanKind,
    ScanState,
    claim_due_scans,
    keep_scan,
    not_kept,
    postpone_scan,
    reading_of,
    readings_of,
    record_reading,
    record_unreadable,
    scan,
    withdraw_all,
    withdraw_scan,
)
from workflow.store.base import new_id
from workflow.store.models import (
    Case,
    CaseEvent,
    ChannelIdentity,
    Customer,
    Notice,
    Purpose,
    Scan,
    SkinReading,
    Task,
)
from workflow.store.scope import scope_to
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

PHOTO, OVERLAY = "a" * 32, "b" * 32
MINUTE = timedelta(minutes=1)


def read(walk: Walk, sent: Scan, *, at: datetime | None = None) -> SkinReading | None:
    return record_reading(
        walk.session,
        scan_id=sent.id,
        reading=a_skin_reading(),
        photo_key=PHOTO,
        overlay_key=OVERLAY,
        now=at or walk.now,
    )


def kinds(walk: Walk) -> list[str]:
    return [row.kind for row in walk.session.scalars(sa.select(Notice).order_by(Notice.id))]


def no(walk: Walk, purpose: Purpose) -> None:
    a_consent(walk.session, walk.customer, purpose, granted=False)


def test_it_keeps_no_photo_without_consent(walk: Walk) -> None:
    with pytest.raises(ConsentMissing) as refusal:
        walk.sends_photo()
    assert refusal.value.code == "consent_missing"
    assert walk.session.scalars(sa.select(Scan)).all() == []

    walk.consents(Purpose.SCAN_ANALYSIS)
    assert walk.sends_photo().state is ScanState.WAITING
    no(walk, Purpose.SCAN_ANALYSIS)
    with pytest.raises(ConsentMissing):
        walk.sends_photo()


def test_it_keeps_one_scan_of_one_message(walk: Walk) -> None:
    walk.consents()

    assert walk.sends_photo(message_id="m1") is walk.sends_photo(message_id="m1")
    assert walk.sends_photo(message_id="m2").kind is ScanKind.FIRST
    assert len(walk.session.scalars(sa.select(Scan)).all()) == 2


def test_it_opens_one_case_however_often_the_reading_comes(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo()
    first = read(walk, sent)
    before = state_of(walk.session, Case, CaseEvent, Notice, Task, SkinReading, Scan)

    assert read(walk, sent) is None
    assert record_unreadable(walk.session, scan_id=sent.id, reason="blurred", now=walk.now) is None

    assert state_of(walk.session, Case, CaseEvent, Notice, Task, SkinReading, Scan) == before
    assert reading_of(walk.session, scan_id=sent.id) is first
    assert readings_of(walk.session, customer_id=walk.customer.id) == [(sent, first)]
    assert (sent.case_id, walk.case.stage) == (walk.case.id, Stage.SCANNED)


def test_it_holds_the_photo_itself_only_with_consent_to_keep_it(walk: Walk) -> None:
    walk.consents(Purpose.SCAN_ANALYSIS)
    sent = walk.sends_photo()
    read(walk, sent)

    assert (sent.photo_key, sent.overlay_key) == (None, OVERLAY)
    assert not_kept(walk.session, scan_id=sent.id, keys=[PHOTO, OVERLAY]) == [PHOTO]


def test_it_keeps_nothing_when_consent_went_while_it_was_read(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo()
    no(walk, Purpose.SCAN_ANALYSIS)

    assert read(walk, sent) is None

    assert (sent.state, sent.photo_key, sent.overlay_key) == (ScanState.WITHDRAWN, None, None)
    assert walk.session.scalars(sa.select(SkinReading)).all() == []
    assert walk.session.scalars(sa.select(Case)).all() == []
    assert kinds(walk) == []
    assert not_kept(walk.session, scan_id=sent.id, keys=[PHOTO, OVERLAY]) == [PHOTO, OVERLAY]


def test_it_keeps_nothing_of_a_photo_unsent_while_it_was_read(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo(message_id="m1")

    def unsend() -> list[str]:
        return withdraw_scan(walk.session, channel_id=walk.cast.channel.id, message_id="m1", now=walk.now)

    assert unsend() == []
    assert read(walk, sent) is None
    assert kinds(walk) == []
    assert unsend() == []


def test_it_leaves_no_picture_when_a_read_photo_is_unsent(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo(message_id="m1")
    read(walk, sent)

    def unsend(message_id: str) -> list[str]:
        return withdraw_scan(
            walk.session, channel_id=walk.cast.channel.id, message_id=message_id, now=walk.now
        )

    assert unsend("somebody else's") == []
    assert unsend("m1") == [PHOTO, OVERLAY]
    assert (sent.state, sent.photo_key, sent.overlay_key) == (ScanState.WITHDRAWN, None, None)
    assert readings_of(walk.session, customer_id=walk.customer.id) == []
    assert walk.case.stage is Stage.SCANNED


def test_it_leaves_no_picture_of_anybody_who_takes_consent_back(walk: Walk) -> None:
    walk.consents()
    read(walk, walk.sends_photo())
    waiting = walk.sends_photo()

    assert withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now) == [PHOTO, OVERLAY]
    assert waiting.state is ScanState.WITHDRAWN
    assert withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now) == []


def test_it_tells_the_sender_the_one_reason(walk: Walk) -> None:
    walk.consents()
    by_her = walk.sends_photo()
    by_sales = keep_scan(
        walk.session,
        customer=walk.customer,
        channel_id=walk.cast.channel.id,
        message_id="from-sales",
        sender=walk.session.get_one(ChannelIdentity, walk.cast.fon_on_line.id),
        by=walk.fon,
        now=walk.now,
    )
    for sent in (by_her, by_sales):
        assert record_unreadable(walk.session, scan_id=sent.id, reason="too_dark", now=walk.now) is sent

    told = walk.session.scalars(sa.select(Notice).order_by(Notice.id)).all()
    assert [(row.kind, row.recipient_id, row.data) for row in told] == [
        ("photo_unreadable", walk.cast.mali_on_line.id, {"reason": "too_dark", "customer_name": None}),
        ("photo_unreadable", walk.cast.fon_on_line.id, {"reason": "too_dark", "customer_name": "มะลิ"}),
    ]
    assert (by_her.state, by_her.unreadable_reason) == (ScanState.UNREADABLE, "too_dark")
    assert walk.session.scalars(sa.select(Case)).all() == []


def test_it_makes_the_case_of_whoever_in_sales_sent_the_photo(walk: Walk) -> None:
    from tests.factories.people import a_staff, acting, an_identity
    from workflow.actor import Role

    koi = a_staff(walk.session, walk.cast.branch, Role.SALES, name="ก้อย")
    identity = an_identity(walk.session, walk.cast.channel, staff=koi)
    walk.consents()
    sent = keep_scan(
        walk.session,
        customer=walk.customer,
        channel_id=walk.cast.channel.id,
        message_id="from-sales",
        sender=identity,
        by=acting(koi),
        now=walk.now,
    )
    read(walk, sent)

    assert walk.case.sales_id == koi.id
    assert events(walk.session, case_id=walk.case.id)[0].by_id == koi.id
    assert kinds(walk) == ["reading_ready", "prepare_treatment", "reading_ready_sales"]


def test_it_joins_another_photo_to_the_open_case(walk: Walk) -> None:
    walk.booked()
    sent = walk.sends_photo()
    told = kinds(walk)
    read(walk, sent)

    assert sent.case_id == walk.case.id
    assert len(walk.session.scalars(sa.select(Case)).all()) == 1
    assert kinds(walk) == [*told, "reading_ready"]
    assert events(walk.session, case_id=walk.case.id)[-1].name == "case.scanned_again"


def test_it_opens_a_new_case_once_the_last_one_is_over(walk: Walk) -> None:
    walk.finished()
    first = walk.case
    for row in follow_ups_of(walk.session, case_id=first.id):
        walk.now = row.due_at
        send_due_follow_up(walk.session, follow_up=row, now=walk.now)
    assert walk.sends_photo().kind is ScanKind.PROGRESS

    walk.now += timedelta(days=15)
    sent = walk.sends_photo()
    assert sent.kind is ScanKind.FIRST
    read(walk, sent)

    assert walk.case.id != first.id
    assert first.closed_at == walk.now
    assert events(walk.session, case_id=first.id)[-1].name == "case.close"


def test_it_does_not_know_the_other_clinics_photos(sessions: sessionmaker[Session]) -> None:
    cast, other = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, cast.clinic_id)
        a_treatment(session, cast)
        walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
        walk.consents()
        sent = walk.sends_photo()
        session.commit()
    with sessions() as session:
        scope_to(session, other.clinic_id)
        with pytest.raises(NotFound):
            scan(session, scan_id=sent.id)
        with pytest.raises(NotFound):
            record_unreadable(session, scan_id=sent.id, reason="blurred", now=walk.now)
        assert (
            withdraw_scan(session, channel_id=cast.channel.id, message_id=sent.message_id, now=walk.now) == []
        )
        with pytest.raises(NotFound):
            scan(session, scan_id=new_id())


def test_it_leases_what_waits_across_clinics(sessions: sessionmaker[Session]) -> None:
    now = datetime(2026, 11, 23, 3, tzinfo=UTC)
    sent = []
    first, second = two_clinics(sessions)
    for cast in (first, second):
        with sessions() as session:
            scope_to(session, cast.clinic_id)
            a_treatment(session, cast)
            walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
            walk.consents()
            sent.append(walk.sends_photo().id)
            session.commit()

    def claim(at: datetime, limit: int = 10) -> list[Scan]:
        return in_transaction(
            sessions,
            lambda session: claim_due_scans(session, now=at, lease=10 * MINUTE, limit=limit),
            clinic_id=None,
        )

    def postpone(until: datetime) -> bool:
        return in_transaction(
            sessions,
            lambda session: postpone_scan(session, scan_id=sent[0], until=until),
            clinic_id=None,
        )

    assert [row.id for row in claim(now, limit=1)] == sent[:1]
    assert [row.id for row in claim(now)] == sent[1:]
    assert claim(now + 9 * MINUTE) == []
    again = claim(now + 10 * MINUTE)
    assert [(row.id, row.attempts) for row in again] == [(sent[0], 2), (sent[1], 2)]
    assert postpone(now + 30 * MINUTE) is True
    assert [row.id for row in claim(now + 20 * MINUTE)] == sent[1:]
    assert {row.id for row in claim(now + 31 * MINUTE)} == set(sent)
    in_transaction(
        sessions,
        lambda session: record_unreadable(session, scan_id=sent[0], reason="no_face", now=now),
        clinic_id=first.clinic_id,
    )
    assert postpone(now) is False


def test_a_photo_that_was_unsent_before_it_came_is_not_kept(walk: Walk) -> None:
    walk.consents()
    forget_message(walk.session, channel_id=walk.cast.channel.id, message_id="m0", now=walk.now)

    with pytest.raises(PhotoTakenBack) as refusal:
        walk.sends_photo(message_id="m0")
    assert refusal.value.code == "photo_taken_back"
    assert walk.session.scalars(sa.select(Scan)).all() == []


def test_a_withdrawn_photo_is_not_kept_again(walk: Walk) -> None:
    walk.consents()
    sent = walk.sends_photo(message_id="m0")
    withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now)

    with pytest.raises(PhotoTakenBack):
        walk.sends_photo(message_id="m0")
    assert sent.state is ScanState.WITHDRAWN


def test_one_photo_is_not_kept_for_two_customers(walk: Walk) -> None:
    walk.consents()
    walk.sends_photo(message_id="m0")
    other = a_customer(walk.session, walk.cast.branch)
    somebody_else = Walk(walk.session, walk.cast, other)
    somebody_else.consents()

    with pytest.raises(PhotoOfSomebodyElse) as refusal:
        somebody_else.sends_photo(message_id="m0")
    assert refusal.value.code == "photo_of_somebody_else"
    assert walk.session.scalars(sa.select(Scan.customer_id)).all() == [walk.customer.id]
