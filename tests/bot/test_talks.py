"""Talks from the first word on, through real webhooks, the real workflow and LINE's double."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.bot.world import NEWCOMER, World, identity, presses_in, said
from tests.factories.cases import Walk
from workflow.store.models import (
    Consent,
    FollowUp,
    InboundEvent,
    InboundState,
    Notice,
    NoticePurpose,
    Purpose,
    Scan,
    ScanState,
    Stage,
    Task,
    TaskKind,
)

pytestmark = pytest.mark.servers


async def test_a_new_customer_is_greeted_by_name_and_asked_for_each_consent(world: World) -> None:
    world.double.people.add_person(NEWCOMER, "น้องใหม่")
    answer = await world.says(NEWCOMER, "สวัสดีค่ะ")
    assert "คุณน้องใหม่" in said(answer)
    assert len(presses_in(answer, "consent")) == 8
    [kept] = world.double.requests_to("reply")
    assert kept.status == 200
    assert world.double.requests_to("push") == [], "a reply is free"


async def test_without_consent_a_photo_is_never_downloaded(world: World) -> None:
    answer = await world.sends_photo(world.mali)
    assert "ยังไม่ได้เปิดหรือดาวน์โหลด" in said(answer)
    assert world.double.requests_to("content") == []
    assert world.read(lambda session: session.scalars(sa.select(Scan)).all()) == []


async def test_after_a_yes_the_waiting_photo_is_kept_to_be_read_with_the_wording_she_saw(
    world: World,
) -> None:
    asked = await world.sends_photo(world.mali)
    yes = presses_in(asked, "consent")[0]
    answer = await world.presses(world.mali, yes)
    assert "กำลังอ่านค่าผิว" in said(answer)
    [scan] = world.read(lambda session: session.scalars(sa.select(Scan)).all())
    assert scan.state is ScanState.WAITING
    [consent] = world.read(lambda session: session.scalars(sa.select(Consent)).all())
    assert consent.purpose is Purpose.SCAN_ANALYSIS
    assert consent.granted
    assert re.fullmatch(r"th-[0-9a-f]{12}", consent.wording_version)
    assert consent.event_id


async def test_the_same_answer_again_is_said_to_be_known(world: World) -> None:
    asked = await world.sends_photo(world.mali)
    yes, no = presses_in(asked, "consent")[:2]
    for button, first, again in (
        (yes, "บันทึกความยินยอม “อ่านค่าผิวจากรูป” แล้วค่ะ", "ความยินยอม “อ่านค่าผิวจากรูป” บันทึกไว้แล้วค่ะ"),
        (no, "บันทึกว่าไม่ยินยอม “อ่านค่าผิวจากรูป” แล้วค่ะ", "บันทึกไว้แล้วค่ะ ว่าไม่ยินยอม “อ่านค่าผิวจากรูป”"),
    ):
        assert first in said(await world.presses(world.mali, button))
        assert again in said(await world.presses(world.mali, button))


async def test_a_no_keeps_the_photo_unread(world: World) -> None:
    asked = await world.sends_photo(world.mali)
    no = presses_in(asked, "consent")[1]
    await world.presses(world.mali, no)
    assert world.read(lambda session: session.scalars(sa.select(Scan)).all()) == []


async def test_withdrawing_consent_erases_the_pictures(world: World) -> None:
    def scanned(session: sa.orm.Session) -> None:
        Walk(session, world.cast, world.cast.mali).scanned()

    world.read(scanned)
    asked = await world.says(world.mali, "ถอนความยินยอม")
    everything = presses_in(asked, "withdraw")[-1]
    answer = await world.presses(world.mali, everything)
    assert "ลบรูปที่เก็บไว้แล้ว 2 รูป" in said(answer)
    assert len(world.kit.photos.erased) == 2  # type: ignore[attr-defined]


async def test_an_unsent_photo_is_withdrawn(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).consents())
    await world.sends_photo(world.mali)
    [scan] = world.read(lambda session: session.scalars(sa.select(Scan)).all())
    await world.does(world.mali, world.double.events.unsend(world.mali, scan.message_id))
    [scan] = world.read(lambda session: session.scalars(sa.select(Scan)).all())
    assert scan.state is ScanState.WITHDRAWN


async def test_a_customer_who_never_agreed_is_asked_in_her_own_chat(world: World) -> None:
    asked = await world.sends_photo(world.fon)
    answer = await world.presses(world.fon, presses_in(asked, "photo_of")[0])
    assert "ยังไม่ได้ให้ความยินยอม" in said(answer)
    assert presses_in(world.heard(world.mali), "consent")
    assert world.read(lambda session: session.scalars(sa.select(Scan)).all()) == []


@pytest.mark.parametrize("words", ["ตามัวมากเลยค่ะ มองไม่เห็น", "หายใจไม่ออก"])
async def test_red_flags_reach_a_person_at_any_hour_even_while_a_person_has_the_talk(
    world: World, words: str
) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    world.clock.advance(timedelta(hours=15))  # one in the morning
    world.double.people.receives(world.mali, world.cast.channel.key)
    heard = await world.says(world.mali, words)
    assert "1669" in said(heard)
    assert "ด่วน" in said(world.heard(world.anan))
    urgent = world.read(
        lambda session: session.scalars(sa.select(Notice).where(Notice.purpose == NoticePurpose.URGENT)).all()
    )
    assert urgent
    assert world.read(
        lambda session: session.scalars(sa.select(Task).where(Task.kind == TaskKind.RED_FLAG)).all()
    )


async def test_the_third_time_it_is_not_understood_a_person_takes_over_and_the_bot_is_silent(
    world: World,
) -> None:
    await world.says(world.mali, "สวัสดีค่ะ")
    for _ in range(2):
        assert "ยังไม่เข้าใจ" in said(await world.says(world.mali, "ฟุตบอลเมื่อคืนใครชนะ"))
    third = await world.says(world.mali, "ฟุตบอลเมื่อคืนใครชนะ")
    assert "แจ้งเจ้าหน้าที่ให้มาดูแลต่อ" in said(third)
    assert "บอตไม่เข้าใจลูกค้าสามครั้ง" in said(world.heard(world.fon))
    assert "เจ้าหน้าที่ได้รับข้อความแล้ว" in said(await world.says(world.mali, "แต้มของฉัน"))
    assert await world.says(world.mali, "แต้มของฉัน") == []
    world.clock.advance(timedelta(minutes=31))
    assert "แต้มของคุณ" in said(await world.says(world.mali, "แต้มของฉัน"))


async def test_forged_and_old_buttons_are_refused_politely(world: World) -> None:
    old = world.kit.buttons.make("status", now=world.clock() - timedelta(days=101))
    assert "เก่าเกินไป" in said(await world.presses(world.mali, old))
    changed = world.kit.buttons.make("status", now=world.clock())[:-2] + "xx"
    assert "ปุ่มนี้ใช้ไม่ได้" in said(await world.presses(world.mali, changed))
    assert "ปุ่มนี้ใช้ไม่ได้" in said(await world.presses(world.mali, "storeId=12345"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("เปิดกี่โมงคะ", "10:00–20:00"),
        ("คลินิกอยู่ที่ไหนคะ", "ถนนพระราม 1"),
        ("ขอบคุณค่ะ", "ยินดีค่ะ"),
        ("โบท็อกราคาเท่าไหร่คะ", "ราคาทรีตเมนต์"),
        ("แต้มของฉัน", "แต้มของคุณ"),
        ("สถานะ", "ยังไม่มีนัดหรือเรื่อง"),
        ("อยากจองคิวค่ะ", "นัดเวลา"),
        ("ขอคุยกับเจ้าหน้าที่ค่ะ", "แจ้งเจ้าหน้าที่แล้ว"),
    ],
)
async def test_plain_questions_get_true_answers(world: World, words: str, expected: str) -> None:
    assert expected in said(await world.says(world.mali, words))
    assert world.double.violations == []


async def test_in_a_group_only_a_mention_is_answered_and_nothing_personal_is_said(world: World) -> None:
    event = world.double.events.text(world.mali, "@bot แต้มของฉัน")
    event["source"] = {"type": "group", "groupId": "C" + "1" * 32, "userId": world.mali}
    assert await world.does(world.mali, event) == []
    event = world.double.events.text(world.mali, "@bot แต้มของฉัน")
    event["source"] = {"type": "group", "groupId": "C" + "1" * 32, "userId": world.mali}
    event["message"]["mention"] = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    answer = await world.does(world.mali, event)
    assert "แชตส่วนตัว" in said(answer)
    assert "แต้มของคุณ" not in said(answer)


async def test_somebody_who_blocks_us_is_told_nothing_until_they_are_back(world: World) -> None:
    await world.does(world.mali, world.double.events.unfollow(world.mali))
    assert identity(world, world.mali).blocked_at is not None
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    await world.settle()
    [skipped] = world.read(
        lambda session: session.scalars(
            sa.select(Notice).where(Notice.recipient_id == world.cast.mali_on_line.id)
        ).all()
    )
    assert (skipped.state.value, skipped.reason) == ("skipped", "blocked")
    back = await world.does(world.mali, world.double.events.follow(world.mali))
    assert "คุณมะลิ" in said(back)


async def test_standby_and_old_events_are_kept_and_ignored(world: World) -> None:
    standby = world.double.events.text(world.mali, "สวัสดีค่ะ")
    standby["mode"] = "standby"
    old = world.double.events.text(world.mali, "สวัสดีค่ะ")
    old["timestamp"] -= 25 * 3600 * 1000
    assert await world.does(world.mali, standby, old) == []
    states = world.read(lambda session: session.scalars(sa.select(InboundEvent.state)).all())
    assert set(states) == {InboundState.IGNORED}
    assert len(states) == 2


async def test_the_same_event_ten_times_at_once_is_answered_once(world: World) -> None:
    import asyncio

    event = world.double.events.text(world.mali, "แต้มของฉัน")
    await asyncio.gather(
        *(world.double.redeliver(event) for _ in range(5)), *(world.double.deliver(event) for _ in range(5))
    )
    await asyncio.gather(*(world.settle() for _ in range(3)))
    assert len(world.heard(world.mali)) == 1


async def test_events_of_one_person_are_handled_in_the_order_they_happened(world: World) -> None:
    first = world.double.events.text(world.mali, "ขอบคุณค่ะ")
    world.clock.advance(timedelta(seconds=1))
    second = world.double.events.text(world.mali, "แต้มของฉัน")
    await world.double.deliver(second)
    await world.double.deliver(first)
    await world.settle()
    assert "ยินดีค่ะ" in said(world.heard(world.mali)[:1])
    assert "แต้มของคุณ" in said(world.heard(world.mali)[1:])


async def test_a_follow_up_is_answered_by_words_and_by_a_button(world: World) -> None:
    from workflow.cases import send_due_follow_up
    from workflow.follow_ups import claim_due_follow_ups

    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)
    world.clock.set(world.clock() + timedelta(days=1, hours=1))

    def send(session: sa.orm.Session) -> None:
        for due in claim_due_follow_ups(session, now=world.clock(), limit=10):
            send_due_follow_up(session, follow_up=due, now=world.clock())

    world.read(send)
    await world.settle()
    card = world.heard(world.mali)[-1:]
    assert presses_in(card, "feels")
    answer = await world.presses(world.mali, presses_in(card, "feels")[0])
    assert "ขอบคุณที่แจ้งค่ะ" in said(answer)
    case = world.read(lambda session: Walk(session, world.cast, world.cast.mali).case)
    assert case.stage is Stage.FOLLOW_UP


async def test_a_button_of_an_older_follow_up_answers_that_one(world: World) -> None:
    from workflow.cases import send_due_follow_up
    from workflow.follow_ups import claim_due_follow_ups

    world.read(lambda session: Walk(session, world.cast, world.cast.mali).finished() and None)

    def send(session: sa.orm.Session) -> None:
        for due in claim_due_follow_ups(session, now=world.clock(), limit=10):
            send_due_follow_up(session, follow_up=due, now=world.clock())

    for days in (1, 6):
        world.clock.advance(timedelta(days=days))
        world.read(send)
        await world.settle()
    pressed = presses_in(world.heard(world.mali), "feels")
    await world.presses(world.mali, pressed[0])
    states = world.read(
        lambda session: session.scalars(sa.select(FollowUp.state).order_by(FollowUp.day)).all()
    )
    assert [state.value for state in states] == ["answered", "sent", "planned", "planned"]


async def test_once_somebody_has_talked_to_her_the_bot_answers_again(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    assert "แต้มของคุณ" not in said(await world.says(world.mali, "แต้มของฉัน"))
    await world.presses(world.fon, presses_in(world.heard(world.fon), "done")[-1])
    assert "แต้มของคุณ" in said(await world.says(world.mali, "แต้มของฉัน"))


async def test_buttons_work_while_a_person_has_the_talk(world: World) -> None:
    await world.says(world.mali, "ขอคุยกับเจ้าหน้าที่ค่ะ")
    press = world.kit.buttons.make("points", now=world.clock())
    assert "แต้มของคุณ" in said(await world.presses(world.mali, press))


async def test_an_unsent_text_is_forgotten(world: World) -> None:
    event = world.double.events.text(world.mali, "ความลับของฉัน")
    await world.does(world.mali, event)
    await world.does(world.mali, world.double.events.unsend(world.mali, event["message"]["id"]))
    raws = world.read(lambda session: session.scalars(sa.select(InboundEvent.raw)).all())
    assert not [raw for raw in raws if "ความลับ" in raw]


async def test_a_no_after_a_yes_erases_what_was_kept(world: World) -> None:
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned() and None)
    no = world.kit.buttons.make("consent", now=world.clock(), p="scan_analysis", a="no", v="th-x")
    await world.presses(world.mali, no)
    assert len(world.kit.photos.erased) == 2  # type: ignore[attr-defined]
    [row] = [
        row
        for row in world.read(lambda session: session.scalars(sa.select(Notice)).all())
        if row.kind == "reading_ready"
    ]
    assert (row.state.value, row.reason) == ("skipped", "out_of_date"), "the reading is not sent any more"


async def test_words_while_a_photo_waits_ask_again_and_lose_no_photo(world: World) -> None:
    await world.sends_photo(world.mali)
    asked = await world.says(world.mali, "ได้ค่ะ")
    assert len(presses_in(asked, "consent")) == 8, "a typed yes is not the clear act the law asks for"
    assert world.double.requests_to("content") == []
    answer = await world.presses(world.mali, presses_in(asked, "consent")[0])
    assert "กำลังอ่านค่าผิว" in said(answer)


@pytest.mark.parametrize("kind", ["video", "audio", "file"])
async def test_what_cannot_be_read_is_said_to_be_so(world: World, kind: str) -> None:
    event = world.double.events.text(world.mali, "x")
    event["message"] = {"type": kind, "id": "5", "contentProvider": {"type": "line"}}
    assert "ยังอ่าน" in said(await world.does(world.mali, event))


async def test_a_sticker_is_an_acknowledgement(world: World) -> None:
    assert "รับทราบ" in said(await world.does(world.mali, world.double.events.sticker(world.mali)))


async def test_news_can_be_stopped_by_a_word(world: World) -> None:
    answer = await world.says(world.mali, "ยกเลิกรับข่าวสารค่ะ")
    assert "จะไม่ส่งข่าวสาร" in said(answer)
