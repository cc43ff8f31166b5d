"""What a customer says about her health: only with her consent, used again for a while, and gone with the consent."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

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
    withdraw_consent,
)
from workflow.notices import NoticePurpose, tell_staff
from workflow.store.models import Notice, NoticeState
from workflow.unit_of_work import in_transaction

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    first, _ = two_clinics(sessions)
    return first


def answered(session: Session, cast: Cast, *, granted: bool = True) -> Customer:
    customer = session.get_one(Customer, cast.mali.id)
    if granted:
        grant_consent(
            session,
            customer=customer,
            purpose=Purpose.HEALTH_ANSWERS,
            wording_version="th-1",
            channel_id=None,
            event_id=None,
            now=NOW,
        )
    keep_health_answer(session, customer=customer, factor="pregnancy", said=HealthSaid.NO, now=NOW)
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


def test_with_the_consent_go_the_answers_and_the_cards_that_told_of_them(
    sessions: Sessions, cast: Cast
) -> None:
    def work(session: Session) -> None:
        customer = answered(session, cast)
        tell_staff(
            session,
            staff_id=cast.fon.id,
            kind=TOLD_STAFF,
            purpose=NoticePurpose.STAFF,
            data={"flags": [{"th": "ตั้งครรภ์"}]},
            key=f"{TOLD_STAFF}:{customer.id}:1",
            now=NOW,
        )
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
        [card] = session.scalars(sa.select(Notice).where(Notice.kind == TOLD_STAFF))
        assert card.data == {}
        assert card.state is not NoticeState.WAITING

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
