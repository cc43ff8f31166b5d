"""Which engine understands, and where it is: `nlu` in config.yml, with address and token from the environment."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from nlu.grounded import GroundedSettings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_FROM_ENVIRONMENT = {"AURA_NLU_ENGINE": "engine", "AURA_NLU_URL": "url", "AURA_NLU_TOKEN": "token"}


class NluSettings(BaseModel):
    """What guesses intents. Red flags, entities and when a guess is believed are the product's own above either engine.

    Attributes:
        engine: `embedded` in this process, `rasa` by `/model/parse` with the embedded one behind it.
        url: Of the engine elsewhere; only read with `rasa`.
        token: What it knows us by.
        grounded: The endpoint that may phrase answers out of approved passages; off unless switched on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["embedded", "rasa"] = "embedded"
    url: str = "http://127.0.0.1:5005"
    token: SecretStr = Field(default=SecretStr(""))
    grounded: GroundedSettings = GroundedSettings()

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = not parts.query and not parts.fragment and parts.path in {"", "/"} and "@" not in parts.netloc
        if parts.scheme not in {"http", "https"} or not parts.hostname or not bare:
            raise ValueError(
                "it must be the address of a server without a path, as http://127.0.0.1:5005 (its token stands in AURA_NLU_TOKEN)"
            )
        return value.rstrip("/")

    @property
    def is_private(self) -> bool:
        """Whether what people write stays on this machine, or goes out encrypted."""
        parts = urlsplit(self.url)
        return parts.scheme == "https" or parts.hostname in LOOPBACK

    def missing(self) -> list[str]:
        """This will name what the environment must still set."""
        return ["AURA_NLU_TOKEN"] if self.engine == "rasa" and not self.token.get_secret_value() else []


def with_environment(told: object, environment: Mapping[str, str]) -> object:
    """This will put what the environment says over what the file says; what has another shape is left to be refused."""
    if not isinstance(told, dict | None):
        return told
    over = {key: environment[name] for name, key in _FROM_ENVIRONMENT.items() if environment.get(name)}
    read = {**(told or {}), **over}
    grounded = read.get("grounded")
    if environment.get("AURA_GROUNDED_KEY") and isinstance(grounded, dict | None):
        read["grounded"] = {**(grounded or {}), "key": environment["AURA_GROUNDED_KEY"]}
    return read


def engine_in(environment: Mapping[str, str], *, engine: Literal["embedded", "rasa"]) -> NluSettings:
    """This will give an engine by itself, with address and token of the environment and without a deployment."""
    told = {key: environment[name] for name, key in _FROM_ENVIRONMENT.items() if environment.get(name)}
    return NluSettings.model_validate({**told, "engine": engine})
