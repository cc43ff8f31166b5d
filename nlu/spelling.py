"""One spelling for the many ways the same Thai word is typed."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufe0f"))
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_STRETCHED = re.compile(r"([^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\1+")
_MARKS = re.compile(r"[\u0e47-\u0e4e]")  # tone marks, ็, ์ and their rarer kin
_SPACES = re.compile(r"[ \t\u00a0]+")

# Words of chat that stand for a plain word. Applied to the letters the TF-IDF sees, never to what the sentence
# encoder sees: it was trained on text as people write it, and measured worse with the map than without.
_SLANG = (
    (re.compile("มั้ย|(?<!ส)มัย|ไม๊|มะคะ"), "ไหม"),
    (re.compile("ป่ะ|ปะ(?=$|[ ?ค])|ป่าว|รึเปล่า|หรือป่าว"), "หรือเปล่า"),
    (re.compile("เท่ารัย|เท่าไร่?|เท่าไหร(?!่)"), "เท่าไหร่"),
    (re.compile("ยังงัย|ยังงั้ย|ยังไงง"), "ยังไง"),
    (re.compile("ม่าย"), "ไม่"),
    (re.compile("จร้า|จ้าา|จ้ะ|จ๊ะ"), "จ้า"),
    (re.compile("ค๊ะ|คร่ะ|คร้า|ค่า(?=$| )"), "ค่ะ"),
    (re.compile("คับ|ครัช|ค้าบ|คร้าบ|งับ(?=$| )"), "ครับ"),
    (re.compile("นู๋"), "หนู"),
    (re.compile("เด๋ว"), "เดี๋ยว"),
)


def tidy(text: str) -> str:
    """This function will mend what differs only by keyboard: composition, case, Thai digits, stretched letters.

    Tone marks stay. Line ends stay; other runs of white space become one space.
    """
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_THAI_DIGITS).lower()
    text = text.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")  # ํ+า typed for ำ, two เ typed for แ
    text = _STRETCHED.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()


def plain(text: str) -> str:
    """This function will tidy a text and write the slang of chat as plain words."""
    text = tidy(text)
    for pattern, word in _SLANG:
        text = pattern.sub(word, text)
    return text


def fold(text: str) -> str:
    """This function will drop what people leave out or mix up: tone marks, ็ and ์, doubled letters, ใ for ไ, ณ for น."""
    # Doubled letters first: without its mark, "ไม่มี" would look like a doubled letter too.
    text = _DOUBLED.sub(r"\1", tidy(text))
    return _MARKS.sub("", text).replace("ใ", "ไ").replace("ณ", "น")
