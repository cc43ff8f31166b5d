"""Which turn a customer's message leads to that holds no words."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import customer_table, small_talk, stickers
from bot.turns.interrupting import AsksAgain
from bot.turns.kit import Turn

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        **{kind: AsksAgain(turn, tells=True) for kind, turn in customer_table.BY_KIND.items()},
        **{kind: AsksAgain(turn) for kind, turn in small_talk.UNREAD.items()},
        "message.sticker": stickers.sticker,
    }
)
