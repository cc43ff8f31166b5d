"""However a number is written that a registration would take, nothing of it is left of a message that is kept."""

import re
from itertools import product

import pytest

from bot.wording.contact_words import number_said
from nlu.masking import mask
from nlu.phones import phones_in
from nlu.spelling import tidy
from workflow.customers import as_e164

SEPARATORS = ("", " ", "-", ".", "/", "–", "—", " - ", " / ")
GROUPS = (
    ("081", "234", "5678"),
    ("081", "2345678"),
    ("081", "23", "45", "678"),
    ("08", "1234", "5678"),
    ("0", "81", "234", "5678"),
    ("(081)", "234", "5678"),
    ("(081)", "2345678"),
    ("02", "123", "4567"),
    ("(02)", "123", "4567"),
    ("053", "123", "456"),
    ("+66", "81", "234", "5678"),
    ("+66", "812345678"),
    ("(+66)", "81", "234", "5678"),
    ("+66", "(0)", "81", "234", "5678"),
    ("+66", "(0)812345678"),
    ("+66", "(81)", "234", "5678"),
    ("66", "81", "234", "5678"),
    ("0066", "81", "234", "5678"),
    ("812345678",),
    ("81", "234", "5678"),
    ("+1", "415", "555", "2671"),
    ("+1", "(415)", "555", "2671"),
    ("0044", "20", "7946", "0958"),
    ("00812345678",),
)
WRITTEN = sorted({between.join(groups) for groups, between in product(GROUPS, SEPARATORS)})
THAI = [number for number in WRITTEN if re.match(r"\(?(?:\+?66|0[^0])", number)]
_AROUND = ("{}", "เบอร์ {} ค่ะ", "เปลี่ยนเบอร์เป็น{}นะคะ", "my number is {} thanks", "{} ต่อ 12")


@pytest.mark.parametrize("number", WRITTEN)
def test_a_number_that_a_registration_takes_is_masked_whole(number: str) -> None:
    assert number_said(number) is not None
    assert as_e164(number)
    for around in _AROUND:
        masked = mask(around.format(number))
        assert re.search(r"[\d+()]", masked) is None, masked
        assert "<phone>" in masked or "<number>" in masked


@pytest.mark.parametrize("number", THAI)
def test_a_thai_number_is_heard_however_it_is_written(number: str) -> None:
    [(heard, start, end)] = phones_in(tidy(f"เบอร์ {number} ค่ะ"))

    assert as_e164(heard.value) == as_e164(number)
    assert tidy(f"เบอร์ {number} ค่ะ")[start:end].strip() == tidy(number)


@pytest.mark.parametrize(
    "text",
    [
        *("วันที่ 15/11/2569 10.30", "05/12/2569 เวลา 14.30", "02-11-2569 - 10.00", "06/12 13.00-15.00 น."),
        *("08/12 10.00-12.00", "09.30-11.00 15/12", "09.30 - 11.00 หรือ 13.00 - 15.00", "9.00–12.00 15/12"),
        *("ราคา 8900/9900/12900", "8,900-12,900 บาท", "02/12 1.30-2.30", "24/12 10.00–12.00"),
        *(
            "05/12 – 08/12 ว่างไหม",
            "09.00/10.00/11.00 ได้หมด",
            "06/12 หรือ 07/12 หรือ 08/12",
            "0.5-1 cc 6000 8000",
        ),
    ],
)
def test_days_times_and_prices_are_no_number_of_somebody(text: str) -> None:
    assert list(phones_in(tidy(text))) == []
    assert "<phone>" not in mask(text)
    assert "<number>" not in mask(text)
