"""Typed answers to a question about health: held against the words of that question, for a verb may be about something else.

Whoever is asked whether she is pregnant and says that she takes no medicine has not answered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.wording.short_words import POLITE_WORDS, bare

NOT_TO_THIS = "not_to_this"
"""Words that answer something, but not what is asked, or say yes and no at once."""

_UNSURE = (
    "(?:ยัง)?ไม่(?:ค่อย)?(?:แน่ใจ|แน่|รู้|ทราบ)|จำไม่ได้|(?:ยัง)?ไม่(?:ได้|เคย)ตรวจ|อาจจะ|อาจ|น่าจะ|คิดว่า|บางที(?!่)|not (?:so )?sure|unsure|"
    "(?:i )?(?:dont|do not) (?:know|remember)|(?:i )?(?:cant|cannot) remember|maybe|perhaps|might|"
    "(?:i )?(?:think|guess) (?:so|not)|probably|(?:i )?(?:havent|have not) (?:been )?(?:checked|tested)"
)
_SMALL = (
    "อยู่|บ้าง|นิดหน่อย|(?:เป็น)?บางครั้ง|บางคราว|นาน ?ๆ ?(?:ที|ครั้ง)|เป็นประจำ|ประจำ|ตอนนี้|ช่วงนี้|ยัง|อะไร|สักครั้ง|มาก่อน|มา|ก็|"
    "sometimes|occasionally|rarely|a little|a bit|at all|any|now|currently|at the moment|still|it|them|yet|ever|really"
)
# What an answer is made of: (kind, the words, what the question has to hold for them to be about it). The first that fits
# counts. `plain` words are a whole answer: what follows them is a clause of its own.
_WORDS: Sequence[tuple[str, str, str]] = (
    ("unsure", _UNSURE, ""),
    ("over", "เมื่อก่อน|แต่ก่อน|เลิก|หยุด|หาย|stopped|quit|used to|in the past", ""),
    ("any_more", "แล้ว|any ?more|any longer", ""),
    ("plain_yes", "ใช่แล้ว|ใช่|yes|yep|yeah|ya|y", ""),
    ("plain_no", "เปล่า|ไม่ใช่|no longer|nope|no|n", ""),
    ("no", "ไม่|not|never|none|nothing", ""),
    ("no", "i (?:dont|do not|didnt|did not)|dont|didnt", r"\b(?:do|did) you\b|\byou taken\b|\byou used\b"),
    ("no", "i (?:havent|have not|hadnt)|havent", r"\bhave\b"),
    ("no", "isnt|arent|doesnt|it doesnt", ""),
    ("thing", "รับประทาน|กิน|ทาน", "กิน|ทาน|ได้รับยา"),
    ("thing", "ได้รับ", "รับ(?!ประทาน)"),
    ("thing", "ใช้", "ใช้|ทาน|ทา|ได้รับยา"),
    ("thing", "ทำฟัน", "ทำฟัน"),
    ("thing", "ทา", "ทา(?!น)"),
    ("thing", "ยา", "ยา"),
    ("thing", "(?:ฉีด)?วัคซีน", "วัคซีน"),
    ("thing", "ฉีด", "ฉีด"),
    ("thing", "ตั้งครรภ์|มีครรภ์|ตั้งท้อง|ท้อง", "ครรภ์|ท้อง"),
    ("thing", "ให้นม(?:ลูก|บุตร)?", "ให้นม"),
    ("thing", "แพ้", "แพ้"),
    ("thing", "เป็น(?!ประจำ)", "เป็น(?!ประจำ)"),
    ("thing", "มี", "มี"),
    ("thing", "เคย", "เคย"),
    ("thing", "(?:ไป)?(?:โดน|ตาก)แดด|ไปทะเล", "แดด|ทะเล"),
    ("thing", "ป่วย", "ป่วย"),
    ("thing", "แวกซ์|ถอนขน|ถอน", "แวกซ์|ถอน"),
    ("thing", "ร้อยไหม", "ร้อยไหม"),
    ("thing", "i am|im", r"\bare you\b"),
    ("thing", "i do", r"\bdo you\b"),
    ("thing", "i did|i have|i had|ive(?: had| been)?|had", r"\bhave\b"),
    ("thing", "it does", r"\bdoes\b"),
    ("thing", "pregnant", r"\bpregnant\b"),
    ("thing", "breast-?feeding", r"\bbreastfeeding\b"),
    ("thing", "allergic", r"\ballergic\b"),
    ("thing", "taking|taken|take|using|used|use", r"\b(?:take|taken|use|used)\b"),
    ("able", "ได้", ""),
    ("small", _SMALL, ""),
)
_TOKEN = re.compile(
    "|".join(rf"(?P<t{at}>(?:{words})(?![a-z]))" for at, (_, words, _) in enumerate(_WORDS))
    + r"|(?P<space>\s+)"
)
# A clause ends at politeness, at a sign, and at a space beside Thai letters.
_BREAK = re.compile(
    rf"(?:{POLITE_WORDS})|[^\w\s\u0e00-\u0e7f-]|(?<=[\u0e00-\u0e7f])\s+|\s+(?=[\u0e00-\u0e7f])", re.IGNORECASE
)


_AGREES = re.compile("(?:หนู|ฉัน|เรา)?(?:ตกลง)?ยินยอม|(?:i)?(?:agree|consent)d?")
_REFUSES = re.compile(
    "(?:หนู|ฉัน|เรา)?(?:ขอ)?ไม่(?:ขอ)?ยินยอม|(?:i)?(?:disagree|donotagree|dontagree|donotconsent|dontconsent)"
)


@dataclass
class _Clause:
    """One clause of an answer, as it is read."""

    kinds: tuple[str, ...] = ()
    fits: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether it began with a plain yes or no, which nothing but "any more" changes."""
        return self.kinds[:1] in {("plain_yes",), ("plain_no",)}

    @property
    def said(self) -> str | None:
        """What it says: yes, no, unsure; `NOT_TO_THIS` where that is not clear; None where it is small words alone."""
        count = {kind: self.kinds.count(kind) for kind in self.kinds}
        denials = count.get("no", 0) + count.get("plain_no", 0)
        if "unsure" in count or (denials and "any_more" in count) or "over" in count:
            return "unsure"
        if denials:
            is_open = denials > 1 or ("able" in count and "thing" not in count)
            return NOT_TO_THIS if is_open else "no"
        return "yes" if "thing" in count or "plain_yes" in count else None


def health_said(text: str, question: str) -> str | None:
    """This function will read an answer to a question about health.

    A denial counts only as a whole: "not any more" is not "never" but unsure. Politeness alone is no answer.

    Args:
        text: What she typed.
        question: What she was asked, in every language she may answer in.

    Returns:
        "yes", "no" or "unsure"; `NOT_TO_THIS` where it answers, but not this; None where it is something else.
    """
    plain = (
        unicodedata.normalize("NFC", text)
        .casefold()
        .replace("'", "")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    clauses: list[_Clause] = []
    for part in _BREAK.split(plain):
        read = _read(part, question.casefold())
        if read is None:
            return None
        clauses += read
    said = {one.said for one in clauses} - {None}
    if not said:
        return None
    if NOT_TO_THIS in said or {"yes", "no"} <= said or not all(one.fits for one in clauses):
        return NOT_TO_THIS
    return "unsure" if "unsure" in said else said.pop()


def consent_said(text: str) -> str | None:
    """This function will read words about the consent the questions need: "yes" or "no"; None where they say neither.

    A yes here only says that the button is to be pressed: no word is a consent.
    """
    left = bare(text)
    if _REFUSES.fullmatch(left):
        return "no"
    return "yes" if _AGREES.fullmatch(left) else None


def _read(part: str, question: str) -> list[_Clause] | None:
    """This function will read a part of an answer; None where it holds a word that no short answer has."""
    clauses = [_Clause()]
    for token in _tokens(part):
        if token is None:
            return None
        kind, need = token
        if (clauses[-1].is_whole and kind != "any_more") or (kind.startswith("plain") and clauses[-1].kinds):
            clauses.append(_Clause())
        last = clauses[-1]
        last.kinds += (kind,)
        last.fits &= re.search(need, question) is not None
    return clauses


def _tokens(part: str) -> Iterator[tuple[str, str] | None]:
    """This function will give the words of a part: their kind, and what the question has to hold; None ends it."""
    at = 0
    while at < len(part):
        hit = _TOKEN.match(part, at)
        if hit is None:
            yield None
            return
        at = hit.end()
        if hit.lastgroup is not None and hit.lastgroup != "space":
            kind, _, need = _WORDS[int(hit.lastgroup[1:])]
            yield kind, need
