"""What a deployment sets: `config.yml` for everything a clinic may read, the environment for secrets.

A key that is not known is refused by its full name, so that a misspelt one never silently does nothing.
"""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from aura.calendar_settings import BranchCalendarSettings, Resources, Shifts
from aura.understanding_settings import NluSettings, with_environment
from bot.settings import BotSettings, LineChannelSettings
from vision import WrongAnchorsError, read_anchors
from workflow.actor import Role
from workflow.settings import ClinicRules

PREFIX = "AURA_"
_FROM_ENVIRONMENT = {
    "AURA_DATABASE_URL": "database_url",
    "AURA_REDIS_URL": "redis_url",
    "AURA_VAR": "var",
}
_OTHER_NAMES = {
    *("AURA_SECRET", "AURA_CONFIG", "AURA_MODELS", "AURA_PUBLIC_URL", "AURA_ANCHORS"),
    *("AURA_NLU_ENGINE", "AURA_NLU_URL", "AURA_NLU_TOKEN", "AURA_GROUNDED_KEY"),
}


class WrongSettingError(Exception):
    """A setting cannot be right. The message names the key and says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BranchSettings(BranchCalendarSettings):
    """A branch of a clinic."""

    key: str
    name_th: str
    name_en: str
    zone: str = "Asia/Bangkok"
    opens_at: time = time(10, 0)
    closes_at: time = time(20, 0)
    phone: str
    address_th: str
    address_en: str
    resources: Resources = Field(default_factory=dict)  # kind -> names of rooms or devices

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone; write one like Asia/Bangkok") from error
        return value


class StaffSettings(_Part):
    """A member of staff. They join the chat with an invite code; once the file no longer names them, they have left."""

    name: str
    branch: str
    roles: list[Role] = Field(min_length=1)
    # Treatments they are trained in; none: whatever their roles may do.
    skills: list[str] = Field(default_factory=list)
    shifts: Shifts = Field(default_factory=dict)  # weekday -> hours; none: there whenever the branch is open


class ClinicSettings(_Part):
    """One clinic."""

    key: str
    name_th: str
    name_en: str
    branches: list[BranchSettings] = Field(min_length=1)
    staff: list[StaffSettings] = Field(default_factory=list)
    rules: ClinicRules = ClinicRules()


class ChannelSettings(_Part):
    """One LINE account. Its secret and token come from AURA_LINE_<KEY>_SECRET and AURA_LINE_<KEY>_TOKEN."""

    key: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    clinic: str
    bot_user_id: str
    channel_id: str = ""
    liff_id: str | None = None
    login_channel_id: str = ""  # the LINE Login channel of the same provider; the portal's sign-in is for it

    @property
    def environment_name(self) -> str:
        """How this channel's secrets are called in the environment."""
        return f"{PREFIX}LINE_{self.key.upper().replace('-', '_')}"


class Settings(_Part):
    """Everything a deployment sets."""

    var: Path = Path("var")  # where the service keeps its files
    database_url: str = ""
    redis_url: str = ""  # wakes the other processes at once; without it they look each second
    secret: SecretStr = SecretStr("")  # signs buttons and picture links; from AURA_SECRET
    bot: BotSettings = BotSettings()
    clinics: list[ClinicSettings] = Field(min_length=1)
    channels: list[ChannelSettings] = Field(min_length=1)
    vision_workers: int = Field(default=1, ge=1, le=8)
    nlu: NluSettings = NluSettings()

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("it must begin with redis://, rediss:// or unix://")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        clinics = {clinic.key for clinic in self.clinics}
        for channel in self.channels:
            if channel.clinic not in clinics:
                raise ValueError(
                    f"channels: {channel.key} names the clinic {channel.clinic!r}, which is not listed"
                )
        for clinic in self.clinics:
            branches = {branch.key for branch in clinic.branches}
            names = [person.name for person in clinic.staff]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"clinics: {clinic.key} names {', '.join(twice)} twice among its staff")
            for person in clinic.staff:
                if person.branch not in branches:
                    raise ValueError(f"clinics: {clinic.key} has no branch {person.branch!r} for its staff")
        return self

    @property
    def database(self) -> str:
        """The database's URL; a SQLite file under `var` unless set."""
        return self.database_url or f"sqlite:///{(self.var / 'aura.db').resolve()}"


def load_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """This will read the settings.

    Args:
        file: `config.yml`.
        environment: Secrets, and overrides of a few places.

    Raises:
        WrongSettingError: The file is missing or is no YAML, a key is unknown or its value cannot be right, a
            secret is missing, or an AURA_ name in the environment is none of ours.
    """
    try:
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WrongSettingError(
            f"{file} is not there; copy config.yml beside it and set AURA_CONFIG"
        ) from error
    except yaml.YAMLError as error:
        raise WrongSettingError(f"{file} is no YAML: {error}") from error
    if not isinstance(told, dict):
        raise WrongSettingError(f"{file} must hold keys and values")
    told = dict(told)
    _refuse_secrets_in_file(told, file)
    for name, key in _FROM_ENVIRONMENT.items():
        if environment.get(name):
            told[key] = environment[name]
    if environment.get("AURA_PUBLIC_URL"):
        told["bot"] = {**(told.get("bot") or {}), "public_url": environment["AURA_PUBLIC_URL"]}
    told["nlu"] = with_environment(told.get("nlu"), environment)
    _refuse_wrong_anchors(environment)
    settings = _checked(told, file)
    return _with_secrets(settings, environment)


def _refuse_secrets_in_file(told: Mapping[str, Any], file: Path) -> None:
    """This will keep secrets out of a file that people copy and commit."""
    if "secret" in told:
        raise WrongSettingError(f"{file}: secret belongs into the environment, as AURA_SECRET")
    if isinstance(told.get("nlu"), dict) and "token" in told["nlu"]:
        raise WrongSettingError(f"{file}: nlu.token belongs into the environment, as AURA_NLU_TOKEN")
    grounded = told["nlu"].get("grounded") if isinstance(told.get("nlu"), dict) else None
    if isinstance(grounded, dict) and "key" in grounded:
        raise WrongSettingError(
            f"{file}: nlu.grounded.key belongs into the environment, as AURA_GROUNDED_KEY"
        )
    for channel in told.get("channels") or []:
        if isinstance(channel, dict) and {"secret", "access_token"} & channel.keys():
            raise WrongSettingError(
                f"{file}: channels: secret and access_token belong into the environment, "
                f"as AURA_LINE_{str(channel.get('key', '')).upper()}_SECRET and _TOKEN"
            )


def _refuse_wrong_anchors(environment: Mapping[str, str]) -> None:
    """This will read a clinic's own anchors once, so that a wrong file stops the start and not every reading."""
    if environment.get("AURA_ANCHORS"):
        try:
            read_anchors(Path(environment["AURA_ANCHORS"]))
        except WrongAnchorsError as error:
            raise WrongSettingError(f"AURA_ANCHORS: {error}") from error


def _checked(told: Mapping[str, Any], file: Path) -> Settings:
    try:
        return Settings.model_validate(told)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'settings'}: {_in_words(fault['type'], fault['msg'])}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        raise WrongSettingError(f"{file}: {faults}") from error


def _in_words(kind: str, message: str) -> str:
    return "no such key" if kind == "extra_forbidden" else message


def _with_secrets(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """This will add the secrets, and refuse AURA_ names that mean nothing."""
    known = {*_FROM_ENVIRONMENT, *_OTHER_NAMES}
    missing = [*([] if environment.get("AURA_SECRET") else ["AURA_SECRET"]), *settings.nlu.missing()]
    channels = {}
    for channel in settings.channels:
        secret, token = f"{channel.environment_name}_SECRET", f"{channel.environment_name}_TOKEN"
        known |= {secret, token}
        missing += [name for name in (secret, token) if not environment.get(name)]
        channels[channel.key] = LineChannelSettings(
            **channel.model_dump(exclude={"login_channel_id"}),
            secret=SecretStr(environment.get(secret, "")),
            access_token=SecretStr(environment.get(token, "")),
        )
    if unknown := sorted(name for name in environment if name.startswith(PREFIX) and name not in known):
        raise WrongSettingError(f"the environment sets {', '.join(unknown)}, which mean nothing here")
    if missing:
        raise WrongSettingError(f"the environment must set {', '.join(missing)}")
    return settings.model_copy(
        update={
            "secret": SecretStr(environment["AURA_SECRET"]),
            "bot": settings.bot.model_copy(update={"channels": channels}),
        }
    )
