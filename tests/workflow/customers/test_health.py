"""What a customer says about her health: only with her consent, used again for a while, and gone with the consent."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from tests.factories.cases import MONDAY, Walk, a_treatment
from tests.factories.cast import Cast, two_clinics
from workflow.customers import (
    TOLD_STAFF,
    Customer,
    HealthConsentMissing,
    HealthSaid,
    Purpose,
    grant_consent,
    health_answers,
    keep_health_answer,
    meet_customer,
    withdraw_consent,
)
from workflow.notices import (
    NoticePurpose,
    forget_health_told,
    notice_by_key,
    tell_customer,
    tell_staff,
)
from workflow.store.models import HealthAnswer, Notice, NoticeState
from workflow.unit_of_work import in_transaction

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    first, _ = two_clinics(sessions)
    return first


def answered(session: Session, cast: Cast, *, granted: bool = True, at: datetime = NOW) -> Customer:
    customer = session.get_one(Customer, cast.mali.id)
    if granted:
        grant_consent(
            session,
            customer=customer,
            purpose=Purpose.HEALTH_ANSWERS,
            wording_version="th-1",
            channel_id=None,
            event_id=None,
            now=at,
        )
    keep_health_answer(session, customer=customer, factor="pregnancy", said=HealthSaid.NO, now=at)
    return customer


def test_without_consent_nothing_is_kept(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        with pytest.raises(HealthConsentMissing):
            answered(session, cast, granted=False)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_the_newest_answer_counts_for_a_quarter(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        customer = answered(session, cast)
        later = NOW + timedelta(days=1)
        keep_health_answer(session, customer=customer, factor="pregnancy", said=HealthSaid.YES, now=later)
        assert health_answers(session, customer_id=customer.id, now=later) == {"pregnancy": HealthSaid.YES}
        assert health_answers(session, customer_id=customer.id, now=later + timedelta(days=91)) == {}

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_an_answer_a_treatment_was_done_on_stays_beside_the_newer_one(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        a_treatment(session, cast)
        walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
        walk.consents()
        customer = answered(session, cast, at=walk.now)
        walk.finished()
        later = walk.now + timedelta(days=30)
        for said in (HealthSaid.UNSURE, HealthSaid.YES):
            keep_health_answer(session, customer=customer, factor="pregnancy", said=said, now=later)
        kept = session.scalars(sa.select(HealthAnswer).order_by(HealthAnswer.at)).all()
        assert [(one.said, one.at) for one in kept] == [(HealthSaid.NO, MONDAY), (HealthSaid.YES, later)]
        assert health_answers(session, customer_id=customer.id, now=later) == {"pregnancy": HealthSaid.YES}

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


FLAG = {"ask_th": "ตั้งครรภ์", "said": "yes"}
NAMED = [{"name_th": "การตั้งครรภ์", "name_en": "pregnancy"}]
OF_HER_HEALTH = ("ตั้งครรภ์", "ท้องอยู่", "pregnancy")


def all_that_tells(session: Session, cast: Cast, *, at: datetime) -> None:
    """Write what staff and she herself are told of her health, and what only looks like it."""
    code = session.get_one(Customer, cast.mali.id).code
    call = {"customer_code": code, "why": "asks_health", "words": "ท้องอยู่", "conditions": NAMED}
    to_staff = [
        (TOLD_STAFF, {"flags": [FLAG]}, f"{TOLD_STAFF}:{cast.mali.id}:1"),
        ("call_customer", call, "call_customer:asks_health:1"),
        ("call_customer", call, "again:2:call_customer:asks_health:1"),
        (
            "call_customer",
            {"customer_code": code, "why": "health_answers", "flags": [FLAG], "tells_health": True},
            "call_customer:health_answers:1",
        ),
        (
            "call_customer",
            {"customer_code": code, "why": "wants_to_book", "words": "ท้องอยู่", "tells_health": True},
            "call_customer:wants_to_book:1",
        ),
        (
            "call_customer",
            {"customer_code": code, "why": "asked", "words": "โทรหาหน่อย"},
            "call_customer:asked:1",
        ),
        ("prepare_treatment", {"flags": [{"ask_th": "แพ้ยา"}]}, "prepare_treatment:1"),
    ]
    for kind, data, key in to_staff:
        tell_staff(
            session, staff_id=cast.ploy.id, kind=kind, purpose=NoticePurpose.STAFF, data=data, key=key, now=at
        )
    told = {"why": "asks_health", "conditions": NAMED}
    for kind, mine in (
        ("handed_to_person", told),
        ("several", {"answers": [{"kind": "handed_to_person", "data": told}, {"kind": "x", "data": {}}]}),
    ):
        tell_customer(
            session,
            customer_id=cast.mali.id,
            kind=kind,
            purpose=NoticePurpose.ANSWER,
            data=mine,
            key=f"{kind}:1",
            now=at,
        )


def told(session: Session) -> str:
    return json.dumps([row.data for row in session.scalars(sa.select(Notice))], ensure_ascii=False)


def test_with_the_consent_goes_all_that_told_of_her_health_and_nothing_else(
    sessions: Sessions, cast: Cast
) -> None:
    def work(session: Session) -> None:
        customer = answered(session, cast)
        all_that_tells(session, cast, at=NOW)
        withdraw_consent(
            session,
            customer=customer,
            purpose=Purpose.HEALTH_ANSWERS,
            wording_version="th-1",
            channel_id=None,
            event_id=None,
            now=NOW,
        )
        assert health_answers(session, customer_id=customer.id, now=NOW) == {}
        left = told(session)
        assert not any(words in left for words in OF_HER_HEALTH)
        assert "โทรหาหน่อย" in left
        assert "แพ้ยา" in left
        [card] = session.scalars(sa.select(Notice).where(Notice.kind == TOLD_STAFF))
        assert (card.data, card.state) == ({}, NoticeState.SKIPPED)
        call = notice_by_key(session, key="call_customer:asks_health:1")
        assert call is not None
        assert call.state is NoticeState.WAITING, "she is called all the same"

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_another_customers_cards_stay_as_they_are(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        _, other = meet_customer(
            session,
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            external_id="U" + "8" * 32,
            name="นก",
            now=NOW,
        )
        all_that_tells(session, cast, at=NOW)
        before = told(session)
        forget_health_told(session, customer_id=other.id, now=NOW)
        assert told(session) == before

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_what_may_leave_a_second_time_keeps_its_bytes(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        all_that_tells(session, cast, at=NOW)
        call = notice_by_key(session, key="call_customer:asks_health:1")
        assert call is not None
        call.first_sent_at, call.body = NOW, "as it left"
        forget_health_told(session, customer_id=cast.mali.id, now=NOW)
        assert call.body == "as it left"

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
