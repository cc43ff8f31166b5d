"""The `aura` command: its JSON is stable, and its exit codes mean something."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aura.cli import app
from aura.commands.bench import names
from simulator import DoubleChannel, LineDouble
from vision.samples import sample_progress_photo, sample_selfie

SHARED = Path(__file__).parents[3] / "shared" / "line"
TEXT = {"type": "text", "text": "สวัสดีค่ะ"}


def run(*words: object) -> tuple[int, str]:
    """Run a command; give its exit code and what it printed."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def told(*words: object) -> tuple[int, Any]:
    """Run a command that answers in JSON."""
    code, printed = run(*words, "--json")
    return code, json.loads(printed)


def test_scan_tells_every_metric_with_its_error() -> None:
    code, answer = told("scan", sample_selfie())

    assert code == 0
    assert answer["ok"] is True
    assert set(answer) >= {"quality", "metrics", "overall"}
    for metric in answer["metrics"].values():
        assert set(metric) >= {"value", "unit", "score", "mdc", "measurable", "reason"}
        assert (metric["mdc"] is not None) if metric["measurable"] else metric["reason"]


def test_scan_writes_the_picture_in_the_format_its_name_says(tmp_path: Path) -> None:
    picture = tmp_path / "findings.png"

    code, _ = told("scan", sample_selfie(), "--overlay", picture)

    assert code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert run("scan", sample_selfie(), "--overlay", tmp_path / "findings.xyz")[0] == 2


def test_scan_refuses_what_is_no_photo_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "note.jpg"
    file.write_bytes(b"hello")

    code, answer = told("scan", file)

    assert code == 1
    assert answer["ok"] is False
    assert answer["reason"] == "not_a_photo"
    assert answer["message_th"]
    assert answer["message_en"]


def test_scan_of_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run("scan", tmp_path / "nowhere.jpg")[0] == 2


def test_compare_says_of_each_metric_whether_it_changed() -> None:
    code, answer = told("compare", sample_selfie(), sample_progress_photo())

    assert code == 0
    assert set(answer) >= {"comparable", "reasons", "metrics"}
    verdicts = {metric["verdict"] for metric in answer["metrics"].values()}
    assert verdicts <= {"better", "worse", "no_measurable_change", "not_measurable"}
    assert answer["metrics"]["redness"]["verdict"] == "better"
    assert (answer["likeness"], answer["mirrored"]) == ("alike", False)


def test_compare_writes_the_pictures_of_both_photos_and_the_chart(tmp_path: Path) -> None:
    code, printed = run("compare", sample_selfie(), sample_progress_photo(), "--out", tmp_path / "pictures")

    assert code == 0
    assert "redness" in printed
    assert {file.name for file in (tmp_path / "pictures").iterdir()} == {
        "pair.jpg",
        "before.jpg",
        "after.jpg",
        "chart.jpg",
    }
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    assert run("compare", sample_selfie(), sample_selfie(), "--out", in_the_way)[0] == 2


def test_compare_names_the_photo_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "note.jpg"
    file.write_bytes(b"hello")

    code, answer = told("compare", sample_selfie(), file)

    assert code == 1
    assert (answer["reason"], answer["photo"]) == ("not_a_photo", str(file))


def test_understand_tells_what_it_makes_of_a_text() -> None:
    code, answer = told("understand", "อยากจองคิวทำโบท็อกพรุ่งนี้บ่ายสามค่ะ")

    assert code == 0
    assert answer["intent"] == "book_appointment"
    assert answer["engine"] == "embedded"
    assert set(answer) >= {"confidence", "ranking", "entities", "urgent", "fallback"}


def test_understand_refuses_an_engine_that_is_not_here() -> None:
    assert run("understand", "hello", "--engine", "crystal-ball")[0] == 2


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        (TEXT, []),
        ([TEXT, TEXT], []),
        ({"type": "text", "txt": "x"}, ["txt", "text"]),
        ({"type": "text", "text": "x" * 5001}, ["text"]),
    ],
)
def test_check_message_names_the_place_of_each_fault(
    tmp_path: Path, message: object, faults: list[str]
) -> None:
    file = tmp_path / "message.json"
    file.write_text(json.dumps(message), encoding="utf-8")

    code, (answer,) = told("check-message", file)

    assert code == (1 if faults else 0)
    assert answer["ok"] is not bool(faults)
    for place in faults:
        assert any(place in fault["path"] for fault in answer["faults"]), answer


@pytest.mark.skipif(not SHARED.is_dir(), reason="LINE's own samples are not beside this checkout")
def test_check_message_takes_every_flex_sample_of_line() -> None:
    code, answers = told("check-message", *sorted((SHARED / "flex_corpus").glob("*.json")))

    assert code == 0
    assert all(answer["ok"] for answer in answers)


@pytest.mark.servers
def test_replay_counts_what_became_of_the_events(tmp_path: Path) -> None:
    channel = DoubleChannel(key="any", secret="s", access_token="t", bot_user_id="U" + "0" * 32)
    double = LineDouble(clock=_now, channels=[channel])
    person = double.people.add_person().user_id
    text = double.events.text(person, "สวัสดีค่ะ")
    odd = {"type": "from_the_future", "webhookEventId": "01HODD", "timestamp": 1}
    webhooks = {"greeting": [text], "same_id": [text], "odd": [odd], "empty": []}
    for name, events in webhooks.items():
        body = {"destination": "Usomebody", "events": events}
        (tmp_path / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")

    code, answer = told("replay", tmp_path)

    assert code == 0
    assert answer == {"events": 3, "stored": 3, "understood": 2, "unknown": 1, "failed": 0, "non_200": 0}


@pytest.mark.servers
@pytest.mark.skipif(not SHARED.is_dir(), reason="LINE's own samples are not beside this checkout")
def test_replay_of_lines_own_samples_stumbles_over_none() -> None:
    code, answer = told("replay", SHARED / "webhook_corpus")

    assert code == 0
    assert answer["failed"] == answer["non_200"] == 0
    assert answer["stored"] == answer["events"]
    assert answer["understood"] / answer["events"] > 0.9


def test_bench_names_what_there_is() -> None:
    assert run("bench", "nothing-of-the-kind")[0] == 2
    said = run("bench", "--help")[1]
    assert all(name in said for name in names())


def test_bench_judges_red_flags_by_a_file_of_ours_or_yours(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_text("text\tred_flag\nตามัวค่ะ\ttrue\nสบายดีค่ะ\tfalse\n", encoding="utf-8")

    code, answer = told("bench", "red-flags", "--file", file)

    assert code == 0
    assert (answer["figures"]["recall"], answer["figures"]["precision"]) == (1.0, 1.0)
    assert run("bench", "red_flags", "--file", tmp_path / "missing.tsv")[0] == 2
    assert run("bench", "gates", "--file", file)[0] == 2
    file.write_text("text\nตามัวค่ะ\n", encoding="utf-8")
    assert run("bench", "red-flags", "--file", file)[0] == 2


def test_bench_judges_days_and_times_by_a_file_of_ours_or_yours(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_text(
        "พรุ่งนี้บ่ายสามได้มั้ยคะ\t2026-11-19\t15:00\n3 โมงค่ะ\t-\t15:00\nวันนี้ 10 โมง\t2026-12-01\t10:00\t2026-12-02\n",
        encoding="utf-8",
    )

    code, answer = told("bench", "dates", "--file", file)

    assert code == 0
    figures = answer["figures"]
    assert (figures["right"], figures["asked_needlessly"], figures["wrong"]) == (1, 1, 1)
    assert figures["asked"] == ["3 โมงค่ะ"]
    assert figures["misread"] == ["วันนี้ 10 โมง"]
    assert run("bench", "dates", "--file", tmp_path / "missing.tsv")[0] == 2
    for unread in ("พรุ่งนี้\t2026-11-19\n", "พรุ่งนี้\t2026-11-19|?\t-|?|-\n", "เช้า\t-\t~dawn\n", "# none\n"):
        file.write_text(unread, encoding="utf-8")
        assert run("bench", "dates", "--file", file)[0] == 2


def _now() -> Any:
    from aura.clock import real_now

    return real_now()
