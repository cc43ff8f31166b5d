"""What the body of each request may be, as LINE takes it.

Source: LINE developers, Messaging API reference: "Send reply message", "Send push message", "Send multicast
message", "Display a loading animation", "Rich menu".
"""

from typing import Annotated

from pydantic import Field, model_validator

from simulator.actions import LABEL_IN_TEMPLATE, Action, Strict, require_label
from simulator.measures import Text, letters
from simulator.message_objects import Messages

UserId = Annotated[str, Field(pattern=r"^U[0-9a-f]{32}$")]
ChatId = Annotated[str, Field(pattern=r"^[UCR][0-9a-f]{32}$")]
UnitName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,30}$")]
Units = Annotated[list[UnitName], Field(max_length=1)]
MAX_MULTICAST = 500


class ReplyRequest(Strict):
    reply_token: Text
    messages: Messages
    notification_disabled: bool | None = None


class PushRequest(Strict):
    to: ChatId
    messages: Messages
    notification_disabled: bool | None = None
    custom_aggregation_units: Units | None = None


class MulticastRequest(Strict):
    to: Annotated[list[UserId], Field(min_length=1, max_length=MAX_MULTICAST)]
    messages: Messages
    notification_disabled: bool | None = None
    custom_aggregation_units: Units | None = None


class ValidateRequest(Strict):
    messages: Messages


class LoadingRequest(Strict):
    chat_id: UserId
    loading_seconds: Annotated[int, Field(ge=5, le=60, multiple_of=5)] | None = None


class MenuSize(Strict):
    width: Annotated[int, Field(ge=800, le=2500)]
    height: Annotated[int, Field(ge=250)]

    @model_validator(mode="after")
    def _is_wide(self) -> "MenuSize":
        if self.width / self.height < 1.45:  # noqa: PLR2004 - LINE's least ratio of a rich menu picture
            raise ValueError("width / height must be at least 1.45")
        return self


class MenuBounds(Strict):
    x: Annotated[int, Field(ge=0)]
    y: Annotated[int, Field(ge=0)]
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]


class MenuArea(Strict):
    bounds: MenuBounds
    action: Action

    @model_validator(mode="after")
    def _label_fits(self) -> "MenuArea":
        require_label(self.action, LABEL_IN_TEMPLATE, needed=False)
        return self


class RichMenuObject(Strict):
    size: MenuSize
    selected: bool
    name: Annotated[Text, letters(300)]
    chat_bar_text: Annotated[Text, letters(14)]
    areas: Annotated[list[MenuArea], Field(max_length=20)]


class AliasRequest(Strict):
    rich_menu_alias_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
    rich_menu_id: Text


class AliasChange(Strict):
    rich_menu_id: Text


class LinkManyRequest(Strict):
    rich_menu_id: Text
    user_ids: Annotated[list[UserId], Field(min_length=1, max_length=MAX_MULTICAST)]


class UnlinkManyRequest(Strict):
    user_ids: Annotated[list[UserId], Field(min_length=1, max_length=MAX_MULTICAST)]


class ReadTokenRequest(Strict):
    mark_as_read_token: Text
