from pathlib import Path

import pytest

from nlu.encoder import NoEncoder
from nlu.schuster import PUBLISHED, BadPartError, evaluate_schuster

ALARM, RAIN = "alarm/set_alarm", "weather/find"
TRAIN = [
    (ALARM, "ตั้งนาฬิกาปลุกหกโมงเช้า"),
    (ALARM, "ปลุกฉันพรุ่งนี้เจ็ดโมง"),
    (ALARM, "ช่วยตั้งปลุกตอนตีห้า"),
    (RAIN, "พรุ่งนี้ฝนจะตกไหม"),
    (RAIN, "วันนี้อากาศเป็นอย่างไร"),
    (RAIN, "สุดสัปดาห์นี้ฝนตกหรือเปล่า"),
]
TEST = [(ALARM, "ตั้งปลุกเจ็ดโมงเช้า"), (RAIN, "เย็นนี้ฝนจะตกไหม")]


def _write(folder: Path, name: str, rows: list[tuple[str, str]]) -> None:
    lines = [f"{intent}\t0:5:datetime\t{text}\tth_XX\t{{}}" for intent, text in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("ending", ["th", "th_TH"])
@pytest.mark.parametrize("inside", ["", "th"])
def test_it_learns_the_train_part_and_is_judged_by_the_test_part(
    tmp_path: Path, ending: str, inside: str
) -> None:
    place = tmp_path / inside
    place.mkdir(exist_ok=True)
    _write(place, f"train-{ending}.tsv", TRAIN)
    _write(place, f"test-{ending}.tsv", TEST)

    figures = evaluate_schuster(tmp_path, NoEncoder())

    assert (figures["train"], figures["test"], figures["intents"]) == (6, 2, 2)
    assert (figures["accuracy"], figures["macro_f1"]) == (1.0, 1.0)
    assert figures["published"] == PUBLISHED


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "train-th.tsv", TRAIN)

    with pytest.raises(BadPartError, match=r"neither test-th\.tsv nor test-th_TH\.tsv"):
        evaluate_schuster(tmp_path, NoEncoder())


def test_a_line_of_another_shape_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "train-th.tsv", TRAIN)
    (tmp_path / "test-th.tsv").write_text("alarm/set_alarm only\n", encoding="utf-8")

    with pytest.raises(BadPartError, match=r"test-th\.tsv, line 1: expected intent"):
        evaluate_schuster(tmp_path, NoEncoder())
