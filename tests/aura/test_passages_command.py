"""`aura passages`: drafts out of the catalogue and of a file, and who approved what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura.settings import WrongSettingError, load_settings
from tests.aura.conftest import CONFIG, SECRETS
from tests.aura.test_commands import run, told

pytestmark = pytest.mark.usefixtures("deployment")

OWNER, SALES = "หมออนันต์", "ฝน"
PARKING = """
- key: parking
  title_th: ที่จอดรถ
  title_en: Parking
  lines_th: [จอดรถที่อาคารได้ค่ะ]
  lines_en: [You can park in the building.]
  asked: [จอดรถตรงไหน]
"""


@pytest.fixture
def parking(tmp_path: Path) -> Path:
    file = tmp_path / "passages.yml"
    file.write_text(PARKING, encoding="utf-8")
    return file


def does(*words: object) -> str:
    """Do it as the owner, and give the last line that is printed."""
    code, printed = run("passages", *words, "--by", OWNER)
    assert code == 0
    return printed.splitlines()[-1]


def state_of(key: str) -> tuple[str, int, str | None] | None:
    _, rows = told("passages", "list")
    return next(
        ((row["state"], row["version"], row["approved_by"]) for row in rows if row["key"] == key), None
    )


def test_the_catalogues_texts_wait_for_somebody_to_approve_them() -> None:
    _, rows = told("passages", "list")

    assert {row["state"] for row in rows} == {"draft"}
    assert {row["origin"] for row in rows} == {"catalogue"}
    assert does("approve", "hifu.prepare") == "1 approved"
    assert state_of("hifu.prepare") == ("approved", 1, OWNER)
    assert does("approve", "--all") == f"{len(rows) - 1} approved"


def test_a_passage_of_ones_own_is_written_approved_and_taken_back(parking: Path) -> None:
    assert does("add", parking) == "1 drafts"
    assert state_of("parking") == ("draft", 1, None)
    assert does("approve", "parking") == "1 approved"
    assert does("retire", "parking") == "1 taken back"
    assert state_of("parking") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("approve", "hifu.prepare", "--by", SALES), 1),
        (("approve", "hifu.prepare", "--by", "nobody"), 2),
        (("approve", "no_such", "--by", OWNER), 2),
        (("approve", "--by", OWNER), 2),
        (("retire", "no_such", "--by", OWNER), 2),
    ],
)
def test_what_may_not_be_done_is_said_by_the_exit_code(words: tuple[str, ...], code: int) -> None:
    assert run("passages", *words)[0] == code
    assert state_of("hifu.prepare") == ("draft", 1, None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PARKING.replace("จอดรถที่อาคารได้ค่ะ", "จอดฟรี รับประกันค่ะ"), 1),
        (PARKING.replace("title_en: Parking\n", ""), 2),
        (PARKING + "  price: 10\n", 2),
        ("- [", 2),
    ],
)
def test_a_file_with_what_may_not_be_said_writes_nothing(parking: Path, content: str, code: int) -> None:
    parking.write_text(content, encoding="utf-8")

    assert run("passages", "add", parking, "--by", OWNER)[0] == code
    assert state_of("parking") is None


@pytest.mark.parametrize(
    ("nlu", "named"),
    [
        ("{grounded: {enabled: true}}", "address and model"),
        ("{grounded: {key: x}}", "AURA_GROUNDED_KEY"),
        ("{grounded: {address: 'http://llm.example/v1'}}", "https"),
        ("{grounded: {adress: x}}", "no such key"),
    ],
)
def test_settings_of_the_endpoint_that_cannot_be_right_are_named(
    tmp_path: Path, nlu: str, named: str
) -> None:
    file = tmp_path / "config.yml"
    file.write_text(f"{CONFIG.read_text(encoding='utf-8')}\nnlu: {nlu}\n", encoding="utf-8")

    with pytest.raises(WrongSettingError, match=named):
        load_settings(file, SECRETS)


def test_the_endpoints_key_comes_from_the_environment_and_never_shows(tmp_path: Path) -> None:
    file = tmp_path / "config.yml"
    wanted = "nlu: {grounded: {enabled: true, address: 'https://llm.example/v1/', model: small}}"
    file.write_text(f"{CONFIG.read_text(encoding='utf-8')}\n{wanted}\n", encoding="utf-8")

    settings = load_settings(file, {**SECRETS, "AURA_GROUNDED_KEY": "k3y-of-ours"})

    grounded = settings.nlu.grounded
    assert (grounded.enabled, grounded.address, grounded.seconds) == (True, "https://llm.example/v1", 6.0)
    assert grounded.key.get_secret_value() == "k3y-of-ours"
    assert "k3y-of-ours" not in repr(settings)
    assert not load_settings(CONFIG, SECRETS).nlu.grounded.enabled
