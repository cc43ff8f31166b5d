"""`aura nlu lint` and `aura nlu evaluate --schuster`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from aura.cli import app
from nlu.examples import all_examples


def _run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["nlu", *map(str, words)])
    return done.exit_code, done.output


def test_the_lint_tells_by_its_exit_code(tmp_path: Path) -> None:
    trained = all_examples()[0].text
    leaking = tmp_path / "rows.tsv"
    leaking.write_text(f"# note\n{trained}\tgreet\n", encoding="utf-8")

    code, told = _run("lint")
    assert (code, "0 objections" in told) == (0, True)
    code, told = _run("lint", leaking, "--json")
    assert code == 1
    assert json.loads(told)["objections"] == [
        {"rule": "leak", "intent": "greet", "texts": [trained, trained]}
    ]
    code, told = _run("lint", tmp_path / "missing.tsv")
    assert (code, "missing.tsv cannot be read" in told) == (2, True)


def test_one_thing_is_judged_at_a_time(tmp_path: Path) -> None:
    assert _run("evaluate")[0] == 2
    assert _run("evaluate", tmp_path / "rows.tsv", "--schuster", tmp_path)[0] == 2


def test_public_data_are_read_from_their_folder(tmp_path: Path) -> None:
    rows = ("alarm\t\tปลุกหกโมง\tth_XX\t{}", "alarm\t\tตั้งปลุกเจ็ดโมง\tth_XX\t{}", "rain\t\tฝนจะตกไหม\tth_XX\t{}")
    for part in ("train", "test"):
        (tmp_path / f"{part}-th.tsv").write_text("\n".join(rows), encoding="utf-8")

    code, told = _run("evaluate", "--schuster", tmp_path, "--json")

    assert code == 0
    figures = json.loads(told)
    assert figures["accuracy"] == 1.0
    assert figures["published"]["Rasa DIET with newmm, 40 epochs"] == {"accuracy": 0.9634}
    code, told = _run("evaluate", "--schuster", tmp_path / "nowhere")
    assert (code, "holds neither" in told) == (2, True)
