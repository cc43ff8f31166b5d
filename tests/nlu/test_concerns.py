"""What somebody wants done something about, in the words people use for it."""

import pytest

from nlu.concerns import concerns_in, known_concerns
from workflow.catalogue.files import PRICES, TEXTS, TREATMENTS, read_catalogue


@pytest.mark.parametrize(
    ("text", "concerns"),
    [
        ("หน้าเป็นสิวเยอะมากทำอะไรดี", ["acne"]),
        ("หลุมสิวลึกมาก ทำอะไรได้บ้าง", ["acne_scar"]),
        ("สิวเสี้ยนที่จมูกค่ะ", ["comedone"]),
        ("รอยสิวดำๆ หายได้ไหม", ["pih"]),
        ("เป็นฝ้า กับเป็นกระ ทำไรดี", ["melasma", "freckle"]),
        ("รูขุมขนกว้าง ผิวไม่เรียบ", ["pore", "texture"]),
        ("รุขุมขนกว่าง", []),
        ("มีเหนียงอ่ะ ทำไงดี", ["double_chin"]),
        ("ใต้ตาคล้ำเหมือนหมีแพนด้า", ["under_eye_hollow"]),
        ("ขนคุดที่แขน", ["ingrown_hair"]),
        ("กรามใหญ่อยากหน้าเรียว", ["face_shape"]),
        ("I have acne scars and dark spots", ["acne_scar", "lentigo"]),
        ("what can you do about melasma", ["melasma"]),
        ("zits everywhere", ["acne"]),
    ],
)
def test_what_she_asks_about_is_found(text: str, concerns: list[str]) -> None:
    assert concerns_in(text) == concerns


@pytest.mark.parametrize(
    "text",
    [
        "ฝากข้อความถึงพี่แนน",
        "กระเป๋าหายที่ร้าน",
        "ยกกระชับหน้า",
        "ฝ่ายบัญชีอยู่ไหม",
        "เป็นกระเนื้อที่คอ",
        "ใส่ผ้าฝ้ายมาได้ไหม",
        "spores",
        "lipstick shade",
        "",
    ],
)
def test_other_words_are_no_concern(text: str) -> None:
    assert concerns_in(text) == []


def test_there_are_words_for_each_concern_of_the_treatment_file_and_no_other() -> None:
    entries = read_catalogue(file=TREATMENTS, texts=TEXTS, prices=PRICES)

    assert known_concerns() == {
        concern for entry in entries.research.treatments for concern in entry.concerns
    }
