"""A person's phone: writes, sends photos, presses what stands in the chat, and reads. For stories and tests."""

from collections.abc import Iterator
from typing import Any

from simulator.app import LineDouble
from simulator.demo_hands import Tapped, event_of


class NotOnScreenError(AssertionError):
    """The person cannot see or press that."""


class Phone:
    """One person's LINE, on the double."""

    def __init__(self, double: LineDouble, *, user_id: str, name: str) -> None:
        self.double = double
        self.user_id = user_id
        self.name = name
        self._read_to = 0

    async def write(self, text: str) -> None:
        """This function will write a text to the clinic."""
        await self._deliver(self.double.events.text(self.user_id, text))

    async def send_photo(self, photo: bytes) -> None:
        """This function will send a photo to the clinic."""
        await self._deliver(self.double.events.photo(self.user_id, photo))

    async def send_sticker(self) -> None:
        """This function will send a sticker to the clinic."""
        await self._deliver(self.double.events.sticker(self.user_id))

    async def unsend(self) -> None:
        """This function will take back the last message sent.

        Raises:
            NotOnScreenError: There is none to take back.
        """
        own = [
            one for one in self.double.chats[self.user_id] if one["via"] == "message" and not one["unsent"]
        ]
        if not own:
            raise NotOnScreenError(f"{self.name} has sent nothing to take back")
        await self._deliver(self.double.events.unsend(self.user_id, own[-1]["id"]))

    async def block(self) -> None:
        """This function will block the clinic."""
        await self._deliver(self.double.events.unfollow(self.user_id))

    async def follow(self) -> None:
        """This function will add the clinic as a friend, or lift the block."""
        await self._deliver(self.double.events.follow(self.user_id))

    async def repeat(self) -> int:
        """This function will let LINE deliver the last message or press once more, and return the status.

        Raises:
            NotOnScreenError: Nothing was sent or pressed yet.
        """
        told = [one["event"] for one in self.double.chats[self.user_id] if one["event"] is not None]
        if not told:
            raise NotOnScreenError(f"{self.name} has done nothing yet")
        return await self.double.redeliver(told[-1])

    async def press(self, label: str, *, moment: str | None = None) -> None:
        """This function will press the newest button whose label contains this.

        Args:
            label: Any part of what stands on the button.
            moment: What to pick, where the button opens a date picker.

        Raises:
            NotOnScreenError: There is none in the chat, or it tells the clinic nothing, as links do.
        """
        action = self.button(label)
        tapped = Tapped(action=action, moment=moment)
        event = event_of(self.double, self.user_id, self.double.first_channel.key, tapped)
        if event is None:
            raise NotOnScreenError(f"the button {label!r} opens something ({action['type']})")
        await self._deliver(event)

    async def press_for(self, action: str, holding: str = "") -> None:
        """This function will press the newest button that asks for this action of the product's.

        Args:
            action: As in the product's table of buttons.
            holding: What else must stand in the button's data.

        Raises:
            NotOnScreenError: There is none in the chat.
        """
        found = self.button_for(action, holding)
        event = self.double.events.postback(
            self.user_id, found["data"], display_text=found.get("displayText")
        )
        await self._deliver(event)

    def button_for(self, action: str, holding: str = "") -> dict[str, Any]:
        """This function will find the newest button that asks for this action (`v1.<action>.…`).

        Raises:
            NotOnScreenError: There is none in the chat; the message lists those there are.
        """
        seen = []
        for message in reversed(self.messages()):
            for found in actions_in(message):
                data = found.get("data", "")
                words = data.split(".")
                if words[1:2] == [action] and holding in data:
                    return found
                seen.append(".".join(words[:2]))
        raise NotOnScreenError(f"{self.name} sees no button for {action!r}; there are: {seen[:12]}")

    def button(self, label: str) -> dict[str, Any]:
        """This function will find the newest button whose label contains this.

        Raises:
            NotOnScreenError: There is none in the chat; the message lists those there are.
        """
        labels = []
        for message in reversed(self.messages()):
            for action in actions_in(message):
                if label in action.get("label", ""):
                    return action
                labels.append(action.get("label", ""))
        raise NotOnScreenError(f"{self.name} sees no button {label!r}; there are: {labels[:12]}")

    def messages(self) -> list[dict[str, Any]]:
        """This function will list everything the clinic wrote, oldest first."""
        return self.double.chats.messages(self.user_id)

    def unread(self) -> list[dict[str, Any]]:
        """This function will list what the clinic wrote since the last call."""
        messages = self.messages()
        fresh, self._read_to = messages[self._read_to :], len(messages)
        return fresh

    def sees(self, words: str) -> bool:
        """This function will say whether these words stand anywhere in what the clinic wrote."""
        return any(words in text for message in self.messages() for text in texts_in(message))

    async def _deliver(self, event: dict[str, Any]) -> None:
        status = await self.double.deliver(event)
        if status != 200:  # noqa: PLR2004 - HTTP
            raise AssertionError(f"the webhook was answered {status}")


def actions_in(part: object) -> Iterator[dict[str, Any]]:
    """This function will find every action in a message, whatever it is made of."""
    if isinstance(part, dict):
        action = part.get("action")
        if isinstance(action, dict):
            yield action
        for key, value in part.items():
            if key == "actions":
                yield from (one for one in value if isinstance(one, dict))
            elif key != "action":
                yield from actions_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from actions_in(value)


def texts_in(part: object) -> Iterator[str]:
    """This function will find every text a person reads in a message, whatever it is made of."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("text", "label", "altText") and isinstance(value, str):
                yield value
            else:
                yield from texts_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts_in(value)
