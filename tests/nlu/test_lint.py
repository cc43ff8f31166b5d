"""The training files are held to the lint; the lint is held to what it should find."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from nlu import known_intents
from nlu.examples import Example, all_examples
from nlu.lint import LEAST, SAME_MOULD, Finding, findings, texts_of

JUDGED_BY = sorted(Path(__file__).parent.glob("held_out*.tsv"))


def _examples(*texts: str, intent: str = "ask_price") -> tuple[Example, ...]:
    return tuple(Example(text=text, intent=intent, language="th") for text in texts)


def _found(rule: str, examples: Sequence[Example], *, judged_by: Sequence[str] = ()) -> list[tuple[str, ...]]:
    return [each.texts for each in findings(examples, judged_by=judged_by) if each.rule == rule]


def test_nothing_is_said_against_our_own_utterances() -> None:
    judged_by = [text for file in JUDGED_BY for text in texts_of(file)]

    assert len(judged_by) > 700
    assert findings(all_examples(), judged_by=judged_by) == ()


def test_an_intent_of_too_few_is_thin() -> None:
    thin = {each.intent: each.texts for each in findings(_examples("ราคา")) if each.rule == "thin"}

    assert set(thin) == set(known_intents())
    many = [Example(f"price {number}", "ask_price", "en") for number in range(LEAST)]
    assert "ask_price" not in {each.intent for each in findings(many) if each.rule == "thin"}


def test_an_intent_the_domain_does_not_know_is_named() -> None:
    assert _found("unknown", _examples("ราคา", intent="ask_prise")) == [("ราคา",)]


@pytest.mark.parametrize("again", ["ราคาเท่าไหร่คะ", "ราคา เท่าไหร่คะ?", "ราคาเท่าไหร่คะ..."])
def test_blanks_and_points_make_no_other_utterance(again: str) -> None:
    assert _found("twice", _examples("ราคาเท่าไหร่คะ", again)) == [("ราคาเท่าไหร่คะ", again)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("อยากทราบค่าใช้จ่ายทั้งหมดค่ะ", "อยากทราบค่าใช้จ่ายทั้งหมดครับ 🙏", True),
        ("อยากทราบค่าใช้จ่ายทั้งหมด", "อยากทราบคาใช้จ่ายทั้งหมดนะคะ", True),
        ("อยากทราบค่าใช้จ่ายทั้งหมด", "ทำทั้งหน้าต้องเตรียมเงินเท่าไหร่", False),
        # Short ones differ by a letter and by their meaning.
        ("ใช่ค่ะ", "ได้ค่ะ", False),
    ],
)
def test_long_utterances_that_say_the_same_are_twins(one: str, other: str, *, alike: bool) -> None:
    assert bool(_found("twin", _examples(one, other))) is alike


def test_a_template_with_one_word_changed_is_found() -> None:
    names = ("โบท็อก", "พิโค", "ไฮฟู", "เมโสแฟต", "ร้อยไหม", "อัลเทอร่า")
    poured = _examples(*(f"อยากทำ{name}สักครั้งราคาเท่าไหร่คะ" for name in names))

    assert len(names) > SAME_MOULD
    assert len(_found("mould", poured)) == 1
    assert _found("mould", poured[:SAME_MOULD]) == []


@pytest.mark.parametrize(
    "text", ["ราคา\u200bเท่าไหร่", "ทํา", "เเพง", "\u0e48ราคา", "ราคา\x07", "cafe\u0301", "\ufeffราคา"]
)
def test_letters_nobody_sees_are_found(text: str) -> None:
    assert len(_found("letters", _examples(text))) == 1


def test_joined_emoji_are_letters_like_others() -> None:
    assert _found("letters", _examples("👩‍⚕️ ราคาค่ะ", "🤦‍♀️")) == []


@pytest.mark.parametrize("text", ["แพ็กเกจคู่ราคาเท่าไหร่คะ", "แพกเกจคู่ ราคาเท่าไหร่!!"])
def test_what_is_judged_by_may_not_be_trained_on(text: str) -> None:
    trained = _examples("แพ็กเกจคู่ราคาเท่าไหร่คะ", "คอร์สนี้กี่บาท")

    assert _found("leak", trained, judged_by=[text, "ขอเลื่อนนัดไปเสาร์หน้า"]) == [("แพ็กเกจคู่ราคาเท่าไหร่คะ", text)]


def test_an_objection_is_one_line() -> None:
    assert "\n" not in str(Finding("twin", "greet", ("หนึ่ง", "สอง")))
