"""What must hold of every day, every time and every text."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from types import FrameType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nlu.body
import nlu.calendar_rules
import nlu.clock_rules
import nlu.date_words
import nlu.figures
import nlu.moments
import nlu.people
import nlu.time_words
import nlu.weekday_rules
from bot.wording.texts import Tongue
from nlu import Entity
from nlu.calendar_days import Calendar
from nlu.entities import EntityFinder
from tests.nlu.answers import DATES_AND_TIMES
from tests.nlu.conftest import BANGKOK, NAMES, NOW

FINDER = EntityFinder(NAMES)
ZONE = "Asia/Bangkok"
YEARS = timedelta(days=3 * 365)
KNOWN = {"date", "time", "date_range", "time_range", "date_unclear", "time_unclear", "date_past"}

same_every_time = settings(derandomize=True, deadline=None, max_examples=150)

todays = st.dates(date(2025, 1, 1), date(2031, 12, 31))
instants = st.datetimes(datetime(2025, 1, 1), datetime(2031, 12, 31), timezones=st.just(BANGKOK))  # noqa: DTZ001 - the zone is given beside it
pieces = st.lists(st.sampled_from(DATES_AND_TIMES), min_size=1, max_size=4)


def _find(text: str, *, now: datetime = NOW, zone: ZoneInfo = BANGKOK) -> dict[str, str]:
    return {entity.entity: entity.value for entity in FINDER.find(text, now=now, zone=zone)}


def _at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), BANGKOK)


@same_every_time
@given(today=todays, ahead=st.integers(0, 3 * 365), language=st.sampled_from(["th", "en"]))
def test_the_day_we_echo_is_read_back_as_the_same_day(today: date, ahead: int, language: str) -> None:
    day = today + timedelta(days=ahead)
    tongue = Tongue(language)

    for echoed in (tongue.day(day, ZONE), tongue.date(day, ZONE)):
        assert _find(echoed, now=_at_nine(today)).get("date") == day.isoformat(), echoed


@same_every_time
@given(today=todays, ahead=st.integers(1, 3 * 365), at=st.times(time(8), time(21)))
def test_the_day_and_time_we_echo_are_read_back_together(today: date, ahead: int, at: time) -> None:
    day, at = today + timedelta(days=ahead), at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    echoed = f"{Tongue('th').day(day, ZONE)} {at:%H:%M} น."

    found = _find(echoed, now=_at_nine(today))

    assert (found.get("date"), found.get("time")) == (day.isoformat(), f"{at:%H:%M}"), echoed


@same_every_time
@given(now=instants, words=pieces, glue=st.sampled_from(["", " ", " หรือ ", " ถึง ", " เป็น "]))
def test_no_day_that_is_over_is_offered_for_a_visit(now: datetime, words: list[str], glue: str) -> None:
    found = _find(glue.join(words), now=now)

    today = now.date().isoformat()
    assert found.get("date", today) >= today
    assert (found.get("date_range", today).split("/")[-1] or today) >= today
    assert all(day >= today for day in found.get("date_unclear", "").split(",") if day)
    if found.get("date") == today and "time" in found:
        assert found["time"] > f"{now:%H:%M}" or found["time"] == f"{now:%H:%M}"


@same_every_time
@given(now=instants, words=pieces)
def test_at_most_one_day_and_one_time_come_back_and_in_plain_values(now: datetime, words: list[str]) -> None:
    found = FINDER.find(" ".join(words), now=now, zone=BANGKOK)

    for entity in found:
        if entity.entity in {"date", "date_past"} and entity.value:
            date.fromisoformat(entity.value)
        if entity.entity == "time":
            time.fromisoformat(entity.value)
    meant = [entity.entity for entity in found if entity.entity in KNOWN - {"date_past"}]
    assert len([kind for kind in meant if kind.startswith("date")]) <= 1
    assert len([kind for kind in meant if kind.startswith("time")]) <= 1


@same_every_time
@given(text=st.text(max_size=200), now=instants)
@example(text="٣ โมง", now=_at_nine(date(2026, 11, 18)))
@example(text="๐๐/๐๐/๐๐๐๐ 99:99 น. อีก 99 เดือน", now=_at_nine(date(2028, 2, 29)))
@example(text="²³ วันที่ ² ธ.ค.", now=_at_nine(date(2026, 12, 31)))
def test_no_text_breaks_it(text: str, now: datetime) -> None:
    assert isinstance(FINDER.find(text, now=now, zone=BANGKOK), tuple)


@same_every_time
@given(
    words=st.lists(
        st.sampled_from([*"0123456789/-.: ", "ที่", "วัน", "โมง", "น.", "พ.ศ.", "พัน", "ร้อย", "ตี"]), max_size=30
    ),
    now=instants,
)
def test_no_figures_break_it(words: list[str], now: datetime) -> None:
    assert isinstance(FINDER.find("".join(words), now=now, zone=BANGKOK), tuple)


@same_every_time
@given(today=todays, day=st.integers(1, 31))
def test_a_number_alone_is_the_coming_day_of_that_number(today: date, day: int) -> None:
    for found in Calendar(today).numbered(day):
        assert found.day == day
        assert today <= found <= today + timedelta(days=62)


@pytest.mark.parametrize(
    "words",
    [
        "เสาร์นี้บ่ายสามหรือ",
        "5 โมง ",
        "15/12/69 ",
        "โปร",
        "1-",
        "081 ",
        "สองพันห้าร้อย",
        "คุณ",
        "วันที่ 5 ",
        "ไม่",
        "เมื่อ 3 วันก่อน",
        "a ",
        "อาทิตย์",
        "บวม",
    ],
)
def test_a_text_twice_as_long_takes_about_twice_the_steps(words: str) -> None:
    half, whole = (_steps(partial(_find, (words * size)[:size])) for size in (2_500, 5_000))

    assert whole <= 2.6 * half


def test_no_expression_repeats_without_end() -> None:
    rooms = (
        nlu.body,
        nlu.calendar_rules,
        nlu.clock_rules,
        nlu.date_words,
        nlu.figures,
        nlu.moments,
        nlu.people,
    )
    patterns = [*_patterns(*rooms, nlu.time_words, nlu.weekday_rules)]

    assert len(patterns) > 60
    for pattern in patterns:
        bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern.pattern)
        assert not re.search(r"(?<![?])[*+]", bare), pattern.pattern


def _patterns(*modules: object) -> Iterator[re.Pattern[str]]:
    for module in modules:
        for value in vars(module).values():
            for each in value if isinstance(value, tuple) else (value,):
                for one in each if isinstance(each, tuple) else (each,):
                    if isinstance(one, re.Pattern):
                        yield one


def _steps(work: Callable[[], object]) -> int:
    """This function will count the calls that some work makes, those into C included: the same on every machine."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_the_entities_are_plain_values() -> None:
    assert all(isinstance(entity, Entity) for entity in FINDER.find("พรุ่งนี้บ่ายสาม", now=NOW, zone=BANGKOK))
