"""The conversation, built from its parts: what handles, what sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aura.answering import Answering, Phrasings, open_answering
from aura.channels import LineChannel
from aura.hearing import Elsewhere, make_kit
from aura.settings import Settings
from aura.speaking import make_outbox
from bot.inbox import Inbox
from bot.outbox import Outbox
from workflow.scans import PhotoStore
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Both ways of the conversation, and whoever has answers phrased in between."""

    inbox: Inbox
    outbox: Outbox
    phrasings: Phrasings
    answering: Answering


def make_talk(
    settings: Settings,
    *,
    channels: Mapping[UUID, LineChannel],
    rules: Mapping[UUID, ClinicRules],
    sessions: Sessions,
    photos: PhotoStore,
    clock: Callable[[], datetime],
    elsewhere: Elsewhere | None = None,
) -> Talk:
    """This will build both ways of the conversation; loading what understands takes seconds."""
    answering = open_answering(settings.nlu.grounded, sessions=sessions)
    kit = make_kit(
        settings,
        channels=channels,
        photos=photos,
        rules=rules,
        clock=clock,
        elsewhere=elsewhere,
        shelf=answering.shelf,
    )
    outbox = make_outbox(
        settings, sessions=sessions, clock=clock, channels=channels, buttons=kit.buttons, rules=rules
    )
    return Talk(
        inbox=Inbox(sessions=sessions, kit=kit),
        outbox=outbox,
        phrasings=answering.phrasings(sessions=sessions, kit=kit),
        answering=answering,
    )
