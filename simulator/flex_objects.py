"""What a Flex Message may be made of, as LINE takes it.

Source: LINE developers, Messaging API reference, "Flex Message"; "Elements of Flex Message"; "Flex Message layout".
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from simulator.actions import LABEL_IN_FLEX, Action, Strict, require_label
from simulator.measures import Colour, MediaAddress, Text

MAX_BUBBLES = 12
MAX_SIDE = 100_000
_STEPS = "none|xs|sm|md|lg|xl|xxl"
_SIZES = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"

Spacing = Annotated[str, Field(pattern=rf"^({_STEPS}|\d+(\.\d+)?px)$")]
Padding = Annotated[str, Field(pattern=rf"^({_STEPS}|\d+(\.\d+)?(px|%))$")]
Radius = Annotated[str, Field(pattern=rf"^({_STEPS}|\d+(\.\d+)?px)$")]
Offset = Annotated[str, Field(pattern=rf"^({_STEPS}|-?\d+(\.\d+)?(px|%))$")]
Border = Annotated[str, Field(pattern=r"^(none|light|normal|medium|semi-bold|bold|\d+(\.\d+)?px)$")]
Length = Annotated[str, Field(pattern=r"^\d+(\.\d+)?(px|%)$")]
Pixels = Annotated[str, Field(pattern=r"^\d+(\.\d+)?px$")]
TextSize = Annotated[str, Field(pattern=rf"^({_SIZES}|\d+(\.\d+)?px)$")]
ImageSize = Annotated[str, Field(pattern=rf"^({_SIZES}|full|\d+(\.\d+)?(px|%))$")]
Angle = Annotated[str, Field(pattern=r"^\d+(\.\d+)?deg$")]
Percent = Annotated[str, Field(pattern=r"^\d+(\.\d+)?%$")]
Share = Annotated[int, Field(ge=0)]


def _is_ratio(ratio: str) -> str:
    width, _, height = ratio.partition(":")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise ValueError("must be width:height")
    if not (1 <= int(width) <= MAX_SIDE and 1 <= int(height) <= MAX_SIDE and int(height) <= 3 * int(width)):
        raise ValueError("must have sides of 1-100000 and a height of at most three widths")
    return ratio


Ratio = Annotated[str, AfterValidator(_is_ratio)]


class _Placed(Strict):
    position: Literal["relative", "absolute"] | None = None
    offset_top: Offset | None = None
    offset_bottom: Offset | None = None
    offset_start: Offset | None = None
    offset_end: Offset | None = None
    margin: Spacing | None = None


class LinearGradient(Strict):
    type: Literal["linearGradient"]
    angle: Angle
    start_color: Colour
    end_color: Colour
    center_color: Colour | None = None
    center_position: Percent | None = None


class Span(Strict):
    type: Literal["span"]
    text: Text
    size: TextSize | None = None
    color: Colour | None = None
    weight: Literal["regular", "bold"] | None = None
    style: Literal["normal", "italic"] | None = None
    decoration: Literal["none", "underline", "line-through"] | None = None


class TextComponent(_Placed):
    type: Literal["text"]
    text: Text | None = None
    contents: list[Span] | None = None
    flex: Share | None = None
    size: TextSize | None = None
    align: Literal["start", "end", "center"] | None = None
    gravity: Literal["top", "bottom", "center"] | None = None
    color: Colour | None = None
    weight: Literal["regular", "bold"] | None = None
    style: Literal["normal", "italic"] | None = None
    decoration: Literal["none", "underline", "line-through"] | None = None
    wrap: bool | None = None
    line_spacing: Pixels | None = None
    max_lines: Annotated[int, Field(ge=0)] | None = None
    adjust_mode: Literal["shrink-to-fit"] | None = None
    scaling: bool | None = None
    action: Action | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "TextComponent":
        if not self.text and not self.contents:
            raise ValueError("either text or contents is required")
        return self


class ImageComponent(_Placed):
    type: Literal["image"]
    url: MediaAddress
    flex: Share | None = None
    align: Literal["start", "end", "center"] | None = None
    gravity: Literal["top", "bottom", "center"] | None = None
    size: ImageSize | None = None
    aspect_ratio: Ratio | None = None
    aspect_mode: Literal["fit", "cover"] | None = None
    background_color: Colour | None = None
    animated: bool | None = None
    action: Action | None = None


class IconComponent(_Placed):
    type: Literal["icon"]
    url: MediaAddress
    size: TextSize | None = None
    scaling: bool | None = None
    aspect_ratio: Ratio | None = None


class ButtonComponent(_Placed):
    type: Literal["button"]
    action: Action
    flex: Share | None = None
    color: Colour | None = None
    style: Literal["primary", "secondary", "link"] | None = None
    gravity: Literal["top", "bottom", "center"] | None = None
    height: Literal["md", "sm"] | None = None
    adjust_mode: Literal["shrink-to-fit"] | None = None
    scaling: bool | None = None

    @model_validator(mode="after")
    def _is_labelled(self) -> "ButtonComponent":
        require_label(self.action, LABEL_IN_FLEX)
        return self


class Separator(Strict):
    type: Literal["separator"]
    margin: Spacing | None = None
    color: Colour | None = None


class Filler(Strict):
    type: Literal["filler"]
    flex: Share | None = None


class Box(_Placed):
    type: Literal["box"]
    layout: Literal["horizontal", "vertical", "baseline"]
    contents: list["Component"]
    flex: Share | None = None
    spacing: Spacing | None = None
    background_color: Colour | None = None
    border_color: Colour | None = None
    border_width: Border | None = None
    corner_radius: Radius | None = None
    width: Length | None = None
    max_width: Length | None = None
    height: Length | None = None
    max_height: Length | None = None
    padding_all: Padding | None = None
    padding_top: Padding | None = None
    padding_bottom: Padding | None = None
    padding_start: Padding | None = None
    padding_end: Padding | None = None
    justify_content: (
        Literal["center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"] | None
    ) = None
    align_items: Literal["center", "flex-start", "flex-end"] | None = None
    background: LinearGradient | None = None
    action: Action | None = None

    @model_validator(mode="after")
    def _holds_what_its_layout_takes(self) -> "Box":
        for index, part in enumerate(self.contents):
            if self.layout == "baseline" and part.type not in {"icon", "text", "filler"}:
                raise ValueError(f"contents[{index}]: a baseline box takes no {part.type}")
            if self.layout != "baseline" and part.type == "icon":
                raise ValueError(f"contents[{index}]: an icon stands only in a baseline box")
        return self


Component = Annotated[
    Box | ButtonComponent | ImageComponent | IconComponent | TextComponent | Separator | Filler,
    Field(discriminator="type"),
]


class Video(Strict):
    type: Literal["video"]
    url: MediaAddress
    preview_url: MediaAddress
    alt_content: Annotated[Box | ImageComponent, Field(discriminator="type")]
    aspect_ratio: Ratio | None = None
    action: Action | None = None


Hero = Annotated[Box | ImageComponent | Video, Field(discriminator="type")]


class BlockStyle(Strict):
    background_color: Colour | None = None
    separator: bool | None = None
    separator_color: Colour | None = None


class BubbleStyles(Strict):
    header: BlockStyle | None = None
    hero: BlockStyle | None = None
    body: BlockStyle | None = None
    footer: BlockStyle | None = None


class Bubble(Strict):
    type: Literal["bubble"]
    size: Literal["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"] | None = None
    direction: Literal["ltr", "rtl"] | None = None
    header: Box | None = None
    hero: Hero | None = None
    body: Box | None = None
    footer: Box | None = None
    styles: BubbleStyles | None = None
    action: Action | None = None

    @model_validator(mode="after")
    def _shows_something(self) -> "Bubble":
        if not (self.header or self.hero or self.body or self.footer):
            raise ValueError("a bubble needs a header, hero, body or footer")
        if isinstance(self.hero, Video) and self.size not in {None, "kilo", "mega", "giga"}:
            raise ValueError("a bubble with a video is kilo, mega or giga wide")
        return self


class Carousel(Strict):
    type: Literal["carousel"]
    contents: Annotated[list[Bubble], Field(min_length=1, max_length=MAX_BUBBLES)]

    @model_validator(mode="after")
    def _bubbles_match(self) -> "Carousel":
        widths = sorted({bubble.size or "mega" for bubble in self.contents})
        if len(widths) > 1:
            raise ValueError(f"all bubbles of a carousel have one width, has {', '.join(widths)}")
        if any(isinstance(bubble.hero, Video) for bubble in self.contents):
            raise ValueError("a bubble with a video can't stand in a carousel")
        return self


FlexContainer = Annotated[Bubble | Carousel, Field(discriminator="type")]
