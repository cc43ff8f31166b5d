"""What the bot understands with: the engine, taught the clinic's own words."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from aura.clinics import names_of_treatments
from aura.settings import Settings
from bot.buttons import Buttons
from bot.channels.ports import Channel
from bot.turns.kit import TurnKit
from nlu import Understander, load_understander
from workflow.calendars import holiday_keys, holidays_chosen
from workflow.catalogue import phrases
from workflow.scans import PhotoStore
from workflow.settings import ClinicRules

CACHE = Path(__file__).resolve().parents[1] / "var" / "nlu"


def open_understander() -> Understander:
    """This will load the engine, and train it first where its data or code changed (some seconds).

    What was trained depends on nothing but data and code, so every service of a checkout shares it.
    """
    return load_understander(
        cache=CACHE,
        red_flags=phrases(),
        treatments=names_of_treatments(),
        holidays=_holidays(),
    )


def _holidays() -> Mapping[str, Sequence[date]]:
    """This function will give the dates of each public holiday, without the days that stand in for them."""
    dates: defaultdict[str, list[date]] = defaultdict(list)
    for one in holidays_chosen(holiday_keys(), substitution_days=False):
        dates[one.key].append(one.on)
    return dates


def make_kit(
    settings: Settings,
    *,
    channels: Mapping[UUID, Channel],
    photos: PhotoStore,
    rules: Mapping[UUID, ClinicRules],
    clock: Callable[[], datetime],
) -> TurnKit:
    """This will give turns what they need of the outside."""
    return TurnKit(
        clock=clock,
        understander=open_understander(),
        channels=channels,
        buttons=Buttons(settings.secret.get_secret_value().encode()),
        photos=photos,
        phrases=phrases(),
        rules_of=rules,
        settings=settings.bot,
    )
