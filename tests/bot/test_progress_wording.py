"""What a customer reads of her progress: what changed, where, and how to take the next photo so that it can be said."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import vision
from bot.wording import pair_words, progress_chart
from bot.wording.texts import Tongue
from tests.bot.notices import COMPARED
from tests.bot.test_wording import LINKS, NOW, messages
from tests.factories.cases import a_skin_reading
from vision.comparing.job import PhotoComparison
from vision.skin.regions import COLOUR_REGIONS, LINE_REGIONS

FIRST = datetime(2026, 11, 15, 20, 0, tzinfo=UTC)  # the 16th in Bangkok
ZONE = "Asia/Bangkok"


def shown(kind: str, language: str = "th", **facts: Any) -> str:
    return json.dumps(messages(kind, {**COMPARED, **facts}, language), ensure_ascii=False)


def compared(*, pigment: float, lines: float = 30.0) -> PhotoComparison:
    before, after = a_skin_reading(), a_skin_reading(pigment=pigment)
    metrics = dict(after.metrics)
    metrics["lines"] = vision.Metric(lines, "units", 70, 3.0, measurable=True, reason=None)
    after = vision.SkinReading(after.quality, metrics, after.overall, after.version)
    return PhotoComparison(
        vision.compare(before, after), before, after, 1.0, False, b"pair", b"before", b"after"
    )


def chart(
    found: PhotoComparison, *, concern: str | None = None, **between: Any
) -> vision.DrawProgress | None:
    return progress_chart(
        "th",
        found,
        times=(FIRST, FIRST + timedelta(days=30)),
        zone=ZONE,
        concern=concern,
        between=between.get("between", ()),
    )


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("reason", [reason.value for reason in vision.Incomparable])
def test_every_reason_has_its_words_and_what_to_do_for_the_next_photo(language: str, reason: str) -> None:
    tongue = Tongue(language)
    card = shown("progress_compared", language, comparable=False, reasons=[reason], pair_key=None)
    assert tongue.say(f"incomparable.{reason}") in card
    assert tongue.say(f"incomparable_tip.{reason}") in card


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_region_has_its_name(language: str) -> None:
    for region in {*COLOUR_REGIONS, *LINE_REGIONS, "nasolabial_left"}:
        place = region.removesuffix("_left").removesuffix("_right")
        assert Tongue(language).has(f"region.{place}")


def test_a_reason_never_says_that_it_is_somebody_else() -> None:
    words = shown("progress_compared", "en", comparable=False, reasons=["face"], pair_key=None)
    for accusing in ("another person", "somebody else", "not you", "fake"):
        assert accusing not in words


def test_the_card_shows_both_photos_and_the_chart_beside_it() -> None:
    card = shown("progress_compared")
    for key in (COMPARED["pair_key"], COMPARED["chart_key"]):
        assert LINKS.picture(key, now=NOW) in card
    assert LINKS.picture(COMPARED["overlay_key"], now=NOW) not in card
    assert '"type": "carousel"' in card


def test_without_pictures_of_both_it_shows_what_was_found_in_the_newest() -> None:
    card = shown("progress_compared", pair_key=None, chart_key=None)
    assert LINKS.picture(COMPARED["overlay_key"], now=NOW) in card
    assert "carousel" not in card


def test_facts_of_before_there_were_pictures_are_still_worded() -> None:
    old = {key: value for key, value in COMPARED.items() if key not in {"pair_key", "chart_key"}}
    assert messages("progress_compared", old, "th")


def test_it_says_where_most_of_a_change_is_and_names_each_place_once() -> None:
    card = shown("progress_compared", "en")
    assert "Most of it: forehead · cheeks · corners of the eyes" in card


def test_the_days_of_the_photos_are_those_of_the_branch() -> None:
    words = pair_words("th", times=(FIRST, FIRST + timedelta(days=7)), zone=ZONE)
    assert (words.before, words.after) == ("ก่อน · 16 พ.ย. 2569", "หลัง · 23 พ.ย. 2569")
    assert pair_words("en", times=(FIRST, FIRST), zone=ZONE).before == "Before · 16 Nov 2026"
    assert pair_words("en", times=None, zone=ZONE).before == "Before"


def test_the_chart_shows_what_changed_and_then_what_the_case_is_about() -> None:
    found = chart(compared(pigment=10.0), concern="redness")
    assert found is not None
    assert [line.label for line in found.lines] == ["เม็ดสี", "ความแดง"]
    assert [(point.days, point.value) for point in found.lines[0].points] == [(0, 20.0), (30, 10.0)]
    assert found.lines[0].mdc == 3.0


def test_there_is_no_chart_where_nothing_changed_and_the_case_is_about_nothing() -> None:
    assert chart(compared(pigment=20.0)) is None


def test_a_reading_between_that_was_taken_otherwise_is_drawn_hollow_and_another_make_not_at_all() -> None:
    alike = a_skin_reading(pigment=15.0)
    dark = vision.SkinReading({**alike.quality, "light": 0.2}, alike.metrics, 60, alike.version)
    older = a_skin_reading(version="0")
    days = [FIRST + timedelta(days=day) for day in (7, 8, 9)]
    found = chart(compared(pigment=10.0), between=list(zip(days, (alike, dark, older), strict=True)))
    assert found is not None
    assert [(point.label, point.comparable) for point in found.lines[0].points[1:-1]] == [
        ("23 พ.ย.", True),
        ("24 พ.ย.", False),
    ]
