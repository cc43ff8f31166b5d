"""What people do in LINE, as the webhook events LINE makes of it.

Each function here is a person acting: it changes the chat at once and returns the event, which `LineDouble.deliver`
then posts. Shapes as in LINE's "Webhook event objects" and the events LINE's documents print.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simulator.platform import Platform

_ULID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID_TIME_LETTERS = 10
_ULID_RANDOM_LETTERS = 16
Event = dict[str, Any]


class Events:
    """Makes events for one platform; `channel` names the bot meant, the first one when None."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._channel_of: dict[str, str] = {}

    def channel_of(self, event: Event) -> str:
        """This function will tell which channel an event belongs to; the first one for events made elsewhere."""
        return self._channel_of.get(event.get("webhookEventId", ""), self._platform.first_channel.key)

    def text(
        self, user_id: str, text: str, *, channel: str | None = None, quoted_message_id: str | None = None
    ) -> Event:
        """This function will write a text."""
        message: dict[str, Any] = {"type": "text", **self._tokens(), "text": text}
        if quoted_message_id is not None:
            message["quotedMessageId"] = quoted_message_id
        return self._message(user_id, message, channel)

    def photo(
        self,
        user_id: str,
        photo: bytes,
        *,
        channel: str | None = None,
        image_set: dict[str, Any] | None = None,
    ) -> Event:
        """This function will send a photo, whose bytes the content host serves from now on."""
        message: dict[str, Any] = {"type": "image", **self._tokens(), "contentProvider": {"type": "line"}}
        if image_set is not None:
            message["imageSet"] = image_set
        event = self._message(user_id, message, channel)
        self._platform.contents.keep(event["message"]["id"], photo)
        return event

    def photos(self, user_id: str, photos: Sequence[bytes], *, channel: str | None = None) -> list[Event]:
        """This function will send several photos at once: one event each, with one image set."""
        set_id = secrets.token_hex(32).upper()
        return [
            self.photo(
                user_id,
                photo,
                channel=channel,
                image_set={"id": set_id, "index": number, "total": len(photos)},
            )
            for number, photo in enumerate(photos, start=1)
        ]

    def sticker(
        self,
        user_id: str,
        package_id: str = "446",
        sticker_id: str = "1988",
        *,
        keywords: Sequence[str] = (),
        channel: str | None = None,
    ) -> Event:
        """This function will send a sticker, with the words that LINE says of it."""
        message = {
            "type": "sticker",
            **self._tokens(),
            "stickerId": sticker_id,
            "packageId": package_id,
            "stickerResourceType": "STATIC",
            "keywords": list(keywords),
        }
        return self._message(user_id, message, channel)

    def location(
        self,
        user_id: str,
        latitude: float,
        longitude: float,
        *,
        address: str = "",
        channel: str | None = None,
    ) -> Event:
        """This function will share a place."""
        message = {
            "type": "location",
            "title": "location",
            "address": address,
            "latitude": latitude,
            "longitude": longitude,
        }
        return self._message(user_id, message, channel)

    def file(self, user_id: str, name: str, data: bytes, *, channel: str | None = None) -> Event:
        """This function will send a file."""
        message = {"type": "file", "fileName": name, "fileSize": len(data)}
        event = self._message(user_id, message, channel)
        self._platform.contents.keep(event["message"]["id"], data)
        return event

    def postback(
        self,
        user_id: str,
        data: str,
        *,
        params: dict[str, str] | None = None,
        display_text: str | None = None,
        channel: str | None = None,
    ) -> Event:
        """This function will tap a button; `display_text` is shown in the chat and is no event of its own."""
        postback: dict[str, Any] = {"data": data}
        if params is not None:
            postback["params"] = params
        event = self._event("postback", user_id, channel, {"postback": postback})
        if display_text:
            self._show(user_id, {"type": "text", "text": display_text}, "postback", event)
        return event

    def follow(self, user_id: str, *, channel: str | None = None) -> Event:
        """This function will add the bot as a friend, or lift a block."""
        key = self._key(channel)
        was_blocked = self._platform.people.unblock(user_id, key)
        self._platform.chats.revision += 1
        return self._event("follow", user_id, channel, {"follow": {"isUnblocked": was_blocked}})

    def unfollow(self, user_id: str, *, channel: str | None = None) -> Event:
        """This function will block the bot."""
        self._platform.people.block(user_id, self._key(channel))
        self._platform.chats.revision += 1
        return self._event("unfollow", user_id, channel, {}, has_token=False)

    def unsend(self, user_id: str, message_id: str, *, channel: str | None = None) -> Event:
        """This function will take back a message: its content answers 410 from now on."""
        self._platform.chats.unsend(user_id, message_id)
        self._platform.contents.unsend(message_id)
        return self._event("unsend", user_id, channel, {"unsend": {"messageId": message_id}}, has_token=False)

    def _message(self, user_id: str, message: dict[str, Any], channel: str | None) -> Event:
        message = {"type": message["type"], "id": self._platform.chats.new_message_id(), **message}
        event = self._event("message", user_id, channel, {"message": message})
        self._show(user_id, message, "message", event)
        return event

    def _show(self, user_id: str, message: dict[str, Any], via: str, event: Event) -> None:
        self._platform.chats.add(
            user_id,
            message,
            message_id=message.get("id") or self._platform.chats.new_message_id(),
            channel=self.channel_of(event),
            sender="person",
            via=via,
            now=self._platform.clock(),
            event=event,
        )

    def _event(
        self, kind: str, user_id: str, channel: str | None, details: dict[str, Any], *, has_token: bool = True
    ) -> Event:
        now = self._platform.clock()
        key = self._key(channel)
        event: Event = {"type": kind, **details}
        event |= {
            "webhookEventId": _ulid(now),
            "deliveryContext": {"isRedelivery": False},
            "timestamp": int(now.timestamp() * 1000),
            "source": {"type": "user", "userId": user_id},
        }
        if has_token:
            event["replyToken"] = self._platform.reply_tokens.issue(key, user_id, now=now)
        event["mode"] = "active"
        self._channel_of[event["webhookEventId"]] = key
        return event

    def _key(self, channel: str | None) -> str:
        return channel or self._platform.first_channel.key

    def _tokens(self) -> dict[str, str]:
        return {"quoteToken": secrets.token_urlsafe(48), "markAsReadToken": secrets.token_urlsafe(48)}


def _ulid(now: datetime) -> str:
    """Make the 26-letter id LINE gives its webhook events: milliseconds, then chance."""
    value = int(now.timestamp() * 1000)
    letters = []
    for _ in range(_ULID_TIME_LETTERS):
        value, rest = divmod(value, len(_ULID_LETTERS))
        letters.append(_ULID_LETTERS[rest])
    chance = "".join(secrets.choice(_ULID_LETTERS) for _ in range(_ULID_RANDOM_LETTERS))
    return "".join(reversed(letters)) + chance
