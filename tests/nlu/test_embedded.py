import json
import threading
from pathlib import Path

import numpy as np
import pytest

from nlu import OUT_OF_SCOPE, Understander, known_intents, load_understander
from nlu.embedded import kept_model
from nlu.encoder import NoEncoder, UniversalSentenceEncoder
from nlu.examples import Example, all_examples
from nlu.model import DamagedModelError, load_model
from nlu.training import train
from tests.nlu.conftest import BANGKOK, NOW, RED_FLAGS, TREATMENTS, Listener


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("สวัสดีค่ะ", "greet"),
        ("แต้มของฉัน", "check_points"),
        ("สถานะ", "check_status"),
        ("หลังบ้าน", "open_admin"),
        ("งานของฉัน", "my_tasks"),
        ("ถอนความยินยอม", "withdraw_consent"),
        ("เลิกติดตาม", "unsubscribe"),
        ("อยากจองคิวค่ะ", "book_appointment"),
        ("ยินยอมค่ะ", "affirm"),
        ("ไม่ยินยอม", "deny"),
        ("สแกนผิว", "scan_skin"),
        ("hello", "greet"),
        ("how many points do I have", "check_points"),
    ],
)
def test_it_knows_what_every_day_is_made_of(hear: Listener, text: str, intent: str) -> None:
    heard = hear(text)

    assert (heard.intent, heard.fallback) == (intent, False)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b"])
def test_it_answers_silence_with_not_understood(hear: Listener, text: str) -> None:
    heard = hear(text)

    assert (heard.intent, heard.fallback, heard.urgent, heard.confidence) == (OUT_OF_SCOPE, True, False, 0.0)


@pytest.mark.parametrize("text", ["ราคาทองวันนี้เท่าไหร่", "ใครจะชนะเลือกตั้ง", "what's the capital of France"])
def test_it_says_honestly_when_it_is_none_of_a_clinics_business(hear: Listener, text: str) -> None:
    assert hear(text).fallback


@pytest.mark.parametrize(
    "text", ["x" * 5000, "ก" * 5000, "\x00\x01", "😂" * 300, "𝕳𝖊𝖑𝖑𝖔", "ํ่ำ้", "مرحبا", "{{7*7}}"]
)
def test_it_survives_whatever_is_typed(hear: Listener, text: str) -> None:
    heard = hear(text)

    assert sum(chance for _, chance in heard.ranking) == pytest.approx(1, abs=1e-4)
    assert json.loads(json.dumps(heard.to_json()))["intent"] == heard.intent


def test_it_ranks_every_intent_of_the_domain(hear: Listener) -> None:
    heard = hear("ราคาเท่าไหร่คะ")

    assert {name for name, _ in heard.ranking} == set(known_intents())
    assert heard.ranking[0] == (heard.intent, heard.confidence)
    assert [chance for _, chance in heard.ranking] == sorted(
        (chance for _, chance in heard.ranking), reverse=True
    )


def test_a_red_flag_at_the_end_of_a_very_long_message_is_found(hear: Listener) -> None:
    heard = hear("วันนี้ไปทำมาแล้วค่ะ " * 200 + "ตอนนี้ตามัวค่ะ")

    assert heard.urgent
    assert heard.red_flags == ("vision",)


@pytest.fixture
def few_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    few = tuple(
        Example(text=f"{word} {number}", intent=intent, language="th")
        for intent, word in (("greet", "สวัสดี"), ("ask_price", "ราคา"), (OUT_OF_SCOPE, "หวย"))
        for number in range(6)
    )
    monkeypatch.setattr("nlu.training.all_examples", lambda: few)


def test_training_twice_gives_the_same_predictions() -> None:
    some, texts = all_examples()[::12], ["จองคิวค่ะ", "ราคาเท่าไหร่", "my face is swollen"]
    vectors = UniversalSentenceEncoder().encode(texts)
    first, second = (train(UniversalSentenceEncoder(), examples=some) for _ in range(2))

    assert first.thresholds == second.thresholds
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_array_equal(first.probabilities(text, vector), second.probabilities(text, vector))


def test_a_model_read_back_answers_as_the_one_just_trained(cache: Path, understander: Understander) -> None:
    again = load_understander(cache=cache, red_flags=RED_FLAGS, treatments=TREATMENTS)

    for text in ("จองคิวฟิลเลอร์", "ขอบคุณค่ะ", "how much is botox"):
        assert again.understand(text, now=NOW, zone=BANGKOK) == understander.understand(
            text, now=NOW, zone=BANGKOK
        )


def test_the_model_is_kept_without_pickle(cache: Path, understander: Understander) -> None:
    kept = [file for file in cache.rglob("*") if file.is_file()]

    assert sorted(file.suffix for file in kept) == [".json", ".npz"]
    with np.load(next(file for file in kept if file.suffix == ".npz"), allow_pickle=False) as arrays:
        assert set(arrays) == {"weights", "bias", "letter_weights"}


@pytest.mark.parametrize("damage", ["cut", "empty", "garbage", "missing"])
@pytest.mark.usefixtures("few_examples")
def test_a_damaged_model_is_trained_anew(tmp_path: Path, damage: str) -> None:
    encoder = NoEncoder()
    kept = kept_model(tmp_path, encoder)
    folder = tmp_path / kept.version
    arrays = folder / "model.npz"
    whole = arrays.read_bytes()
    {
        "cut": lambda: arrays.write_bytes(whole[: len(whole) // 2]),
        "empty": lambda: arrays.write_bytes(b""),
        "garbage": lambda: (folder / "model.json").write_text("[1, 2]"),
        "missing": arrays.unlink,
    }[damage]()

    with pytest.raises(DamagedModelError):
        load_model(folder)
    mended = kept_model(tmp_path, encoder)

    np.testing.assert_array_equal(mended.weights, kept.weights)
    assert load_model(folder).intents == kept.intents
    assert [each.name for each in tmp_path.iterdir()] == [kept.version]


def test_threads_share_one_engine_and_get_the_same_answers(understander: Understander) -> None:
    texts = ["จองคิวค่ะ", "ราคาเท่าไหร่", "ขอเลื่อนนัด", "thank you"] * 5
    alone = [understander.understand(text, now=NOW, zone=BANGKOK) for text in texts]
    together: list[object] = [None] * len(texts)

    def ask(at: int) -> None:
        together[at] = understander.understand(texts[at], now=NOW, zone=BANGKOK)

    threads = [threading.Thread(target=ask, args=(at,)) for at in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert together == alone


def test_the_encoder_gives_unit_vectors_whatever_the_batch() -> None:
    encoder = UniversalSentenceEncoder()

    both = encoder.encode(["สวัสดีค่ะ", "how much"])

    np.testing.assert_allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(both[1], encoder.encode(["how much"])[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.usefixtures("few_examples")
def test_without_the_encoder_it_says_so_in_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("nlu.encoder.importlib.util.find_spec", lambda _name: None)

    engine = load_understander(cache=tmp_path, red_flags=RED_FLAGS, treatments=TREATMENTS)
    heard = engine.understand("ราคา 7", now=NOW, zone=BANGKOK)

    assert heard.model.endswith("+letters-only")
    assert heard.intent == "ask_price"
