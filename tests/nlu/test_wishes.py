"""A wish for a treatment in few words is understood, whatever the engine makes of the treatment's name."""

from dataclasses import replace

import pytest

from nlu import Understander
from nlu.context import carried
from nlu.entities import ClinicNames, EntityFinder
from nlu.wishes import wishes_for
from tests.nlu.conftest import Listener

THAI = ("จอง{}", "ขอจอง{}", "อยากทำ{}ค่ะ", "นัด{}วันเสาร์")
ENGLISH = ("book {}", "I want to book {} saturday 2pm please")


def test_each_treatment_of_the_clinic_is_wished_for_by_its_bare_name(
    understander: Understander, shared_clinic: dict[str, object]
) -> None:
    rows = shared_clinic["treatments"]
    assert isinstance(rows, list)
    thai = {row["id"]: [*row["names"].get("chat_th", []), row["names"]["th"]] for row in rows}
    english = {row["id"]: row["names"]["en"] for row in rows}
    finder = EntityFinder(ClinicNames({key: [*names, english[key]] for key, names in thai.items()}))
    hear = Listener(replace(understander, finder=finder))  # type: ignore[type-var]
    said = [form.format(names[0]) for names in thai.values() for form in THAI]
    said += [form.format(name) for name in english.values() for form in ENGLISH]

    meant = {text: carried(None, hear(text), text) for text in said}

    wrong = [
        text
        for text, found in meant.items()
        if (found.intent, found.fallback, found.urgent) != ("book_appointment", False, False)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["จองไฮดราวันนี้", "book hydra saturday 2pm", "อยากทำ thermage", "ขอจองไฮดรา"])
def test_a_short_name_and_a_word_of_wishing_are_a_wish(hear: Listener, text: str) -> None:
    found = carried(None, hear(text), text)
    assert (found.intent, found.fallback) == ("book_appointment", False)


@pytest.mark.parametrize(
    "text",
    [
        "ไฮดราเฟเชียล",
        "โบท็อกจองไปแล้ว",
        "ไม่อยากทำโบท็อกแล้ว",
        "อยากทำโบท็อก เจ็บไหมคะ",
        "ทำโบท็อกมาบวมค่ะ",
        "อยากทำโบท็อก?",
        "cancel my botox booking",
        "ยกเลิกนัดโบท็อก",
        "ขอเลื่อนนัดโบท็อกเป็นวันเสาร์",
    ],
)
def test_what_says_more_is_left_to_the_engine(hear: Listener, text: str) -> None:
    assert not wishes_for(text, hear(text).entities)


@pytest.mark.parametrize(
    "text",
    [
        "อยากหน้าเล็กลง",
        "อยากปากฉ่ำๆ",
        "อยากหน้าตึง",
        "ตีนกาเยอะ",
        "เหนียงเยอะ",
        "ใต้ตาเป็นถุง",
        "ขนหน้าแข้งเยอะ",
        "จมูกบาน",
        "want a smaller jaw",
        "deep smile lines",
        "dark underarms",
    ],
)
def test_what_somebody_would_have_otherwise_is_a_question_about_treatments(hear: Listener, text: str) -> None:
    found = hear(text)

    assert (found.intent, found.fallback, found.urgent) == ("ask_treatment_info", False, False)


@pytest.mark.parametrize(
    "text",
    [
        "ใต้ตาดำหลังฉีดฟิลเลอร์",
        "กรามใหญ่ขึ้นหลังโบ",
        "มุมปากตกหลังโบ",
        "ร่องแก้มลึกขึ้นหลังฉีดเมื่อวาน",
        "ปากอวบบวมไม่หายตั้งแต่ฉีด",
        "my face is uneven since botox",
    ],
)
def test_the_same_since_a_treatment_is_looked_at_by_a_person(hear: Listener, text: str) -> None:
    assert hear(text).urgent
