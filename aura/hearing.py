"""What turns need of the outside, put together."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from aura.settings import Settings
from aura.understanders import CACHE, Elsewhere, follow_understander, open_understander
from bot.buttons import Buttons
from bot.channels.ports import Channel
from bot.events import FindsPassages
from bot.turns.kit import TurnKit
from workflow.catalogue import phrases
from workflow.scans import PhotoStore
from workflow.settings import ClinicRules

__all__ = ["CACHE", "Elsewhere", "make_kit", "open_understander"]


def make_kit(
    settings: Settings,
    *,
    channels: Mapping[UUID, Channel],
    photos: PhotoStore,
    rules: Mapping[UUID, ClinicRules],
    clock: Callable[[], datetime],
    elsewhere: Elsewhere | None = None,
    shelf: FindsPassages | None = None,
) -> TurnKit:
    """This will give turns what they need of the outside."""
    return TurnKit(
        clock=clock,
        understander=follow_understander(settings.var, elsewhere=elsewhere),
        channels=channels,
        buttons=Buttons(settings.secret.get_secret_value().encode()),
        photos=photos,
        phrases=phrases(),
        rules_of=rules,
        settings=settings.bot,
        shelf=shelf,
        has_endpoint=settings.nlu.grounded.enabled,
    )
