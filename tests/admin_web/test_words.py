"""The catalogue of texts: complete in both languages, and complete for every word the store can hold."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import admin_web
from admin_web.words import MissingWordError, load_words
from bot.wording import CARDS
from bot.wording.texts import sentences
from vision.reading import ALL_METRICS
from workflow.store.models import (
    AppointmentState,
    FollowUpState,
    NoticeState,
    ScanKind,
    Stage,
    TaskKind,
    TaskState,
)

ROOM = Path(admin_web.__file__).parent
WORDS = load_words(ROOM / "texts")
USED = re.compile(r"""\bt\(\s*["']([a-z_.0-9]+)["']\s*[,)]""")


def test_both_languages_have_the_same_texts() -> None:
    assert WORDS["th"].ids == WORDS["en"].ids


@pytest.mark.parametrize("template", sorted((ROOM / "templates").glob("*.html")), ids=lambda path: path.name)
def test_every_text_a_template_asks_for_is_there(template: Path) -> None:
    asked = set(USED.findall(template.read_text(encoding="utf-8")))

    assert not asked - WORDS["th"].ids


@pytest.mark.parametrize("template", sorted((ROOM / "templates").glob("*.html")), ids=lambda path: path.name)
def test_no_template_speaks_by_itself(template: Path) -> None:
    shown = re.sub(r"\{[{%#].*?[#%}]\}|<[^>]*>", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"[A-Za-zก-๙]{2,}", shown.replace("&nbsp", ""))


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("stage", Stage),
        ("task", TaskKind),
        ("task_state", TaskState),
        ("appointment_state", AppointmentState),
        ("follow_up_state", FollowUpState),
        ("notice_state", NoticeState),
        ("reading", ScanKind),
    ],
)
def test_every_word_of_the_store_can_be_said(prefix: str, words: type) -> None:
    assert not {f"{prefix}.{word.value}" for word in words} - WORDS["th"].ids


def test_every_move_of_a_case_can_be_said() -> None:
    from workflow.cases.transitions import Move

    assert not {f"event.case.{move.value}" for move in Move} - WORDS["th"].ids


def test_every_reason_of_vision_can_be_said() -> None:
    from vision import Reason

    assert not {f"reason.{reason.value}" for reason in Reason} - WORDS["th"].ids


def test_an_unknown_text_is_a_bug() -> None:
    with pytest.raises(MissingWordError, match=r"th: nothing\.there"):
        WORDS["th"]("nothing.there")


@pytest.mark.parametrize(
    ("language", "written"),
    [("th", "อา. 22 พ.ย. 2569 00:30\xa0น."), ("en", "Sun 22 Nov 2026 00:30")],
)
def test_times_are_written_by_the_branchs_clock_and_the_languages_era(language: str, written: str) -> None:
    at = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)

    assert WORDS[language].moment(at, ZoneInfo("Asia/Bangkok")) == written
    assert WORDS[language].day(date(2026, 11, 22)) in written


@pytest.mark.parametrize(("share", "written"), [(None, "–"), (0.0, "0%"), (0.333, "33%"), (1.0, "100%")])
def test_an_unknown_share_is_a_dash_and_not_zero(share: float | None, written: str) -> None:
    assert WORDS["th"].share(share) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (-2, "ศ. 20 พ.ย. 2569 00:30\xa0น."),
        (-1, "เมื่อวาน 00:30\xa0น."),
        (0, "วันนี้ 00:30\xa0น."),
        (1, "พรุ่งนี้ 00:30\xa0น."),
    ],
)
def test_near_days_are_called_by_their_names(days: int, written: str) -> None:
    at = datetime(2026, 11, 21, 17, 30, tzinfo=UTC) + timedelta(days=days)

    assert WORDS["th"].near(at, ZoneInfo("Asia/Bangkok"), date(2026, 11, 22)) == written


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_kind_of_notice_has_a_name(language: str) -> None:
    assert not {f"notice.{kind}" for kind in CARDS} - WORDS[language].ids


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_metric_is_called_what_the_chat_calls_it(language: str) -> None:
    told = {metric: WORDS[language](f"concern.{metric}") for metric in ALL_METRICS}

    assert told == {metric: sentences(language)[f"metric.{metric}"] for metric in ALL_METRICS}


def test_a_reading_is_told_in_the_words_of_the_chat() -> None:
    assert WORDS["th"].unit("OD x 100") == "(ความเข้มแสง ×100)"
    assert "นอกช่วง" in WORDS["th"].why_not("out_of_range")
    assert WORDS["th"].why_not("blurred") == "ภาพเบลอ"
    assert WORDS["en"].unit("cd") == "cd"
