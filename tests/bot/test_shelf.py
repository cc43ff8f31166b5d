"""Which messages passages may answer at all."""

from typing import Any

import pytest

from bot.shelf import may_be_answered
from nlu import Understanding


def understood(**changes: Any) -> Understanding:
    known: dict[str, Any] = {
        "intent": "ask_aftercare",
        "confidence": 0.9,
        "ranking": (("ask_aftercare", 0.9),),
        "entities": (),
        "urgent": False,
        "red_flags": (),
        "fallback": False,
        "engine": "embedded",
        "model": "m",
    }
    return Understanding(**{**known, **changes})


@pytest.mark.parametrize(
    ("found", "may"),
    [
        (understood(), True),
        (understood(intent="ask_treatment_info"), True),
        (understood(intent="out_of_scope", fallback=True, ranking=()), True),
        (understood(urgent=True), False),
        (understood(red_flags=("vision",)), False),
        (understood(intent="ask_price"), False),
        (understood(intent="complaint"), False),
        (understood(fallback=True, ranking=(("complaint", 0.21),)), False),
        (understood(fallback=True, ranking=(("privacy_request", 0.25),)), False),
        (understood(fallback=True, ranking=(("ask_price", 0.19),)), True),
    ],
)
def test_only_some_questions_may_be_answered_out_of_passages(found: Understanding, may: bool) -> None:
    assert may_be_answered(found) is may
