"""Whatever JSON is thrown at them, the contract and the renderer stand: no crash, and nothing becomes code."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import check_messages
from simulator.actions import Strict
from simulator.flex import Showing, pictures_of, render
from simulator.message_objects import MESSAGES

_KEYS = st.sampled_from(
    [
        "type", "text", "contents", "body", "hero", "action", "actions", "layout", "url", "uri", "color", "size",
        "template", "columns", "altText", "quickReply", "items", "label", "data", "styles", "flex", "margin", "width",
        "background", "angle", "startColor", "endColor", "stickerId", "packageId", "originalContentUrl", "baseUrl",
    ]
)  # fmt: skip
_WORDS = st.sampled_from(
    [
        "flex", "text", "bubble", "carousel", "box", "image", "button", "icon", "span", "video", "separator", "filler",
        "vertical", "horizontal", "baseline", "template", "buttons", "sticker", "imagemap", "postback", "uri", "lg",
        "100%", "12px", "#ffffff", "linearGradient", "https://aura.example/media/x", "javascript:alert(1)",
        "</style><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "red;background:url(//evil.example)",
    ]
)  # fmt: skip
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | _WORDS
)
JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=24,
)
MESSAGE = st.dictionaries(_KEYS, JSON, max_size=6)
FLEX = st.fixed_dictionaries(
    {
        "type": st.just("flex"),
        "altText": _WORDS,
        "contents": st.fixed_dictionaries(
            {
                "type": st.just("bubble"),
                "body": st.fixed_dictionaries(
                    {"type": st.just("box"), "layout": _WORDS, "contents": st.lists(MESSAGE, max_size=4)}
                ),
            }
        ),
    }
)
OURS = Showing(pictures_of("https://aura.example"))
tried = settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


class _Refuser(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "span", "p", "img", "button", "a", "strong"}
        for name, value in attrs:
            assert not name.startswith("on")
            if name in {"src", "href"}:
                assert str(value).startswith(("/", "https://", "http://"))
                assert not str(value).startswith("//")
            if name == "style":
                assert "url(" not in str(value)


@tried
@given(message=MESSAGE | FLEX)
def test_any_message_is_drawn_without_becoming_code(message: dict[str, Any]) -> None:
    refuser = _Refuser()
    refuser.feed(render(message, OURS))
    refuser.close()


@tried
@given(messages=st.lists(MESSAGE | FLEX, max_size=6))
def test_any_messages_are_checked_without_a_crash(messages: list[dict[str, Any]]) -> None:
    for fault in check_messages(messages):
        assert fault.path.startswith("messages")
        assert fault.message


def test_every_object_of_the_contract_is_closed_and_strict() -> None:
    def all_below(model: type[Strict]) -> set[type[Strict]]:
        return {model}.union(*(all_below(child) for child in model.__subclasses__()))

    models = all_below(Strict)
    assert len(models) > 50
    assert {model.model_config.get("extra") for model in models} == {"forbid"}
    assert all(model.model_config.get("strict") for model in models)


@pytest.mark.parametrize("odd", [None, 5, "text", [], [[]]])
def test_a_message_that_is_no_object_is_a_fault(odd: object) -> None:
    assert check_messages([odd])  # type: ignore[list-item]


def test_the_contract_can_be_written_down_as_a_schema() -> None:
    assert "FlexMessage" in MESSAGES.json_schema()["$defs"]
