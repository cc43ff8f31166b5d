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
from bot.wording import CARDS, consent_version, overlay_words, word
from bot.wording.texts import Tongue, sentences
from simulator.contract import check_messages
from tests.bot.booking_notices import BOOKING_EXAMPLES
from tests.bot.clock_notices import CLOCK_EXAMPLES
from tests.bot.form_notices import FORM_EXAMPLES
from tests.bot.notices import AT, TREATMENT, ZONE
from tests.bot.notices import EXAMPLES as OTHER_EXAMPLES
from tests.bot.passage_notices import PASSAGE_EXAMPLES
from tests.bot.registration_notices import REGISTRATION_EXAMPLES
from tests.bot.simulation_notices import SIMULATION_EXAMPLES
from tests.bot.talk_notices import CALL, TALK_EXAMPLES
from tests.bot.task_notices import TASK_EXAMPLES
from vision import FINDING_COLOURS
from vision.skin.scores import NotMeasurable

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
LINKS = Links("https://aura.example", b"s" * 32, liff_id="2000000003-AbCdEfGh")
EXAMPLES = {
    **OTHER_EXAMPLES,
    **FORM_EXAMPLES,
    **TASK_EXAMPLES,
    **CLOCK_EXAMPLES,
    **BOOKING_EXAMPLES,
    **SIMULATION_EXAMPLES,
    **TALK_EXAMPLES,
    **PASSAGE_EXAMPLES,
    **REGISTRATION_EXAMPLES,
}
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
    """Every kind that workflow, bot or scheduler writes as a notice: keyword `kind=` of the telling functions, and literals."""
    found: set[str] = set()
    for room in ("workflow", "bot", "scheduler"):
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


def test_the_pictures_legend_has_a_word_for_each_colour_in_both_languages() -> None:
    for language in ("th", "en"):
        words = overlay_words(language)
        assert set(words.entries) == set(FINDING_COLOURS)
        assert all((words.title, words.note, *words.entries.values()))


def test_each_purpose_of_consent_has_its_own_yes_and_no() -> None:
    card = messages("consent_asked", EXAMPLES["consent_asked"][0], "th")[-1]
    presses = [
        BUTTONS.read(data, NOW).extra
        for data in re.findall(r'"data": "(v1\.consent[^"]+)"', json.dumps(card))
    ]
    assert [(press["p"], press["a"]) for press in presses] == [
        (purpose, answer)
        for purpose in ("scan_analysis", "progress_photos", "marketing_messages", "improve_understanding")
        for answer in ("yes", "no")
    ]
    assert {press["v"] for press in presses} == {consent_version("th")}


@pytest.mark.parametrize(
    ("language", "when"),
    [("th", "อา. 22 พ.ย. 2569 14:00\N{NO-BREAK SPACE}น."), ("en", "Sun 22 Nov 2026 14:00")],
)
def test_times_are_written_as_people_here_write_them(language: str, when: str) -> None:
    assert Tongue(language).moment(AT, ZONE) == when


@pytest.mark.parametrize("kind", sorted(CARDS))
def test_no_line_breaks_between_a_time_and_its_unit(kind: str) -> None:
    for data in EXAMPLES[kind]:
        said = json.dumps(messages(kind, data, "th"), ensure_ascii=False)
        assert re.findall(r".{12}[^\S\N{NO-BREAK SPACE}]น\.", said) == []


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


def said_by(kind: str, data: dict[str, Any], language: str = "th") -> str:
    return json.dumps(messages(kind, data, language), ensure_ascii=False)


def reading_with(**metrics: dict[str, Any]) -> dict[str, Any]:
    example = EXAMPLES["reading_ready"][0]
    return {**example, "metrics": {**example["metrics"], **metrics}}


def test_a_value_no_larger_than_its_error_is_no_number_for_a_customer_and_one_for_staff() -> None:
    lines = {
        "value": 2.4,
        "unit": "ridge x 1000",
        "score": 87,
        "mdc": 3.3,
        "measurable": True,
        "reason": None,
    }
    unsharp = "รูปเดียวยังบอกค่านี้เป็นตัวเลขที่ชัดเจนไม่ได้"

    customer = said_by("reading_ready", reading_with(lines=lines))
    sales = said_by(
        "reading_ready_sales", {**EXAMPLES["reading_ready_sales"][0], **reading_with(lines=lines)}
    )

    assert (unsharp in customer, "2.4 ±3.3" in customer, '"87"' in customer) == (True, False, True)
    assert (unsharp in sales, "2.4 ±3.3" in sales) == (False, True)


@pytest.mark.parametrize(("value", "told"), [(2.4, True), (0.3, False)])
def test_spots_are_counted_for_a_customer_only_where_a_photo_can_tell(value: float, told: bool) -> None:
    spots = {
        "value": value,
        "unit": "OD x 100 per cm2",
        "score": 60,
        "mdc": 0.4,
        "measurable": True,
        "reason": None,
        "count": 12,
    }

    customer = said_by("reading_ready", reading_with(red_spots=spots, brown_spots=spots))

    assert ("นับได้ 12 จุด" in customer) is told


def test_tone_is_told_to_staff_alone() -> None:
    assert "โทนสีผิว" not in said_by("reading_ready", EXAMPLES["reading_ready"][0])
    assert "โทนสีผิว" in said_by("reading_ready_sales", EXAMPLES["reading_ready_sales"][0])


def test_every_reason_of_vision_not_to_measure_has_its_words() -> None:
    for language in ("th", "en"):
        assert all(f"why_not.{reason}" in sentences(language) for reason in NotMeasurable)


def test_a_comparison_tells_the_customer_what_changed_and_staff_everything() -> None:
    example = EXAMPLES["progress_compared"][0]

    customer, staff = said_by("progress_compared", example), said_by("progress_compared_staff", example)

    assert "ความแดง" in customer
    assert "เม็ดสี" in customer
    assert "ความมัน" not in customer
    assert "อีก 1 ค่าไม่ต่างเกินค่าคลาดเคลื่อน" in customer
    assert "อีก 1 ค่าเทียบไม่ได้จากรูปนี้" in customer
    assert "v1.ask_to_book" in customer
    assert "ความมัน" in staff
    assert "เส้นบนผิว" in staff


def test_a_comparison_without_any_change_says_so() -> None:
    same = {**EXAMPLES["progress_compared"][0]["changes"]["redness"], "verdict": "no_measurable_change"}
    example = {**EXAMPLES["progress_compared"][0], "changes": {"redness": same, "shine": same}}

    assert "ทั้ง 2 ค่าที่เทียบได้ ไม่ต่างเกินค่าคลาดเคลื่อน" in said_by("progress_compared", example)


@pytest.mark.parametrize("kind", ["follow_up_7", "follow_up_30", "follow_up_90", "progress_compared"])
def test_nothing_that_may_come_late_claims_a_day(kind: str) -> None:
    example = {**EXAMPLES[kind][0], "lines_th": ["–"], "lines_en": ["–"], "day": EXAMPLES[kind][0]["day"]}
    for language in ("th", "en"):
        told = said_by(kind, example, language)
        assert not re.search(r"ครบ \d|วันที่ \d|[Dd]ay \d|has been", told)


def test_a_beautician_sees_every_question_and_what_a_yes_means() -> None:
    flags = [
        {"action": action, "th": "–", "en": "–", "ask_th": f"คำถามที่ {number}", "ask_en": f"Question {number}"}
        for number, action in enumerate(["contraindicated"] * 4 + ["defer"] * 4 + ["caution"] * 4)
    ]
    told = said_by("prepare_treatment", {**EXAMPLES["prepare_treatment"][0], "flags": flags})

    assert all(f"• คำถามที่ {number}" in told for number in range(12))
    assert told.count("ถ้าตอบว่าใช่: ") == 3


def test_sales_is_told_in_thai_on_the_card_and_from_when_the_same_may_be_done_again() -> None:
    example = EXAMPLES["treatment_finished_sales"][0]
    card = messages("treatment_finished_sales", {**example, "next_from": AT, "zone": ZONE}, "th")[1]
    told = json.dumps(card["contents"], ensure_ascii=False)

    assert "ทำทรีตเมนต์เสร็จแล้ว" in told
    assert "อา. 22 พ.ย. 2569" in told
    assert "treatment" not in told


def test_several_answers_are_one_reply_whose_last_message_has_the_quick_replies() -> None:
    for facts in TALK_EXAMPLES["several"]:
        reply = messages("several", facts, "th")
        assert 1 < len(reply) <= 5
        assert [("quickReply" in one) for one in reply] == [False] * (len(reply) - 1) + [True]


@pytest.mark.parametrize(
    ("language", "told"),
    [("th", ("8 ข้อความติดกัน", "ถามราคา / โปรโมชั่น")), ("en", ("8 messages in a row", "Prices / Promotions"))],
)
def test_who_takes_over_reads_what_the_bot_tried(language: str, told: tuple[str, ...]) -> None:
    card = json.dumps(messages("call_customer", CALL, language), ensure_ascii=False)
    assert all(words in card for words in told)
