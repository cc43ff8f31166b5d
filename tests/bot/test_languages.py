"""Which language words are written in, and which one they ask for."""

import pytest

from bot.wording.languages import asked_language, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What are your opening hours?", "en"),
        ("hello", "en"),
        ("Hi!", "en"),
        ("สวัสดีค่ะ", "th"),
        ("อยากทำ Botox ค่ะ", "th"),
        ("HIFU ราคา", "th"),
        ("Botox", None),
        ("ok", None),
        ("12345", None),
        ("👍", None),
        ("", None),
        ("你好 你好", None),
    ],
)
def test_it_tells_the_language_of_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English", "en"),
        ("english please", "en"),
        ("ภาษาอังกฤษ", "en"),
        ("ภาษาอังกฤษค่ะ", "en"),
        ("ภาษาไทย", "th"),
        ("Thai", "th"),
        ("อยากเปลี่ยนภาษาเป็น English", "en"),
        ("พูดภาษาอังกฤษได้มั้ยคะ", "en"),
        ("can we speak english?", "en"),
        ("please switch to Thai", "th"),
        ("Thai massage", None),
        ("do you use english brands", None),
        ("สอนภาษาอังกฤษไหม", None),
        ("", None),
    ],
)
def test_it_tells_which_language_is_asked_for(text: str, language: str | None) -> None:
    assert asked_language(text) == language
