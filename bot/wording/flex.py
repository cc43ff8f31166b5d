"""The building blocks of cards: LINE's Flex objects, with the clinic's look and LINE's limits kept in one place."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

Part = dict[str, Any]

INK, SOFT, LINE_GREY = "#2B2B2B", "#5F6B66", "#E9E3DC"
BRAND, BRAND_SOFT = "#1F6F6B", "#E6F1F0"
# Texts need 4.5:1 against white (WCAG AA); all of these have it.
GOLD, ALERT = "#8A6230", "#B83227"
GOOD, MIDDLE, CARE = "#1F7A5C", "#8A6412", "#B4502F"
# Bars carry no text and may be lighter.
GOOD_BAR, MIDDLE_BAR, CARE_BAR = "#3C9D7C", "#D9A441", "#D9785B"

LABEL_IN_FLEX = 40
LABEL_IN_QUICK_REPLY = 20
QUICK_REPLIES = 13
ALT_TEXT = 400
SHOWN_TEXT = 300
_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")


@lru_cache(maxsize=1024)  # the same labels stand on everybody's cards
def clip(words: str, limit: int) -> str:
    """This function will cut a label so that LINE takes it, and never between a letter and its vowel or tone mark."""
    words = _BLANKS.sub(" ", words).strip()
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    while cut and unicodedata.category(words[len(cut)])[0] == "M":
        cut = cut[:-1]
    return cut.rstrip() + "…"


def text(words: str, **look: Any) -> Part:  # noqa: ANN401 - Flex properties of many types
    """This function will make a paragraph; `look` holds any of Flex's own properties."""
    return {"type": "text", "text": words or " ", "wrap": True, "size": "sm", "color": INK, **look}


def small(words: str, **look: Any) -> Part:  # noqa: ANN401 - Flex properties of many types
    """This function will make a small grey line."""
    return text(words, **{"size": "xs", "color": SOFT, **look})


def box(contents: Sequence[Part], layout: str = "vertical", **look: Any) -> Part:  # noqa: ANN401 - Flex properties of many types
    """This function will put parts below (vertical) or beside (horizontal, baseline) each other."""
    return {"type": "box", "layout": layout, "contents": list(contents), **look}


def gap() -> Part:
    """This function will make a thin line between two parts."""
    return {"type": "separator", "color": LINE_GREY, "margin": "lg"}


def heading(words: str, **look: Any) -> Part:  # noqa: ANN401 - Flex properties of many types
    """This function will make the title of a section."""
    return text(words, **{"weight": "bold", "color": BRAND, "margin": "lg", **look})


def fact(label: str, value: str) -> Part:
    """This function will make a line of a label and its value."""
    return box(
        [small(label, flex=3), text(value, flex=6, weight="bold")],
        layout="horizontal",
        spacing="sm",
        margin="md",
    )


def bullets(lines: Sequence[str], *, numbered: bool = False) -> Part:
    """This function will make a list; empty lines are left out."""
    kept = [line for line in lines if line.strip()] or [" "]
    rows = [
        box(
            [
                text(f"{number}." if numbered else "•", flex=0, color=GOLD, weight="bold"),
                text(line, flex=1),
            ],
            layout="horizontal",
            spacing="sm",
        )
        for number, line in enumerate(kept, start=1)
    ]
    return box(rows, spacing="sm", margin="md")


def bar(share: float, colour: str) -> Part:
    """This function will make a bar filled to a share of 0-1."""
    width = f"{max(2, min(100, round(share * 100)))}%"
    filled = box([{"type": "filler"}], width=width, height="8px", backgroundColor=colour, cornerRadius="4px")
    return box([filled], backgroundColor=LINE_GREY, height="8px", cornerRadius="4px", margin="sm")


def button(label: str, action: Part, *, style: str = "primary") -> Part:
    """This function will make a button of an action made below."""
    look: Part = {"style": style, "height": "sm", "margin": "sm"}
    if style == "primary":
        look["color"] = BRAND
    return {"type": "button", "action": {**action, "label": clip(label, LABEL_IN_FLEX)}, **look}


def postback(data: str, shown: str) -> Part:
    """This function will make an action that comes back to us; `shown` stands in the chat as the person's words."""
    return {"type": "postback", "data": data, "displayText": clip(shown, SHOWN_TEXT)}


def pick_date(data: str, *, until: str) -> Part:
    """This function will make an action that opens a calendar, and comes back to us with a day up to `until`."""
    return {"type": "datetimepicker", "data": data, "mode": "date", "max": until, "min": "1900-01-01"}


def open_link(address: str) -> Part:
    """This function will make an action that opens an address."""
    return {"type": "uri", "uri": address}


def call(phone: str) -> Part:
    """This function will make an action that dials a number."""
    return {"type": "uri", "uri": f"tel:{''.join(sign for sign in phone if sign.isdigit() or sign == '+')}"}


def quick(label: str, action: Part) -> Part:
    """This function will make a quick reply of an action."""
    return {"type": "action", "action": {**action, "label": clip(label, LABEL_IN_QUICK_REPLY)}}


def camera_buttons(take: str, choose: str) -> list[Part]:
    """This function will make quick replies that open the camera and the pictures on the phone."""
    return [quick(take, {"type": "camera"}), quick(choose, {"type": "cameraRoll"})]


def bubble(
    title: str,
    body: Sequence[Part],
    *,
    subtitle: str = "",
    hero: Part | None = None,
    buttons: Sequence[Part] = (),
    colour: str = BRAND,
) -> Part:
    """This function will make a card.

    Args:
        title: Stands white on the coloured head.
        body: The parts below it.
        subtitle: A smaller line under the title.
        hero: A picture between head and body.
        buttons: Stand at its foot.
        colour: Of the head: the brand's, or the alert's.
    """
    head = [text(title, color="#FFFFFF", weight="bold", size="md")]
    if subtitle:
        head.append(text(subtitle, color="#FFFFFF", size="xs", margin="sm"))
    card: Part = {
        "type": "bubble",
        "size": "mega",
        "header": box(head, backgroundColor=colour, paddingAll="16px"),
        "body": box(list(body) or [text(" ")], paddingAll="16px", spacing="none"),
    }
    if hero is not None:
        card["hero"] = hero
    if buttons:
        card["footer"] = box(list(buttons), paddingAll="12px", spacing="xs")
    return card


def picture(address: str, *, ratio: str = "4:5") -> Part:
    """This function will make the picture at the top of a card; a tap opens it whole.

    Args:
        address: Where it is loaded from.
        ratio: Its width to its height; what does not fit is cut off.
    """
    return {
        "type": "image",
        "url": address,
        "size": "full",
        "aspectRatio": ratio,
        "aspectMode": "cover",
        "action": open_link(address),
    }


def card(alt: str, contents: Part) -> Part:
    """This function will make a message of a card; `alt` is what a lock screen shows."""
    return {"type": "flex", "altText": clip(alt, ALT_TEXT), "contents": contents}


def carousel(cards: Sequence[Part]) -> Part:
    """This function will put up to twelve cards beside each other."""
    return {"type": "carousel", "contents": list(cards)[:12]}


def plain(words: str) -> Part:
    """This function will make a message of words only."""
    return {"type": "text", "text": words[:5000]}


def with_quick(messages: Sequence[Part], items: Sequence[Part]) -> list[Part]:
    """This function will put quick replies on the last message, the only one whose quick replies are seen."""
    kept = list(messages)
    if items:
        kept[-1] = {**kept[-1], "quickReply": {"items": list(items)[:QUICK_REPLIES]}}
    return kept
