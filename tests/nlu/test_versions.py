"""Models learnt from use: kept side by side, put in use as a whole, taken back, and never half read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from nlu.encoder import NoEncoder
from nlu.examples import Example, read_examples
from nlu.following import FollowingUnderstander
from nlu.learned import read_learned, sort_out, taught, write_learned
from nlu.training import train
from nlu.versions import SHIPPED, NoSuchVersionError, Version, Versions, name_of
from tests.nlu.conftest import BANGKOK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from nlu.model import IntentModel
    from nlu.understanding import OwnNames, Understanding

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
BASE = "ba5eba5eba5e"
WORDS = (("greet", "สวัสดี"), ("ask_price", "ราคา"), ("out_of_scope", "หวย"))


def some(*texts: str, intent: str = "ask_price", language: str = "th") -> tuple[Example, ...]:
    return tuple(Example(text, intent, language) for text in texts)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """A model of three intents."""
    few = [Example(f"{word} {number}", intent, "th") for intent, word in WORDS for number in range(6)]
    return train(NoEncoder(), examples=few)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "learned")


def keep(
    versions: Versions,
    model: IntentModel,
    *texts: str,
    base: str = BASE,
    in_use: bool = True,
    minutes: int = 0,
) -> str:
    examples, now = some(*texts), NOW + timedelta(minutes=minutes)
    name = name_of(base, examples)
    card = Version(name, base, now.isoformat(), "nok", len(examples), {"rows.tsv": {"accuracy": 0.9}})
    versions.keep(model, card=card, examples=examples)
    if in_use:
        versions.switch(name, base=base, by="nok", now=now, did="trained")
    return name


def test_at_first_the_products_own_model_is_in_use(versions: Versions) -> None:
    assert (versions.current, versions.load(base=BASE), list(versions.kept())) == (SHIPPED, None, [])


def test_a_version_in_use_is_read_back_with_its_name(versions: Versions, model: IntentModel) -> None:
    name = keep(versions, model, "กี่บาทอ่ะ")

    loaded = versions.load(base=BASE)

    assert loaded is not None
    assert loaded.version == versions.current == name
    assert read_learned(versions.folder) == some("กี่บาทอ่ะ")
    assert [(card.name, card.by, card.learnt) for card in versions.kept()] == [(name, "nok", 1)]


def test_the_name_is_the_hash_of_the_release_and_of_what_was_learnt() -> None:
    assert name_of(BASE, ()) == BASE
    assert name_of(BASE, some("ก")) == name_of(BASE, some("ก")) != name_of(BASE, some("ข"))
    assert name_of(BASE, some("ก")) != name_of("another", some("ก"))


def test_going_back_puts_the_earlier_one_in_use_with_what_it_was_taught(
    versions: Versions, model: IntentModel
) -> None:
    first, second = keep(versions, model, "กี่บาทอ่ะ"), keep(versions, model, "กี่ตังค์", minutes=1)

    versions.switch(first[:6], base=BASE, by="anan", now=NOW + timedelta(hours=1), did="rolled_back")

    assert versions.current == first
    assert read_learned(versions.folder) == some("กี่บาทอ่ะ")
    last = list(versions.history())[-1]
    assert (last["did"], last["by"], last["version"], last["before"]) == (
        "rolled_back",
        "anan",
        first,
        second,
    )
    versions.switch(SHIPPED, base=BASE, by="anan", now=NOW, did="rolled_back")
    assert (versions.load(base=BASE), read_learned(versions.folder)) == (None, ())


@pytest.mark.parametrize("damage", ["model.npz", "model.json"])
def test_a_damaged_version_falls_back_to_the_one_before(
    versions: Versions, model: IntentModel, damage: str
) -> None:
    first, second = keep(versions, model, "กี่บาทอ่ะ"), keep(versions, model, "กี่ตังค์", minutes=1)
    (versions.folder / "models" / second / damage).write_bytes(b"\0\1")

    with capture_logs() as logs:
        loaded = versions.load(base=BASE)

    assert loaded is not None
    assert loaded.version == first
    assert [(line["event"], line["log_level"], line["version"]) for line in logs] == [
        ("model.damaged", "error", second)
    ]
    with pytest.raises(NoSuchVersionError, match="damaged"):
        versions.switch(second, base=BASE, by="anan", now=NOW, did="rolled_back")


def test_what_was_gone_back_from_never_serves_in_place_of_a_damaged_one(
    versions: Versions, model: IntentModel
) -> None:
    first, second = keep(versions, model, "กี่บาทอ่ะ"), keep(versions, model, "กี่ตังค์", minutes=1)
    versions.switch(first, base=BASE, by="anan", now=NOW, did="rolled_back")
    (versions.folder / "models" / first / "model.npz").write_bytes(b"\0\1")

    with capture_logs() as logs:
        assert versions.load(base=BASE) is None
    assert [(line["event"], line["version"]) for line in logs] == [("model.damaged", first)]
    assert second in {version.name for version in versions.kept()}


def test_where_all_are_damaged_the_products_own_is_used(versions: Versions, model: IntentModel) -> None:
    name = keep(versions, model, "กี่บาทอ่ะ")
    (versions.folder / "models" / name / "model.npz").unlink()
    assert versions.load(base=BASE) is None
    (versions.folder / "current.json").write_text("{")
    with capture_logs() as logs:
        assert versions.current == SHIPPED
    assert logs[0]["event"] == "model.pointer_unreadable"


def test_after_an_upgrade_the_products_own_is_used_until_it_is_trained_again(
    versions: Versions, model: IntentModel
) -> None:
    name = keep(versions, model, "กี่บาทอ่ะ")

    assert versions.load(base="0ther0ther00") is None
    with pytest.raises(NoSuchVersionError, match="another release"):
        versions.switch(name, base="0ther0ther00", by="anan", now=NOW, did="rolled_back")


@pytest.mark.parametrize("name", ["nosuch", "", "abc"])
def test_a_version_that_is_not_there_is_refused(versions: Versions, model: IntentModel, name: str) -> None:
    keep(versions, model, "กี่บาทอ่ะ")
    before = versions.current

    with pytest.raises(NoSuchVersionError):
        versions.switch(name, base=BASE, by="anan", now=NOW, did="rolled_back")

    assert versions.current == before


def test_a_line_of_history_cut_short_by_a_crash_is_passed_over(versions: Versions) -> None:
    versions.note({"did": "refused"}, by="nok", now=NOW)
    with (versions.folder / "history.jsonl").open("a") as file:
        file.write('{"did": "tra\n')
    versions.note({"did": "trained"}, by="nok", now=NOW)

    assert [line["did"] for line in versions.history()] == ["refused", "trained"]


class Named:
    """Says which model it was given."""

    def __init__(self, model: IntentModel | None) -> None:
        self.name = SHIPPED if model is None else model.version

    def understand(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> Understanding:
        return self.name  # type: ignore[return-value] - only its name is asked for here


def test_a_running_process_uses_another_version_with_the_next_message(
    versions: Versions, model: IntentModel
) -> None:
    following = FollowingUnderstander(versions, base=BASE, understander_of=Named)

    def who() -> object:
        return following.understand("ราคา", now=NOW, zone=BANGKOK)

    seen = [who()]
    name = keep(versions, model, "กี่บาทอ่ะ")
    seen += [who(), who()]
    versions.switch(SHIPPED, base=BASE, by="anan", now=NOW, did="rolled_back")
    seen.append(who())

    assert seen == [SHIPPED, name, name, SHIPPED]


def test_whoever_asks_while_a_model_is_read_is_answered_by_the_one_before(
    versions: Versions, model: IntentModel
) -> None:
    answered: list[object] = []

    def slow(loaded: IntentModel | None) -> Named:
        if loaded is not None:
            other = Thread(target=lambda: answered.append(following.understand("", now=NOW, zone=BANGKOK)))
            other.start()
            other.join()
        return Named(loaded)

    following = FollowingUnderstander(versions, base=BASE, understander_of=slow)
    name = keep(versions, model, "กี่บาทอ่ะ")

    assert following.understand("", now=NOW, zone=BANGKOK) == name
    assert answered == [SHIPPED]


def test_what_was_learnt_is_written_in_the_format_of_the_products_own(tmp_path: Path) -> None:
    learnt = (*some("กี่บาทอ่ะ: #1", "- ราคา 'เท่าไร'"), *some("how much", language="en"))

    write_learned(tmp_path, learnt)

    assert set(read_learned(tmp_path)) == set(learnt)
    assert (tmp_path / "en" / "nlu.yml").read_text() == (
        'version: "3.1"\n\nnlu:\n- intent: ask_price\n  examples: |\n    - how much\n'
    )
    write_learned(tmp_path, ())
    assert read_examples(tmp_path / "th" / "nlu.yml") == ()


MASKED = [
    ("โทรกลับ <phone> หน่อย", "th", "โทรกลับ 0800000000 หน่อย"),
    ("นี่ <name> เอง", "th", "นี่ นิดา เอง"),
    ("i am <name>", "en", "i am nida"),
    ("ดู [รูป](photo) {นี้}", "th", "ดู รูป(photo) นี้"),
]


@pytest.mark.parametrize(("masked", "language", "text"), MASKED)
def test_where_something_was_masked_a_word_stands_that_is_nobodys(
    masked: str, language: str, text: str
) -> None:
    assert taught(masked, intent="greet", language=language) == Example(text, "greet", language)


SORTED: list[tuple[str, Sequence[Example], list[str]]] = [
    ("what is judged by", some("พอจะบอกราคาไฮฟู่ทั้งหน้าได้มั้ยคะพี่"), ["leak"]),
    ("what the product teaches already", some("สวัสดีค่ะ", intent="ask_price"), ["twice"]),
    ("an intent nobody knows", some("กี่บาทอ่ะพี่จ๋า", intent="ask_prize"), ["unknown"]),
    (
        "the same words with two meanings",
        [*some("เอาอันนั้นแหละพี่จ๋า"), *some("เอาอันนั้นแหละพี่จ๋า", intent="affirm")],
        ["disagree"] * 2,
    ),
]


@pytest.mark.parametrize(("what", "examples", "rules"), SORTED, ids=[what for what, *_ in SORTED])
def test_it_is_not_trained_on(what: str, examples: Sequence[Example], rules: list[str]) -> None:
    good = some("ค่าเสียหายเท่าไหร่จ๊ะสาวน้อย")
    found = sort_out([*examples, *good], judged_by=["พอจะบอกราคาไฮฟู่ทั้งหน้าได้มั้ยคะพี่ๆ", "อื่นๆ"])

    assert found.fit == good
    assert [rule for _, rule in found.refused] == rules


def test_the_history_is_plain_json_by_line(versions: Versions) -> None:
    versions.note({"did": "refused", "faults": ["accuracy is 0.5"]}, by="นก", now=NOW)

    line = (versions.folder / "history.jsonl").read_text(encoding="utf-8")
    assert json.loads(line) == {
        "at": "2026-11-22T05:00:00+00:00",
        "by": "นก",
        "did": "refused",
        "faults": ["accuracy is 0.5"],
    }
