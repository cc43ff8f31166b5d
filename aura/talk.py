"""The conversation, built from its parts: what handles, what sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aura.channels import LineChannel
from aura.hearing import make_kit
from aura.settings import Settings
from aura.speaking import make_outbox
from aura.understanders import Elsewhere
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.phrasing import AsksEndpoint, Phrasings
from workflow.scans import PhotoStore
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Both ways of the conversation, and whoever has answers phrased in between."""

    inbox: Inbox
    outbox: Outbox
    phrasings: Phrasings


def make_talk(
    settings: Settings,
    *,
    channels: Mapping[UUID, LineChannel],
    rules: Mapping[UUID, ClinicRules],
    sessions: Sessions,
    photos: PhotoStore,
    clock: Callable[[], datetime],
    elsewhere: Elsewhere | None = None,
    endpoint: AsksEndpoint | None = None,
) -> Talk:
    """This will build both ways of the conversation; loading what understands takes seconds."""
    kit = make_kit(
        settings,
        channels=channels,
        photos=photos,
        rules=rules,
        clock=clock,
        sessions=sessions,
        elsewhere=elsewhere,
    )
    outbox = make_outbox(
        settings, sessions=sessions, clock=clock, channels=channels, buttons=kit.buttons, rules=rules
    )
    return Talk(
        inbox=Inbox(sessions=sessions, kit=kit),
        outbox=outbox,
        phrasings=Phrasings(sessions=sessions, kit=kit, endpoint=endpoint),
    )
