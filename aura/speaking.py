"""What the bot speaks with: the words, the gate before everything that leaves, and the outbox."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from aura.doors import links_of
from aura.settings import Settings
from bot.buttons import Buttons
from bot.channels.ports import Channel
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
    rules: Mapping[UUID, ClinicRules],
) -> Outbox:
    """This will give what sends the notices that are due, each by its clinic's rules."""
    return Outbox(
        sessions=sessions,
        clock=clock,
        channels=channels,
        wording=Wording(links=links_of(settings), buttons=buttons),
        rules_of=rules,
        settings=settings.bot,
    )
