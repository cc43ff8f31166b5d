"""What a person unsends is gone from our records; that something came stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.deliveries import a_new_event
from tests.factories.people import NOW
from workflow.inbound import (
    InboundEvent,
    InboundState,
    forget_message,
    forget_old_events,
    is_unsent,
    keep_events,
    settle_event,
)
from workflow.notices import Notice, NoticePurpose, tell
from workflow.unit_of_work import Portion, Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def clinics(sessions: Sessions) -> tuple[Cast, Cast]:
    return two_clinics(sessions)


def said(message: dict[str, Any]) -> str:
    return json.dumps(
        {
            "type": "message",
            "timestamp": 1,
            "source": {"type": "user", "userId": "Umali"},
            "replyToken": "secret",
            "webhookEventId": "E",
            "message": message,
        },
        ensure_ascii=False,
    )


def keep(sessions: Sessions, cast: Cast, *messages: dict[str, Any]) -> None:
    rows = [replace(a_new_event(cast.channel), raw=said(message)) for message in messages]
    in_transaction(sessions, lambda session: keep_events(session, rows=rows), clinic_id=None)


def forget(sessions: Sessions, cast: Cast, message_id: str, *, as_: Cast | None = None) -> int:
    return in_transaction(
        sessions,
        lambda session: forget_message(session, channel_id=cast.channel.id, message_id=message_id, now=NOW),
        clinic_id=(as_ or cast).clinic_id,
    )


def raws(sessions: Sessions) -> list[str]:
    def read(session: Session) -> list[str]:
        messages = sa.select(InboundEvent.raw).where(InboundEvent.kind == "message")
        return list(session.scalars(messages.order_by(InboundEvent.id)))

    return in_transaction(sessions, read, clinic_id=None)


def unsent(sessions: Sessions, cast: Cast, message_id: str) -> bool:
    return in_transaction(
        sessions,
        lambda session: is_unsent(session, channel_id=cast.channel.id, message_id=message_id),
        clinic_id=cast.clinic_id,
    )


@pytest.mark.parametrize("message_id", ["100", "9" * 64, "9" * 200])
def test_it_is_remembered_though_the_message_is_not_there_yet(
    sessions: Sessions, clinics: tuple[Cast, Cast], message_id: str
) -> None:
    ours, others = clinics
    assert not unsent(sessions, ours, message_id)

    assert [forget(sessions, ours, message_id), forget(sessions, ours, message_id)] == [0, 0]

    assert unsent(sessions, ours, message_id)
    assert not unsent(sessions, others, message_id)
    assert not unsent(sessions, ours, "7")


def test_the_words_go_and_the_fact_stays(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, _ = clinics
    keep(
        sessions,
        ours,
        {"id": "100", "type": "text", "text": "ความลับ"},
        {"id": "1001", "type": "text", "text": "อื่น"},
    )

    assert [forget(sessions, ours, "100"), forget(sessions, ours, "100"), forget(sessions, ours, "7")] == [
        1,
        0,
        0,
    ]

    gone, stays = raws(sessions)
    assert "ความลับ" not in gone
    assert "secret" not in gone
    assert json.loads(gone)["message"] == {"type": "text", "id": "100"}
    assert json.loads(gone)["source"]["userId"] == "Umali"
    assert "อื่น" in stays


def test_a_message_that_only_mentions_it_stays(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, _ = clinics
    keep(sessions, ours, {"id": "2", "type": "text", "text": "ถึงอันก่อน", "quotedMessageId": "100"})

    assert forget(sessions, ours, "100") == 0
    assert "ถึงอันก่อน" in raws(sessions)[0]


@pytest.mark.parametrize("message_id", ["%", "_00", '"', "\\"])
def test_odd_ids_match_nothing_by_chance(
    sessions: Sessions, clinics: tuple[Cast, Cast], message_id: str
) -> None:
    keep(sessions, clinics[0], {"id": "100", "type": "text", "text": "อยู่"})

    assert forget(sessions, clinics[0], message_id) == 0


def test_another_clinic_cannot_forget_it(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, others = clinics
    keep(sessions, ours, {"id": "100", "type": "text", "text": "อยู่"})

    assert forget(sessions, ours, "100", as_=others) == 0
    assert not unsent(sessions, ours, "100")
    assert "อยู่" in raws(sessions)[0]


def test_settled_events_are_deleted_when_their_time_is_over_and_waiting_ones_never(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    ours, _ = clinics
    ages = {"old": 31, "young": 29, "old but waiting": 31}
    rows = [
        a_new_event(ours.channel, person=name, event_id=name, happened_at=NOW - timedelta(days=age))
        for name, age in ages.items()
    ]

    def work(session: Session) -> list[str]:
        keep_events(session, rows=rows)
        for event in session.scalars(
            sa.select(InboundEvent).where(InboundEvent.event_id.in_(["old", "young"]))
        ):
            settle_event(session, event_id=event.id, state=InboundState.HANDLED, now=NOW)
        forgotten = forget_old_events(session, before=NOW - timedelta(days=30), portion=Portion())
        assert forgotten.rows == 1
        return sorted(session.scalars(sa.select(InboundEvent.event_id)))

    assert in_transaction(sessions, work, clinic_id=None) == ["old but waiting", "young"]


def test_words_that_its_turn_quoted_go_and_those_of_other_turns_stay(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    ours, _ = clinics
    keep(sessions, ours, {"id": "100", "type": "text", "text": "ความลับ"})

    def quote(session: Session) -> list[object]:
        event = session.scalars(sa.select(InboundEvent)).one()
        for cause in (event.id, "another"):
            tell(
                session,
                to=ours.fon_on_line,
                kind="call_customer",
                purpose=NoticePurpose.STAFF,
                data={"why": "asked", "words": f"ความลับ {cause}"},
                key=f"call_customer:asked:{cause}",
                now=NOW,
            )
        quoting = session.scalars(sa.select(Notice).order_by(Notice.id)).all()
        for notice in quoting:
            notice.body = "ความลับ"
        forget_message(session, channel_id=ours.channel.id, message_id="100", now=NOW)
        return [(notice.data["words"], notice.body) for notice in quoting]

    told = in_transaction(sessions, quote, clinic_id=ours.clinic_id)
    assert told == [(None, None), ("ความลับ another", "ความลับ")]
