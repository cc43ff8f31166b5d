"""`aura nlu train`, `versions`, `rollback` and `review`: exit codes that mean something, and who did what."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from aura.doctor import examine
from aura.learning import advice_on_learning, files_to_judge_by, open_versions, release_at_hand
from aura.settings import load_settings
from aura.store import open_store
from nlu.encoder import NoEncoder
from nlu.examples import Example, all_examples
from nlu.retraining import KEPT_FIGURES
from nlu.training import train
from nlu.versions import Version
from tests.aura.conftest import CONFIG, NOW, SECRETS
from tests.aura.test_commands import run, told
from workflow.learning import Utterance, UtteranceState, UtteranceWhy
from workflow.store.models import Clinic
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from aura.store import Store


@pytest.fixture
def store(deployment: None, tmp_path: Path) -> Store:
    """The store of a deployment in a folder of its own."""
    return open_store(load_settings(CONFIG, {**SECRETS, "AURA_VAR": str(tmp_path)}), clock=lambda: NOW)


def say(store: Store, texts: Sequence[str], *, intent: str | None = None) -> None:
    """Put utterances on the list; with a meaning they are reviewed already."""

    def work(session: Session) -> None:
        for number, text in enumerate(texts):
            session.add(
                Utterance(
                    clinic_id=clinic_id,
                    text=text,
                    language="th",
                    why=UtteranceWhy.UNKNOWN,
                    guess="greet",
                    confidence=0.2,
                    ranking=[{"intent": "greet", "confidence": 0.2}],
                    engine="embedded",
                    model="abc",
                    times=number + 1,
                    first_at=NOW,
                    last_at=NOW,
                    state=UtteranceState.LEARNT if intent else UtteranceState.WAITING,
                    intent=intent,
                    reviews=[],
                )
            )

    clinic_id = in_transaction(
        store.sessions, lambda session: session.scalars(sa.select(Clinic.id)).one(), clinic_id=None
    )
    in_transaction(store.sessions, work, clinic_id=clinic_id)


def test_a_poisoned_batch_ends_with_1_and_the_figures_and_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    prices = [each.text for each in all_examples() if each.intent == "ask_price" and each.language == "th"]
    say(store, [f"{text}นะพี่" for text in prices[:60]], intent="unsubscribe")

    code, answer = told("nlu", "train", "--by", "mallory")

    assert code == 1
    assert (answer["in_use"], answer["new"]) == (False, True)
    assert "another meaning than the product is sure of" in answer["faults"][0]
    assert open_versions(tmp_path).current == "shipped"
    _, known = told("nlu", "versions")
    assert (known["in_use"], known["versions"]) == ("shipped", [])
    assert [(line["did"], line["by"]) for line in known["history"]] == [("refused", "mallory")]


def test_with_nothing_reviewed_there_is_nothing_new(store: Store) -> None:
    say(store, ["อู้วหู่วอู้ว"])

    code, printed = run("nlu", "train")

    assert code == 0
    assert "nothing new" in printed


def test_what_waits_is_shown_masked_as_it_is_kept(store: Store) -> None:
    say(store, ["อู้วหู่วอู้ว", "โทร <phone>"])

    code, waiting = told("nlu", "review")

    assert code == 0
    assert [(each["text"], each["times"], each["guess"]) for each in waiting] == [
        ("โทร <phone>", 2, "greet"),
        ("อู้วหู่วอู้ว", 1, "greet"),
    ]
    assert "2 to be reviewed" in run("nlu", "review")[1]


def test_what_cannot_be_done_is_refused_in_a_line(store: Store, tmp_path: Path) -> None:
    del store
    assert run("nlu", "rollback", "nosuch")[0] == 1
    assert run("nlu", "train", "--judge", tmp_path / "none.tsv")[0] == 2
    code, printed = run("nlu", "rollback", "shipped", "--by", "anan")
    assert (code, printed.strip()) == (0, "in use: shipped")
    assert "* shipped" in run("nlu", "versions")[1]
    assert [line["by"] for line in open_versions(tmp_path).history()] == ["anan"]


@pytest.mark.parametrize(("base", "ok"), [(None, True), ("0ther0ther00", False)])
def test_the_doctor_says_if_what_was_learnt_is_of_another_release(
    store: Store, tmp_path: Path, base: str | None, *, ok: bool
) -> None:
    del store
    settings, versions = (
        load_settings(CONFIG, {**SECRETS, "AURA_VAR": str(tmp_path)}),
        open_versions(tmp_path),
    )
    assert advice_on_learning(tmp_path) is None
    few = [
        Example(f"{word} {number}", word, "th")
        for word in ("greet", "thanks", "out_of_scope")
        for number in range(6)
    ]
    base = base or release_at_hand()
    versions.keep(
        train(NoEncoder(), examples=few),
        card=Version("abc123", base, NOW.isoformat(), "nok", 12, {}),
        examples=few,
    )
    versions.switch("abc123", base=base, by="nok", now=NOW, did="trained")

    (found,) = [each for each in examine(settings) if each.what == "what was learnt from use"]

    assert found.ok is ok
    assert ("aura nlu train" in found.advice) is not ok
    assert ("of another release" in run("nlu", "versions")[1]) is not ok
    assert run("nlu", "rollback", "abc1")[0] == (0 if ok else 1)


def test_without_a_deployment_the_products_own_model_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AURA_")]:
        monkeypatch.delenv(name)
    trained = []
    monkeypatch.setattr(
        "aura.commands.learning.train_model",
        lambda cache: trained.append(cache) or type("Model", (), {"name": "abc+use3"}),
    )

    code, printed = run("nlu", "train")

    assert (code, printed.strip(), len(trained)) == (0, "ready: abc+use3", 1)


def test_there_is_something_to_judge_by() -> None:
    assert {"held_out.tsv", "held_out_blind.tsv"} <= {file.name for file in files_to_judge_by()}


def test_the_figures_that_decided_are_shown_beside_those_of_the_model_in_use(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(store, ["อู้วหู่วอู้วมาก"], intent="greet")
    figures = dict.fromkeys(KEPT_FIGURES, 0.97) | {"urgent_recall": 1.0, "oos_accepted": 0.1}
    figures |= {"calibration_error": 0.02, "oos_auroc_top": 0.97}
    judged = iter([{**figures, "accuracy": 0.91}, figures])
    monkeypatch.setattr("nlu.retraining.train", lambda *_, **__: None)
    monkeypatch.setattr("nlu.retraining.evaluate", lambda *_, **__: next(judged))
    judge = next(file for file in files_to_judge_by() if file.name == "held_out_blind.tsv")

    code, answer = told("nlu", "train", "--judge", judge)

    assert code == 1
    shown = {"file": judge.name, "figure": "accuracy", "candidate": 0.91, "in_use": 0.97}
    assert shown in answer["figures"]
    assert answer["faults"] == [f"{judge.name}: accuracy is 0.91, 0.97 with the model in use"]
    assert open_versions(tmp_path).current == "shipped"
