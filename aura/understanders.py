"""The engine that understands, taught the clinic's own words; and what a deployment has learnt from use."""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from aura.clinics import names_of_treatments
from nlu.embedded import EmbeddedEngine, load_engine, load_understander
from nlu.encoder import Encoder
from nlu.engine import Engine
from nlu.following import follow, follow_engine, model_in_use
from nlu.model import IntentModel
from nlu.understanding import Understander
from workflow.calendars import holiday_keys, holidays_chosen
from workflow.catalogue import phrases

CACHE = Path(__file__).resolve().parents[1] / "var" / "nlu"

Elsewhere = Callable[[EmbeddedEngine], Engine]


def open_understander(
    *,
    model: IntentModel | None = None,
    encoder: Encoder | None = None,
    elsewhere: Elsewhere | None = None,
) -> Understander:
    """This will load the engine, and train it first where its data or code changed (some seconds).

    What was trained depends on nothing but data and code, so every service of a checkout shares it.

    Args:
        model: What a deployment learnt (nlu/versions.py); the product's own model unless given.
        encoder: The sentence encoder, where it is loaded already.
        elsewhere: Puts an engine elsewhere in front of the embedded one.
    """
    return load_understander(
        cache=CACHE,
        model=model,
        encoder=encoder,
        elsewhere=elsewhere,
        red_flags=phrases(),
        treatments=names_of_treatments(),
        holidays=_holidays(),
    )


def follow_understander(var: Path, *, elsewhere: Elsewhere | None = None) -> Understander:
    """This will load the engine with what the deployment learnt from use, and follow what is put in use later.

    Args:
        var: Where the deployment keeps its files.
        elsewhere: As for `open_understander`.
    """
    return follow(
        learned_folder(var),
        understander_of=lambda model, encoder: open_understander(
            model=model, encoder=encoder, elsewhere=elsewhere
        ),
    )


def open_engine(var: Path) -> Engine:
    """This will load the engine by itself, with what the deployment learnt from use, and follow what is put in use later."""
    return follow_engine(
        learned_folder(var), engine_of=lambda model, encoder: load_engine(CACHE, model=model, encoder=encoder)
    )


def learnt_model(var: Path) -> IntentModel | None:
    """This will read what the deployment learnt from use; None where the product's own model is in use."""
    return model_in_use(learned_folder(var))


def var_folder() -> Path:
    """This will name the folder that a deployment keeps its files in, for commands that need no other setting."""
    return Path(os.environ.get("AURA_VAR") or "var")


def learned_folder(var: Path) -> Path:
    """This will say where a deployment keeps what it learnt from use."""
    return var / "nlu" / "learned"


def _holidays() -> Mapping[str, Sequence[date]]:
    """This function will give the dates of each public holiday, without the days that stand in for them."""
    dates: defaultdict[str, list[date]] = defaultdict(list)
    for one in holidays_chosen(holiday_keys(), substitution_days=False):
        dates[one.key].append(one.on)
    return dates
