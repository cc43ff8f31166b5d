"""What hands do on the phones of the demo page: which event LINE would send for it."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.app import LineDouble
from simulator.demo_chats import DemoChats, DemoPerson
from simulator.events import Event
from simulator.faults import SENDING, Fault

_ARI = (13.7796, 100.5447)


class UnknownDoingError(Exception):
    """Nothing a phone can do, or to a message that isn't there."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(_Asked):
    """A text typed into a phone."""

    text: str = Field(min_length=1, max_length=5000)


class StickerSent(_Asked):
    """A sticker chosen on a phone, as "package/sticker"."""

    number: str = Field(pattern=r"^\d{1,20}/\d{1,20}$")


class SampleSent(_Asked):
    """One of the sample photos, counted from 0."""

    number: int = Field(ge=0)


class Tapped(_Asked):
    """A button, card or quick reply that was tapped; `moment` is what a date picker gave."""

    action: dict[str, Any]
    moment: str | None = Field(default=None, max_length=20)


class Taken(_Asked):
    """A message meant by its id: to be taken back, or its webhook sent again."""

    message_id: str = Field(max_length=40)


class Moved(_Asked):
    """The clock moved by whole hours, at most a quarter of a year."""

    hours: int = Field(ge=1, le=24 * 92)


class Disturbed(_Asked):
    """The fault of the bot's next sending; None lets LINE work again."""

    fault: (
        Literal["timeout", "timeout_after", "error_before", "error_after", "rate", "monthly", "unauthorized"]
        | None
    )


class DemoHands:
    """Does on a phone what the page asks, and tells the product of it."""

    def __init__(self, double: LineDouble, chats: DemoChats) -> None:
        self._double = double
        self._chats = chats
        self._verbs: dict[str, Callable[[DemoPerson, dict[str, Any]], Event | None]] = {
            "text": self._say,
            "sticker": self._send_sticker,
            "sample": self._send_sample,
            "tap": self._tap,
            "unsend": self._unsend,
            "block": lambda person, _: double.events.unfollow(person.user_id, channel=person.channel),
            "unblock": lambda person, _: double.events.follow(person.user_id, channel=person.channel),
        }

    async def do(self, person: DemoPerson, verb: str, body: dict[str, Any]) -> int:
        """This function will do one thing on a person's phone.

        Returns:
            The status the product answered the webhook with; 0 if LINE sends none for it.

        Raises:
            UnknownDoingError: there is no such verb, or no such message.
            pydantic.ValidationError: the body doesn't fit the verb.
        """
        if verb == "redeliver":
            return await self._double.redeliver(self._told(person, body))
        if verb not in self._verbs:
            raise UnknownDoingError(verb)
        event = self._verbs[verb](person, body)
        return await self._double.deliver(event) if event is not None else 0

    def _say(self, person: DemoPerson, body: dict[str, Any]) -> Event:
        said = Said.model_validate(body)
        return self._double.events.text(person.user_id, said.text, channel=person.channel)

    def _send_sticker(self, person: DemoPerson, body: dict[str, Any]) -> Event:
        package, sticker = StickerSent.model_validate(body).number.split("/")
        return self._double.events.sticker(person.user_id, package, sticker, channel=person.channel)

    def _send_sample(self, person: DemoPerson, body: dict[str, Any]) -> Event:
        number = SampleSent.model_validate(body).number
        if number >= len(self._chats.samples):
            raise UnknownDoingError(f"sample {number}")
        photo = self._chats.samples[number].read_bytes()
        return self._double.events.photo(person.user_id, photo, channel=person.channel)

    def _tap(self, person: DemoPerson, body: dict[str, Any]) -> Event | None:
        tapped = Tapped.model_validate(body)
        return event_of(self._double, person.user_id, self._chats.channel_of(person), tapped)

    def _unsend(self, person: DemoPerson, body: dict[str, Any]) -> Event:
        message_id = Taken.model_validate(body).message_id
        entry = self._chats.entry(person, message_id)
        if entry is None or entry["sender"] != "person" or entry["via"] != "message":
            raise UnknownDoingError(message_id)
        return self._double.events.unsend(person.user_id, message_id, channel=person.channel)

    def _told(self, person: DemoPerson, body: dict[str, Any]) -> Event:
        message_id = Taken.model_validate(body).message_id
        entry = self._chats.entry(person, message_id)
        if entry is None or entry["event"] is None:
            raise UnknownDoingError(message_id)
        return entry["event"]


def event_of(double: LineDouble, user_id: str, channel: str, tapped: Tapped) -> Event | None:
    """This function will make the event of a tap; None where LINE sends none, as for links.

    Args:
        double: where the person is.
        user_id: who tapped.
        channel: whose message was tapped.
        tapped: the action object as it stood in the message.
    """
    action = tapped.action
    kind = action.get("type")
    if kind == "message":
        return double.events.text(user_id, str(action.get("text", "")), channel=channel)
    if kind == "location":
        return double.events.location(user_id, *_ARI, channel=channel)
    if kind == "richmenuswitch":
        return _switch(double, user_id, channel, action)
    if kind not in {"postback", "datetimepicker"}:
        return None
    params = {str(action.get("mode", "date")): tapped.moment} if tapped.moment is not None else None
    text = action.get("displayText") or action.get("text")
    return double.events.postback(
        user_id, str(action.get("data", "")), params=params, display_text=text, channel=channel
    )


def _switch(double: LineDouble, user_id: str, channel: str, action: dict[str, Any]) -> Event:
    alias = str(action.get("richMenuAliasId", ""))
    menu_id = double.menus[channel].aliases.get(alias)
    status = "RICHMENU_NOT_FOUND"
    if menu_id is not None:
        double.menus[channel].links[user_id] = menu_id
        double.chats.revision += 1
        status = "SUCCESS"
    params = {"newRichMenuAliasId": alias, "status": status}
    return double.events.postback(user_id, str(action.get("data", "")), params=params, channel=channel)


def disturb(double: LineDouble, asked: Disturbed) -> None:
    """This function will script the fault of the next sending, in place of any that still waits."""
    double.faults.clear()
    if asked.fault is not None:
        double.faults.script(SENDING, Fault(asked.fault))
    double.chats.revision += 1
