"""When the bot asks which of two was meant, instead of acting on a guess."""

from pathlib import Path

import pytest

from nlu import OUT_OF_SCOPE, SIDE_EFFECT, Understanding, known_intents
from nlu.doubt import in_doubt
from nlu.evaluate import read_rows
from nlu.requests import SMALL_TALK, WHOLE
from tests.nlu.conftest import Listener

HERE = Path(__file__).parent
ASKABLE = frozenset(known_intents()) - SMALL_TALK - WHOLE - {OUT_OF_SCOPE}


def guessed(*ranking: tuple[str, float], fallback: bool = False, urgent: bool = False) -> Understanding:
    return Understanding(
        intent=ranking[0][0],
        confidence=ranking[0][1],
        ranking=ranking,
        entities=(),
        urgent=urgent,
        red_flags=(),
        fallback=fallback,
        engine="embedded",
        model="-",
    )


@pytest.mark.parametrize(
    ("ranking", "asked"),
    [
        ((("ask_price", 0.95), ("ask_promotion", 0.03)), ()),
        ((("ask_price", 0.48), ("ask_promotion", 0.41)), ("ask_price", "ask_promotion")),
        ((("ask_price", 0.62), ("ask_promotion", 0.35)), ("ask_price", "ask_promotion")),
        ((("ask_price", 0.55), ("ask_promotion", 0.04)), ("ask_price",)),
        ((("ask_price", 0.5), ("greet", 0.4), ("ask_promotion", 0.05)), ("ask_price",)),
        ((("greet", 0.5), ("ask_price", 0.4)), ()),
    ],
    ids=[
        "sure",
        "close",
        "close though likely",
        "in the band alone",
        "small talk is no choice",
        "small talk",
    ],
)
def test_only_what_is_not_sure_is_asked_about(
    ranking: tuple[tuple[str, float], ...], asked: tuple[str, ...]
) -> None:
    assert in_doubt(guessed(*ranking), askable=ASKABLE) == asked


def test_what_is_turned_away_for_being_weak_is_asked_about() -> None:
    weak = guessed(("ask_price", 0.3), ("ask_promotion", 0.25), (OUT_OF_SCOPE, 0.05), fallback=True)
    assert in_doubt(weak, askable=ASKABLE) == ("ask_price", "ask_promotion")


def test_small_talk_hides_no_wish_where_nothing_is_acted_upon() -> None:
    weak = guessed(("affirm", 0.32), ("ask_price", 0.24), ("ask_promotion", 0.19), fallback=True)
    assert in_doubt(weak, askable=ASKABLE) == ("ask_price", "ask_promotion")


def test_what_is_turned_away_for_being_none_of_our_business_is_not_asked_about() -> None:
    beyond = guessed(("ask_price", 0.3), (OUT_OF_SCOPE, 0.28), ("ask_promotion", 0.25), fallback=True)
    assert in_doubt(beyond, askable=ASKABLE) == ()


def test_nothing_urgent_waits_behind_a_question() -> None:
    urgent = guessed(("ask_aftercare", 0.45), (SIDE_EFFECT, 0.4), urgent=True)
    assert in_doubt(urgent, askable=ASKABLE) == ()


@pytest.mark.parametrize("name", ["held_out", "held_out_blind", "held_out_hard"])
def test_it_asks_seldom_and_then_mostly_names_what_was_meant(hear: Listener, name: str) -> None:
    rows = [row for row in read_rows(HERE / f"{name}.tsv") if row.intent in ASKABLE]
    asked = [(row, in_doubt(hear(row.text), askable=ASKABLE)) for row in rows]
    named = [(row.intent in intents) for row, intents in asked if intents]
    assert len(named) <= 0.2 * len(rows)
    assert sum(named) >= 0.6 * len(named)
