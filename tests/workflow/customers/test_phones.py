"""Telephone numbers as Thais write them are kept in one form; what is no number is refused with the reason."""

import pytest

from workflow.customers import PhoneWrong, Wrong, as_e164, as_written, last_digits


@pytest.mark.parametrize(
    ("words", "kept", "shown"),
    [
        ("0812345678", "+66812345678", "081-234-5678"),
        ("081-234-5678", "+66812345678", "081-234-5678"),
        ("081 234 5678", "+66812345678", "081-234-5678"),
        ("081.234.5678", "+66812345678", "081-234-5678"),
        ("(081) 234 5678", "+66812345678", "081-234-5678"),
        ("๐๘๑๒๓๔๕๖๗๘", "+66812345678", "081-234-5678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "+66812345678", "081-234-5678"),
        ("+66 81 234 5678", "+66812345678", "081-234-5678"),
        ("+66 (0)81 234 5678", "+66812345678", "081-234-5678"),
        ("66812345678", "+66812345678", "081-234-5678"),
        ("0066 81 234 5678", "+66812345678", "081-234-5678"),
        # The first zero is what spreadsheets and hurried people leave out.
        ("812345678", "+66812345678", "081-234-5678"),
        ("0612345678", "+66612345678", "061-234-5678"),
        ("0912345678", "+66912345678", "091-234-5678"),
        ("02-123-4567", "+6621234567", "02-123-4567"),
        ("02 123 4567 ต่อ 12", "+6621234567", "02-123-4567"),
        ("02-123-4567 ext. 305", "+6621234567", "02-123-4567"),
        ("+66 2 123 4567", "+6621234567", "02-123-4567"),
        ("053-123-456", "+6653123456", "053-123-456"),
        ("076 123456", "+6676123456", "076-123-456"),
        ("+1 415 555 2671", "+14155552671", "+14155552671"),
        ("0044 20 7946 0958", "+442079460958", "+442079460958"),
        ("0081 90 1234 5678", "+819012345678", "+819012345678"),
        ("0065 8123 4567", "+6581234567", "+6581234567"),
        # A zero too many is no country's code: nobody's number abroad is that short.
        ("00812345678", "+66812345678", "081-234-5678"),
        ("00 91 234 5678", "+66912345678", "091-234-5678"),
        ("0021234567", "+6621234567", "02-123-4567"),
    ],
)
def test_it_is_kept_in_one_form_and_shown_as_it_is_read_aloud(words: str, kept: str, shown: str) -> None:
    assert as_e164(words) == kept
    assert as_written(kept) == shown
    assert last_digits(kept) == kept[-4:]


@pytest.mark.parametrize(
    ("words", "why", "digits"),
    [
        ("081234567", Wrong.SHORT, 9),
        ("08123", Wrong.SHORT, 5),
        ("08123456789", Wrong.LONG, 11),
        ("02-123-456", Wrong.SHORT, 8),
        ("02-123-45678", Wrong.LONG, 10),
        ("0112345678", Wrong.START, 10),
        ("0312345678", Wrong.START, 10),
        ("1669", Wrong.START, 4),
        ("1234567890", Wrong.START, 10),
        ("", Wrong.START, 0),
        ("+66 81 234 567", Wrong.SHORT, 9),
        ("+66 11 234 5678", Wrong.START, 10),
        ("+1 23", Wrong.ABROAD, 3),
        ("+12345678901234567", Wrong.ABROAD, 17),
        ("+0812345678", Wrong.ABROAD, 10),
        ("0081234567", Wrong.SHORT, 9),
    ],
)
def test_it_says_why_something_is_no_number(words: str, why: Wrong, digits: int) -> None:
    with pytest.raises(PhoneWrong) as refused:
        as_e164(words)

    assert (refused.value.why, refused.value.digits) == (why, digits)


def test_the_refusal_does_not_carry_the_number() -> None:
    with pytest.raises(PhoneWrong) as refused:
        as_e164("0812345")

    assert refused.value.facts == {"why": "short", "digits": 7}
