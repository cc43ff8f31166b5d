"""Which language somebody writes in, and which one they ask for."""

import unicodedata

# A word alone is no language: half of our treatments have English names. These are.
_GREETINGS = frozenset({"hello", "hi", "hey", "thanks", "goodbye", "bye"})
_ASKED = {
    "th": frozenset({"thai", "ภาษาไทย", "ไทย", "th"}),
    "en": frozenset({"english", "ภาษาอังกฤษ", "อังกฤษ", "eng", "en", "อิ้ง"}),
}
_FILLERS = frozenset({"please", "in", "speak", "language", "ค่ะ", "คะ", "ครับ", "หน่อย"})
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
    words = " ".join(word for word in _words(text) if word not in _FILLERS)
    for filler in ("ค่ะ", "คะ", "ครับ", "หน่อย"):
        words = words.removesuffix(filler)
    return next((language for language, names in _ASKED.items() if words in names), None)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold()
    return [word for word in (part.strip(".,!?'\"()") for part in plain.split()) if word]
