"""What Rasa is taught: the product's training files, and what the version in use was taught beside them."""

from pathlib import Path

import pytest

from aura.learning import open_versions, release_at_hand
from nlu.examples import read_examples
from nlu.rasa.places import environment, learned_files, model_file, version_at_hand
from nlu.versions import SHIPPED
from tests.aura.learnt import LEARNT, NOW, WORDS, learn


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AURA_VAR", str(tmp_path))
    return tmp_path


def test_with_nothing_learnt_it_is_the_products_own() -> None:
    assert learned_files() == []
    assert version_at_hand() == release_at_hand()


def test_what_is_in_use_of_what_was_learnt_is_taught_and_names_another_model(var: Path) -> None:
    before = model_file("margins")
    learn(var)

    assert {each for file in learned_files() for each in read_examples(file)} == set(WORDS)
    assert version_at_hand() == LEARNT
    assert model_file("margins") != before


def test_back_at_the_products_own_the_model_of_before_is_the_one_again(var: Path) -> None:
    before = model_file("margins")
    learn(var)
    open_versions(var).switch(SHIPPED, base=release_at_hand(), by="nok", now=NOW, did="rolled_back")

    assert learned_files() == []
    assert model_file("margins") == before


def test_what_was_judged_with_another_release_is_not_taught(var: Path) -> None:
    learn(var, base="0ther0ther00")

    assert learned_files() == []
    assert version_at_hand() == release_at_hand()


@pytest.mark.parametrize("told", ["", "[]", "{", '{"version": 3}', '{"version": "../.."}'])
def test_a_pointer_that_cannot_be_read_teaches_nothing(var: Path, told: str) -> None:
    folder = var / "nlu" / "learned"
    folder.mkdir(parents=True)
    (folder / "current.json").write_text(told, encoding="utf-8")

    assert learned_files() == []


def test_rasas_programs_look_where_the_deployment_does_from_wherever_they_run(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(var)
    monkeypatch.setenv("AURA_VAR", "kept")

    assert environment()["AURA_VAR"] == str(var / "kept")
