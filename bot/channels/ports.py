"""What the bot asks of a channel, whichever it is."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Trouble(Exception):  # noqa: N818 - trouble outside, not a fault of ours
    """The channel could not do it now; another try may work."""


class Gone(Exception):  # noqa: N818 - it is gone, and that is no fault
    """The content is not there any more: unsent, or kept too long. No other try will work."""


class TooLarge(Exception):  # noqa: N818 - it is too large, and that is no fault
    """The content is larger than we take; the rest of it was not downloaded."""


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    """One sending.

    Attributes:
        to: Who gets it, by the channel's own id.
        messages: The frozen JSON array of messages; the same bytes at every attempt.
        retry_key: The notice's id: the channel takes a sending with the same key once.
        reply_token: Answer an event with it for free; None pushes.
    """

    to: str
    messages: str
    retry_key: UUID
    reply_token: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one sending.

    Attributes:
        status: The HTTP status; None when no answer came (timeout, broken connection).
        message: The channel's words about it, to be classified.
        request_id: The channel's id of this request.
        accepted_id: The id of the earlier request that was accepted with the same key.
    """

    status: int | None
    message: str = ""
    request_id: str | None = None
    accepted_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How a person shows herself on the channel."""

    name: str
    language: str | None = None


class Channel(Protocol):
    """One account on a channel. None of its methods raises for what the network does, save where it says so."""

    @property
    def knows_retry_keys(self) -> bool:
        """Whether it takes two sendings with the same key once. Without, little is sent at a time (bot/sending.py)."""
        ...

    async def take_turn(self, *, within: float) -> bool:
        """This will wait until the channel's pace lets one more sending go, and say whether it did.

        Args:
            within: For how long at most (seconds). Whoever stops waiting uses up nothing.
        """
        ...

    async def send(self, message: OutgoingMessage) -> Outcome:
        """This will try to send once."""
        ...

    async def refresh_token(self) -> None:
        """This will get a new access token, if the channel gives them for a time only."""
        ...

    async def profile(self, user_id: str) -> Profile | None:
        """This will tell how a person shows herself; None when the channel does not say."""
        ...

    async def download(self, message_id: str, *, max_bytes: int) -> bytes:
        """This will fetch what a person sent.

        Raises:
            Gone: It is not there any more.
            TooLarge: It has more than `max_bytes` bytes.
            Trouble: Try again later.
        """
        ...

    async def show_loading(self, user_id: str) -> None:
        """This will let the person's phone show that an answer is coming."""
        ...
