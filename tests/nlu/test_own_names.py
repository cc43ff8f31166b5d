"""Names of a clinic's own: found as people type them, and not where only the letters are alike."""

import pytest

from nlu.entities import ClinicNames, EntityFinder, OwnNames
from tests.nlu.conftest import BANGKOK, NOW

ARI_AND_BANGNA = OwnNames(
    branches=(
        ("ari", ("สาขาอารีย์", "Ari branch")),
        ("bangna", ("สาขาบางนา", "Bang Na branch")),
        ("siam", ("สยาม", "Siam")),
        ("rama9", ("สาขาพระราม 9", "Rama 9")),
    ),
    staff=(
        ("nat", ("พญ. ณัฐชา ศรีสุข (หมอนัท)",)),
        ("anan", ("หมออนันต์",)),
        ("phrae", ("แพร",)),
        ("fon", ("ฝน",)),
        ("ploy", ("พลอย", "Ploy")),
        ("mai", ("ใหม่",)),
        ("may", ("เมย์",)),
    ),
)
OTHER_CLINIC = OwnNames(branches=(("silom", ("สีลม",)),), staff=(("other_nat", ("หมอนัท",)),))


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(ClinicNames({}))


def _named(finder: EntityFinder, text: str, own: OwnNames) -> set[str]:
    found = finder.find(text, now=NOW, zone=BANGKOK, own=own)
    return {entity.value for entity in found if entity.entity in {"branch", "staff"}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("สาขาอารีย์เปิดกี่โมงคะ", {"ari"}),
        ("ไปสาขาอารี ยังไง", {"ari"}),
        ("สาขา อารีย ค่ะ", {"ari"}),
        ("อยู่แถวอารีย์", {"ari"}),
        ("อารีย์ว่างมั้ย", {"ari"}),
        ("ari branch pls", {"ari"}),
        ("สะดวกบางนามากกว่า", {"bangna"}),
        ("สาขาบางนนา", {"bangna"}),
        ("bang na saturday", {"bangna"}),
        ("สยามพารากอนไกลไหม ขอไปสยาม", {"siam"}),
        ("พระราม9 กับบางนา", {"rama9", "bangna"}),
        ("พระราม 9", {"rama9"}),
        ("ขอคิวหมอนัทค่ะ", {"nat"}),
        ("หมอณัฐเข้าวันไหน", {"nat"}),
        ("คุณหมอ นัท ว่างมั้ยคะ", {"nat"}),
        ("คุณหมอณัฐชาใช่ไหมคะ", {"nat"}),
        ("หมอนัดชาว่างไหม", {"nat"}),
        ("ขอบคุณพี่แพรนะคะ", {"phrae"}),
        ("พี่แพร", {"phrae"}),
        ("พี แพร อยู่มั้ย", {"phrae"}),
        ("หมออนันเข้ากี่โมง", {"anan"}),
        ("หมออนันต์", {"anan"}),
        ("น้องพลอยทำให้ครั้งก่อน", {"ploy"}),
        ("พี่พลอยย", {"ploy"}),
        ("khun ploy", {"ploy"}),
        ("พี่ใหม่ช่วยดูให้หน่อย", {"mai"}),
        ("พี่เมย์ สาขาอารีย์", {"may", "ari"}),
        ("คุณฝนที่สยาม", {"fon", "siam"}),
    ],
)
def test_it_finds_branches_and_staff_as_people_type_them(
    finder: EntityFinder, text: str, named: set[str]
) -> None:
    assert _named(finder, text, ARI_AND_BANGNA) == named


@pytest.mark.parametrize(
    "text",
    [
        "สาขาไหนใกล้สุดคะ",
        "สาขานี้มีที่จอดไหม",
        "คุณอารีย์แนะนำมา",
        "โอบอ้อมอารีมาก",
        "หมอนัดวันไหนคะ",
        "หมอนัดไว้พรุ่งนี้",
        "ขอหมอใหม่ได้ไหม",
        "น้องใหม่ค่ะ เพิ่งเคยมา",
        "พี่เมื่อวานทำไป",
        "ฝนตกหนักมาก",
        "แพรวพราวสวย",
        "พี่แพรวเพื่อนหนู",
        "ใส่แหวนพลอยได้ไหม",
        "หมอว่าไงบ้าง",
        "พี่คะ",
        "ขอบคุณฝนที่หยุดตก",
        "in the area",
        "คุณนัทธมน ใจดี",
        "ชาวสยามประเทศไม่แพ้แดด",
    ],
)
def test_it_finds_none_where_only_the_letters_are_alike(finder: EntityFinder, text: str) -> None:
    assert _named(finder, text, ARI_AND_BANGNA) - {"siam"} == set()


def test_each_clinic_has_its_own(finder: EntityFinder) -> None:
    assert _named(finder, "หมอนัท สาขาสีลม", OTHER_CLINIC) == {"other_nat", "silom"}
    assert _named(finder, "หมอนัท สาขาสีลม", ARI_AND_BANGNA) == {"nat"}


def test_a_name_that_two_bear_names_nobody(finder: EntityFinder) -> None:
    two = OwnNames(staff=(("a", ("พี่ฝน",)), ("b", ("หมอฝน",))))

    assert _named(finder, "คุณฝนอยู่ไหม", two) == set()


def test_who_came_this_minute_is_known_and_who_left_is_not(finder: EntityFinder) -> None:
    assert _named(finder, "พี่จูนว่างไหม", ARI_AND_BANGNA) == set()

    later = OwnNames(branches=ARI_AND_BANGNA.branches, staff=(("june", ("จูน",)),))

    assert _named(finder, "พี่จูนว่างไหม", later) == {"june"}
    assert _named(finder, "พี่แพรว่างไหม", later) == set()
