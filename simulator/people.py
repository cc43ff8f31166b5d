"""Who is on LINE: their profiles, and which bots they follow or have blocked."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Person:
    """One person with a LINE account, as the bots of one provider see them."""

    user_id: str
    display_name: str
    picture_url: str | None = None
    status_message: str | None = None
    language: str | None = "th"
    follows: set[str] = field(default_factory=set)
    has_blocked: set[str] = field(default_factory=set)

    def profile(self) -> dict[str, str]:
        """This function will make the answer of "Get profile"; absent values are left out, as LINE does."""
        found = {
            "userId": self.user_id,
            "displayName": self.display_name,
            "pictureUrl": self.picture_url,
            "statusMessage": self.status_message,
            "language": self.language,
        }
        return {key: value for key, value in found.items() if value is not None}


class People:
    """All people the double knows; channels are named by key."""

    def __init__(self, channel_keys: tuple[str, ...]) -> None:
        self._by_id: dict[str, Person] = {}
        self._channel_keys = channel_keys

    def add_person(
        self,
        user_id: str | None = None,
        display_name: str = "LINE",
        *,
        picture_url: str | None = None,
        status_message: str | None = None,
        language: str | None = "th",
        is_friend: bool = True,
    ) -> Person:
        """This function will add a person, a friend of every channel unless told otherwise.

        Args:
            user_id: `U` and 32 hex digits; made up when None.
            display_name: the name on LINE; any text.
            picture_url: https address of the profile picture.
            status_message: the line under the name.
            language: BCP 47 tag; None hides it, as for people who did not agree to LINE's privacy policy.
            is_friend: whether they have added the bots.
        """
        person = Person(
            user_id=user_id or f"U{secrets.token_hex(16)}",
            display_name=display_name,
            picture_url=picture_url,
            status_message=status_message,
            language=language,
            follows=set(self._channel_keys) if is_friend else set(),
        )
        self._by_id[person.user_id] = person
        return person

    def get(self, user_id: str) -> Person | None:
        return self._by_id.get(user_id)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def block(self, user_id: str, channel_key: str) -> None:
        self._by_id[user_id].has_blocked.add(channel_key)

    def unblock(self, user_id: str, channel_key: str) -> bool:
        """This function will make the person follow the channel and tell whether a block was lifted."""
        person = self._by_id[user_id]
        was_blocked = channel_key in person.has_blocked
        person.has_blocked.discard(channel_key)
        person.follows.add(channel_key)
        return was_blocked

    def receives(self, user_id: str, channel_key: str) -> bool:
        """This function will tell whether a message of the channel reaches the person."""
        person = self._by_id.get(user_id)
        return person is not None and channel_key in person.follows and channel_key not in person.has_blocked
