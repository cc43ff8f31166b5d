"""What people read: every kind of notice, in both languages, with the longest names, as LINE takes it."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.buttons import Buttons
from bot.links import Links
from bot.wording import CARDS, consent_version, word
from bot.wording.cards.reading import LEGEND
from bot.wording.texts import Tongue, sentences
from simulator.contract import check_messages
from tests.bot.notices import AT, EXAMPLES, TREATMENT, ZONE
from vision import overlay

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
LINKS = Links("https://aura.example", b"s" * 32, liff_id="2000000003-AbCdEfGh")
BUTTONS = Buttons(b"b" * 32)
# A looks-neutral, diagnosis-free tongue: words that must never reach a customer. Source: facts/CLINIC.md 6.1, 6.3.
NEVER = (
    "แก่",
    "ขี้เหร่",
    "หย่อนคล้อย",
    "หายขาด",
    "ถาวร 100",
    "เห็นผลทันที",
    "รับประกัน",
    "ล้ำสมัย",
    "ราคาเดิม",
    "cure",
    "ugly",
)


def messages(kind: str, data: dict[str, Any], language: str) -> list[dict[str, Any]]:
    return word(kind, data, language=language, links=LINKS, buttons=BUTTONS, now=NOW)


def kinds_told() -> set[str]:
    """Every kind that workflow or bot writes as a notice: keyword `kind=` of the telling functions, and literals."""
    found: set[str] = set()
    for room in ("workflow", "bot"):
        for file in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                found.update(_kinds_in(call))
    return found


def _kinds_in(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in {"tell", "tell_customer", "tell_staff", "answer", "_tell", "page", "tell_person"}:
        return
    for keyword in node.keywords:
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)
        if keyword.arg == "kind" and isinstance(keyword.value, ast.IfExp):
            yield from (
                str(side.value)
                for side in (keyword.value.body, keyword.value.orelse)
                if isinstance(side, ast.Constant)
            )


def test_every_kind_that_is_told_has_a_card() -> None:
    told = kinds_told()
    assert len(told) > 10, "the search for kinds finds too few"
    assert told - set(CARDS) == set()


def test_every_card_has_an_example() -> None:
    assert set(CARDS) == set(EXAMPLES)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", sorted(CARDS))
def test_line_takes_every_kind(kind: str, language: str) -> None:
    for data in EXAMPLES[kind]:
        found = messages(kind, data, language)
        assert check_messages(found) == []
        assert all("quickReply" not in message for message in found[:-1]), "only the last one's are seen"


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_wording_twice_gives_the_same_bytes(kind: str) -> None:
    data = EXAMPLES[kind][0]
    assert messages(kind, data, "th") == messages(kind, data, "th")


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_no_card_judges_a_face_or_promises_a_cure(kind: str) -> None:
    for language in ("th", "en"):
        for data in EXAMPLES[kind]:
            said = json.dumps(messages(kind, data, language), ensure_ascii=False).lower()
            assert [banned for banned in NEVER if banned in said] == []


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    thai, english = sentences("th"), sentences("en")
    assert set(thai) == set(english)
    facts = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in thai.items()}
    assert {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in english.items()} == facts


def test_sales_is_told_in_the_clinics_own_words() -> None:
    data = {**EXAMPLES["treatment_finished_sales"][0], "customer_name": "พลอย"}
    for language in ("th", "en"):
        first = messages("treatment_finished_sales", data, language)[0]
        assert first["text"] == "ลูกค้า พลอย เสร็จ treatment แล้ว พร้อมขายผลิตภัณฑ์ต่อ"


def test_the_reading_shows_every_number_with_its_error_and_says_what_it_is_not() -> None:
    said = json.dumps(messages("reading_ready", EXAMPLES["reading_ready"][0], "th"), ensure_ascii=False)
    assert "12.3 ±1.25 (ความเข้มแสง ×100)" in said
    assert "วัดไม่ได้จากภาพนี้ — รูปละเอียดไม่พอ" in said
    assert "ไม่ใช่การวินิจฉัย" in said
    assert "https://aura.example/media/" in said
    assert "#F03060" in said, "the legend names the colour of redness"
    assert "#2882FF" not in said, "lines were not measurable, so nothing on the picture is blue"


def test_the_legend_names_the_colours_that_are_drawn() -> None:
    drawn = {"redness": overlay.REDNESS, "pigment": overlay.PIGMENT, "lines": overlay.LINES}

    assert {name: "#{:02X}{:02X}{:02X}".format(*tint.colour) for name, tint in drawn.items()} == LEGEND


def test_each_purpose_of_consent_has_its_own_yes_and_no() -> None:
    card = messages("consent_asked", EXAMPLES["consent_asked"][0], "th")[-1]
    presses = [
        BUTTONS.read(data, NOW).extra
        for data in re.findall(r'"data": "(v1\.consent[^"]+)"', json.dumps(card))
    ]
    assert [(press["p"], press["a"]) for press in presses] == [
        (purpose, answer)
        for purpose in ("scan_analysis", "progress_photos", "marketing_messages")
        for answer in ("yes", "no")
    ]
    assert {press["v"] for press in presses} == {consent_version("th")}


@pytest.mark.parametrize(
    ("language", "when"),
    [("th", "อา. 22 พ.ย. 2569 14:00 น."), ("en", "Sun 22 Nov 2026 14:00")],
)
def test_times_are_written_as_people_here_write_them(language: str, when: str) -> None:
    assert Tongue(language).moment(AT, ZONE) == when


@pytest.mark.parametrize(
    ("satang", "written"),
    [(1_234_500, "12,345 บาท"), (100, "1 บาท"), (123_450, "1,234.50 บาท"), (None, "แจ้งราคาหลังปรึกษา")],
)
def test_money_has_no_decimals_where_there_are_none(satang: int | None, written: str) -> None:
    assert Tongue("th").baht(satang) == written


def test_a_customers_name_cannot_smuggle_in_a_fact() -> None:
    said = messages("welcome_back", {"name": "{clinic} {0} %s"}, "th")[0]["text"]
    assert "{clinic} {0} %s" in said


def test_a_missing_fact_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        messages("appointment_made", {"treatment": TREATMENT}, "th")
