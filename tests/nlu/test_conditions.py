"""A message that tells of a condition of the body is known by its words; words that look alike are none."""

from __future__ import annotations

import pytest

from nlu.conditions import conditions_in, known_conditions, tells_of_condition
from workflow.catalogue import TREATMENTS
from workflow.catalogue.files import read_research

FACTORS = read_research(TREATMENTS).risk_factors


@pytest.mark.parametrize(
    "text",
    [
        "เป็น HIV อยู่ ทำโบได้ไหม",
        "ท้อง 3 เดือนทำเลเซอร์ได้ไหมคะ",
        "กินยารักษาซึมเศร้าอยู่ ฉีดฟิลเลอร์ได้ไหม",
        "ให้นมลูกอยู่ทำโบได้มั้ย",
        "แพ้ยาชาทำได้ไหม",
        "เป็นเบาหวานทำได้มั้ย",
        "เพิ่งผ่าตัดมาค่ะ",
        "I'm HIV positive, can I get botox?",
        "I am 3 months pregnant, is laser ok",
        "I take antidepressants, can I have filler",
        "breastfeeding, can I do botox",
        "เพิ่งฉีดวัคซีนมาอาทิตย์นึง ทำฟิลเลอร์ได้หรือยังคะ",
        "เสริมจมูกมา ทำไฮฟู่ได้ไหม",
        "อายุ 16 ทำเลเซอร์ได้ไหมคะ",
        "ผิวแพ้ง่าย ทำได้ไหมคะ",
        "กล้ามเนื้ออ่อนแรง ฉีดโบได้ไหม",
        "does it matter that I get cold sores",
        "may I take ibuprofen after it",
        "เป็นภูมิแพ้ค่ะ",
        "กินแอคคูเทนอยู่",
        "กินวาฟารินอยู่ค่ะ",
        "กินยาละลายเลือด",
        "ประจำเดือนขาด 2 เดือน",
        "เพิ่งผ่าคลอด",
        "เป็นลมพิษบ่อย",
        "พร่องเอนไซม์ G6PD",
        "I had a baby last month",
        "on Eliquis, is filler ok",
        "hyperthyroid",
    ],
)
def test_what_tells_of_a_condition_is_known(text: str) -> None:
    assert tells_of_condition(text)


@pytest.mark.parametrize(
    "text",
    [
        "ท้องฟ้าสวยจัง",
        "สลายไขมันหน้าท้องกี่ครั้ง",
        "รอคิวยาวไหม",
        "อยากทำเลเซอร์",
        "ขึ้นเครื่องบินได้มั้ยคะหลังทำ",
        "ผลอยู่นานไหม พยายามจองอยู่",
        "คลินิกเปิดกี่โมงคะ",
        "can I fly after it",
        "ฟิลเลอร์ถาวรมั้ยคะ",
        "เป็นฝ้า ทำอะไรดีคะ",
        "ลบรอยสักกี่ครั้งคะ",
        "สิวฮอร์โมนขึ้นทุกเดือน รักษาได้มั้ยคะ",
        "หลังทำใช้เรตินอลได้เมื่อไหร่",
        "ทำฟันได้เมื่อไหร่หลังฉีดฟิลเลอร์",
        "ปวดท้องค่ะ",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not tells_of_condition(text)


@pytest.mark.parametrize("factor", sorted(FACTORS))
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_factor_of_the_catalogue_is_known_by_its_name_in_both_languages(
    factor: str, language: str
) -> None:
    told = {one.key: one for one in conditions_in(getattr(FACTORS[factor], language))}

    assert factor in told
    assert told[factor].names[language]


def test_the_lexicon_calls_a_factor_as_the_catalogue_does() -> None:
    own = {"virus", "heart_and_blood", "mind_and_nerves", "tumour", "disease", "operation", "medicine"}

    assert set(known_conditions()) == set(FACTORS) | own


def test_what_forbids_a_treatment_brings_a_person_unless_it_is_what_the_clinic_treats_or_sees() -> None:
    treatments = read_research(TREATMENTS).treatments
    grave = {
        rule.factor
        for one in treatments
        for rule in one.contraindications
        if rule.action in {"contraindicated", "defer", "doctor_review"}
    }
    alone = {key for key in grave if tells_of_condition(FACTORS[key].th)}

    assert grave - alone == {
        "bdd",
        "fitz_4_6",
        "melasma",
        "pih_history",
        "recent_filler_toxin",
        "recent_sun",
        "retinoid_topical",
        "tattoo_field",
        "toxin_under_12w",
        "wax_bleach",
    }


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ท้องอยู่ เป็นเริมด้วย ทำเลเซอร์ได้ไหม", ["pregnancy", "herpes"]),
        ("เป็นฝ้า ท้องอยู่", ["pregnancy", "melasma"]),
        ("I take aspirin and have diabetes", ["anticoagulant", "diabetes_uncontrolled"]),
        ("เปิดกี่โมงคะ", []),
    ],
)
def test_what_a_message_tells_of_is_named_what_brings_a_person_first(text: str, keys: list[str]) -> None:
    assert [one.key for one in conditions_in(text)] == keys


DENIED = [
    "ไม่ได้ท้องค่ะ",
    "ยังไม่ท้อง จองเสาร์",
    "ไม่แพ้ยาชา",
    "ไม่มีโรคประจำตัวค่ะ",
    "ไม่กินยาละลายลิ่มเลือด",
    "ไม่ท้องหรือให้นมค่ะ",
    "ไม่มีประวัติแพ้ยา",
    "I'm not pregnant",
    "i don't have diabetes or hypertension",
    "never had cold sores",
    "I'm not on any medication",
]
TOLD_ALL_THE_SAME = {
    "ไม่ใช่ค่ะ เคยแพ้": "product_allergy",
    "ไม่แพ้ยา ท้องอยู่": "pregnancy",
    "ไม่แพ้ยาท้องอยู่": "pregnancy",
    "ไม่กินยาเป็นเบาหวาน": "diabetes_uncontrolled",
    "ไม่ท้องแล้ว": "pregnancy",
    "ไม่แน่ใจว่าท้องไหม": "pregnancy",
    "ไม่ได้กินยาความดันมาสองวัน": "heart_and_blood",
    "ไม่กินยาแอสไพรินได้ไหม": "anticoagulant",
    "no allergies, pregnant": "pregnancy",
    "no, I'm pregnant": "pregnancy",
    "not pregnant anymore": "pregnancy",
    "can I not take aspirin": "anticoagulant",
}


@pytest.mark.parametrize("text", DENIED)
def test_what_is_denied_is_not_told_of_and_is_about_health_all_the_same(text: str) -> None:
    assert conditions_in(text) == ()
    assert tells_of_condition(text)


@pytest.mark.parametrize(("text", "key"), TOLD_ALL_THE_SAME.items())
def test_a_denial_of_something_else_or_half_a_denial_denies_nothing(text: str, key: str) -> None:
    assert key in {one.key for one in conditions_in(text)}
