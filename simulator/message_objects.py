"""What kinds of message a bot may send, as LINE takes them.

Source: LINE developers, Messaging API reference, "Message objects" and "Template messages"; text counts as of the
page "Character counting in a text".
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from simulator.actions import (
    LABEL_IN_PICTURES,
    LABEL_IN_TEMPLATE,
    Action,
    QuickReply,
    Sender,
    Strict,
    require_label,
)
from simulator.flex_objects import FlexContainer
from simulator.measures import (
    AltText,
    Colour,
    LinkAddress,
    MediaAddress,
    Text,
    graphemes,
    letters,
    units,
)

_NUMBER = r"^\d{1,20}$"
MESSAGES_IN_ONE_CALL = 5


class _Message(Strict):
    quick_reply: QuickReply | None = None
    sender: Sender | None = None


class Emoji(Strict):
    index: Annotated[int, Field(ge=0)]
    product_id: Text
    emoji_id: Text


class TextMessage(_Message):
    type: Literal["text"]
    text: Annotated[Text, units(5000)]
    emojis: Annotated[list[Emoji], Field(max_length=20)] | None = None
    quote_token: Text | None = None

    @model_validator(mode="after")
    def _emojis_stand_on_a_dollar(self) -> "TextMessage":
        written = self.text.encode("utf-16-le")
        for emoji in self.emojis or []:
            if written[emoji.index * 2 : emoji.index * 2 + 2] != b"$\x00":
                raise ValueError(f"emoji index {emoji.index} is not a $ of the text")
        return self


class UserTarget(Strict):
    type: Literal["user"]
    user_id: Text


class EveryoneTarget(Strict):
    type: Literal["all"]


class MentionSubstitution(Strict):
    type: Literal["mention"]
    mentionee: Annotated[UserTarget | EveryoneTarget, Field(discriminator="type")]


class EmojiSubstitution(Strict):
    type: Literal["emoji"]
    product_id: Text
    emoji_id: Text


Substitution = Annotated[MentionSubstitution | EmojiSubstitution, Field(discriminator="type")]


class TextV2Message(_Message):
    type: Literal["textV2"]
    text: Annotated[Text, units(5000)]
    substitution: Annotated[dict[str, Substitution], Field(max_length=100)] | None = None
    quote_token: Text | None = None


class StickerMessage(_Message):
    type: Literal["sticker"]
    package_id: Annotated[str, Field(pattern=_NUMBER)]
    sticker_id: Annotated[str, Field(pattern=_NUMBER)]
    quote_token: Text | None = None


class ImageMessage(_Message):
    type: Literal["image"]
    original_content_url: MediaAddress
    preview_image_url: MediaAddress


class VideoMessage(_Message):
    type: Literal["video"]
    original_content_url: MediaAddress
    preview_image_url: MediaAddress
    tracking_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9\-.=,+*()%$&;:@{}!?<>\[\]]{1,100}$")] | None = None


class AudioMessage(_Message):
    type: Literal["audio"]
    original_content_url: MediaAddress
    duration: Annotated[int, Field(ge=1)]


class LocationMessage(_Message):
    type: Literal["location"]
    title: Annotated[Text, units(100)]
    address: Annotated[Text, units(100)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Area(Strict):
    x: Annotated[int, Field(ge=0)]
    y: Annotated[int, Field(ge=0)]
    width: Annotated[int, Field(ge=0)]
    height: Annotated[int, Field(ge=0)]


class ImagemapSize(Strict):
    width: Literal[1040]
    height: Annotated[int, Field(ge=1)]


class ImagemapLink(Strict):
    type: Literal["uri"]
    link_uri: LinkAddress
    label: Annotated[str, units(100)] | None = None
    area: Area


class ImagemapText(Strict):
    type: Literal["message"]
    text: Annotated[Text, units(400)]
    label: Annotated[str, units(100)] | None = None
    area: Area


class ImagemapClipboard(Strict):
    type: Literal["clipboard"]
    clipboard_text: Annotated[Text, units(1000)]
    label: Annotated[str, units(100)] | None = None
    area: Area


class ExternalLink(Strict):
    link_uri: LinkAddress
    label: Annotated[Text, units(30)]


class ImagemapVideo(Strict):
    original_content_url: MediaAddress
    preview_image_url: MediaAddress
    area: Area
    external_link: ExternalLink | None = None


ImagemapAction = Annotated[ImagemapLink | ImagemapText | ImagemapClipboard, Field(discriminator="type")]


class ImagemapMessage(_Message):
    type: Literal["imagemap"]
    base_url: MediaAddress
    alt_text: AltText
    base_size: ImagemapSize
    video: ImagemapVideo | None = None
    actions: Annotated[list[ImagemapAction], Field(max_length=50)]


class ButtonsTemplate(Strict):
    type: Literal["buttons"]
    thumbnail_image_url: MediaAddress | None = None
    image_aspect_ratio: Literal["rectangle", "square"] | None = None
    image_size: Literal["cover", "contain"] | None = None
    image_background_color: Colour | None = None
    title: Annotated[Text, letters(40)] | None = None
    text: Text
    default_action: Action | None = None
    actions: Annotated[list[Action], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _texts_fit(self) -> "ButtonsTemplate":
        limit = 60 if self.thumbnail_image_url or self.title else 160
        _require_length("text", self.text, limit)
        for action in self.actions:
            require_label(action, LABEL_IN_TEMPLATE)
        return self


class ConfirmTemplate(Strict):
    type: Literal["confirm"]
    text: Annotated[Text, letters(240)]
    actions: Annotated[list[Action], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def _labels_fit(self) -> "ConfirmTemplate":
        for action in self.actions:
            require_label(action, LABEL_IN_TEMPLATE)
        return self


class Column(Strict):
    thumbnail_image_url: MediaAddress | None = None
    image_background_color: Colour | None = None
    title: Annotated[Text, letters(40)] | None = None
    text: Text
    default_action: Action | None = None
    actions: Annotated[list[Action], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _texts_fit(self) -> "Column":
        limit = 60 if self.thumbnail_image_url or self.title else 120
        _require_length("text", self.text, limit)
        for action in self.actions:
            require_label(action, LABEL_IN_TEMPLATE)
        return self


class CarouselTemplate(Strict):
    type: Literal["carousel"]
    columns: Annotated[list[Column], Field(min_length=1, max_length=10)]
    image_aspect_ratio: Literal["rectangle", "square"] | None = None
    image_size: Literal["cover", "contain"] | None = None

    @model_validator(mode="after")
    def _columns_match(self) -> "CarouselTemplate":
        if len({len(column.actions) for column in self.columns}) > 1:
            raise ValueError("all columns have the same number of actions")
        shapes = {(bool(column.title), bool(column.thumbnail_image_url)) for column in self.columns}
        if len(shapes) > 1:
            raise ValueError("title and thumbnailImageUrl stand in all columns or in none")
        return self


class PictureColumn(Strict):
    image_url: MediaAddress
    action: Action

    @model_validator(mode="after")
    def _label_fits(self) -> "PictureColumn":
        require_label(self.action, LABEL_IN_PICTURES, needed=False)
        return self


class ImageCarouselTemplate(Strict):
    type: Literal["image_carousel"]
    columns: Annotated[list[PictureColumn], Field(min_length=1, max_length=10)]


Template = Annotated[
    ButtonsTemplate | ConfirmTemplate | CarouselTemplate | ImageCarouselTemplate, Field(discriminator="type")
]


class TemplateMessage(_Message):
    type: Literal["template"]
    alt_text: AltText
    template: Template


class FlexMessage(_Message):
    type: Literal["flex"]
    alt_text: AltText
    contents: FlexContainer


class CouponMessage(_Message):
    type: Literal["coupon"]
    coupon_id: Text
    delivery_tag: Annotated[Text, units(30)] | None = None


Message = Annotated[
    TextMessage
    | TextV2Message
    | StickerMessage
    | ImageMessage
    | VideoMessage
    | AudioMessage
    | LocationMessage
    | ImagemapMessage
    | TemplateMessage
    | FlexMessage
    | CouponMessage,
    Field(discriminator="type"),
]
Messages = Annotated[list[Message], Field(min_length=1, max_length=MESSAGES_IN_ONE_CALL)]
MESSAGES: TypeAdapter[list[Message]] = TypeAdapter(Messages)


def _require_length(name: str, text: str, limit: int) -> None:
    if graphemes(text) > limit:
        raise ValueError(f"{name} must be at most {limit} characters here, has {graphemes(text)}")
