"""One case, all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.insights.cast import (
    NOW,
    a_case,
    a_follow_up,
    a_notice,
    a_reading,
    a_red_flag,
    a_treatment,
    add,
    an_appointment,
    points,
)
from workflow.store.base import new_id
from workflow.store.models import (
    CaseEvent,
    ChannelIdentity,
    CheckIn,
    FollowUpState,
    NoticeState,
    Scan,
    ScanKind,
    ScanState,
    Stage,
    TaskState,
)

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case


def a_full_case(session: Session, cast: Cast) -> Case:
    """A case that was read, treated, followed up and answered with a red flag."""
    case = a_case(session, cast, stage=Stage.FOLLOW_UP, opened_at=NOW - timedelta(days=9))
    a_reading(session, cast, case)
    for seq, name in enumerate(("schedule", "start", "finish", "follow_up"), start=2):
        at = NOW - timedelta(days=8 - seq)
        add(
            session,
            cast,
            CaseEvent,
            case_id=case.id,
            seq=seq,
            name=f"case.{name}",
            by_kind="staff",
            by_id=cast.beautician.id,
            detail={},
            at=at,
        )
    done = a_treatment(session, cast, case, finished_at=NOW - timedelta(days=7))
    an_appointment(session, cast, case, starts_at=NOW + timedelta(days=30))
    sent = a_follow_up(session, cast, done, day=1, sent_at=NOW - timedelta(days=6))
    sent.state = FollowUpState.ANSWERED
    sent.answered_at = NOW - timedelta(days=5)
    for day in (7, 30, 90):
        a_follow_up(session, cast, done, day=day)
    add(
        session,
        cast,
        CheckIn,
        case_id=case.id,
        customer_id=case.customer_id,
        follow_up_id=sent.id,
        text="ผื่นขึ้นนิดหน่อยค่ะ",
        red_flags=["infection"],
        at=NOW,
    )
    a_red_flag(session, cast, case, detail={"groups": ["infection"]}, state=TaskState.ACCEPTED)
    a_notice(session, cast, case)
    a_notice(session, cast, case, kind="follow_up_1", state=NoticeState.SKIPPED, reason="blocked")
    points(session, cast, case, 25)
    return case


async def test_it_tells_the_whole_case(desk: Desk, cast: Cast, owner: httpx.AsyncClient) -> None:
    case = desk.write(lambda session: a_full_case(session, cast))

    page = (await owner.get(f"/admin/cases/{case.id}")).text

    told = {
        "who": "มะลิ",
        "what happened": "ทำทรีตเมนต์เสร็จ",
        "who did it": "พลอย",
        "score": ">48<",
        "value with its error": '7.90 <span class="error">±&nbsp;1.30</span> %',
        "what could not be measured, and why": "วัดไม่ได้ (ภาพเบลอ)",
        "picture": f"/admin/cases/{case.id}/pictures/",
        "red flag": 'class="flags raised"',
        "task": "โทรหาลูกค้าเรื่องอาการเตือน",
        "appointment": "อ. 22 ธ.ค. 2569 14:00\xa0น.",
        "follow-up": "วันที่ 90",
        "answer": "ผื่นขึ้นนิดหน่อยค่ะ",
        "message": "ผลอ่านผิวถึงลูกค้า",
        "why a message was not sent": "ลูกค้าบล็อก LINE",
        "points": "<dd>25</dd>",
        "stage": 'class="s-follow_up now" aria-current="step"',
    }
    assert not {what for what, words in told.items() if words not in page}


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        ({"state": ScanState.WAITING}, "กำลังอ่านภาพ"),
        ({"state": ScanState.WITHDRAWN}, "ลูกค้าถอนภาพแล้ว"),
        ({"state": ScanState.UNREADABLE, "unreadable_reason": "no_face"}, "อ่านภาพไม่ได้: ไม่พบใบหน้า"),
    ],
)
async def test_it_says_why_there_is_no_reading(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, scan: dict[str, object], words: str
) -> None:
    def write(session: Session) -> Case:
        case = a_case(session, cast)
        identity = session.query(ChannelIdentity).filter_by(customer_id=case.customer_id).one()
        add(
            session,
            cast,
            Scan,
            customer_id=case.customer_id,
            case_id=case.id,
            kind=ScanKind.FIRST,
            channel_id=cast.channel.id,
            message_id=new_id().hex,
            sender_id=identity.id,
            sent_at=NOW,
            due_at=NOW,
            **scan,
        )
        return case

    case = desk.write(write)

    assert words in (await owner.get(f"/admin/cases/{case.id}")).text


async def test_a_case_of_another_clinic_is_not_found(
    desk: Desk, cast: Cast, other: Cast, owner: httpx.AsyncClient
) -> None:
    theirs = desk.write(lambda session: a_case(session, other), clinic_id=other.clinic_id)

    answers = [await owner.get(f"/admin/cases/{case_id}") for case_id in (theirs.id, new_id(), "cut-li")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "ไม่พบหน้านี้" in answers[2].text
    assert theirs.code not in answers[0].text
