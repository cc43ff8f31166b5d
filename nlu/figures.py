"""Amounts of money, as people type them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from nlu.numerals import NUMBER_WORDS, loose, number_of
from nlu.understanding import Entity

SATANG = 100

_TIMES = {"ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000, "k": 1_000}
_ONE = "|".join(loose(word) for word, number in NUMBER_WORDS.items() if number < 10)  # noqa: PLR2004 - digits
_SMALL = "|".join(loose(word) for word in sorted(NUMBER_WORDS, key=len, reverse=True))
_MARK = re.compile("[\u0e47-\u0e4c]")
_TIMES_OF = {_MARK.sub("", word): number for word, number in _TIMES.items()}

_BAHT = loose(r" ?(?:บาท|บ\.|฿|\bbaht|\bthb|\.-|,-)")
_DIGITS = r"\d{1,3}(?:,\d{3}){1,2}(?!\d)|\d{1,7}"
_BIG = loose(r"ร้อย|พัน|หมื่น|แสน|ล้าน") + r"|k(?![a-z])"
_WRITTEN = re.compile(
    rf"(?P<sign>฿|\bthb) ?|(?<![\d.,:/])(?:(?P<low>{_DIGITS}) ?(?:-|–|~|ถึง|to) ?)?(?P<whole>{_DIGITS})(?:\.(?P<part>\d{{1,2}})(?!\d))?"
    rf"(?![\d:/]) ?(?P<big>{_BIG})?(?P<baht>{_BAHT})?"
)
_PLACES = {"แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000, "ร้อย": 100}
_SPOKEN = re.compile(
    "".join(rf"(?:(?P<n{place}>{_ONE})? ?(?P<p{place}>{loose(word)}) ?)?" for word, place in _PLACES.items())
    + rf"(?P<tail>{_SMALL})?(?P<baht>{_BAHT})?"
)
_MONEY_BEFORE = re.compile(
    loose(
        r"(?:งบ|งบประมาณ|ราคา|โอน|โอนไป|มัดจำ|จ่าย|จ่ายไป|โปร|เหลือ|ยอด|ลด|ละ|แค่|เพิ่ม|คืน|เกิน|ถึง|price|paid|pay|budget|under|over) ?(?:ไม่|แล้ว|ไป|มา|ที่|ประมาณ|สัก|ซัก|แค่|is|of)? ?$"
    )
)
_DOSE_BEFORE = re.compile(
    loose(r"\d ?(?:ยูนิต|ยู|units?|u|cc|ซีซี|เข็ม|หลอด|ช็อต|shots?|เส้น|ครั้ง|session|sessions) ?(?:ละ)? ?$")
)
_DEAR_BEHIND = re.compile(loose(r"^ ?(?:แพง|ถูกไป|ถูกจัง|ผ่อน|ก็แพง|หรอ|เหรอ|expensive|too much)"))
_NOT_MONEY = re.compile(
    loose(
        r"^ ?(?:ยู|unit|cc|ซีซี|ml|มล|กรัม|ครั้ง|คน|วัน|เดือน|ปี|อาทิตย์|ชม|ชั่วโมง|นาที|เข็ม|หลอด|เส้น|shot|ช็อต|จุด|โมง|ทุ่ม|น\.|%|เปอร์|แต้ม|point)"
    )
)
_AT_MOST = re.compile(
    loose(r"(?:ไม่เกิน|ไม่ถึง|ต่ำกว่า|น้อยกว่า|under|below|less than|at most|max) ?(?:งบ|ราคา|สัก|ซัก)? ?$")
)
_AT_LEAST = re.compile(loose(r"^ ?(?:ขึ้นไป|อัพ|up\b)"))
_LEAST_DIGITS = 3
"""A figure without unit after a word about money is an amount from three digits on: "ราคา 2" is none."""


def amounts_in(text: str) -> Iterator[Entity]:
    """This function will find amounts of money in a tidied text, in satang: `amount`, or `amount_range` "from/to"."""
    taken = bytearray(len(text))
    for pattern in (_SPOKEN, _WRITTEN):
        for hit in pattern.finditer(text):
            if any(taken[hit.start() : hit.end()]):
                continue
            amounts = _spoken(hit) if pattern is _SPOKEN else _written(hit)
            if amounts is None:
                continue
            taken[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
            yield _entity(amounts, hit)


def _entity(amounts: tuple[int | None, int], hit: re.Match[str]) -> Entity:
    low, high = amounts
    words = hit[0].strip()
    if low is not None:
        return Entity("amount_range", f"{low}/{high}", words)
    if _AT_MOST.search(hit.string[max(0, hit.start() - 24) : hit.start()]):
        return Entity("amount_range", f"/{high}", words)
    if _AT_LEAST.search(hit.string[hit.end() : hit.end() + 10]):
        return Entity("amount_range", f"{high}/", words)
    return Entity("amount", str(high), words)


def _written(hit: re.Match[str]) -> tuple[int | None, int] | None:
    """This function will read figures; a bare number counts only beside a word about money."""
    behind = hit.string[hit.end() : hit.end() + 12]
    if not hit["whole"] or _NOT_MONEY.match(behind):
        return None
    ahead = hit.string[max(0, hit.start() - 24) : hit.start()]
    is_said = bool(hit["baht"] or hit["big"] or "," in hit["whole"]) or ahead.endswith(("฿", "฿ ", "thb "))
    if not is_said and not (_is_of_money(ahead, behind) and len(hit["whole"]) >= _LEAST_DIGITS):
        return None
    times = _TIMES_OF[_MARK.sub("", hit["big"])] if hit["big"] else 1
    low = _satang(hit["low"], None, times) if hit["low"] else None
    high = _satang(hit["whole"], hit["part"], times)
    return (low, high) if low is None or low < high else None


def _is_of_money(ahead: str, behind: str) -> bool:
    """This function will say whether a bare number stands where a price does: by a word about money, or behind a dose."""
    said = _MONEY_BEFORE.search(ahead) or _DOSE_BEFORE.search(ahead) or _DEAR_BEHIND.search(behind)
    return said is not None


def _satang(whole: str, part: str | None, times: int) -> int:
    return int(Decimal(whole.replace(",", "") + "." + (part or "0")) * times * SATANG)


def _spoken(hit: re.Match[str]) -> tuple[None, int] | None:
    """This function will add up "สามพันเก้าร้อย"; a last digit alone is of the next lower unit, as in "หมื่นห้า"."""
    places = [place for place in _PLACES.values() if hit[f"p{place}"]]
    head = hit.string[max(0, hit.start() - 24) : hit.start()]
    if not places or head.rstrip().endswith(tuple("0123456789")):  # "5 พัน" is read as figures
        return None
    is_counted = any(hit[f"n{place}"] for place in places)
    if places == [100] and (not is_counted or hit.string.startswith(("ไหม", "มั้ย"), hit.end())):
        return None  # "ร้อยไหม" is a treatment
    if not (is_counted or hit["tail"] or hit["baht"] or _MONEY_BEFORE.search(head)):
        return None
    total = sum(place * (number_of(hit[f"n{place}"]) if hit[f"n{place}"] else 1) for place in places)
    tail = number_of(hit["tail"]) if hit["tail"] else 0
    if tail == 1 and not is_counted:
        tail = 0  # "หมื่นนึง" is one ten thousand
    return None, (total + (tail * places[-1] // 10 if tail < 10 else tail)) * SATANG  # noqa: PLR2004 - a digit
