"""What stands in each person's chat with each bot, both directions, as their phone shows it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict

_FIRST_MESSAGE_ID = 590_000_000_000_000_000


class ChatEntry(TypedDict):
    """One thing in a chat.

    `via` is how it came: "reply", "push", "multicast" from the bot; "message", "postback" from the person.
    `event` is the webhook event a person's entry was told to the bot by.
    """

    id: str
    at: str
    channel: str
    sender: Literal["bot", "person"]
    via: str
    message: dict[str, Any]
    event: dict[str, Any] | None
    unsent: bool


@dataclass(slots=True)
class Chats:
    """All chats; `chats[user_id]` lists the person's entries of every channel in order."""

    _entries: defaultdict[str, list[ChatEntry]] = field(default_factory=lambda: defaultdict(list))
    _loading_until: dict[str, datetime] = field(default_factory=dict)
    _made_ids: int = 0
    revision: int = 0

    def __getitem__(self, user_id: str) -> list[ChatEntry]:
        return self._entries[user_id]

    def new_message_id(self) -> str:
        self._made_ids += 1
        return str(_FIRST_MESSAGE_ID + self._made_ids)

    def add(
        self,
        user_id: str,
        message: dict[str, Any],
        *,
        message_id: str,
        channel: str,
        sender: Literal["bot", "person"],
        via: str,
        now: datetime,
        event: dict[str, Any] | None = None,
    ) -> None:
        """This function will put one message at the end of a person's chat; the bot's ends a loading animation."""
        entry = ChatEntry(
            id=message_id,
            at=now.isoformat(),
            channel=channel,
            sender=sender,
            via=via,
            message=message,
            event=event,
            unsent=False,
        )
        self._entries[user_id].append(entry)
        if sender == "bot":
            self._loading_until.pop(user_id, None)
        self.revision += 1

    def unsend(self, user_id: str, message_id: str) -> None:
        """This function will take a person's own message out of the chat.

        Raises:
            KeyError: no such message of this person.
        """
        for entry in self._entries[user_id]:
            if entry["id"] == message_id and entry["sender"] == "person":
                entry["unsent"] = True
                self.revision += 1
                return
        raise KeyError(message_id)

    def messages(self, user_id: str, *, sender: Literal["bot", "person"] = "bot") -> list[dict[str, Any]]:
        """This function will list the bare message objects one side wrote in a person's chats."""
        return [entry["message"] for entry in self._entries[user_id] if entry["sender"] == sender]

    def show_loading(self, user_id: str, until: datetime) -> None:
        self._loading_until[user_id] = until
        self.revision += 1

    def is_loading(self, user_id: str, *, now: datetime) -> bool:
        until = self._loading_until.get(user_id)
        return until is not None and now < until
