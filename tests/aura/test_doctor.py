"""The doctor looks at what a deployment leans on, and says what to do where it is not right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from aura.doctor import Finding, examine
from aura.roles import EVERY_ROLE, ProcessRole
from aura.settings import Settings, load_settings
from aura.understanding_settings import NluSettings
from nlu.rasa.places import version_at_hand
from tests.nlu.lame_engine import TOKEN, Answering, Lame, hangs_up, lame_engine, says

ANSWER = {
    "intent_ranking": [{"name": name, "confidence": 0.5} for name in ("out_of_scope", "report_side_effect")]
}
CONFIG = Path(__file__).parents[2] / "config.yml"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("AURA_MODELS", str(tmp_path / "no-models"))
    return load_settings(
        CONFIG,
        {
            "AURA_SECRET": "0123456789abcdef0123456789abcdef",
            "AURA_LINE_AURA_SECRET": "secret",
            "AURA_LINE_AURA_TOKEN": "token",
            "AURA_VAR": str(tmp_path / "var"),
        },
    )


@pytest.fixture
def lame() -> Iterator[Lame]:
    with lame_engine() as engine:
        yield engine


def with_rasa(settings: Settings, url: str, *, token: str = TOKEN) -> Settings:
    nlu = NluSettings(engine="rasa", url=url, token=SecretStr(token))
    return settings.model_copy(update={"nlu": nlu})


def finding(settings: Settings, what: str, roles: frozenset[ProcessRole] = EVERY_ROLE) -> Finding | None:
    return next((found for found in examine(settings, roles) if found.what.startswith(what)), None)


def test_face_models_are_needed_where_photos_are_read_and_nowhere_else(settings: Settings) -> None:
    needed = {
        role: found.needed
        for role in ProcessRole
        if (found := finding(settings, "face models", frozenset({role}))) is not None
    }

    assert needed == {ProcessRole.WEB: False, ProcessRole.WORKER: False, ProcessRole.VISION: True}


def test_pictures_that_cannot_be_kept_stop_the_start(settings: Settings) -> None:
    settings.var.write_text("a file where the folder should be")

    found = finding(settings, "pictures")

    assert found is not None
    assert (found.ok, found.needed) == (False, True)


def test_a_folder_that_pictures_go_into_is_right_and_left_as_it_was(settings: Settings) -> None:
    found = finding(settings, "pictures")

    assert found is not None
    assert found.ok
    assert list((settings.var / "photos").iterdir()) == []


def test_redis_is_looked_at_where_it_is_set(settings: Settings, redis_url: str) -> None:
    found = finding(settings.model_copy(update={"redis_url": redis_url}), "redis")

    assert found == Finding("redis", ok=True)
    assert finding(settings, "redis") is None


def test_a_deployment_that_was_never_started_has_a_database_to_be_migrated(settings: Settings) -> None:
    found = finding(settings, "database")

    assert found is not None
    assert (found.ok, found.needed) == (False, False)
    assert found.advice == "it has no tables yet: run `aura migrate`"


@pytest.mark.servers
def test_redis_that_does_not_answer_is_said_and_stops_nothing(settings: Settings) -> None:
    found = finding(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}), "redis")

    assert found is not None
    assert (found.ok, found.needed) == (False, False)


@pytest.mark.servers
def test_a_database_that_cannot_be_reached_stops_the_start_with_words(settings: Settings) -> None:
    nowhere = {"database_url": "postgresql+psycopg://aura:secret@127.0.0.1:1/aura"}

    found = finding(settings.model_copy(update=nowhere), "database")

    assert found is not None
    assert (found.ok, found.needed) == (False, True)
    assert "secret" not in found.advice


def test_rasa_is_only_looked_at_where_it_is_to_understand(settings: Settings) -> None:
    assert finding(settings, "understanding") is None


@pytest.mark.servers
@pytest.mark.parametrize(
    ("does", "token", "named"),
    [
        (says(ANSWER), TOKEN, ""),
        (says({**ANSWER, "model_id": f"{version_at_hand()}+use3"}), TOKEN, ""),
        (says({**ANSWER, "model_id": "a model of yours"}), TOKEN, ""),
        (says({**ANSWER, "model_id": "0123456789ab"}), TOKEN, "aura nlu train-rasa"),
        (says(ANSWER), "another", "AURA_NLU_TOKEN"),
        (says({}, status=500), TOKEN, "error"),
        (says({}), TOKEN, "make rasa"),
        (hangs_up, TOKEN, "aura nlu serve --engine rasa"),
    ],
)
def test_rasa_that_does_not_answer_is_named_with_what_to_do_and_stops_nothing(
    settings: Settings, lame: Lame, does: Callable[[Answering, str], None], token: str, named: str
) -> None:
    lame.does = does

    found = finding(with_rasa(settings, lame.address, token=token), "understanding")

    assert found is not None
    assert (found.ok, found.needed) == (not named, False)
    assert named in found.advice
