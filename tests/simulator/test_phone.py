"""The phone that stories and tests hold: it presses what is really there, and says what is when it isn't."""

import pytest

from simulator import Phone
from simulator.phone import NotOnScreenError
from tests.simulator.cast import PLOY
from tests.simulator.small_clinic import SmallClinic


@pytest.fixture
def clinic() -> SmallClinic:
    return SmallClinic()


@pytest.fixture
def phone(clinic: SmallClinic) -> Phone:
    return Phone(clinic.double, user_id=PLOY, name="พลอย")


async def test_it_writes_and_reads(phone: Phone) -> None:
    await phone.write("สวัสดีค่ะ")

    assert phone.sees("ยินดีต้อนรับ")
    assert len(phone.unread()) == 1
    assert phone.unread() == []


async def test_it_presses_by_a_part_of_the_label(phone: Phone, clinic: SmallClinic) -> None:
    await phone.write("สวัสดีค่ะ")

    await phone.press("ยินยอม")

    assert clinic.events[-1]["postback"] == {"data": "v1.consent"}


async def test_it_picks_a_date(phone: Phone, clinic: SmallClinic) -> None:
    await phone.write("สวัสดีค่ะ")

    await phone.press("เลือกวัน", moment="2026-11-25")

    assert clinic.events[-1]["postback"]["params"] == {"date": "2026-11-25"}


async def test_it_presses_by_what_the_button_asks_for(
    phone: Phone, clinic: SmallClinic, a_jpeg: bytes
) -> None:
    await phone.send_photo(a_jpeg)

    await phone.press_for("book")

    assert clinic.events[-1]["postback"] == {"data": "v1.book"}


@pytest.mark.parametrize("label", ["ส่งรูป", "ไม่มีปุ่มนี้"])
async def test_it_says_what_can_be_pressed_instead(phone: Phone, label: str) -> None:
    await phone.write("สวัสดีค่ะ")

    with pytest.raises(NotOnScreenError, match=label):
        await phone.press(label)


async def test_it_takes_back_its_last_message(phone: Phone, clinic: SmallClinic) -> None:
    await phone.write("ผิดห้อง")

    await phone.unsend()

    assert clinic.events[-1]["unsend"]["messageId"] == clinic.events[0]["message"]["id"]
    with pytest.raises(NotOnScreenError):
        await phone.unsend()


async def test_line_can_deliver_its_last_doing_again(phone: Phone, clinic: SmallClinic) -> None:
    with pytest.raises(NotOnScreenError):
        await phone.repeat()
    await phone.write("สวัสดีค่ะ")

    assert await phone.repeat() == 200

    assert clinic.events[1]["webhookEventId"] == clinic.events[0]["webhookEventId"]


async def test_it_blocks_and_comes_back(phone: Phone, clinic: SmallClinic) -> None:
    await phone.block()
    await phone.follow()
    await phone.send_sticker()

    assert [event["type"] for event in clinic.events] == ["unfollow", "follow", "message"]
