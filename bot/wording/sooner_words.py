"""Words that ask for something sooner or later than what is offered, or for another branch."""

import re

SOONER, LATER = "sooner", "later"

_LONGEST = 60
"""Letters; whoever writes more says more than that."""

_THAN = r"(?:กว่า(?:นี้|นั้น|เดิม)|ขึ้น(?:อีก|หน่อย))"
_SOONER = re.compile(
    rf"(?:เร็ว|ไว|เช้า|ก่อน){_THAN}|\b(?:earlier|sooner)\b(?! than)|\b(?:anything|something|any time|slot) before (?:that|this)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"(?:ช้า|สาย|บ่าย|เย็น|ค่ำ|ดึก|หลัง){_THAN}|\b(?:bit|anything|something|any|slot|time|is there|have|one|day)\s+later\b(?! than)|\blater (?:time|slot|one|day|date|that day|in the day)\b"
    r"|\b(?:anything|something|any time|slot) after (?:that|this)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"วัน(?!เดียวกัน|นั้น|นี้)|สัปดาห์|อาทิตย์(?:อื่น)|\b(?:days?|dates?|weeks?)\b(?! time)", re.IGNORECASE)
_NO_ANSWER = re.compile(r"ตอบ|ติดต่อ|\breply|\banswer", re.IGNORECASE)
"""Somebody is to be quick; no time is meant."""

_OTHER_BRANCH = re.compile(
    r"(?:คนละ|เปลี่ยน|ย้าย)สาขา|สาขา(?:อื่น|ใหม่|อีก)|อีกสาขา|\b(?:other|another|different) (?:branch|location|clinic)(?:es|s)?\b",
    re.IGNORECASE,
)


def sooner_or_later(text: str) -> str | None:
    """This function will say which way a message wants a time moved: `SOONER` or `LATER`; None where it does not say."""
    if len(text) > _LONGEST or _NO_ANSWER.search(text):
        return None
    if _SOONER.search(text):
        return SOONER
    return LATER if _LATER.search(text) else None


def speaks_of_days(text: str) -> bool:
    """This function will say whether it is another day that is wanted, and not another time of the day."""
    return _DAYS.search(text) is not None


def wants_other_branch(text: str) -> bool:
    """This function will say whether a message asks for another branch without naming one."""
    return _OTHER_BRANCH.search(text) is not None
