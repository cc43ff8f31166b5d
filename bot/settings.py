"""What a clinic sets for the conversation. Joined from config.yml by the front desk; an unknown key is refused there by name."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

LINE_API = "https://api.line.me"
LINE_DATA = "https://api-data.line.me"


class LineChannelSettings(BaseModel):
    """One LINE account of the clinic.

    Attributes:
        key: Our name of it, as in `/line/<key>/webhook`.
        clinic: The key of the clinic it belongs to.
        bot_user_id: What LINE calls `destination`: the account's own user id.
        secret: The channel secret; signs webhooks.
        old_secret: The secret before the last change; accepted as long as it stands here.
        access_token: The long-lived channel access token. Empty: short-lived ones are asked for with channel_id.
        channel_id: The number of the channel; only needed for short-lived tokens.
        liff_id: The id of the portal's LIFF app, if there is one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    clinic: str
    bot_user_id: str
    secret: SecretStr
    old_secret: SecretStr | None = None
    access_token: SecretStr = SecretStr("")
    channel_id: str = ""
    liff_id: str | None = None

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The secrets whose signatures count now, as bytes; an empty one never counts."""
        kept = (self.secret, self.old_secret)
        return tuple(
            secret.get_secret_value().encode() for secret in kept if secret and secret.get_secret_value()
        )


class BotSettings(BaseModel):
    """How the bot talks.

    Attributes:
        public_url: Where phones reach us, with https; pictures and sign-in links begin with it.
        reply_seconds: A reply token is used within this time after the webhook came in. LINE's own limit is 60 s.
        notice_lease_seconds: How long one sending may take before another process may take the notice over.
        event_lease_seconds: The same for handling one event.
        send_seconds: How long we wait for LINE's answer to a sending.
        photo_max_bytes: A photo larger than this is not downloaded to its end. LINE's own limit is 10 MB.
        photo_seconds: How long a download may take.
        concurrent_sends: Sendings under way at once, for each lane; fewer where the pace would not let so many out
            within their lease.
        sends_per_second: Of one channel, by all processes together; 200 more may go after a pause. LINE's own limit
            is 2,000.
        concurrent_turns: Turns under way at once.
        human_minutes: How long the bot stays silent after a person of the clinic took over a talk.
        api_host: LINE's address for everything but contents.
        data_host: LINE's address for contents.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    public_url: str = "https://localhost"
    reply_seconds: int = Field(default=50, gt=0, lt=60)
    notice_lease_seconds: int = Field(default=10, gt=0)
    event_lease_seconds: int = Field(default=30, gt=0)
    send_seconds: float = Field(default=5.0, gt=0)
    photo_max_bytes: int = Field(default=10 * 1024 * 1024, gt=0)
    photo_seconds: float = Field(default=30.0, gt=0)
    concurrent_sends: int = Field(default=400, gt=0)
    sends_per_second: int = Field(default=1_800, gt=0, le=2_000)
    concurrent_turns: int = Field(default=4, gt=0)
    human_minutes: int = Field(default=30, gt=0)
    api_host: str = LINE_API
    data_host: str = LINE_DATA
    channels: dict[str, LineChannelSettings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sends_within_its_lease(self) -> Self:
        """This will refuse a lease within which a notice cannot wait for its turn and be answered."""
        if self.notice_lease_seconds < 2 * self.send_seconds:
            raise ValueError("notice_lease_seconds must be at least twice send_seconds")
        return self

    @field_validator("public_url")
    @classmethod
    def _https_without_slash(cls, address: str) -> str:
        """This will refuse an address that phones would not load pictures from."""
        if not address.startswith("https://"):
            raise ValueError("public_url must begin with https://, because LINE loads nothing else")
        return address.rstrip("/")
