"""The webhooks our double sends, held against LINE's published specification of webhooks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from openapi_schema_validator import OAS30Validator

from simulator import DoubleChannel, LineDouble, SimulatedClock
from simulator.specification import strictify

SPECIFICATION = Path(__file__).parents[2].parent / "shared" / "line" / "webhook.yml"
PLOY = "U" + "1" * 32
PHOTO = b"\xff\xd8\xff"


@pytest.fixture(scope="module")
def callback() -> OAS30Validator:
    if not SPECIFICATION.is_file():
        pytest.skip("LINE's specification lies beside the repository, not in it")
    document = strictify(yaml.safe_load(SPECIFICATION.read_text(encoding="utf-8")))
    return OAS30Validator(
        {"$ref": "#/components/schemas/CallbackRequest", "components": document["components"]}
    )


@pytest.fixture
def double() -> LineDouble:
    channel = DoubleChannel(key="aura", secret="s", access_token="t", bot_user_id="U" + "b" * 32)
    line = LineDouble(clock=SimulatedClock(datetime(2026, 11, 23, tzinfo=UTC)), channels=[channel])
    line.people.add_person(PLOY, "พลอย")
    return line


def every_kind(double: LineDouble) -> dict[str, list[dict[str, Any]]]:
    make = double.events
    photo = make.photo(PLOY, PHOTO)
    return {
        "text": [make.text(PLOY, "สวัสดีค่ะ")],
        "photo": [photo],
        "photos": make.photos(PLOY, [PHOTO, PHOTO]),
        "sticker": [make.sticker(PLOY)],
        "location": [make.location(PLOY, 13.78, 100.54, address="อารีย์")],
        "file": [make.file(PLOY, "a.pdf", b"%PDF-")],
        "postback": [make.postback(PLOY, "v1.x")],
        "postback with a date": [make.postback(PLOY, "v1.x", params={"date": "2026-11-24"})],
        "unsend": [make.unsend(PLOY, photo["message"]["id"])],
        "unfollow": [make.unfollow(PLOY)],
        "follow": [make.follow(PLOY)],
        "none": [],
    }


KINDS = (
    "text",
    "photo",
    "photos",
    "sticker",
    "location",
    "file",
    "postback",
    "postback with a date",
    "unsend",
    "unfollow",
    "follow",
    "none",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_webhook_is_as_line_specifies_it(callback: OAS30Validator, double: LineDouble, kind: str) -> None:
    body = orjson.loads(double.webhook_body(every_kind(double)[kind]))

    assert [f"{error.json_path}: {error.message}" for error in callback.iter_errors(body)] == []


def test_the_check_bites(callback: OAS30Validator, double: LineDouble) -> None:
    event = double.events.text(PLOY, "สวัสดีค่ะ")
    del event["message"]["quoteToken"]

    assert not callback.is_valid(orjson.loads(double.webhook_body([event])))
