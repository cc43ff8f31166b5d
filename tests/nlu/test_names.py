"""Brands, branches, people, money, the body and its troubles, as people name them."""

import pytest

from nlu.entities import EntityFinder
from tests.nlu.answers import named_in
from tests.nlu.conftest import BANGKOK, NAMES, NOW
from tests.nlu.judge_blind import KINDS


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder(NAMES)


def _values(finder: EntityFinder, text: str, *kinds: str) -> set[str]:
    found = finder.find(text, now=NOW, zone=BANGKOK)
    return {f"{entity.entity}={entity.value}" for entity in found if not kinds or entity.entity in kinds}


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("งบ 5 พัน", "amount=500000"),
        ("โอน 1,500 แล้ว", "amount=150000"),
        ("1,299.50 บาท", "amount=129950"),
        ("2.5k", "amount=250000"),
        ("หมื่นห้า", "amount=1500000"),
        ("หมื่นนึง", "amount=1000000"),
        ("สองพันห้า", "amount=250000"),
        ("สามพันเก้าร้อยห้าสิบบาท", "amount=395000"),
        ("ห้าร้อยบาท", "amount=50000"),
        ("ไม่เกินหมื่น", "amount_range=/1000000"),
        ("3-5 พัน", "amount_range=300000/500000"),
        ("5,000 บาทขึ้นไป", "amount_range=500000/"),
    ],
)
def test_it_reads_money_in_satang(finder: EntityFinder, text: str, satang: str) -> None:
    assert _values(finder, text) == {satang}


@pytest.mark.parametrize(
    "text",
    ["ห้าร้อยไหม", "50 ยู", "ทำ 3 ครั้ง", "ราคา 2", "อายุ 25", "ปี 2569", "เบอร์ 0812345678", "ผ้าพันคอ", "1 ซีซี"],
)
def test_other_numbers_are_no_money(finder: EntityFinder, text: str) -> None:
    assert _values(finder, text, "amount", "amount_range") == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ไม่ปวดแล้ว", {"no_symptom=pain"}),
        ("หายบวมแล้ว แต่ยังช้ำ", {"no_symptom=swelling", "symptom=bruise"}),
        ("ไม่บวมไม่แดง", {"no_symptom=swelling", "no_symptom=redness"}),
        ("เมื่อวานปวด วันนี้ไม่ปวดแล้ว", {"no_symptom=pain"}),
        ("บวมมาสองวัน", {"symptom=swelling", "since=P2D"}),
        ("คันตั้งแต่เมื่อวาน", {"symptom=itch", "since=P1D"}),
        ("ทำมา 3 วันแล้วยังบวม", {"symptom=swelling"}),
        ("จะบวมไหม", set()),
        ("กลัวเจ็บ", set()),
        ("บวมกี่วัน", set()),
        ("does it hurt", set()),
        ("แพ้ยาชา", set()),
        ("no more redness", {"no_symptom=redness"}),
    ],
)
def test_it_tells_symptoms_there_are_from_those_denied_gone_or_feared(
    finder: EntityFinder, text: str, named: set[str]
) -> None:
    assert _values(finder, text, "symptom", "no_symptom", "since") == named


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("ร่องแก้ม", {"area=nasolabial"}),
        ("หางตากับหน้าผาก", {"area=eye_corner", "area=forehead"}),
        ("เป็นก้อนที่ปาก", {"area=lips"}),
        ("มีหนอง", set()),
        ("ก่อนนะคะ", set()),
        ("คอร์สเท่าไหร่", set()),
        ("ปากกาหาย", set()),
    ],
)
def test_it_knows_places_on_the_body(finder: EntityFinder, text: str, areas: set[str]) -> None:
    assert _values(finder, text, "area") == areas


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ขอหมอบีมค่ะ", {"staff=dr_beam"}),
        ("คุณหมอน้ำเข้าวันไหน", {"staff=dr_nam"}),
        ("dr. beam please", {"staff=dr_beam"}),
        ("ขอน้ำหน่อย", set()),
        ("คุณสมศรีแนะนำมา", {"person=สมศรี"}),
        ("ชื่อ สมหญิง ใจดี ค่ะ", {"person=สมหญิง ใจดี"}),
        ("ชื่อนภา เบอร์ 0812345678", {"person=นภา"}),
        ("ขอบคุณมากค่ะ", set()),
        ("คุณหมออยู่ไหม", set()),
        ("ชื่ออะไรคะ", set()),
        ("สินเชื่อเงินด่วน", set()),
    ],
)
def test_it_knows_staff_by_title_and_name_and_others_by_how_they_are_introduced(
    finder: EntityFinder, text: str, named: set[str]
) -> None:
    assert _values(finder, text, "staff", "person") == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("สาขาทองหล๋อ", {"branch=thonglor"}),
        ("ที่ Siam ค่ะ", {"branch=siam"}),
        ("จูวีเดริมกับเรสทีเลน", {"brand=juvederm", "brand=restylane"}),
        ("nabotta", {"brand=nabota"}),
        ("โปรฟิลเลอร์", set()),
    ],
)
def test_branches_and_brands_are_found_misspelt_too(finder: EntityFinder, text: str, named: set[str]) -> None:
    assert _values(finder, text, "branch", "brand") == named


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("0 8 1 2 3 4 5 6 7 8", "0812345678"),
        ("081.234.5678", "0812345678"),
        ("(+66) 81-234-5678", "0812345678"),
        ("๐๒ ๑๒๓ ๔๕๖๗", "021234567"),
    ],
)
def test_phones_may_be_typed_in_any_grouping(finder: EntityFinder, text: str, digits: str) -> None:
    assert _values(finder, text) == {f"phone={digits}"}


@pytest.mark.parametrize("text", ["02-12-2569", "05/12/2569", "20.11.2569 14.00", "1234567890123"])
def test_a_date_or_a_long_number_is_no_phone(finder: EntityFinder, text: str) -> None:
    assert _values(finder, text, "phone") == set()


@pytest.mark.parametrize(
    ("text", "named"),
    tuple(named_in("entities_fresh.tsv")),
    ids=[text for text, _ in named_in("entities_fresh.tsv")],
)
def test_what_customers_name_is_found_and_nothing_else(
    finder: EntityFinder, text: str, named: frozenset[str]
) -> None:
    assert _values(finder, text, *KINDS, "other_treatment") == named


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ราคา 0 บาท",
            "1,234,567 บาท",
            "12/08/2569 14:00",
            "08/12/69",
            "2026-11-18 09:00",
            "081",
            "ข้อ 08-12",
            "8 โมง 9 โมง 10 โมง",
        ),
        *(
            "เลขบัญชี 123-4-56789-0",
            "1-1037-02111-22-3",
            "08:00-17:00",
            "08.00-12.00 น.",
            "0.8 cc 1.5 cc",
            "65/00123",
            "โปร 11.11 12.12",
        ),
        *("สลิป 20261122001", "025 ชิ้น", "วันที่ 6/8/10/12 ได้หมด", "ราคา 08,900.00", "4111 1111 1111 1111"),
    ],
)
def test_prices_days_and_other_numbers_are_no_phone(finder: EntityFinder, text: str) -> None:
    assert _values(finder, text, "phone") == set()
