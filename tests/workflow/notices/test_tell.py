"""Telling writes a row in the transaction of its cause, once per key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW, a_customer, a_staff, an_identity
from workflow.actor import Role
from workflow.customers import block_identity
from workflow.notices import (
    Notice,
    NoticePurpose,
    NoticeState,
    ReplyChance,
    identity_of,
    notices_to,
    tell,
    tell_customer,
    tell_staff,
)
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def greet(session: Session, cast: Cast, *, key: str = "greeting:1", word: str = "hello") -> Notice | None:
    return tell(
        session,
        to=cast.mali_on_line,
        kind="greeting",
        purpose=NoticePurpose.ANSWER,
        data={"word": word},
        key=key,
        now=NOW,
        reply=ReplyChance(token="r" * 32, until=NOW + timedelta(seconds=50)),
    )


def test_it_keeps_what_to_tell_and_the_free_answer(sessions: Sessions, cast: Cast) -> None:
    in_transaction(sessions, lambda session: greet(session, cast), clinic_id=cast.clinic_id)

    (kept,) = in_transaction(
        sessions,
        lambda session: notices_to(session, identity_id=cast.mali_on_line.id),
        clinic_id=cast.clinic_id,
    )
    assert (kept.kind, kept.data, kept.lane, kept.state) == (
        "greeting",
        {"word": "hello"},
        1,
        NoticeState.WAITING,
    )
    assert (kept.made_at, kept.due_at) == (NOW, NOW)
    assert (kept.reply_token, kept.reply_until) == ("r" * 32, NOW + timedelta(seconds=50))
    assert (kept.channel_id, kept.attempts, kept.body) == (cast.channel.id, 0, None)


def test_the_same_key_is_told_once_and_the_first_words_stay(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        assert greet(session, cast) is not None
        assert greet(session, cast, word="again") is None
        assert [told.data["word"] for told in notices_to(session, identity_id=cast.mali_on_line.id)] == [
            "hello"
        ]

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_two_clinics_may_use_the_same_key(sessions: Sessions) -> None:
    for cast in two_clinics(sessions):
        told = in_transaction(sessions, lambda session, c=cast: greet(session, c), clinic_id=cast.clinic_id)
        assert told is not None


def test_causes_at_once_tell_once(sessions: Sessions, cast: Cast) -> None:
    start = Barrier(4)

    def cause(_: int) -> bool:
        start.wait()
        return (
            in_transaction(sessions, lambda session: greet(session, cast), clinic_id=cast.clinic_id)
            is not None
        )

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(cause, range(4))) == [False, False, False, True]


def test_nothing_is_told_when_the_cause_is_rolled_back(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        greet(session, cast)
        raise LookupError("a bug")

    with pytest.raises(LookupError):
        in_transaction(sessions, work, clinic_id=cast.clinic_id)

    told = in_transaction(
        sessions,
        lambda session: notices_to(session, identity_id=cast.mali_on_line.id),
        clinic_id=cast.clinic_id,
    )
    assert told == []


def test_people_are_reached_where_they_were_last_seen_and_not_where_they_blocked_us(
    sessions: Sessions, cast: Cast
) -> None:
    def work(session: Session) -> None:
        newer = an_identity(session, cast.channel, customer=cast.mali)
        assert identity_of(session, customer_id=cast.mali.id) is newer
        block_identity(session, identity=newer, now=NOW)
        found = identity_of(session, customer_id=cast.mali.id)
        assert found is not None
        assert found.id == cast.mali_on_line.id
        with pytest.raises(ValueError, match="either"):
            identity_of(session)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_customers_and_staff_are_told_by_their_ids(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        customer = tell_customer(
            session,
            customer_id=cast.mali.id,
            kind="reading_ready",
            purpose=NoticePurpose.TRANSACTIONAL,
            data={},
            key="reading_ready:1",
            now=NOW,
        )
        staff = tell_staff(
            session,
            staff_id=cast.fon.id,
            kind="reading_ready_sales",
            purpose=NoticePurpose.STAFF,
            data={},
            key="reading_ready_sales:1",
            now=NOW,
            due_at=NOW + timedelta(hours=1),
        )
        assert customer is not None
        assert staff is not None
        assert (customer.recipient_id, staff.recipient_id) == (cast.mali_on_line.id, cast.fon_on_line.id)
        assert (customer.lane, staff.lane, staff.due_at) == (2, 2, NOW + timedelta(hours=1))

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_somebody_known_on_no_channel_is_logged_by_id_only(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> list[str]:
        customer = a_customer(session, cast.branch, name="ความลับ")
        staff = a_staff(session, cast.branch, Role.SALES, name="ความลับ")
        for told in (
            tell_customer(
                session,
                customer_id=customer.id,
                kind="x",
                purpose=NoticePurpose.CARE,
                data={},
                key="1",
                now=NOW,
            ),
            tell_staff(
                session, staff_id=staff.id, kind="x", purpose=NoticePurpose.STAFF, data={}, key="2", now=NOW
            ),
        ):
            assert told is None
        return [str(customer.id), str(staff.id)]

    with capture_logs() as logs:
        ids = in_transaction(sessions, work, clinic_id=cast.clinic_id)

    assert [entry["event"] for entry in logs] == ["notice.unreachable"] * 2
    assert [entry.get("customer_id") or entry["staff_id"] for entry in logs] == ids
    assert "ความลับ" not in repr(logs)
