import pytest

from nlu import red_flags_in
from tests.nlu.conftest import RED_FLAGS


@pytest.mark.parametrize(
    ("text", "group"),
    [
        # The clinic's own phrases, and how they come out of a thumb on a phone.
        ("ตามัวค่ะ", "vision"),
        ("ตา มัว", "vision"),
        ("ต า มั ว", "vision"),
        ("ตๅมัว", "vision"),
        ("ตาข้างซ้ายมัวๆ", "vision"),
        ("ตาเบลอหมดเลย", "vision"),
        ("มองอะไรไม่ค่อยเห็น", "vision"),
        ("มองม่ายเห็น", "vision"),
        ("มองไม่เหนข้างนึง", "vision"),
        ("ปวดตามากกก", "vision"),
        ("แขนไม่มีแรง", "stroke"),
        ("หน้ามืดจะเปนลม", "stroke"),
        ("ปวดหัวรุณแรง", "stroke"),
        ("ขาวซีดตรงที่ฉีด", "occlusion"),
        ("ปลายจมูกม่วงๆ", "occlusion"),
        ("ปวดตรงที่ฉีดมากขึ้นเรื่อยๆ", "occlusion"),
        ("หายใจไม่ออกกกก", "anaphylaxis"),
        ("หายจัยไม่ค่อยออก", "anaphylaxis"),
        ("ไม่ไหวแล้ว หายใจไม่ออก", "anaphylaxis"),
        ("ลมพิดขึ้นเต็มตัว", "anaphylaxis"),
        ("กลืนน้ำลายไม่ลง", "toxin_spread"),
        ("หนังตาข้างซ้ายตก", "eyelid_droop"),
        ("มีน้ำหนองไหลออกมา", "infection"),
        ("เปนไข้ตั้งแต่เมื่อวาน", "infection"),
        ("บวมๆแดงๆร้อนๆ", "infection"),
        ("หน้าไหม้", "burn_blister"),
        ("เปนตุมน้ำ", "burn_blister"),
        ("เริมขึ้น", "herpes_flare"),
        ("เริ่มเป็นเริมแล้ว", "herpes_flare"),
        ("ยิ้มแล้วเบี้ยวๆ", "nerve_weak"),
        ("คลำเจอก้อน", "nodule_late"),
        ("รอยดำเพิ่มขึ้นหลังเลเซอร์", "pigment_change"),
        ("อยากตาย", "distress"),
        ("ตาขวามืดไปเลย", "vision"),
        ("ตาม่านดำๆ มองไม่เห็น", "vision"),
        ("แขนซ้ายยกไม่ขึ้น", "stroke"),
        ("หายใจไม่ทั่วท้อง", "anaphylaxis"),
        ("เปลือกตาข้างนึงปิดลงมา", "eyelid_droop"),
        ("หนังหลุดลอกเป็นแผ่น", "burn_blister"),
        ("หน้าขยับไม่ได้ข้างนึง", "nerve_weak"),
        ("มีก้อนนูนขึ้นมาใต้ตา", "nodule_late"),
        ("ฝ้าเข้มกว่าเดิมอีก", "pigment_change"),
        ("จะแจ้งความ", "distress"),
        # English, and both at once.
        ("I can't breathe", "anaphylaxis"),
        ("I can’t breathe", "anaphylaxis"),
        ("i cant see from my left eye", "vision"),
        ("my VISION is getting blurry", "vision"),
        ("there is pus", "infection"),
        ("I have a fever", "infection"),
        ("my skin turned white and it hurts", "occlusion"),
        ("blisters everywhere", "burn_blister"),
        ("หน้ามี blister ขึ้น", "burn_blister"),
        # What is denied is one thing, what follows another.
        ("ไม่มีไข้ แต่ตามัวมาก", "vision"),
        ("ไม่มีหนองแต่มีไข้", "infection"),
        ("ตาไม่บวมแต่มัว", "vision"),
        ("ไม่เคยปวดตามากขนาดนี้เลย", "vision"),
        ("ไม่มีไข้และตามัว", "vision"),
        ("no fever but my vision is blurry", "vision"),
        ("no fever, blurry vision", "vision"),
        ("I have never had severe pain like this", "occlusion"),
        ("สวัสดีค่ะ\nเมื่อวานฉีดฟิลเลอร์\nตอนนี้ตามัว", "vision"),
    ],
)
def test_it_hears_a_red_flag(text: str, group: str) -> None:
    assert group in red_flags_in(text, RED_FLAGS)


@pytest.mark.parametrize(
    "text",
    [
        # Said not to be there.
        "ไม่มีไข้ค่ะ",
        "ไม่มีไข้แล้วค่ะ",
        "ไม่ปวดแล้วค่ะ",
        "ไม่ปวดบวมแดงร้อน",
        "ตาไม่มัวแล้ว",
        "ไม่มีหนองหรือไข้เลย",
        "ไม่มีไข้ ไม่มีหนอง",
        "ไม่มีอาการตามัวค่ะ",
        "ไม่เคยเป็นเริม",
        "no fever",
        "no pus and no fever",
        "I don't have a fever",
        # Asked beforehand.
        "ฟิลเลอร์จะเป็นก้อนไหมคะ",
        "ทำยังไงไม่ให้เป็นรอยดำ",
        # False friends.
        "เอาแบบพองามนะคะ",
        "เริ่มทำวันไหนดีคะ",
        "เริมทำวันไหนดี",
        "ราคาเริมต้นเท่าไหร่",
        "ตากมืดแล้วค่ะ",
        "แม่มัวแต่คุย หาสาขาไม่เจอ",
        "มองไม่เห็นผลเลยค่ะ",
        "มีสาขาหนองแขมไหม",
        "เลเซอร์รอยดำกี่บาท",
        "ทำเลเซอร์เจ็บไหมคะ",
        "ผิวแห้งทำได้ไหม",
        "ร้อยไหมหน้าเรียว",
        "ฟิลเลอร์หน้าผากกี่ซีซีดี",
        "โฟมไม่มีฟอง",
        "I can't see any difference",
        "ติดตามเพจแล้วไม่เห็นโปร",
        "คอร์สนี้ทำแล้วบวมไหม",
        "ตามลำดับคิวเลยค่ะ",
        "เดินเซ็นทรัลอยู่ค่ะ",
        "I can see clearly now",
        # Nothing at all.
        "สบายดีค่ะ ไม่มีอาการอะไร",
        "มองเห็นชัดดีค่ะ",
        "หน้าใสขึ้นมากเลยค่ะ",
        "",
        "👍",
    ],
)
def test_it_is_not_alarmed_by(text: str) -> None:
    assert red_flags_in(text, RED_FLAGS) == ()


def test_groups_come_in_the_order_of_the_clinics_file() -> None:
    assert red_flags_in("มีไข้ แล้วก็ตามัวด้วยค่ะ", RED_FLAGS) == ("vision", "infection")


def test_only_the_clinics_groups_are_looked_for() -> None:
    assert red_flags_in("ตามัว มีไข้", {"infection": ["มีไข้"]}) == ("infection",)
    assert red_flags_in("ตามัว", {}) == ()


def test_a_phrase_that_only_this_clinic_knows_is_heard() -> None:
    assert red_flags_in("หน้าเห่อแดง", {"infection": ["หน้าเห่อ"]}) == ("infection",)
