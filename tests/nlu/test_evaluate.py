from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from nlu import Entity, Understander, Understanding
from nlu.evaluate import BadRowError, evaluate, read_rows
from nlu.floors import FILE as FLOORS
from nlu.floors import below_floors
from nlu.report import as_markdown
from tests.nlu.conftest import BANGKOK, NOW

HELD_OUT = Path(__file__).parent / "held_out.tsv"


@dataclass
class Parrot:
    """An engine that answers as it was told."""

    answers: dict[str, Understanding] = field(default_factory=dict)

    def say(
        self, text: str, intent: str, *, beyond: float, urgent: bool = False, fallback: bool = False
    ) -> None:
        ranking = (
            ((intent, 0.9 - beyond), ("out_of_scope", beyond))
            if intent != "out_of_scope"
            else ((intent, beyond),)
        )
        day = (Entity("date", "2026-11-19", "พรุ่งนี้"),)
        self.answers[text] = Understanding(intent, 0.9, ranking, day, urgent, (), fallback, "parrot", "1")

    def understand(self, text: str, *, now: datetime, zone: ZoneInfo) -> Understanding:
        assert (now, zone) == (NOW, BANGKOK)
        return self.answers[text]


def _file(folder: Path, *lines: str) -> Path:
    file = folder / "rows.tsv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_figures_are_what_they_say(tmp_path: Path) -> None:
    parrot = Parrot()
    parrot.say("a", "greet", beyond=0.1)
    parrot.say("b", "thanks", beyond=0.2, fallback=True)
    parrot.say("c", "report_side_effect", beyond=0.0, urgent=True)
    parrot.say("d", "complaint", beyond=0.1, urgent=True)
    parrot.say("e", "out_of_scope", beyond=0.8, fallback=True)
    parrot.say("f", "greet", beyond=0.15)
    file = _file(
        tmp_path,
        "# a note",
        'a\tgreet\t[{"entity": "date", "value": "2026-11-19"}, {"entity": "time", "value": "15:00"}]',
        "b\tgreet",
        "",
        "c\treport_side_effect",
        "d\treport_side_effect\t[]",
        "e\tout_of_scope",
        "f\tout_of_scope",
    )

    figures = evaluate(file, parrot, now=NOW, zone=BANGKOK)

    assert figures["engine"] == "parrot"
    assert figures["n"] == 6
    assert figures["accuracy"] == 0.5
    assert figures["macro_f1"] == pytest.approx(2 / 3, abs=1e-4)
    # 1 - p(out of scope): inside .9 .8 1 .9, outside .2 .85; seven of the eight pairs stand in order.
    assert figures["oos_auroc"] == 0.875
    assert figures["oos_accepted"] == 0.5
    assert (figures["urgent_recall"], figures["urgent_precision"]) == (1.0, 1.0)
    assert figures["entities"] == {"precision": 0.5, "recall": 0.5}
    assert set(figures["latency_ms"]) == {"p50", "p95"}


def test_a_share_of_nothing_is_none(tmp_path: Path) -> None:
    parrot = Parrot()
    parrot.say("a", "greet", beyond=0.1)

    figures = evaluate(_file(tmp_path, "a\tgreet"), parrot, now=NOW, zone=BANGKOK)

    assert (figures["oos_auroc"], figures["oos_accepted"], figures["urgent_recall"]) == (None, None, None)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["a\tgreet", "no tab here"], "line 2: expected text<TAB>intent"),
        (["a\tgreet\t[]\textra"], "line 1: expected text<TAB>intent"),
        (["\tgreet"], "line 1: expected text<TAB>intent"),
        (["", "# note", "a\tgrete"], "line 3: no intent is called 'grete'"),
        (["a\tgreet\t{not json"], "line 1: entities are a JSON list"),
        (['a\tgreet\t[{"entity": "date"}]'], "line 1: entities are a JSON list"),
        (["a\tgreet\t5"], "line 1: entities are a JSON list"),
        (["# only a note"], "holds no rows"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, lines: list[str], complaint: str) -> None:
    file = _file(tmp_path, *lines)

    with pytest.raises(BadRowError, match=complaint) as refused:
        read_rows(file)
    assert str(file) in str(refused.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(BadRowError, match="not UTF-8"):
        read_rows(file)


def test_every_kind_of_row_is_judged_by_itself(tmp_path: Path) -> None:
    parrot = Parrot()
    for text, intent in (("ดี", "greet"), ("ดีค่ะ", "thanks"), ("hi", "greet"), ("hi ค่ะ", "greet")):
        parrot.say(text, intent, beyond=0.1)
    file = _file(tmp_path, "ดี\tgreet\tslang", "ดีค่ะ\tgreet\tplain", "hi\tgreet\tenglish", "hi ค่ะ\tgreet")

    figures = evaluate(file, parrot, now=NOW, zone=BANGKOK)

    assert figures["accuracy_by_language"] == {"en": 1.0, "mixed": 1.0, "th": 0.5}
    assert figures["accuracy_by_style"] == {"english": 1.0, "not said": 1.0, "plain": 0.0, "slang": 1.0}
    assert figures["by_intent"] == {"greet": {"rows": 4, "precision": 1.0, "recall": 0.75, "f1": 0.8571}}
    assert figures["confusions"] == [{"meant": "greet", "taken_for": "thanks", "times": 1}]
    assert [each["text"] for each in figures["mistakes"]] == ["ดีค่ะ"]
    # Sure to .9 of four rows, right with three.
    assert figures["calibration_error"] == pytest.approx(0.15)


@pytest.mark.parametrize("file", sorted(HELD_OUT.parent.glob("held_out*.tsv")), ids=lambda file: file.stem)
def test_it_reaches_the_floors_on_utterances_it_was_not_trained_on(
    understander: Understander, file: Path
) -> None:
    figures = evaluate(file, understander, now=NOW, zone=BANGKOK)

    assert below_floors(figures, name=file.name) == (), figures["mistakes"]
    if file == HELD_OUT:
        assert figures["entities"]["precision"] == 1.0
        assert figures["entities"]["recall"] >= 0.95


def test_a_figure_below_its_floor_is_named() -> None:
    reached = {
        "accuracy": 0.9,
        "macro_f1": 0.88,
        "oos_auroc": 0.95,
        "urgent_recall": 1.0,
        "urgent_precision": 0.7,
    }

    assert below_floors(reached, name="new.tsv") == ()
    assert below_floors({**reached, "accuracy": 0.8799}, name="new.tsv") == (
        "accuracy is 0.8799, at least 0.88 is demanded",
    )
    assert below_floors({**reached, "urgent_recall": None}, name="new.tsv") == (
        "urgent_recall is None, at least 1.0 is demanded",
    )


def test_no_floor_lies_below_what_the_product_promises() -> None:
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))

    assert floors["any"]["least"] == {
        "accuracy": 0.88,
        "macro_f1": 0.88,
        "oos_auroc": 0.93,
        "urgent_recall": 1.0,
        "urgent_precision": 0.6,
    }
    assert set(floors) - {"any"} == {file.name for file in HELD_OUT.parent.glob("held_out*.tsv")}


def test_the_report_is_a_page_people_can_read(tmp_path: Path) -> None:
    parrot = Parrot()
    parrot.say("a | b", "thanks", beyond=0.1)
    parrot.say("c", "greet", beyond=0.1)
    figures = evaluate(_file(tmp_path, "a | b\tgreet\tslang", "c\tgreet"), parrot, now=NOW, zone=BANGKOK)

    page = as_markdown(figures, of="rows.tsv", below=("accuracy is 0.5, at least 0.88 is demanded",))

    assert page.startswith("# Understanding of rows.tsv\n\nEngine parrot, model `1`, 2 rows; ")
    assert "**Below its floor:** accuracy is 0.5, at least 0.88 is demanded" in page
    assert "| Right, of in-scope rows | 0.5 |" in page
    assert "| Out-of-scope AUROC | - |" in page
    assert "| slang | 0.0 |" in page
    assert "| meant \\ taken for | thanks | others |" in page
    assert "| greet | 1 |  |" in page
    assert "| a \\| b | greet | thanks | 0.9 |" in page


def test_a_report_without_mistakes_says_so(tmp_path: Path) -> None:
    parrot = Parrot()
    parrot.say("c", "greet", beyond=0.1)
    figures = evaluate(_file(tmp_path, "c\tgreet"), parrot, now=NOW, zone=BANGKOK)

    assert as_markdown(figures, of="rows.tsv").endswith("## Confusions\n\nNone.\n\n## Mistakes\n\nNone.\n")
