"""Which LINE channels stand on the double: their keys, secrets and where their webhooks go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoubleChannel:
    """One Messaging API channel with the LINE Login channel of the same provider.

    Attributes:
        key: our name of the channel, as in the webhook path.
        secret: the channel secret, signs webhooks and id tokens.
        access_token: the long-lived channel access token.
        bot_user_id: the `destination` of its webhooks.
        path: where its webhooks are posted; `/line/<key>/webhook` when empty.
        channel_id: the number that names the channel to the token endpoints.
        login_channel_id: the `aud` of id tokens.
        monthly_limit: people a month; None is "no limit".
        knows_retry_keys: whether a sending with the same key is known again, as LINE does and Messenger does not.
    """

    key: str
    secret: str
    access_token: str
    bot_user_id: str
    path: str = ""
    channel_id: str = "2000000001"
    login_channel_id: str = "2000000002"
    monthly_limit: int | None = 1000
    knows_retry_keys: bool = True

    @property
    def webhook_path(self) -> str:
        return self.path or f"/line/{self.key}/webhook"
