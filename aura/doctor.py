"""Whether a deployment can work: what `aura doctor` looks at."""

import contextlib
import tempfile
from datetime import UTC, date, datetime

import redis

from aura.calendar_settings import HOLIDAYS_KNOWN_FOR
from aura.database_findings import Finding, clock, database, wall
from aura.elsewhere import advice_on_engine
from aura.learning import advice_on_learning
from aura.roles import EVERY_ROLE, ProcessRole
from aura.settings import Settings
from aura.wire import ANSWER_SECONDS
from vision.models import BUILD_COMMAND, MODEL_FILES, is_built, models_folder
from workflow.calendars import known_until, known_years

__all__ = ["Finding", "examine"]


def examine(settings: Settings, roles: frozenset[ProcessRole] = EVERY_ROLE) -> list[Finding]:
    """This will look at what a deployment needs, for a process of these roles, and say what is wrong."""
    with contextlib.suppress(OSError):  # whatever needs the folder says so itself
        settings.var.mkdir(parents=True, exist_ok=True)
    found = [
        database(settings),
        *wall(settings),
        *clock(settings),
        _models(needed=ProcessRole.VISION in roles),
        _address(settings),
        _secret(settings),
        _pictures(settings),
        *_holidays(settings, today=datetime.now(UTC).date()),
        *_engine(settings),
        *_learning(settings),
    ]
    return [*found, _redis(settings.redis_url)] if settings.redis_url else found


def _holidays(settings: Settings, *, today: date) -> list[Finding]:
    """This will say how long the public holidays that close a branch are still known; nothing where none closes one."""
    kept = [branch.key for clinic in settings.clinics for branch in clinic.branches if branch.holidays_until]
    if not kept:
        return []
    if today + HOLIDAYS_KNOWN_FOR <= known_until():
        guessed = [
            str(year) for year, announced in known_years().items() if year >= today.year and not announced
        ]
        what = f"public holidays (known until {known_until()}{', not announced yet: ' * bool(guessed)}{', '.join(guessed)})"
        return [Finding(what, ok=True)]
    advice = (
        f"they are known until {known_until()}; after that every day is offered as if none were a holiday: "
        "bring workflow/calendars/thai_holidays.yaml up to date, or add closures to config.yml"
    )
    return [Finding(f"public holidays of {', '.join(kept)}", ok=False, advice=advice)]


def _models(*, needed: bool) -> Finding:
    if not all(is_built(models_folder(), model) for model in MODEL_FILES):
        return Finding("face models", ok=False, advice=f"run `{BUILD_COMMAND}`", needed=needed)
    return Finding("face models", ok=True)


def _address(settings: Settings) -> Finding:
    if settings.bot.public_url.endswith((".example", "localhost")):
        return Finding("public_url", ok=False, advice="set bot.public_url to the https address phones reach")
    return Finding("public_url", ok=True)


def _secret(settings: Settings) -> Finding:
    if len(settings.secret.get_secret_value()) < 32:  # noqa: PLR2004 - 256 bits as hex or better
        return Finding("AURA_SECRET", ok=False, advice="it is short: use `openssl rand -hex 32`")
    return Finding("AURA_SECRET", ok=True)


def _pictures(settings: Settings) -> Finding:
    """This will look whether pictures can be kept, by keeping something: a folder that is shared may be read-only."""
    folder = settings.var / "photos"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        advice = f"nothing can be written there ({error.strerror}): look at its owner, or at the mount"
        return Finding(f"pictures in {folder}", ok=False, advice=advice, needed=True)
    return Finding(f"pictures in {folder}", ok=True)


def _engine(settings: Settings) -> list[Finding]:
    """This will ask Rasa something, where it is to understand; without it everything works as well."""
    advice = advice_on_engine(settings.nlu)
    return [] if advice is None else [Finding("understanding (rasa)", ok=not advice, advice=advice)]


def _learning(settings: Settings) -> list[Finding]:
    """This will say whether what was learnt from use is used; nothing where nothing was learnt."""
    advice = advice_on_learning(settings.var)
    return [] if advice is None else [Finding("what was learnt from use", ok=not advice, advice=advice)]


def _redis(url: str) -> Finding:
    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS
        ) as there:
            there.ping()
    except (redis.RedisError, ValueError) as error:
        advice = f"it does not answer ({type(error).__name__}): everything works without it, only later"
        return Finding("redis", ok=False, advice=advice)
    return Finding("redis", ok=True)
