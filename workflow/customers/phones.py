"""Telephone numbers: as people write them, as they are kept (E.164), and as they are shown.

Source: ITU-T E.164; the Thai numbering plan (NBTC): mobiles are 06, 08 or 09 and eight digits more, fixed lines an
area code (02, 032-039, 042-045, 053-056, 073-077) and nine digits in all.
"""

import re
import unicodedata
from enum import StrEnum

from workflow.refusal import BadRequest

MOBILE_DIGITS, FIXED_DIGITS = 10, 9
FEWEST_ABROAD, MOST_ABROAD = 8, 15
LAST_SHOWN = 4
_THAI, _ABROAD = "66", "+"

# Behind the number: a word in any script, or "#", and a few digits more.
_EXTENSION = re.compile(r"(?<=\d)\s*(?:#|[^\W\d_])\D*\d{1,5}\s*$")
_NO_DIGITS = re.compile(r"[^\d+]")
_MOBILE = re.compile(r"0[689]")
_MOBILE_WITHOUT_ZERO = re.compile(r"[689]\d{8}")
# Behind two zeros: with so few digits no country's code, but a zero typed twice.
_ZERO_TOO_MANY = re.compile(r"[689]\d{7,8}|(?:2|3[2-9]|4[2-5]|5[3-6]|7[3-7])\d{6,7}")
_FIXED = re.compile(r"0(?:2|3[2-9]|4[2-5]|5[3-6]|7[3-7])")


class Wrong(StrEnum):
    """Why words are no telephone number."""

    SHORT = "short"
    LONG = "long"
    START = "start"  # no Thai number begins like this
    ABROAD = "abroad"  # with a country's code, and too short or too long for any


class PhoneWrong(BadRequest):
    """That cannot be a telephone number; the facts say why, and never which one."""

    code = "phone_wrong"

    def __init__(self, why: Wrong, *, digits: int) -> None:
        """This will keep why.

        Args:
            why: What is wrong with it.
            digits: How many digits it has, written as within the country.
        """
        super().__init__(why=why.value, digits=digits)
        self.why, self.digits = why, digits


def as_e164(words: str) -> str:
    """This will read one number as people write it: spaces, dashes, brackets, Thai digits, +66, an extension at its end.

    Args:
        words: The number, with nothing else around it.

    Returns:
        As it is kept: "+66812345678".

    Raises:
        PhoneWrong: It is none.
    """
    written = "".join(_digit(letter) for letter in _EXTENSION.sub("", words))
    kept = _NO_DIGITS.sub("", written)
    is_abroad = kept.startswith((_ABROAD, "00"))
    digits = kept.replace(_ABROAD, "").removeprefix("00" if kept.startswith("00") else "")
    if digits.startswith(_THAI) and (is_abroad or len(digits) > FIXED_DIGITS):
        return _thai("0" + digits.removeprefix(_THAI).removeprefix("0"))
    if kept.startswith("00") and _ZERO_TOO_MANY.fullmatch(digits):
        return _thai(f"0{digits}")
    if is_abroad:
        if not FEWEST_ABROAD <= len(digits) <= MOST_ABROAD or digits.startswith("0"):
            raise PhoneWrong(Wrong.ABROAD, digits=len(digits))
        return f"{_ABROAD}{digits}"
    return _thai(f"0{digits}" if _MOBILE_WITHOUT_ZERO.fullmatch(digits) else digits)


def _thai(national: str) -> str:
    """This will check a number as it is dialled within Thailand."""
    is_mobile = _MOBILE.match(national) is not None
    if not is_mobile and not _FIXED.match(national):
        short = len(national) < FIXED_DIGITS and national.startswith("0")
        raise PhoneWrong(Wrong.SHORT if short else Wrong.START, digits=len(national))
    wanted = MOBILE_DIGITS if is_mobile else FIXED_DIGITS
    if len(national) != wanted:
        raise PhoneWrong(Wrong.SHORT if len(national) < wanted else Wrong.LONG, digits=len(national))
    return f"{_ABROAD}{_THAI}{national[1:]}"


def _digit(letter: str) -> str:
    """This will give a digit of any script as ours: people write Thai digits too."""
    return str(unicodedata.digit(letter)) if letter.isdigit() else letter


def as_written(phone: str) -> str:
    """This will write a kept number as it is read aloud here: 081-234-5678, 02-123-4567, 053-123-456; others as kept."""
    if not phone.startswith(f"{_ABROAD}{_THAI}"):
        return phone
    national = "0" + phone.removeprefix(f"{_ABROAD}{_THAI}")
    cuts = (2, 5) if national.startswith("02") else (3, 6)
    return "-".join((national[: cuts[0]], national[cuts[0] : cuts[1]], national[cuts[1] :]))


def last_digits(phone: str) -> str:
    """This will give the end of a number, by which its owner knows it and nobody else can call it."""
    return phone[-LAST_SHOWN:]
