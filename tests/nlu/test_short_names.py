"""What customers call treatments in short, what could be several, and what a clinic does not have."""

import pytest
import yaml

from nlu.entities import ClinicNames, EntityFinder
from nlu.examples import DATA
from tests.nlu.conftest import BANGKOK, NAMES, NOW

KINDS = frozenset({"treatment", "treatment_unclear", "other_treatment"})
UPPER, JAW = "botox_upper_face", "botox_masseter"


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(NAMES)


@pytest.fixture(scope="module")
def whole_clinic(shared_clinic: dict[str, object]) -> EntityFinder:
    """The finder with every treatment of the clinic's file, by the names that it gives."""
    rows = shared_clinic["treatments"]
    assert isinstance(rows, list)
    return EntityFinder(
        ClinicNames({row["id"]: [*row["names"].get("chat_th", []), row["names"]["th"]] for row in rows})
    )


def _named(finder: EntityFinder, text: str, *kinds: str) -> set[str]:
    found = finder.find(text, now=NOW, zone=BANGKOK)
    return {one.value for one in found if one.entity in (kinds or KINDS)}


@pytest.mark.parametrize(
    ("text", "treatments"),
    [
        *((text, {UPPER}) for text in ("โบราคาเท่าไหร่", "ฉีดโบ", "เติมโบ", "โบ", "โบค่ะ", "สนใจโบค่ะ", "โบ 50 ยู")),
        *(
            (text, {UPPER})
            for text in ("โบกี่บาทคะ", "โบเจ็บไหม", "แล้วโบล่ะ", "อยากทำโบหน้าผาก", "โปรโบมีไหม", "โบหน่อยค่ะ")
        ),
        *(
            (text, {UPPER})
            for text in ("โบอยู่ได้กี่เดือน", "จองโบวันเสาร์", "ฉีด โบ ยี่ห้อไหน", "ไปฉีดโบมา", "โบตีนกา", "โบ100ยู")
        ),
        *(
            (text, {UPPER})
            for text in ("ทำโบเกาหลีค่ะ", "โบลิฟท์กรอบหน้ากี่บาท", "btx ราคา", "โบ50ยูกี่บาท", "ลงโบได้ปะ", "เอาโบ")
        ),
        *(
            (text, {JAW})
            for text in ("โบกราม", "ฉีดโบกรามกี่บาท", "โบ กราม", "โบลดกรามเท่าไหร่", "ฉีดโบ ลดกราม", "แล้วกรามล่ะ")
        ),
        *((text, {JAW}) for text in ("โบตรงกราม", "โบที่กรามค่ะ", "botox กราม", "กรามค่ะ")),
        *(
            (text, {JAW})
            for text in (
                "I want to book botox masseter",
                "botox for my jaw",
                "โบท็อกค่ะ เอาที่กราม",
                "botox, jaw slimming please",
            )
        ),
        ("โบกับฟิลเลอร์", {UPPER, "ha_filler"}),
        ("โบ ฟิล ราคาเท่าไหร่", {UPPER, "ha_filler"}),
        *(
            (text, {"ha_filler"})
            for text in ("ฟิลราคาเท่าไหร่", "ฉีดฟิลปาก", "เติมฟิล", "ฟิลคาง", "เติมปากกี่บาท", "ฉีดปากค่ะ")
        ),
        *(
            (text, {"ha_filler"})
            for text in ("ปากกระจับเท่าไหร่", "เติมใต้ตา", "เติมคางค่ะ", "ฟิลอยู่ได้นานไหม", "แล้วฟิลละคะ", "เติมขมับ")
        ),
        *(
            (text, {"hifu"})
            for text in ("ไฮฟุ", "ไฮฟูหน้า", "อัลเทอร่า", "อัลเธอ", "อัลเทอเท่าไหร่", "hi-fu", "ultraformer 300 ช็อต")
        ),
        *((text, {"rf_monopolar"}) for text in ("เทอร์มาจ", "เทอมาจกี่บาท", "เธอมาจ", "thermage flx")),
        *(
            (text, {"thread_lift"})
            for text in ("ร้อยไหมก้างปลา", "ไหมก้างปลา", "ไหมคอลลาเจน", "ก้างปลาราคา", "ร้อยใหม")
        ),
        *((text, {"pico"}) for text in ("พิโค่", "ทำpico", "ยิงพิโค")),
    ],
)
def test_a_treatment_is_known_by_its_short_name(
    finder: EntityFinder, text: str, treatments: set[str]
) -> None:
    assert _named(finder, text, "treatment") == treatments


@pytest.mark.parametrize(
    "text",
    [
        *(
            "โบว์",
            "ชื่อโบว์ค่ะ",
            "พี่โบว์อยู่ไหม",
            "ผูกโบว์",
            "โบนัสออกแล้ว",
            "ของโบราณ",
            "ไปโบสถ์",
            "โบกมือ",
            "แฮมโบ",
            "ไฮโบ",
        ),
        *(
            "คุณโบ",
            "พี่โบอยู่ไหมคะ",
            "หมอโบ",
            "น้องโบ ค่ะ",
            "ชื่อโบค่ะ",
            "ชื่อ โบ ค่ะ",
            "พี่ โบ",
            "โบเองค่ะ",
            "โบชัวร์",
            "ริบบิ้นโบว์สีแดง",
        ),
        *("โบ๊ทโชว์", "โบรกเกอร์", "โบกรถ", "โบตั๋น", "โบลิ่ง", "โบรชัวร์", "คอมโบ", "แรมโบ้", "เจโบ"),
        *("ติดฟิล์มรถ", "ฟิล์ม", "ฟีลดี", "ฟีลแบบ", "ฟิลิปปินส์", "ฟิลลิ่ง", "โปรไฟล์", "พี่ฟิล", "คุณฟิลอยู่ไหม"),
        *("ปากกา", "เติมเงิน", "เติมน้ำมัน", "ก้างปลาติดคอ", "เธอมาจากไหน", "เธอมาจองไว้", "พิโกะ", "กรามค้าง"),
    ],
)
def test_other_words_that_hold_a_short_name_are_none(finder: EntityFinder, text: str) -> None:
    assert _named(finder, text, "treatment") == set()


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("เมโสหน้าใส", "skin_booster_ha"),
        ("เมโสแฟต", "deoxycholic"),
        ("เมโสแฟตเหนียง", "deoxycholic"),
        ("แฟตหน้า", "deoxycholic"),
        ("รีจูกี่บาท", "pn_pdrn"),
        ("แซลมอนราคา", "pn_pdrn"),
        ("เลเซอร์ขนรักแร้", "laser_hair_removal"),
        ("เลเซอร์ขา", "laser_hair_removal"),
        ("แล้วขนล่ะ", "laser_hair_removal"),
        ("ฉีดสิวเม็ดละเท่าไหร่", "acne_program"),
        ("กดสิวกี่บาท", "acne_program"),
        ("ทรีตเม้นสิว", "acne_program"),
        ("ทรีทเม้นท์หน้าใส", "hydradermabrasion"),
        ("ลดกราม", "botox_masseter"),
        ("หน้าเรียว", "botox_masseter"),
        ("โบหน้าเรียว", "botox_masseter"),
        ("มอเฟียส", "rf_microneedling"),
        ("จูเวลุค", "plla"),
        ("คิวสวิส", "laser_toning_qs"),
        ("บูสเตอร์ผิว", "skin_booster_ha"),
        ("เดอร์มาเพน", "microneedling"),
    ],
)
def test_each_of_the_clinics_treatments_has_its_short_names(
    whole_clinic: EntityFinder, text: str, treatment: str | None
) -> None:
    assert _named(whole_clinic, text, "treatment") == ({treatment} if treatment else set())


@pytest.mark.parametrize(
    ("text", "could_be"),
    [
        ("เลเซอร์หลุมสิวกี่บาท", "fractional_laser,pico"),
        ("เมโสราคาเท่าไหร่", "deoxycholic,skin_booster_ha"),
        ("แล้วเลเซอร์ล่ะ", "fractional_laser,ipl,laser_hair_removal,laser_toning_qs,pico"),
        ("how much is laser", "fractional_laser,ipl,laser_hair_removal,laser_toning_qs,pico"),
    ],
)
def test_a_name_of_several_says_which_they_are(whole_clinic: EntityFinder, text: str, could_be: str) -> None:
    assert _named(whole_clinic, text) == {could_be}


@pytest.mark.parametrize("text", ["พิโคเลเซอร์กี่บาท", "เลเซอร์โทนนิ่ง", "เลเซอร์แล้วทำโบได้ไหม"])
def test_nothing_is_unclear_beside_a_treatment_that_is_named(whole_clinic: EntityFinder, text: str) -> None:
    assert _named(whole_clinic, text, "treatment_unclear") == set()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("แล้วจมูกล่ะ", "nose_surgery"),
        ("เสริมจมูกราคาเท่าไหร่", "nose_surgery"),
        ("ทำจมูกกี่บาทคะ", "nose_surgery"),
        ("แล้วดูดไขมันล่ะ", "liposuction"),
        ("ดูดไขมันหน้าท้องมีไหม", "liposuction"),
        ("ทำตาสองชั้นไหมคะ", "eyelid_surgery"),
        ("เสริมหน้าอกเท่าไหร่", "breast_surgery"),
        ("ปลูกผมมีไหม", "hair_transplant"),
        ("ดริปวิตามินกี่บาท", "vitamins"),
        ("วิตซีราคา", "vitamins"),
        ("ฉีดวิตซี", "vitamins"),
        ("กลูต้ามีไหม", "vitamins"),
        ("ปากกาลดน้ำหนักมีไหม", "weight_loss"),
        ("สักคิ้วราคาเท่าไหร่", "permanent_makeup"),
        ("จัดฟันผ่อนได้ไหม", "dentistry"),
        ("ต่อขนตา", "lashes"),
        ("แล้วนวดหน้าล่ะ", "massage"),
        ("what about a nose job?", "nose_surgery"),
        ("how much is liposuction", "liposuction"),
        ("do you do hair transplants", "hair_transplant"),
        ("and lasik?", "lasik"),
        ("coolsculpting ราคา", "body_shaping"),
        ("ทำ prp ไหม", "blood_plasma"),
        ("ลบรอยสักกี่บาท", "tattoo_removal"),
        ("จี้ไฝจุดละเท่าไหร่", "moles"),
        ("ผ่าตัดปากกระจับ", "lip_surgery"),
        ("ดึงหน้ากี่บาท", "face_lift_surgery"),
        ("มีศัลยกรรมไหม", "surgery"),
        ("ยิงเลเซอร์ลบรอยสัก", "tattoo_removal"),
    ],
)
def test_a_service_that_the_clinic_does_not_have_is_known_as_one(
    whole_clinic: EntityFinder, text: str, service: str
) -> None:
    assert _named(whole_clinic, text, "other_treatment") == {service}
    assert _named(whole_clinic, text, "treatment") == set()


@pytest.mark.parametrize(
    "text",
    [
        *("เจ็บจมูก", "ฟิลเลอร์จมูก", "จมูกบวม", "นวดหน้าได้ไหมคะ", "ทาวิตซีได้ไหม", "กินวิตามินซีได้มั้ย", "แต่งตาได้ไหม"),
        *(
            "เคยเสริมจมูก",
            "เสริมจมูกมาแล้ว",
            "ดูดไขมันมาสองเดือน",
            "เพิ่งสักคิ้วไป",
            "ดูตารางหน่อย",
            "แล้วหมอล่ะ",
            "แล้วราคาล่ะ",
        ),
        *(
            "had a nose job last year",
            "the nose is swollen",
            "ทำสีผมได้ไหม",
            "โบราคาเท่าไหร่",
            "สลายไขมันกี่บาท",
            "สปากี่โมงปิดคะ",
        ),
        *("ต่อขนตาได้มั้ยหลังทำ", "สักคิ้วได้ไหมคะ", "can I get a lash lift tomorrow"),
        *("ฉีดผิวฉ่ำ", "หน้าอกบวม", "ตาบวม", "ทำตามนัด", "ทำตามที่บอก", "ทำตารางให้หน่อย"),
    ],
)
def test_what_only_sounds_like_such_a_service_is_none(whole_clinic: EntityFinder, text: str) -> None:
    assert _named(whole_clinic, text, "other_treatment") == set()


@pytest.mark.parametrize("text", ["ดูดไขมันกี่บาท", "แล้วดูดไขมันล่ะ", "liposuction price"])
def test_what_a_clinic_has_in_its_list_is_its_own(text: str) -> None:
    own = EntityFinder(ClinicNames({"lipo": ["ดูดไขมัน", "Liposuction"]}))
    assert _named(own, text) == {"lipo"}


@pytest.mark.parametrize(
    ("text", "called"), [("แล้วร้อยไหมล่ะ", "ร้อยไหม"), ("ไฮฟู่กี่บาท", "ไฮฟู"), ("filler?", "ฟิลเลอร์")]
)
def test_a_known_treatment_that_this_clinic_does_not_have_is_known_as_one(text: str, called: str) -> None:
    own = EntityFinder(ClinicNames({"botox": ["โบท็อก"]}))
    assert _named(own, text) == {called}


def test_no_word_stands_for_two_services() -> None:
    content = yaml.safe_load((DATA / "other_treatment_words.yml").read_text(encoding="utf-8"))
    words = [word for part in ("words", "alone") for called in content[part].values() for word in called]
    assert len(words) == len(set(words))
