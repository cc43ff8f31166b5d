"""A message as HTML: everything a message says is shown as text, nothing of it is believed."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from simulator.flex import Showing, pictures_of, render

_CORPUS = Path(__file__).parents[2].parent / "shared" / "line" / "flex_corpus"
PUBLIC = "https://aura.example"
OURS = Showing(pictures_of(PUBLIC), {"image": "รูปถ่าย"}, {"446/1988": ("/demo/static/hello.svg", "สวัสดี")})


def bubble(*parts: dict[str, Any], **changes: object) -> dict[str, Any]:
    box = {"type": "box", "layout": "vertical", "contents": list(parts)} | changes
    return {"type": "flex", "altText": "ผล", "contents": {"type": "bubble", "body": box}}


class _Checker(HTMLParser):
    """Collects tags and refuses what must never come out of a message."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert tag not in {"script", "iframe", "object", "style", "link", "base", "form"}
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"href", "src"} or not str(value).lower().startswith(("javascript:", "data:"))
            if name == "style":
                self.styles.append(str(value))


def checked(html: str) -> _Checker:
    checker = _Checker()
    checker.feed(html)
    checker.close()
    return checker


def test_a_script_in_a_name_is_shown_as_text() -> None:
    html = render(bubble({"type": "text", "text": "<script>alert(1)</script>"}), OURS)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "script" not in checked(html).tags


_EVIL = '"><script>x</script><b style="'
_EVIL_CSS = "red;background:url(https://evil.example/x)"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": _EVIL},
        {"type": _EVIL},
        {"type": "sticker", "packageId": _EVIL, "stickerId": _EVIL},
        {"type": "location", "title": _EVIL, "address": _EVIL},
        {"type": "image", "originalContentUrl": _EVIL, "previewImageUrl": "javascript:x"},
        {"type": "flex", "altText": _EVIL, "contents": {"type": _EVIL}},
        {"type": "flex", "altText": _EVIL, "contents": None},
        {
            "type": "template",
            "altText": "x",
            "template": {"type": "buttons", "text": _EVIL, "actions": [{"label": _EVIL}]},
        },
        bubble({"type": _EVIL}),
        bubble({"type": "text", "text": "x", "color": _EVIL_CSS, "size": _EVIL_CSS, "align": _EVIL_CSS}),
        bubble(
            {"type": "button", "color": _EVIL_CSS, "action": {"type": _EVIL, "label": _EVIL, "data": _EVIL}}
        ),
        bubble(
            {
                "type": "image",
                "url": "https://evil.example/x.png",
                "aspectRatio": _EVIL_CSS,
                "size": _EVIL_CSS,
            }
        ),
        bubble({"type": "text", "contents": [{"type": "span", "text": _EVIL, "color": _EVIL_CSS}]}),
        bubble(
            backgroundColor=_EVIL_CSS,
            width=_EVIL_CSS,
            paddingAll=_EVIL_CSS,
            borderWidth=_EVIL_CSS,
            justifyContent=_EVIL_CSS,
            background={
                "type": "linearGradient",
                "angle": _EVIL_CSS,
                "startColor": "#000000",
                "endColor": _EVIL_CSS,
            },
        ),
        bubble("not a component", None, 5),  # type: ignore[arg-type]
    ],
)
def test_nothing_of_a_message_becomes_code_or_css(message: dict[str, Any]) -> None:
    html = render(message, OURS)

    checker = checked(html)
    assert "b" not in checker.tags
    assert not any("url(" in style or "red" in style for style in checker.styles)
    assert "evil.example" not in html


@pytest.mark.parametrize(
    ("address", "source"),
    [
        (f"{PUBLIC}/media/abc.jpg", "/media/abc.jpg"),
        (f"{PUBLIC}//evil.example/x", "/evil.example/x"),
        ("https://aura.example.evil.example/media/x", None),
        ("https://elsewhere.example/x.jpg", None),
        ("http://aura.example/x.jpg", None),
        ("/demo/content/1", "/demo/content/1"),
        ("//evil.example/x", None),
        ("data:image/png;base64,AA", None),
        ("", None),
    ],
)
def test_pictures_load_from_our_own_address_only(address: str, source: str | None) -> None:
    assert pictures_of(PUBLIC)(address) == source


def test_our_public_pictures_are_asked_for_at_the_pages_own_origin() -> None:
    html = render(bubble({"type": "image", "url": f"{PUBLIC}/media/abc"}), OURS)

    assert 'src="/media/abc"' in html


def test_a_button_carries_its_action_for_the_page() -> None:
    action = {"type": "postback", "label": "รับงาน", "data": "v1.accept'\"", "displayText": "รับงาน"}

    html = render(bubble({"type": "button", "style": "primary", "action": action}), OURS)

    assert html.count("<button") == 1
    assert 'type="button"' in html
    assert "&#34;data&#34;:&#34;v1.accept&#39;\\&#34;&#34;" in html


def test_a_tappable_card_can_be_reached_by_keyboard() -> None:
    action = {"type": "message", "label": "ดู", "text": "ดู"}

    html = render(bubble({"type": "text", "text": "x"}, action=action), OURS)

    assert 'role="button" tabindex="0" aria-label="ดู"' in html


@pytest.mark.parametrize(
    ("changes", "css"),
    [
        ({"paddingAll": "lg"}, "padding:12px"),
        ({"width": "72%"}, "width:72%"),
        ({"spacing": "md"}, "gap:8px"),
        ({"backgroundColor": "#0F766E80"}, "background:#0F766E80"),
        ({"cornerRadius": "md"}, "border-radius:8px"),
        ({"borderWidth": "light"}, "border:0.5px solid #d0d5dd"),
        ({"justifyContent": "space-between"}, "justify-content:space-between"),
        ({"position": "absolute", "offsetTop": "-2px"}, "top:-2px;position:absolute"),
        (
            {
                "background": {
                    "type": "linearGradient",
                    "angle": "90deg",
                    "startColor": "#000000",
                    "endColor": "#ffffff",
                }
            },
            "linear-gradient(90deg,#000000,#ffffff)",
        ),
    ],
)
def test_a_box_looks_as_its_values_say(changes: dict[str, Any], css: str) -> None:
    assert css in render(bubble(**changes), OURS)


@pytest.mark.parametrize(
    ("changes", "css"),
    [
        ({"size": "xl"}, "font-size:22px"),
        ({"size": "15px"}, "font-size:15px"),
        ({"weight": "bold"}, "font-weight:600"),
        ({"color": "#B3405F"}, "color:#B3405F"),
        ({"align": "end"}, "text-align:right"),
        ({"decoration": "line-through"}, "text-decoration:line-through"),
        ({"wrap": True, "maxLines": 2}, "-webkit-line-clamp:2"),
        ({"style": "italic"}, "font-style:italic"),
    ],
)
def test_a_text_looks_as_its_values_say(changes: dict[str, Any], css: str) -> None:
    assert css in render(bubble({"type": "text", "text": "x"} | changes), OURS)


def test_web_addresses_in_a_text_are_links() -> None:
    html = render({"type": "text", "text": "ดูที่ https://aura.example/a?b=1&c=2 นะคะ <b>"}, OURS)

    assert 'href="https://aura.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in html
    assert "&lt;b&gt;" in html


def test_known_stickers_are_pictures_and_others_their_number() -> None:
    known = render({"type": "sticker", "packageId": "446", "stickerId": "1988"}, OURS)
    other = render({"type": "sticker", "packageId": "1", "stickerId": "2"}, OURS)

    assert 'src="/demo/static/hello.svg" alt="sticker สวัสดี"' in known
    assert "sticker 1/2" in other


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="LINE's samples lie beside the repository, not in it")
def test_all_of_lines_own_samples_are_drawn_without_an_unknown_part() -> None:
    for path in sorted(_CORPUS.glob("*.json")):
        contents = json.loads(path.read_text(encoding="utf-8"))
        html = render({"type": "flex", "altText": path.stem, "contents": contents}, OURS)
        checked(html)
        assert "fx-unknown" not in html, path.name
        assert "bubble-kind" not in html, path.name
