"""The kinds of event LINE is known to send. One that is not among them is kept all the same, and nobody acts on it.

Source: LINE developers, "Webhook event objects", read 2026-11; facts/LINE.md section 1.1.
"""

_OF_MESSAGES = ("text", "image", "video", "audio", "file", "location", "sticker")

KNOWN_KINDS: frozenset[str] = frozenset(
    {
        *(f"message.{what}" for what in _OF_MESSAGES),
        "messageEdited",
        "unsend",
        "follow",
        "unfollow",
        "join",
        "leave",
        "memberJoined",
        "memberLeft",
        "postback",
        "videoPlayComplete",
        "beacon",
        "accountLink",
        "membership",
        "delivery",
        "activated",
        "deactivated",
        "botSuspended",
        "botResumed",
        "module",
        "things",
    }
)
