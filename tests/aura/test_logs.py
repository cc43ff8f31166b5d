"""What is written down is ids and places, never what somebody said or is called."""

import json
from collections.abc import Iterator

import pytest
import structlog

from aura.logs import set_up_logs


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    before = structlog.get_config()
    set_up_logs()
    yield
    structlog.configure(**before)


def written(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(capsys.readouterr().err)
    return line


def test_an_errors_message_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int("มะลิ 081-234-5678")
    except ValueError:
        structlog.get_logger().exception("row.failed", row_id="1")

    line = written(capsys)

    assert "มะลิ" not in str(line)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["where"])


def test_its_cause_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            {}["secret"]
        except KeyError as error:
            raise RuntimeError from error
    except RuntimeError:
        structlog.get_logger().exception("row.failed")

    assert written(capsys)["error"] == "RuntimeError < KeyError"


@pytest.mark.parametrize("key", ["name", "text", "phone", "photo", "user_id", "token", "raw"])
def test_what_would_tell_about_a_person_is_blanked(capsys: pytest.CaptureFixture[str], key: str) -> None:
    structlog.get_logger().info("customer.met", **{key: "มะลิ"})

    assert written(capsys)[key] == "-"
