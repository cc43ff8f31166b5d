"""How a message looks on a phone: LINE's message objects as HTML, with nothing of a message trusted.

Texts are escaped, values go through white-lists (`simulator.looks`), pictures load only from where the caller says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from simulator import looks
from simulator.flex_parts import Parts, Sources
from simulator.markup import element, join, tap, tappable

_BLOCKS = ("header", "hero", "body", "footer")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\u0e00-\u0e7f]+")
Message = Mapping[str, Any]


def no_pictures(_address: str) -> str | None:
    """This function will let no picture load; placeholders stand instead."""
    return None


@dataclass(frozen=True, slots=True)
class Showing:
    """What the page around a message decides.

    Attributes:
        source: maps a picture's address to one that may be loaded, or None.
        words: the page's words for kinds of messages, by the message's type.
        stickers: pictures of known stickers, as addresses and names, by "package/sticker".
    """

    source: Sources = no_pictures
    words: Mapping[str, str] = field(default_factory=dict)
    stickers: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def pictures_of(public_address: str) -> Sources:
    """This function will let pictures load from our own public address, by way of the page's own origin.

    Args:
        public_address: scheme and host the product writes into its messages, with or without a slash at the end.
    """
    prefix = public_address.rstrip("/") + "/"

    def source(address: str) -> str | None:
        if address.startswith(prefix):
            return "/" + address.removeprefix(prefix).lstrip("/")
        return address if address.startswith("/") and not address.startswith("//") else None

    return source


def render(message: Message, showing: Showing | None = None) -> Markup:
    """This function will draw one message object.

    Args:
        message: a message object of either direction, as plain JSON values.
        showing: what the page decides; no pictures and no words when None.
    """
    shown = showing or Showing()
    drawers = {
        "text": _text,
        "textV2": _text,
        "flex": _flex,
        "template": _template,
        "image": _image,
        "sticker": _sticker,
        "location": _location,
        "imagemap": _imagemap,
    }
    return drawers.get(str(message.get("type")), _other)(message, shown)


def _text(message: Message, _showing: Showing) -> Markup:
    return element("div", linked(str(message.get("text", ""))), class_="bubble-text")


def linked(text: str) -> Markup:
    """This function will escape a text and make its web addresses links."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        parts.append(text[end : found.start()])
        parts.append(element("a", found[0], href=found[0], target="_blank", rel="noopener noreferrer"))
        end = found.end()
    return join([*parts, text[end:]])


def _flex(message: Message, showing: Showing) -> Markup:
    contents = message.get("contents")
    alt = str(message.get("altText", ""))
    if not isinstance(contents, dict):
        return _other(message, showing)
    if contents.get("type") != "carousel":
        return element("div", _bubble(contents, showing), class_="fx", role="group", aria_label=alt)
    bubbles = contents.get("contents")
    cards = join(_bubble(one, showing) for one in (bubbles if isinstance(bubbles, list) else []))
    return element("div", cards, class_="fx fx-carousel", role="group", aria_label=alt, tabindex=0)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _bubble(bubble: object, showing: Showing) -> Markup:
    if not isinstance(bubble, dict):
        return Markup("")
    parts = Parts(showing.source)
    styles = _object(bubble.get("styles"))
    blocks = []
    for name in _BLOCKS:
        if not isinstance(bubble.get(name), dict):
            continue
        own = _object(styles.get(name))
        css = looks.keep(
            {
                "background": looks.colour(own.get("backgroundColor")),
                "border-top": f"1px solid {looks.colour(own.get('separatorColor')) or '#d0d5dd'}"
                if own.get("separator") is True
                else None,
            }
        )
        blocks.append(element("div", parts.draw(bubble[name]), class_=f"fx-{name}", style=css))
    width = {"width": f"{looks.BUBBLES.get(str(bubble.get('size')), looks.BUBBLES['mega'])}px"}
    return element("div", *blocks, class_="fx-bubble", style=width, **tappable(bubble.get("action")))


def _template(message: Message, showing: Showing) -> Markup:
    template = message.get("template")
    if not isinstance(template, dict):
        return _other(message, showing)
    columns = template.get("columns")
    cards = [one for one in (columns if isinstance(columns, list) else [template]) if isinstance(one, dict)]
    drawn = join(_card(card, showing) for card in cards)
    alt = str(message.get("altText", ""))
    many = " fx-carousel" if len(cards) > 1 else ""
    return element(
        "div", drawn, class_=f"fx{many}", role="group", aria_label=alt, tabindex=0 if many else None
    )


def _card(card: Message, showing: Showing) -> Markup:
    address = card.get("thumbnailImageUrl") or card.get("imageUrl")
    source = showing.source(address) if isinstance(address, str) else None
    actions = card.get("actions") or ([card["action"]] if card.get("action") else [])
    picture = element("img", class_="card-picture", src=source, alt="", loading="lazy") if source else ""
    title = element("p", str(card["title"]), class_="card-title") if card.get("title") else ""
    text = element("p", str(card["text"]), class_="card-text") if card.get("text") else ""
    buttons = join(
        element(
            "button",
            str(one.get("label", "")),
            type="button",
            class_="fx-button is-link",
            style=None,
            **tap(one),
        )
        for one in actions
        if isinstance(one, dict)
    )
    return element("div", picture, title, text, buttons, class_="fx-bubble fx-card")


def _image(message: Message, showing: Showing) -> Markup:
    address = str(message.get("previewImageUrl") or message.get("originalContentUrl") or "")
    source = showing.source(address)
    if source is None:
        return _other(message, showing)
    full = showing.source(str(message.get("originalContentUrl", ""))) or source
    alt = showing.words.get("image", "")
    picture = element("img", class_="photo", src=source, alt=alt, loading="lazy")
    return element("a", picture, href=full, target="_blank", rel="noopener", class_="photo-link")


def _sticker(message: Message, showing: Showing) -> Markup:
    number = f"{message.get('packageId')}/{message.get('stickerId')}"
    known = showing.stickers.get(number)
    kind = showing.words.get("sticker", "sticker")
    if known is None:
        return element("div", f"{kind} {number}", class_="bubble-kind")
    source, name = known
    return element("img", class_="sticker", src=source, alt=f"{kind} {name}", width=96, height=96)


def _location(message: Message, _showing: Showing) -> Markup:
    title = element("strong", str(message.get("title", "")))
    return element(
        "div", title, element("span", str(message.get("address", ""))), class_="bubble-text is-place"
    )


def _imagemap(message: Message, showing: Showing) -> Markup:
    source = showing.source(f"{message.get('baseUrl', '')}/1040")
    alt = str(message.get("altText", ""))
    if source is None:
        return element("div", alt, class_="bubble-text")
    return element("img", class_="photo", src=source, alt=alt, loading="lazy")


def _other(message: Message, showing: Showing) -> Markup:
    kind = str(message.get("type", ""))
    return element("div", showing.words.get(kind, f"[{kind}]"), class_="bubble-kind")
