"""Which language somebody writes in, and which one they ask for."""

import re
import unicodedata

# A word alone is no language: half of our treatments have English names. These are.
_GREETINGS = frozenset({"hello", "hi", "hey", "thanks", "goodbye", "bye"})
_ASKED = {
    "th": frozenset({"thai", "ไทย", "th"}),
    "en": frozenset({"english", "อังกฤษ", "eng", "en", "อิ้ง"}),
}
_FILLERS = re.compile(
    r"\b(?:please|pls|can|could|would|we|you|i|us|do|want|like|to|in|speak|talk|chat|write|reply|answer|switch|change|use"
    r"|the|language)\b"
    r"|อยาก|เปลี่ยน|ขอ|พูด|คุย|ตอบ|พิมพ์|ใช้|เป็น|ภาษา|ได้|ไหม|มั้ย|หน่อย|ด้วย|แทน|นะ|ค่ะ|คะ|ครับ|คับ|[\s.,!?'\"()]"
)
"""Words around the name of a language that ask for it."""

_MOSTLY = 0.8


def language_of(text: str) -> str | None:
    """This function will say in which language words are written; None where they do not tell.

    Words with Thai letters are Thai, unless nearly all letters are Latin. Latin ones are English when there are
    several of them, or one that only somebody who speaks English begins with.
    """
    thai = sum("\u0e00" <= letter <= "\u0e7f" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    if thai == 0 and latin == 0:
        return None
    if latin < _MOSTLY * (thai + latin):
        return "th" if thai else None
    words = _words(text)
    return "en" if len(words) > 1 or not _GREETINGS.isdisjoint(words) else None


def asked_language(text: str) -> str | None:
    """This function will say which language is asked for by its name and nothing else; None where none is."""
    left = _FILLERS.sub("", unicodedata.normalize("NFC", text).casefold())
    return next((language for language, names in _ASKED.items() if left in names), None)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold()
    return [word for word in (part.strip(".,!?'\"()") for part in plain.split()) if word]
