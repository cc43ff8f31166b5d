"""The letters red flags are looked for in: what differs only by typing or dialect is made one."""

import re

from nlu.spelling import fold, tidy

# The tone mark is all that parts "burnt" from the question word and from threads, "before" from "lump", and "news" from
# "white": these must not be folded away, so they are written with letters that no other word has.
_KEPT = (("ไหม้", "ไฆษ"), ("ก่อน", "กฬน"), ("ข่าว", "ฆฬว"))
_TYPED = (
    (re.compile("ม่าย|มั่ย|มะ(?=เห[น็]|ได้|มี|ชัด|ออก|ลง|ขึ้น|ไหว|หาย)"), "ไม่"),
    (re.compile("ไม่ค่อย(?:จะ)?"), "ไม่"),
    (re.compile("หาย(?:จัย|ไจ)"), "หายใจ"),
    (re.compile("ลมพิ[ดศส]"), "ลมพิษ"),
    (re.compile("ๅ"), "า"),
    # Words of the north-east and the north for not, look, speak, strong, all and hot.
    (re.compile("บ่(?!า|อย|อน้ำ|อเกิด|อดิน|อปลา|อน|ง|วง|นว)"), "ไม่"),
    (re.compile("เบิ่ง"), "มอง"),
    (re.compile("เว้า"), "พูด"),
    (re.compile("แฮง"), "แรง"),
    (re.compile("เบิ๊?ด|เหมิ๊?ด|เหมิ๋ด"), "หมด"),
    (re.compile("ฮ้อน"), "ร้อน"),
    (re.compile("มื้อวานนี้"), "มื้อวาน"),
)


def _kept(text: str) -> str:
    """This function will save the words that folding would make one with others."""
    for word, kept in _KEPT:
        text = text.replace(word, kept)
    return text


def letters(text: str) -> str:
    """This function will reduce a text to the letters that matter: folded, blanks and emoji taken out.

    Thai uses blanks freely; line ends, commas and stops part clauses and stay.
    """
    text = tidy(text).replace("ใ", "ไ")
    for pattern, meant in _TYPED:
        text = pattern.sub(meant.replace("ใ", "ไ"), text)
    folded = fold(_kept(text))
    return re.sub(r"[^\w\u0e00-\u0e7f\n,.!?/]+|_|\u0e46", "", folded)


def expression(words: str) -> re.Pattern[str]:
    """This function will compile an expression over folded letters from one written in whole words."""
    return re.compile(fold(_kept(words)))
