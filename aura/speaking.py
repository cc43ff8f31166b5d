"""What the bot speaks with: the words, the gate before everything that leaves, and the outbox."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from aura.doors import links_of
from aura.settings import Settings
from bot.buttons import Buttons
from bot.channels.ports import Channel
from bot.gate import decide
from bot.outbox import Outbox
from bot.wording import Wording
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions


def make_outbox(
    settings: Settings,
    *,
    sessions: Sessions,
    clock: Callable[[], datetime],
    channels: Mapping[UUID, Channel],
    buttons: Buttons,
    rules: ClinicRules,
) -> Outbox:
    """This will give what sends the notices that are due."""
    return Outbox(
        sessions=sessions,
        clock=clock,
        channels=channels,
        wording=Wording(links=links_of(settings), buttons=buttons),
        gate=partial(decide, rules=rules),
        settings=settings.bot,
    )
