"""What a customer is told at once whose words were of danger: fitting what they were about."""

import json

import pytest

from tests.bot.test_wording import messages

FACTS = {"urgency": "within_minutes", "emergency_number": "1669", "branch_phone": "02-123-4567"}


def shown(*groups: str, language: str = "th", **facts: object) -> str:
    told = {**FACTS, "groups": list(groups), **facts}
    return json.dumps(messages("red_flag_customer", told, language), ensure_ascii=False)


@pytest.mark.parametrize("language", ["th", "en"])
def test_who_threatens_to_go_to_law_is_not_sent_to_an_ambulance(language: str) -> None:
    words = shown("legal_threat", language=language, urgency="same_day")

    assert "1669" not in words
    assert "ผู้รับผิดชอบ" in words or "those responsible" in words
    assert "โดยเร็วที่สุด" in words or "as soon as possible" in words


@pytest.mark.parametrize("language", ["th", "en"])
def test_to_a_threat_nothing_is_promised_that_nobody_may_keep(language: str) -> None:
    words = shown("legal_threat", language=language, urgency="same_day")

    assert not any(one in words for one in ("ผู้จัดการ", "manager", "วันนี้", "today"))


@pytest.mark.parametrize("language", ["th", "en"])
def test_who_is_in_despair_hears_of_somebody_to_talk_to_and_of_help_at_once(language: str) -> None:
    words = shown("distress", language=language, mental_health_line="1323")

    assert "tel:1323" in words
    assert "tel:1669" in words
    assert words.index("tel:1323") < words.index("tel:1669")


def test_despair_beside_a_lost_sight_is_answered_as_of_the_sight_with_both_numbers() -> None:
    words = shown("vision", "distress", urgency="emergency", mental_health_line="1323")

    assert words.index("tel:1669") < words.index("tel:1323")
    assert "ห้องฉุกเฉิน" in words


def test_a_threat_beside_bleeding_is_answered_as_of_the_bleeding() -> None:
    assert "tel:1669" in shown("bleeding", "legal_threat", urgency="emergency")
