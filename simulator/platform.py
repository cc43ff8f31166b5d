"""The state of LINE's platform as the double keeps it: people, chats, tokens, quotas, menus, contents."""

from collections.abc import Callable, Sequence
from datetime import datetime

from simulator.channels import DoubleChannel
from simulator.chats import Chats
from simulator.contents import Contents
from simulator.faults import FaultScript
from simulator.id_tokens import IdTokens
from simulator.menus import RichMenus
from simulator.people import People
from simulator.quota import Quota
from simulator.record import Record
from simulator.tokens import AccessTokens, ReplyTokens, RetryKeys


class Platform:
    """All state of the double, one place for the endpoints to read and change it."""

    def __init__(self, *, clock: Callable[[], datetime], channels: Sequence[DoubleChannel]) -> None:
        if not channels:
            raise ValueError("the double needs a channel")
        self.clock = clock
        self.channels = {channel.key: channel for channel in channels}
        self.people = People(tuple(self.channels))
        self.chats = Chats()
        self.contents = Contents()
        self.reply_tokens = ReplyTokens()
        self.retry_keys = RetryKeys()
        self.access_tokens = AccessTokens(tuple(channels))
        self.quotas = {channel.key: Quota(channel.monthly_limit) for channel in channels}
        self.menus = {channel.key: RichMenus() for channel in channels}
        self.id_tokens = IdTokens()
        self.faults = FaultScript()
        self.record = Record()

    @property
    def first_channel(self) -> DoubleChannel:
        return next(iter(self.channels.values()))
