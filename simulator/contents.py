"""The photos, videos and files people sent, kept until they are unsent or expire."""

from dataclasses import dataclass, field

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


@dataclass(slots=True)
class Content:
    """The bytes of one message, or None once they were unsent."""

    data: bytes | None
    media_type: str


@dataclass(slots=True)
class Contents:
    """Contents by message id."""

    _by_message: dict[str, Content] = field(default_factory=dict)

    def keep(self, message_id: str, data: bytes) -> None:
        self._by_message[message_id] = Content(data, media_type(data))

    def get(self, message_id: str) -> Content | None:
        return self._by_message.get(message_id)

    def unsend(self, message_id: str) -> None:
        content = self._by_message.get(message_id)
        if content is not None:
            content.data = None

    def expire(self, message_id: str) -> None:
        """This function will forget a content, as LINE does after a time it doesn't tell."""
        self._by_message.pop(message_id, None)


def media_type(data: bytes) -> str:
    """This function will name the media type of the first bytes, `application/octet-stream` if unknown."""
    return next((name for start, name in _SIGNATURES if data.startswith(start)), "application/octet-stream")
