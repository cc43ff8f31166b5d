"""What a tap on a button, picture, rich-menu area or quick reply may do, as LINE takes it.

Source: LINE developers, Messaging API reference, "Action objects" and "Quick reply".
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from simulator.measures import (
    LinkAddress,
    MediaAddress,
    PostbackData,
    Text,
    Text300,
    graphemes,
    letters,
    units,
)

_MOMENTS = {
    "date": re.compile(r"^\d{4}-\d{2}-\d{2}$"),
    "time": re.compile(r"^\d{2}:\d{2}$"),
    "datetime": re.compile(r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}$"),
}
LABEL_IN_TEMPLATE = 20
LABEL_IN_FLEX = 40
LABEL_IN_PICTURES = 12


class Strict(BaseModel):
    """One JSON object of LINE: nothing unknown, nothing null, no type bent to fit."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    @model_validator(mode="before")
    @classmethod
    def _has_no_nulls(cls, value: Any) -> Any:  # noqa: ANN401 - a before-validator sees whatever was sent
        if isinstance(value, dict):
            nulls = sorted(key for key, inner in value.items() if inner is None)
            if nulls:
                raise ValueError(f"must not be null: {', '.join(nulls)}")
        return value


Label = Annotated[str, letters(LABEL_IN_FLEX)]


class PostbackAction(Strict):
    type: Literal["postback"]
    label: Label | None = None
    data: PostbackData
    display_text: Text300 | None = None
    text: Text300 | None = None
    input_option: Literal["closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"] | None = None
    fill_in_text: Text300 | None = None

    @model_validator(mode="after")
    def _shows_one_text(self) -> "PostbackAction":
        if self.display_text is not None and self.text is not None:
            raise ValueError("displayText and text can't be used together")
        if self.fill_in_text is not None and self.input_option != "openKeyboard":
            raise ValueError("fillInText needs inputOption openKeyboard")
        return self


class MessageAction(Strict):
    type: Literal["message"]
    label: Label | None = None
    text: Text300


class AltUri(Strict):
    desktop: LinkAddress


class UriAction(Strict):
    type: Literal["uri"]
    label: Label | None = None
    uri: LinkAddress
    alt_uri: AltUri | None = None


class DatetimePickerAction(Strict):
    type: Literal["datetimepicker"]
    label: Label | None = None
    data: PostbackData
    mode: Literal["date", "time", "datetime"]
    initial: str | None = None
    max: str | None = None
    min: str | None = None

    @model_validator(mode="after")
    def _moments_fit_the_mode(self) -> "DatetimePickerAction":
        for name, moment in (("initial", self.initial), ("max", self.max), ("min", self.min)):
            if moment is not None and not _MOMENTS[self.mode].match(moment):
                raise ValueError(f"{name} is not a {self.mode}")
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError("min must be before max")
        return self


class RichMenuSwitchAction(Strict):
    type: Literal["richmenuswitch"]
    label: Label | None = None
    rich_menu_alias_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
    data: PostbackData


class ClipboardAction(Strict):
    type: Literal["clipboard"]
    label: Label | None = None
    clipboard_text: Annotated[Text, units(1000)]


class CameraAction(Strict):
    type: Literal["camera"]
    label: Label


class CameraRollAction(Strict):
    type: Literal["cameraRoll"]
    label: Label


class LocationAction(Strict):
    type: Literal["location"]
    label: Label


Action = Annotated[
    PostbackAction
    | MessageAction
    | UriAction
    | DatetimePickerAction
    | RichMenuSwitchAction
    | ClipboardAction,
    Field(discriminator="type"),
]
QuickReplyAction = Annotated[
    PostbackAction
    | MessageAction
    | UriAction
    | DatetimePickerAction
    | ClipboardAction
    | CameraAction
    | CameraRollAction
    | LocationAction,
    Field(discriminator="type"),
]
AnyAction = (
    PostbackAction | MessageAction | UriAction | DatetimePickerAction | RichMenuSwitchAction | ClipboardAction
)
AnyQuickReplyAction = AnyAction | CameraAction | CameraRollAction | LocationAction


def require_label(action: AnyQuickReplyAction, limit: int, *, needed: bool = True) -> None:
    """This function will refuse an action whose label is missing or too long for the place it stands in.

    Args:
        action: the action checked.
        limit: grapheme clusters the place takes: 20 in templates and quick replies, 12 on image carousels.
        needed: whether the place shows the label.

    Raises:
        ValueError: the label is missing or too long.
    """
    label = action.label or ""
    if needed and not label:
        raise ValueError("action.label is required here")
    if graphemes(label) > limit:
        raise ValueError(f"action.label must be at most {limit} characters, has {graphemes(label)}")


class QuickReplyItem(Strict):
    type: Literal["action"]
    image_url: MediaAddress | None = None
    action: QuickReplyAction

    @model_validator(mode="after")
    def _label_fits(self) -> "QuickReplyItem":
        require_label(self.action, LABEL_IN_TEMPLATE)
        return self


class QuickReply(Strict):
    items: Annotated[list[QuickReplyItem], Field(min_length=1, max_length=13)]


class Sender(Strict):
    name: Annotated[Text, letters(20)] | None = None
    icon_url: MediaAddress | None = None
