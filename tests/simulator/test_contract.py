"""Would LINE take it? Each rule of the outgoing contract, with the JSON path of what breaks it."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from simulator import check_messages
from simulator.measures import graphemes, utf16_units

_CORPUS = Path(__file__).parents[2].parent / "shared" / "line" / "flex_corpus"
TEXT = {"type": "text", "text": "สวัสดีค่ะ"}
LINK = {"type": "uri", "label": "ดู", "uri": "https://example.com"}
BUBBLE: dict[str, Any] = {
    "type": "bubble",
    "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "ผลสแกนผิว"}]},
    "footer": {"type": "box", "layout": "vertical", "contents": [{"type": "button", "action": LINK}]},
}
COLUMN = {"text": "คอร์ส", "actions": [LINK]}


def flex(contents: dict[str, Any], alt_text: str = "ผล") -> dict[str, Any]:
    return {"type": "flex", "altText": alt_text, "contents": contents}


def template(**parts: object) -> dict[str, Any]:
    return {"type": "template", "altText": "ผล", "template": parts}


def quick(*actions: dict[str, Any]) -> dict[str, Any]:
    return TEXT | {"quickReply": {"items": [{"type": "action", "action": action} for action in actions]}}


def body_with(*parts: dict[str, Any], layout: str = "vertical") -> dict[str, Any]:
    return flex({"type": "bubble", "body": {"type": "box", "layout": layout, "contents": list(parts)}})


def carousel(*bubbles: dict[str, Any]) -> dict[str, Any]:
    return flex({"type": "carousel", "contents": list(bubbles)})


RIGHT = {
    "text": TEXT,
    "long Thai text": {"type": "text", "text": "ก" * 5000},
    "mention": {
        "type": "textV2",
        "text": "{a} ค่ะ",
        "substitution": {"a": {"type": "mention", "mentionee": {"type": "all"}}},
    },
    "sticker": {"type": "sticker", "packageId": "446", "stickerId": "1988"},
    "image": {
        "type": "image",
        "originalContentUrl": "https://example.com/a.jpg",
        "previewImageUrl": "https://example.com/b.jpg",
    },
    "video": {
        "type": "video",
        "originalContentUrl": "https://example.com/a.mp4",
        "previewImageUrl": "https://example.com/b.jpg",
    },
    "audio": {"type": "audio", "originalContentUrl": "https://example.com/a.m4a", "duration": 60000},
    "location": {
        "type": "location",
        "title": "สาขาอารีย์",
        "address": "พหลโยธิน",
        "latitude": 13.78,
        "longitude": 100,
    },
    "imagemap": {
        "type": "imagemap",
        "baseUrl": "https://example.com/map",
        "altText": "แผนที่",
        "baseSize": {"width": 1040, "height": 520},
        "actions": [
            {
                "type": "uri",
                "linkUri": "https://example.com",
                "area": {"x": 0, "y": 0, "width": 520, "height": 520},
            }
        ],
    },
    "buttons": template(type="buttons", title="จองคิว", text="เลือก", actions=[LINK] * 4),
    "confirm": template(type="confirm", text="ยืนยันไหมคะ", actions=[LINK, LINK]),
    "carousel template": template(type="carousel", columns=[COLUMN] * 10),
    "image carousel": template(
        type="image_carousel", columns=[{"imageUrl": "https://example.com/a.jpg", "action": LINK}]
    ),
    "bubble": flex(BUBBLE),
    "twelve bubbles": carousel(*[BUBBLE] * 12),
    "sender": TEXT | {"sender": {"name": "ออร่า", "iconUrl": "https://example.com/a.png"}},
    "quick replies of every kind": quick(
        {"type": "message", "label": "ที่" * 20, "text": "ค่ะ"},
        {"type": "postback", "label": "รับ", "data": "v1.accept", "displayText": "รับงาน"},
        {"type": "datetimepicker", "label": "วัน", "data": "when", "mode": "date", "min": "2026-11-23"},
        {"type": "camera", "label": "กล้อง"},
        {"type": "cameraRoll", "label": "รูป"},
        {"type": "location", "label": "ที่อยู่"},
        {"type": "clipboard", "label": "คัดลอก", "clipboardText": "AB12"},
        {"type": "uri", "label": "โทร", "uri": "tel:021234567"},
    ),
    "coupon": {"type": "coupon", "couponId": "c1"},
}

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"type": "text"}, "messages[0].text"),
    "empty text": ({"type": "text", "text": ""}, "messages[0].text"),
    "text of 5001 units": ({"type": "text", "text": "ก" * 5001}, "messages[0].text"),
    "5000 emoji are 10000 units": ({"type": "text", "text": "😀" * 2501}, "messages[0].text"),
    "a number for text": ({"type": "text", "text": 5}, "messages[0].text"),
    "null": (TEXT | {"quoteToken": None}, "messages[0]"),
    "unknown type": ({"type": "hologram"}, "messages[0]"),
    "no type": ({"text": "x"}, "messages[0]"),
    "unknown property": (TEXT | {"colour": "red"}, "messages[0].colour"),
    "http image": (
        RIGHT["image"] | {"originalContentUrl": "http://example.com/a.jpg"},
        "messages[0].originalContentUrl",
    ),
    "sticker number": ({"type": "sticker", "packageId": 446, "stickerId": "1988"}, "messages[0].packageId"),
    "fourteen quick replies": (
        quick(*[{"type": "message", "label": "x", "text": "x"}] * 14),
        "messages[0].quickReply.items",
    ),
    "quick reply without label": (
        quick({"type": "message", "text": "x"}),
        "messages[0].quickReply.items[0]",
    ),
    "label of 21 characters": (
        quick({"type": "message", "label": "ก" * 21, "text": "x"}),
        "messages[0].quickReply.items[0]",
    ),
    "quick reply without text": (
        quick({"type": "message", "label": "x"}),
        "messages[0].quickReply.items[0].action.text",
    ),
    "postback data of 301": (
        quick({"type": "postback", "label": "x", "data": "x" * 301}),
        "messages[0].quickReply.items[0].action.data",
    ),
    "wrong picker mode": (
        quick({"type": "datetimepicker", "label": "x", "data": "x", "mode": "year"}),
        "messages[0].quickReply.items[0].action.mode",
    ),
    "picker moment of another mode": (
        quick({"type": "datetimepicker", "label": "x", "data": "x", "mode": "date", "min": "10:00"}),
        "messages[0].quickReply.items[0].action",
    ),
    "no alt text": ({"type": "flex", "contents": BUBBLE}, "messages[0].altText"),
    "alt text of 1501": (flex(BUBBLE, "x" * 1501), "messages[0].altText"),
    "wrong layout": (body_with(layout="diagonal"), "messages[0].contents.body.layout"),
    "misspelt property": (
        body_with({"type": "text", "text": "x", "colour": "#ffffff"}),
        "messages[0].contents.body.contents[0].colour",
    ),
    "named colour": (
        body_with({"type": "text", "text": "x", "color": "red"}),
        "messages[0].contents.body.contents[0].color",
    ),
    "unknown component": (body_with({"type": "blink"}), "messages[0].contents.body.contents[0]"),
    "empty flex text": (
        body_with({"type": "text", "text": ""}),
        "messages[0].contents.body.contents[0].text",
    ),
    "button without action": (body_with({"type": "button"}), "messages[0].contents.body.contents[0].action"),
    "uri action without uri": (
        body_with({"type": "button", "action": {"type": "uri", "label": "x"}}),
        "messages[0].contents.body.contents[0].action.uri",
    ),
    "javascript address": (
        body_with({"type": "button", "action": LINK | {"uri": "javascript:alert(1)"}}),
        "messages[0].contents.body.contents[0].action.uri",
    ),
    "image without address": (body_with({"type": "image"}), "messages[0].contents.body.contents[0].url"),
    "icon outside a baseline box": (
        body_with({"type": "icon", "url": "https://example.com/a.png"}),
        "messages[0].contents.body",
    ),
    "button in a baseline box": (
        body_with({"type": "button", "action": LINK}, layout="baseline"),
        "messages[0].contents.body",
    ),
    "thirteen bubbles": (carousel(*[BUBBLE] * 13), "messages[0].contents.contents"),
    "bubbles of two widths": (carousel(BUBBLE, BUBBLE | {"size": "kilo"}), "messages[0].contents"),
    "wrong bubble size": (flex(BUBBLE | {"size": "huge"}), "messages[0].contents.size"),
    "bubble over 30 KB": (
        body_with(*[{"type": "text", "text": "ก" * 1000}] * 10),
        "messages[0].contents",
    ),
    "bubble without anything": (flex({"type": "bubble"}), "messages[0].contents"),
    "confirm with one action": (
        template(type="confirm", text="x", actions=[LINK]),
        "messages[0].template.actions",
    ),
    "buttons text over 60 with a title": (
        template(type="buttons", title="x", text="ก" * 61, actions=[LINK]),
        "messages[0].template",
    ),
    "columns with different actions": (
        template(type="carousel", columns=[COLUMN, COLUMN | {"actions": [LINK, LINK]}]),
        "messages[0].template",
    ),
    "picture label of 13": (
        template(
            type="image_carousel",
            columns=[{"imageUrl": "https://example.com/a.jpg", "action": LINK | {"label": "x" * 13}}],
        ),
        "messages[0].template.columns[0]",
    ),
    "sender name of 21": (TEXT | {"sender": {"name": "x" * 21}}, "messages[0].sender.name"),
}


@pytest.mark.parametrize("message", RIGHT.values(), ids=RIGHT.keys())
def test_it_takes_what_line_takes(message: dict[str, Any]) -> None:
    assert check_messages([message]) == []


@pytest.mark.parametrize(("message", "path"), WRONG.values(), ids=WRONG.keys())
def test_it_refuses_what_line_refuses_and_names_the_place(message: dict[str, Any], path: str) -> None:
    assert path in [fault.path for fault in check_messages([message])]


@pytest.mark.parametrize("count", [0, 6])
def test_it_refuses_a_call_without_messages_or_with_more_than_five(count: int) -> None:
    assert [fault.path for fault in check_messages([TEXT] * count)] == ["messages"]


def test_it_names_the_right_one_of_several_messages() -> None:
    faults = check_messages([TEXT, flex(BUBBLE), {"type": "text"}])

    assert [(fault.path, fault.message) for fault in faults] == [("messages[2].text", "Field required")]


def test_it_names_every_fault_at_once() -> None:
    wrong = deepcopy(BUBBLE)
    wrong["size"] = "huge"
    wrong["body"]["layout"] = "diagonal"

    assert len(check_messages([flex(wrong)])) == 2


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="LINE's samples lie beside the repository, not in it")
def test_it_takes_all_of_lines_own_samples() -> None:
    samples = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in _CORPUS.glob("*.json")}

    assert len(samples) == 13
    faults = {name: check_messages([flex(sample)]) for name, sample in samples.items()}
    assert not any(faults.values()), faults


@pytest.mark.parametrize(
    ("text", "units", "clusters"),
    [
        ("", 0, 0),
        ("ก", 1, 1),
        ("ที่", 3, 1),
        ("น้ำ", 3, 1),
        ("สวัสดีค่ะ", 9, 6),
        ("e\u0301", 2, 1),
        ("😀", 2, 1),
        ("👩🏽‍🔬", 7, 1),
        ("👨‍👩‍👧", 8, 1),
        ("🇹🇭", 4, 1),
        ("🇹🇭🇯🇵", 8, 2),
        ("❤️", 2, 1),
        ("a\r\nb", 4, 3),
    ],
)
def test_it_counts_as_line_counts(text: str, units: int, clusters: int) -> None:
    assert (utf16_units(text), graphemes(text)) == (units, clusters)
