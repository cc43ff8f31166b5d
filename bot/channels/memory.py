"""A channel in memory: keeps what was sent. For trying things out, and for tests of everything above the channel."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from bot.channels.ports import Gone, Outcome, OutgoingMessage, Profile, TooLarge

INVALID_TOKEN = "Invalid reply token"  # noqa: S105 - words of LINE, no secret


@dataclass
class MemoryChannel:
    """One account whose messages are kept in lists.

    Attributes:
        sent: Each sending that was accepted, in order.
        contents: What people sent, by message id.
        profiles: How people show themselves, by id.
        reply_tokens: The tokens that may still be used.
        loading: Who was shown that an answer is coming.
        knows_retry_keys: Whether a sending with a key that was accepted before is not kept again.
    """

    sent: list[OutgoingMessage] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    reply_tokens: set[str] = field(default_factory=set)
    loading: list[str] = field(default_factory=list)
    knows_retry_keys: bool = True
    _accepted: dict[UUID, str] = field(default_factory=dict)

    async def take_turn(self, *, within: float) -> bool:
        """This will say yes at once, while there is time."""
        return within > 0

    async def send(self, message: OutgoingMessage) -> Outcome:
        """This will keep the sending, once for each token and each key."""
        request_id = str(uuid4())
        if message.reply_token is not None:
            if message.reply_token not in self.reply_tokens:
                return Outcome(status=400, message=INVALID_TOKEN, request_id=request_id)
            self.reply_tokens.discard(message.reply_token)
        elif self.knows_retry_keys and message.retry_key in self._accepted:
            return Outcome(
                status=409,
                message="The retry key is already accepted",
                request_id=request_id,
                accepted_id=self._accepted[message.retry_key],
            )
        else:
            self._accepted[message.retry_key] = request_id
        self.sent.append(message)
        return Outcome(status=200, request_id=request_id)

    async def refresh_token(self) -> None:
        """This will do nothing: there is no token."""

    async def profile(self, user_id: str) -> Profile | None:
        """This will give the profile, if there is one."""
        return self.profiles.get(user_id)

    async def download(self, message_id: str, *, max_bytes: int) -> bytes:
        """This will give the content.

        Raises:
            Gone: There is none of that id.
            TooLarge: It has more than `max_bytes` bytes.
        """
        if message_id not in self.contents:
            raise Gone(message_id)
        content = self.contents[message_id]
        if len(content) > max_bytes:
            raise TooLarge(len(content))
        return content

    async def show_loading(self, user_id: str) -> None:
        """This will keep who was shown it."""
        self.loading.append(user_id)
