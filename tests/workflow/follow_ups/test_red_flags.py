"""Trouble after a treatment reaches a person at once, at any hour, and nobody is told that it is normal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.factories.people import a_staff, an_identity
from workflow.actor import Role
from workflow.cases import send_due_follow_up
from workflow.catalogue import treatment
from workflow.follow_ups import (
    Told,
    check_ins_of,
    follow_ups_of,
    page_of_danger,
    raise_red_flag,
    scoped_flags,
)
from workflow.notices import ReplyChance
from workflow.store.models import (
    ChannelIdentity,
    FollowUpState,
    Notice,
    NoticePurpose,
    NoticeState,
    Staff,
    Task,
    TaskKind,
    TaskState,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.factories.cases import Walk

NIGHT = datetime(2026, 11, 23, 19, 10, tzinfo=UTC)  # ten past two in Bangkok


def raised(
    walk: Walk, *groups: str, at: datetime = NIGHT, text: str | None = None, told: Told | None = None
) -> Task | None:
    return raise_red_flag(
        walk.session,
        customer=walk.customer,
        groups=groups,
        now=at,
        by=walk.mali,
        told=told or Told(cause=uuid4().hex),
        text=text,
    )


def told(walk: Walk, kind: str) -> list[Notice]:
    return list(walk.session.scalars(sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id)))


def scoped(walk: Walk, groups: Sequence[str], at: datetime) -> list[str]:
    return scoped_flags(walk.session, customer_id=walk.customer.id, groups=groups, now=at)


ALL = ["vision", "stroke", "occlusion", "anaphylaxis", "infection", "burn_blister", "distress", "nodule_late"]


def test_it_always_hears_what_is_always_dangerous(walk: Walk) -> None:
    assert scoped(walk, ALL, NIGHT) == ["vision", "stroke", "anaphylaxis", "distress"]
    assert scoped(walk, [], NIGHT) == []
    assert scoped(walk, ["no such group"], NIGHT) == []


@pytest.mark.parametrize(
    ("key", "days", "heard"),
    [
        ("hydradermabrasion", 1, ["infection"]),
        ("hydradermabrasion", 90, ["infection"]),
        ("hydradermabrasion", 91, []),
        ("ha_filler", 3, ["occlusion", "infection", "nodule_late"]),
        ("ha_filler", 91, ["nodule_late"]),
        ("ha_filler", 730, ["nodule_late"]),
        ("ha_filler", 731, []),
        ("ipl", 2, ["infection", "burn_blister"]),
    ],
)
def test_it_looks_for_what_a_treatment_can_cause_as_long_as_it_can(
    walk: Walk, key: str, days: int, heard: list[str]
) -> None:
    walk.started()
    treatment(walk.session, key="hydradermabrasion").key = key
    always = {"vision", "stroke", "anaphylaxis", "distress"}

    found = scoped(walk, ALL, walk.now + timedelta(days=days))

    assert [group for group in found if group not in always] == heard


def test_it_reaches_physician_beautician_and_owner_in_the_middle_of_the_night(walk: Walk) -> None:
    walk.finished()

    task = raised(walk, "infection", text="บวมแดงร้อน มีหนอง")

    assert task is not None
    assert (task.kind, task.staff_id) == (TaskKind.RED_FLAG, walk.cast.anan.id)
    paged = told(walk, "red_flag")
    assert {notice.recipient_id for notice in paged} == {
        walk.cast.anan_on_line.id,
        walk.cast.ploy_on_line.id,
    }
    assert all(notice.due_at == NIGHT and notice.purpose is NoticePurpose.URGENT for notice in paged)
    assert all(notice.lane == 0 for notice in paged)
    facts = paged[0].data
    assert (facts["customer_name"], facts["groups"], facts["urgency"]) == ("มะลิ", ["infection"], "same_day")
    assert facts["treatment"]["key"] == "hydradermabrasion"
    assert facts["case_code"] == walk.case.code
    [answer] = told(walk, "red_flag_customer")
    assert answer.data == {
        "groups": ["infection"],
        "urgency": "same_day",
        "emergency_number": "1669",
        "branch_phone": "02-111-2222",
    }
    assert answer.due_at == NIGHT


@pytest.mark.parametrize(
    ("groups", "urgency", "minutes"),
    [
        (["anaphylaxis"], "emergency", 0),
        (["occlusion"], "within_minutes", 5),
        (["infection"], "same_day", 120),
        (["nodule_late"], "within_3_days", 24 * 60),
        (["bleeding"], "emergency", 0),
        (["distress"], "within_minutes", 5),
        (["legal_threat"], "same_day", 120),
        (["nodule_late", "infection", "vision"], "emergency", 0),
    ],
)
def test_it_is_as_urgent_as_the_worst_of_it(
    walk: Walk, groups: list[str], urgency: str, minutes: int
) -> None:
    task = raised(walk, *groups)

    assert task is not None
    assert task.detail == {"groups": groups, "urgency": urgency}
    assert task.due_at == NIGHT + timedelta(minutes=minutes)


def test_it_pages_once_an_hour_but_answers_her_every_time(walk: Walk) -> None:
    walk.finished()
    assert raised(walk, "infection") is not None
    assert raised(walk, "infection", at=NIGHT + timedelta(minutes=10)) is None
    assert len(told(walk, "red_flag")) == 2
    assert len(told(walk, "red_flag_customer")) == 2

    assert raised(walk, "infection", "anaphylaxis", at=NIGHT + timedelta(minutes=20)) is not None
    assert len(told(walk, "red_flag")) == 4
    assert raised(walk, "anaphylaxis", at=NIGHT + timedelta(minutes=30)) is None
    assert raised(walk, "infection", at=NIGHT + timedelta(minutes=81)) is not None


def test_a_threat_to_go_to_law_calls_the_managers_and_no_physician(walk: Walk) -> None:
    manager = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="วิภา")
    an_identity(walk.session, walk.cast.channel, staff=manager)
    task = raised(walk, "legal_threat")

    assert task is not None
    assert task.staff_id == manager.id
    called = {
        walk.session.get_one(ChannelIdentity, notice.recipient_id).staff_id
        for notice in told(walk, "red_flag")
    }
    roles = [walk.session.get_one(Staff, staff_id).role_set for staff_id in called]
    assert all(role & {Role.MANAGER, Role.OWNER} for role in roles)
    assert manager.id in called


def test_a_threat_beside_an_illness_calls_the_managers_besides_the_others(walk: Walk) -> None:
    walk.finished()
    manager = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="วิภา")
    managers = an_identity(walk.session, walk.cast.channel, staff=manager)

    raised(walk, "infection", "legal_threat")

    assert {notice.recipient_id for notice in told(walk, "red_flag")} == {
        walk.cast.anan_on_line.id,
        walk.cast.ploy_on_line.id,
        managers.id,
    }


@pytest.mark.parametrize(
    ("groups", "physician", "manager"),
    [(["legal_threat"], False, True), (["distress", "legal_threat"], True, True), (["vision"], True, False)],
)
def test_a_strangers_threat_to_go_to_law_calls_the_managers(
    walk: Walk, groups: list[str], physician: bool, manager: bool
) -> None:
    leads = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="วิภา")
    leads_on_line = an_identity(walk.session, walk.cast.channel, staff=leads)
    heals = a_staff(walk.session, walk.cast.branch, Role.PHYSICIAN, name="หมอใหม่")
    heals_on_line = an_identity(walk.session, walk.cast.channel, staff=heals)

    page_of_danger(
        walk.session,
        groups=groups,
        words="จะแจ้งความ",
        writer=None,
        place=walk.cast.branch,
        cause="E1",
        now=NIGHT,
    )

    called = {notice.recipient_id for notice in told(walk, "danger_told")}
    assert walk.cast.anan_on_line.id in called  # the owner
    assert (heals_on_line.id in called, leads_on_line.id in called) == (physician, manager)


def test_who_is_in_despair_is_given_the_line_where_somebody_listens(walk: Walk) -> None:
    raised(walk, "distress")
    raised(walk, "vision")

    despair, sight = told(walk, "red_flag_customer")
    assert despair.data["mental_health_line"] == "1323"
    assert "mental_health_line" not in sight.data


def test_two_messages_in_one_minute_are_answered_each_and_the_same_one_once(walk: Walk) -> None:
    for group, cause in (("distress", "first"), ("vision", "second"), ("vision", "second")):
        raised(walk, group, told=Told(cause=cause))

    assert [notice.data["groups"] for notice in told(walk, "red_flag_customer")] == [["distress"], ["vision"]]


def test_she_is_answered_where_she_wrote_with_the_free_answer(walk: Walk) -> None:
    wrote = walk.session.get_one(ChannelIdentity, walk.cast.mali_on_line.id)
    an_identity(walk.session, walk.cast.channel, customer=walk.customer)
    chance = ReplyChance(token="a free answer", until=NIGHT + timedelta(seconds=50))

    raised(walk, "vision", told=Told(cause="E1", by=wrote, reply=chance))

    [answer] = told(walk, "red_flag_customer")
    assert (answer.recipient_id, answer.reply_token) == (wrote.id, "a free answer")
    assert answer.reply_until == chance.until


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.CANCELLED])
def test_trouble_that_comes_back_after_the_call_is_paged_again(walk: Walk, state: TaskState) -> None:
    first = raised(walk, "vision")
    assert first is not None
    first.state = state

    assert raised(walk, "vision", at=NIGHT + timedelta(minutes=30)) is not None
    assert len(told(walk, "red_flag")) == 2


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (NoticeState.WAITING, False),
        (NoticeState.ACCEPTED, False),
        (NoticeState.UNKNOWN, False),
        (NoticeState.SKIPPED, True),
        (NoticeState.DEAD, True),
    ],
)
def test_a_page_that_reached_nobody_silences_no_other(walk: Walk, state: NoticeState, again: bool) -> None:
    raised(walk, "vision")
    for notice in told(walk, "red_flag"):
        notice.state = state

    later = raised(walk, "vision", at=NIGHT + timedelta(minutes=5))

    assert (later is not None) is again


def test_a_task_nobody_could_be_told_of_silences_no_other(walk: Walk) -> None:
    for identity in (walk.cast.anan_on_line, walk.cast.ploy_on_line, walk.cast.fon_on_line):
        walk.session.get_one(ChannelIdentity, identity.id).blocked_at = walk.now
    assert raised(walk, "vision") is not None
    walk.session.get_one(ChannelIdentity, walk.cast.anan_on_line.id).blocked_at = None

    assert raised(walk, "vision", at=NIGHT + timedelta(minutes=5)) is not None
    assert [notice.recipient_id for notice in told(walk, "red_flag")] == [walk.cast.anan_on_line.id]


def test_it_raises_nothing_without_a_group(walk: Walk) -> None:
    assert raised(walk) is None
    assert told(walk, "red_flag_customer") == []


def test_it_keeps_her_words_as_the_answer_to_the_follow_up(walk: Walk) -> None:
    walk.finished()
    row = follow_ups_of(walk.session, case_id=walk.case.id)[0]
    send_due_follow_up(walk.session, follow_up=row, now=row.due_at)

    raised(walk, "infection", at=row.due_at, text="มีหนอง")
    raised(walk, "infection", at=row.due_at + timedelta(minutes=5), text="มีไข้")

    assert row.state is FollowUpState.ANSWERED
    kept = check_ins_of(walk.session, case_id=walk.case.id)
    assert [(one.text, one.red_flags, one.follow_up_id) for one in kept] == [
        ("มีหนอง", ["infection"], row.id),
        ("มีไข้", ["infection"], row.id),
    ]


def test_it_keeps_her_words_when_nobody_asked(walk: Walk) -> None:
    walk.finished()

    raised(walk, "infection", text="มีหนอง")

    assert [one.text for one in check_ins_of(walk.session, case_id=walk.case.id)] == ["มีหนอง"]


def test_it_reaches_somebody_about_a_customer_without_a_case(walk: Walk) -> None:
    task = raised(walk, "anaphylaxis")

    assert task is not None
    assert (task.case_id, task.staff_id) == (None, walk.cast.anan.id)
    assert told(walk, "red_flag")[0].data["case_code"] is None


def test_it_falls_back_to_the_beautician_then_to_whoever_leads(walk: Walk) -> None:
    walk.finished()
    anan = walk.session.get_one(Staff, walk.cast.anan.id)
    anan.roles = [Role.OWNER.value]
    task = raised(walk, "infection")
    assert task is not None
    assert task.staff_id == walk.cast.ploy.id

    walk.session.get_one(Staff, walk.cast.ploy.id).active = False
    later = raised(walk, "infection", at=NIGHT + timedelta(hours=2))
    assert later is not None
    assert later.staff_id == anan.id


def test_it_tells_everybody_when_those_first_in_line_cannot_be_reached(walk: Walk) -> None:
    for identity in (walk.cast.anan_on_line, walk.cast.ploy_on_line):
        walk.session.get_one(ChannelIdentity, identity.id).blocked_at = walk.now
    manager = a_staff(walk.session, walk.cast.branch, Role.MANAGER, name="เก๋")
    an_identity(walk.session, walk.cast.channel, staff=manager)

    raised(walk, "anaphylaxis")

    assert len(told(walk, "red_flag")) == 2  # Fon and the manager


def test_it_answers_her_even_when_nobody_works_here(walk: Walk) -> None:
    for staff in walk.session.scalars(sa.select(Staff)):
        staff.active = False

    assert raised(walk, "anaphylaxis") is None
    assert len(told(walk, "red_flag_customer")) == 1
