"""How the components of a Flex Message look: boxes, texts, pictures, buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from simulator import looks
from simulator.looks import Json, Style
from simulator.markup import element, join, tap, tappable

_ALIGNED = {"start": "left", "center": "center", "end": "right"}
_SIDES = {"start": "flex-start", "center": "center", "end": "flex-end"}
_GRAVITY = {"top": "flex-start", "center": "center", "bottom": "flex-end"}
_JUSTIFIED = {
    name: name
    for name in ("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly")
}
_ITEMS = {"center": "center", "flex-start": "flex-start", "flex-end": "flex-end"}
_LINES = {"underline": "underline", "line-through": "line-through"}
_PADDINGS = {
    "paddingAll": "padding",
    "paddingTop": "padding-top",
    "paddingBottom": "padding-bottom",
    "paddingStart": "padding-left",
    "paddingEnd": "padding-right",
}
_SIZES = {"width": "width", "maxWidth": "max-width", "height": "height", "maxHeight": "max-height"}
Sources = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Draws components; `source` maps a picture's address to one this page may load, or None."""

    source: Sources

    def draw(self, part: object, parent: str = "vertical", *, is_first: bool = True) -> Markup:
        """This function will draw one component, with a placeholder for a kind LINE doesn't have."""
        if not isinstance(part, dict):
            return Markup("")
        drawers = {
            "box": self._box,
            "text": self._text,
            "image": self._picture,
            "icon": self._icon,
            "button": self._button,
            "separator": self._separator,
            "filler": self._filler,
            "video": self._video,
        }
        kind = str(part.get("type"))
        if kind not in drawers:
            return element("span", f"[{kind}]", class_="fx-unknown")
        return drawers[kind](part, looks.placed(part, parent, is_first=is_first), parent)

    def _separator(self, line: Json, place: Style, parent: str) -> Markup:
        upright = " is-upright" if parent != "vertical" else ""
        style = place | looks.keep({"background": looks.colour(line.get("color"))})
        return element("span", class_=f"fx-separator{upright}", style=style, role="presentation")

    def _filler(self, _filler: Json, place: Style, _parent: str) -> Markup:
        return element("span", class_="fx-filler", style=place)

    def _video(self, video: Json, _place: Style, parent: str) -> Markup:
        """A video is shown by what its maker chose for phones that can't play it."""
        return self.draw(video.get("altContent"), parent)

    def _box(self, box: Json, place: Style, _parent: str) -> Markup:
        layout = box.get("layout")
        parts = box.get("contents")
        inner = join(
            self.draw(part, str(layout), is_first=index == 0)
            for index, part in enumerate(parts if isinstance(parts, list) else [])
        )
        style = place | looks.keep(self._room(box)) | looks.keep(self._surface(box))
        kind = layout if layout in {"vertical", "horizontal", "baseline"} else "vertical"
        return element("div", inner, class_=f"fx-box is-{kind}", style=style, **tappable(box.get("action")))

    def _room(self, box: Json) -> dict[str, str | None]:
        spacing = looks.length(box.get("spacing"))
        found = {css: looks.length(box.get(name)) for name, css in (_PADDINGS | _SIZES).items()}
        return {
            **found,
            "gap": spacing,
            "justify-content": looks.one_of(box.get("justifyContent"), _JUSTIFIED),
            "align-items": looks.one_of(box.get("alignItems"), _ITEMS),
        }

    def _surface(self, box: Json) -> dict[str, str | None]:
        width = looks.length(box.get("borderWidth"), looks.BORDERS)
        line = looks.colour(box.get("borderColor")) or "#d0d5dd"
        has_border = width is not None or looks.colour(box.get("borderColor")) is not None
        radius = looks.length(box.get("cornerRadius"), looks.RADII)
        return {
            "background": looks.gradient(box.get("background")) or looks.colour(box.get("backgroundColor")),
            "border": f"{width or '1px'} solid {line}" if has_border else None,
            "border-radius": radius,
            "overflow": "hidden" if radius else None,
        }

    def _text(self, text: Json, place: Style, parent: str) -> Markup:
        spans = text.get("contents")
        inner = join(
            element("span", str(span.get("text", "")), style=looks.keep(_type(span)))
            for span in (spans if isinstance(spans, list) else [])
            if isinstance(span, dict)
        )
        style = place | looks.keep(_type(text) | _lines(text))
        gravity = looks.one_of(text.get("gravity"), _GRAVITY)
        if gravity and parent == "horizontal":
            style["align-self"] = gravity
        wraps = " is-wrapped" if text.get("wrap") is True else ""
        shown = inner or str(text.get("text", ""))
        return element("p", shown, class_=f"fx-text{wraps}", style=style, **tappable(text.get("action")))

    def _icon(self, icon: Json, place: Style, _parent: str) -> Markup:
        size = looks.length(icon.get("size", "md"), looks.TEXT_SIZES)
        style = place | looks.keep({"height": size, "aspect-ratio": looks.ratio(icon.get("aspectRatio"))})
        return self._loaded(icon, style, "fx-icon")

    def _picture(self, image: Json, place: Style, parent: str) -> Markup:
        if image.get("type") == "icon":
            size = looks.length(image.get("size", "md"), looks.TEXT_SIZES)
            style = place | looks.keep(
                {"height": size, "aspect-ratio": looks.ratio(image.get("aspectRatio"))}
            )
            return self._loaded(image, style, "fx-icon")
        size = image.get("size", "md")
        width = "100%" if size == "full" else looks.length(size, looks.IMAGE_SIZES)
        style = place | looks.keep(
            {
                "width": width if parent == "vertical" or size != "full" else None,
                "max-width": "100%",
                "aspect-ratio": looks.ratio(image.get("aspectRatio", "1:1")),
                "object-fit": "cover" if image.get("aspectMode") == "cover" else "contain",
                "background": looks.colour(image.get("backgroundColor")),
                "align-self": looks.one_of(image.get("align", "center"), _SIDES)
                if parent == "vertical"
                else None,
            }
        )
        return self._loaded(image, style, "fx-image")

    def _loaded(self, image: Json, style: Style, name: str) -> Markup:
        source = self.source(str(image.get("url", "")))
        if source is None:
            return element("span", class_=f"{name} is-elsewhere", style=style, aria_hidden="true")
        return element(
            "img",
            class_=name,
            style=style,
            src=source,
            alt="",
            loading="lazy",
            **tappable(image.get("action")),
        )

    def _button(self, button: Json, place: Style, parent: str) -> Markup:
        action = button.get("action")
        label = str(action.get("label", "")) if isinstance(action, dict) else ""
        style = button.get("style", "link")
        kind = style if style in {"primary", "secondary", "link"} else "link"
        chosen = looks.colour(button.get("color"))
        dress = {"color" if kind == "link" else "background": chosen}
        gravity = looks.one_of(button.get("gravity"), _GRAVITY) if parent == "horizontal" else None
        css = place | looks.keep({**dress, "align-self": gravity})
        small = " is-small" if button.get("height") == "sm" else ""
        return element(
            "button", label, type="button", class_=f"fx-button is-{kind}{small}", style=css, **tap(action)
        )


def _type(text: Json) -> dict[str, str | None]:
    return {
        "font-size": looks.length(text.get("size"), looks.TEXT_SIZES),
        "font-weight": "600" if text.get("weight") == "bold" else None,
        "font-style": "italic" if text.get("style") == "italic" else None,
        "color": looks.colour(text.get("color")),
        "text-decoration": looks.one_of(text.get("decoration"), _LINES),
    }


def _lines(text: Json) -> dict[str, str | None]:
    lines = looks.whole(text.get("maxLines"))
    spacing = looks.length(text.get("lineSpacing"), {})
    return {
        "text-align": looks.one_of(text.get("align"), _ALIGNED),
        "line-height": f"calc(1.45em + {spacing})" if spacing and spacing.endswith("px") else None,
        **({"-webkit-line-clamp": str(lines)} if lines and text.get("wrap") is True else {}),
    }
