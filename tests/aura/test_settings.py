"""What a deployment sets: a misspelt key is refused by name, secrets never stand in the file."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from aura.settings import WrongSettingError, load_settings

CONFIG = Path(__file__).parents[2] / "config.yml"
SECRETS = {
    "AURA_SECRET": "0123456789abcdef0123456789abcdef",
    "AURA_LINE_AURA_SECRET": "secret",
    "AURA_LINE_AURA_TOKEN": "token",
}


def written(folder: Path, **changes: Any) -> Path:
    """Write the shipped config.yml with some top keys changed."""
    told = {**yaml.safe_load(CONFIG.read_text(encoding="utf-8")), **changes}
    file = folder / "config.yml"
    file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return file


def test_the_shipped_file_is_right() -> None:
    settings = load_settings(CONFIG, SECRETS)

    assert settings.clinics[0].branches[0].zone == "Asia/Bangkok"
    assert settings.bot.channels["aura"].secret.get_secret_value() == "secret"
    assert settings.database.startswith("sqlite:///")


def test_no_secret_shows_when_settings_are_printed() -> None:
    shown = repr(load_settings(CONFIG, SECRETS))

    assert not [value for value in SECRETS.values() if f"'{value}'" in shown]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"databse_url": "sqlite:///x"}, "databse_url: no such key"),
        ({"bot": {"public_ulr": "https://a.example"}}, "bot.public_ulr: no such key"),
        ({"bot": {"public_url": "http://a.example"}}, "https"),
        ({"vision_workers": 0}, "vision_workers"),
        ({"redis_url": "localhost:6379"}, "redis_url: .*redis://"),
        ({"clinics": []}, "clinics"),
        ({"nlu": {"engine": "luis"}}, "nlu.engine: .*embedded.*rasa"),
        ({"nlu": {"url": "http://rasa:5005/model/parse"}}, "nlu.url: .*without a path"),
        ({"nlu": {"url": "ftp://rasa"}}, "nlu.url"),
        ({"nlu": {"url": "http://me:secret@rasa:5005"}}, "nlu.url"),
        ({"nlu": {"token": "x"}}, "AURA_NLU_TOKEN"),
        ({"nlu": []}, "nlu"),
        ({"nlu": {"engine": "rasa"}}, "the environment must set AURA_NLU_TOKEN"),
        ({"secret": "x"}, "AURA_SECRET"),
        (
            {"channels": [{"key": "aura", "clinic": "aura", "bot_user_id": "U", "secret": "x"}]},
            "AURA_LINE_AURA_SECRET",
        ),
        ({"channels": [{"key": "aura", "clinic": "other", "bot_user_id": "U"}]}, "'other'"),
    ],
)
def test_it_refuses_what_cannot_be_right_by_its_name(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(WrongSettingError, match=named):
        load_settings(written(tmp_path, **changes), SECRETS)


def test_it_refuses_a_zone_that_is_none(tmp_path: Path) -> None:
    told = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    told["clinics"][0]["branches"][0]["zone"] = "Asia/Bangkock"

    with pytest.raises(WrongSettingError, match=r"branches\.0\.zone.*Bangkock"):
        load_settings(written(tmp_path, clinics=told["clinics"]), SECRETS)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "AURA_SECRET, AURA_LINE_AURA_SECRET, AURA_LINE_AURA_TOKEN"),
        ({**SECRETS, "AURA_DATABSE_URL": "x"}, "AURA_DATABSE_URL"),
    ],
)
def test_it_refuses_an_environment_that_cannot_be_right(environment: dict[str, str], named: str) -> None:
    with pytest.raises(WrongSettingError, match=named):
        load_settings(CONFIG, environment)


def test_it_refuses_anchors_that_cannot_be_used_when_it_starts(tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.toml"
    anchors.write_text('name = "ours"\n[redness]\nbest = 3\n', encoding="utf-8")

    with pytest.raises(WrongSettingError, match=r"AURA_ANCHORS: .*\[redness\] needs best"):
        load_settings(CONFIG, SECRETS | {"AURA_ANCHORS": str(anchors)})


def test_it_says_so_when_the_file_is_missing_or_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(WrongSettingError, match="not there"):
        load_settings(tmp_path / "nowhere.yml", SECRETS)

    broken = tmp_path / "broken.yml"
    broken.write_text("clinics: [", encoding="utf-8")
    with pytest.raises(WrongSettingError, match="no YAML"):
        load_settings(broken, SECRETS)


def test_the_environment_says_which_engine_understands_and_where(tmp_path: Path) -> None:
    there = {
        "AURA_NLU_ENGINE": "rasa",
        "AURA_NLU_URL": "https://nlu.clinic.example/",
        "AURA_NLU_TOKEN": "t0k",
    }

    nlu = load_settings(written(tmp_path, nlu={"engine": "embedded"}), {**SECRETS, **there}).nlu

    assert (nlu.engine, nlu.url, nlu.token.get_secret_value()) == (
        "rasa",
        "https://nlu.clinic.example",
        "t0k",
    )
    assert "t0k" not in repr(nlu)


@pytest.mark.parametrize(
    ("url", "private"),
    [("http://127.0.0.1:5005", True), ("https://nlu.example", True), ("http://nlu.example", False)],
)
def test_texts_stay_on_the_machine_or_go_out_encrypted(tmp_path: Path, url: str, private: bool) -> None:
    assert load_settings(written(tmp_path, nlu={"url": url}), SECRETS).nlu.is_private is private
