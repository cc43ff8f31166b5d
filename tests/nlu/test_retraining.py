"""What was learnt from use is only used where it is good enough; a poisoned batch changes nothing but the history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlu.embedded import load_understander
from nlu.encoder import best_encoder
from nlu.examples import Example, all_examples, known_intents
from nlu.following import FollowingUnderstander
from nlu.learned import read_learned, sort_out
from nlu.lint import texts_of
from nlu.retraining import KEPT_FIGURES, Judges, retrain
from nlu.understanding import OUT_OF_SCOPE
from nlu.version import version_of
from nlu.versions import SHIPPED, Versions
from tests.nlu.conftest import BANGKOK, RED_FLAGS, TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nlu.encoder import Encoder
    from nlu.model import IntentModel
    from nlu.understanding import Understander

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
HELD_OUT = Path(__file__).parent / "held_out_blind.tsv"

# A new kind of greeting: short, and nothing in it is like the product's greetings.
STRANGE = "อู้วหู่วอู้ว"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return best_encoder()


@pytest.fixture(scope="module")
def judges(cache: Path, encoder: Encoder) -> Judges:
    def put(model: IntentModel | None) -> Understander:
        return load_understander(
            cache=cache, red_flags=RED_FLAGS, treatments=TREATMENTS, model=model, encoder=encoder
        )

    return Judges(files=[HELD_OUT], understander_of=put, zone=BANGKOK)


def learnt(texts: Sequence[str], intent: str) -> tuple[Example, ...]:
    return sort_out([Example(text, intent, "th") for text in texts], judged_by=texts_of(HELD_OUT)).fit


def test_a_good_batch_is_used_and_what_was_unknown_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judges: Judges, encoder: Encoder
) -> None:
    # Trained on a part, which is quicker; tests/bot/test_learning_story.py tells it with all of it and real figures.
    monkeypatch.setattr("nlu.retraining.all_examples", lambda: all_examples()[::8])
    monkeypatch.setattr("nlu.retraining.evaluate", lambda *_, **__: GOOD)
    versions = Versions(tmp_path)
    base = version_of(encoder.name)
    following = FollowingUnderstander(versions, base=base, understander_of=judges.understander_of)
    before = following.understand(STRANGE, now=NOW, zone=BANGKOK)
    assert before.fallback
    good = learnt([STRANGE, f"{STRANGE}จ้า", f"{STRANGE}ค่ะ"], "greet")

    done = retrain(versions, encoder=encoder, learnt=good, judges=judges, by="nok", now=NOW)

    assert done.faults == ()
    assert versions.current == done.version != base
    after = following.understand(STRANGE, now=NOW, zone=BANGKOK)
    assert (after.intent, after.fallback, after.model.split("+")[0]) == ("greet", False, done.version)
    again = retrain(versions, encoder=encoder, learnt=good, judges=judges, by="nok", now=NOW)
    assert (again.is_new, again.version, again.faults) == (False, done.version, ())
    assert [line["did"] for line in versions.history()] == ["trained"]


def _next(intent: str) -> str:
    """Another intent, a different one for each."""
    known = [name for name in known_intents() if name != OUT_OF_SCOPE]
    return known[(known.index(intent) + 7) % len(known)]


POISONS: dict[str, Callable[[str], str]] = {
    "each another's meaning": _next,
    "all of it news to be stopped": lambda _: "unsubscribe",
    "all of it none of our business": lambda _: OUT_OF_SCOPE,
}


@pytest.mark.parametrize("poison", POISONS)
def test_two_hundred_wrong_labels_are_refused(
    tmp_path: Path, judges: Judges, encoder: Encoder, poison: str
) -> None:
    versions = Versions(tmp_path)
    said = [
        each
        for each in all_examples()
        if each.language == "th" and each.intent not in {OUT_OF_SCOPE, "unsubscribe"}
    ][::12]
    # As people write them, a word more than the product's own, and with a wrong meaning.
    wrong = [Example(f"{each.text}นะพี่", POISONS[poison](each.intent), "th") for each in said]
    batch = sort_out(wrong, judged_by=texts_of(HELD_OUT)).fit
    assert len(batch) >= 200

    done = retrain(versions, encoder=encoder, learnt=batch, judges=judges, by="mallory", now=NOW)

    assert "another meaning than the product is sure of" in done.faults[0]
    assert (versions.current, versions.mark(), list(versions.kept())) == (SHIPPED, None, [])
    assert read_learned(versions.folder) == ()
    (line,) = versions.history()
    assert (line["did"], line["by"], line["learnt"]) == ("refused", "mallory", len(batch))


GOOD = {
    **dict.fromkeys(KEPT_FIGURES, 0.97),
    "oos_accepted": 0.1,
    "calibration_error": 0.02,
    "urgent_recall": 1.0,
    "oos_auroc_top": 0.97,
}

FALLEN = [
    ("below a floor", {"accuracy": 0.87}, "accuracy is 0.87, at least 0.88 is demanded"),
    ("one side effect missed", {"urgent_recall": 0.99}, "urgent_recall is 0.99, at least 1.0 is demanded"),
    ("behind the model in use", {"macro_f1": 0.95}, "macro_f1 is 0.95, 0.97 with the model in use"),
    ("more of no business taken up", {"oos_accepted": 0.3}, "oos_accepted is 0.3, at most 0.25 is allowed"),
]


@pytest.mark.parametrize("fallen", FALLEN, ids=[what for what, *_ in FALLEN])
def test_a_candidate_is_refused_that_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    judges: Judges,
    encoder: Encoder,
    fallen: tuple[str, dict[str, float], str],
) -> None:
    _, lower, fault = fallen
    versions, figures = Versions(tmp_path), iter([{**GOOD, **lower}, GOOD])
    monkeypatch.setattr("nlu.retraining.train", lambda *_, **__: None)
    monkeypatch.setattr("nlu.retraining.evaluate", lambda *_, **__: next(figures))

    done = retrain(
        versions, encoder=encoder, learnt=learnt([STRANGE], "greet"), judges=judges, by="nok", now=NOW
    )

    assert done.faults[0] == f"held_out_blind.tsv: {fault}"
    assert versions.current == SHIPPED
    assert next(versions.history())["faults"] == list(done.faults)
