"""What is the same for customers and staff."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import arrival, small_talk, staff_door, unsend
from bot.turns.kit import Turn
from bot.turns.refusing import Refuse

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        "follow": arrival.follow,
        "unfollow": arrival.unfollow,
        "message.sticker": small_talk.sticker,
        **small_talk.UNREAD,
    }
)

is_taken_back = unsend.is_taken_back
TAKE_BACK: Turn = unsend.unsend

IN_A_GROUP: Turn = small_talk.group_hello

looks_like_code = staff_door.looks_like_code
JOIN: Turn = staff_door.join

# Made of what the rules said, it says no.
REFUSE = Refuse
