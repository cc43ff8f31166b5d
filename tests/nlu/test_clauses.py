"""A side effect is heard in half a sentence, beside a price, a booking or a thank you."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nlu import load_understander
from nlu.clauses import MOST, clauses_in
from nlu.engine import Guess
from nlu.red_flags import red_flags_in
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Understander
from tests.nlu.conftest import BANGKOK, NOW, RED_FLAGS, TREATMENTS

BESIDE = (
    "ราคาครั้งหน้าเท่าไหร่คะ อ้อ แล้วหน้าที่ทำไปรอบนี้ลอกแสบบวมมากเลยนะ",
    "ขอจองคิวเสาร์นี้บ่ายสองค่ะ แต่ตรงที่ฉีดไปบวมแดงร้อนมากเลย",
)


@pytest.mark.parametrize("text", BESIDE)
def test_a_side_effect_beside_another_wish_is_urgent(understander: Understander, text: str) -> None:
    assert understander.understand(text, now=NOW, zone=BANGKOK).urgent


@pytest.mark.parametrize("text", ["ราคาเท่าไหร่คะ แล้วก็จองเสาร์นี้ด้วยค่ะ", "สวัสดีค่ะ\nขอทราบเวลาเปิดปิดค่ะ"])
def test_two_harmless_wishes_are_not_urgent(understander: Understander, text: str) -> None:
    assert not understander.understand(text, now=NOW, zone=BANGKOK).urgent


@dataclass
class Elsewhere:
    """An engine elsewhere that hears a price and nothing else."""

    asked: list[str] = field(default_factory=list)

    def guess(self, text: str) -> Guess:
        self.asked.append(text)
        return Guess((("ask_price", 1.0), (OUT_OF_SCOPE, 0.0), (SIDE_EFFECT, 0.0)), "rasa", "m")


@pytest.mark.parametrize("text", BESIDE)
def test_an_engine_elsewhere_is_asked_once_and_its_clauses_are_judged_at_hand(cache: Path, text: str) -> None:
    elsewhere = Elsewhere()
    no_flags: dict[str, Sequence[str]] = {}
    understander = load_understander(
        cache=cache, red_flags=no_flags, treatments=TREATMENTS, elsewhere=lambda _: elsewhere
    )

    heard = understander.understand(text, now=NOW, zone=BANGKOK)

    assert (heard.engine, heard.intent, heard.urgent) == ("rasa", "ask_price", True)
    assert len(elsewhere.asked) == 1


def test_one_clause_is_not_judged_twice() -> None:
    assert clauses_in("ขอจองคิววันเสาร์") == ()


def test_short_words_are_no_clauses_and_long_stories_are_judged_in_part() -> None:
    assert clauses_in("ค่ะ\nหน้าบวมมากเลยตั้งแต่เมื่อวาน") == ("หน้าบวมมากเลยตั้งแต่เมื่อวาน",)
    assert len(clauses_in("\n".join(["หน้าบวมมากเลย"] * 9))) == MOST


@pytest.mark.parametrize("text", ["มองอะไรเป็นหมอก", "เห็นเป็นหมอกๆ ข้างซ้าย", "มองแล้วเป็นฝ้าไปหมด", "ตาเป็นฝ้าขาว"])
def test_clouded_sight_is_a_red_flag(text: str) -> None:
    assert "vision" in red_flags_in(text, RED_FLAGS)


@pytest.mark.parametrize(
    "text",
    [
        "หน้าเป็นฝ้าอยากรักษา",
        "ฝ้าใต้ตารักษายังไง",
        "ฝ้ารอบดวงตาเลเซอร์ได้ไหม",
        "ตาเห็นฝ้าชัดขึ้น",
        "มองเห็นฝ้าชัดมาก",
        "แก้มเป็นฝ้า มองเห็นชัด",
    ],
)
def test_melasma_is_no_clouded_sight(text: str) -> None:
    assert "vision" not in red_flags_in(text, RED_FLAGS)
