"""Who is asking: channel access tokens for the bot, id tokens and profiles of people.

Source: LINE developers, "Channel access token" (stateless: 15 minutes), "Verify ID token", "Get profile".
"""

from datetime import timedelta
from urllib.parse import parse_qs

from simulator.calls import Answer, Call, Endpoint, refuse
from simulator.channels import DoubleChannel
from simulator.id_tokens import ISSUER
from simulator.tokens import SHORT_LIVED_LIVES, STATELESS_LIVES


def _form(call: Call) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(call.body.decode("utf-8", "replace")).items()}


def _channel_of(call: Call, form: dict[str, str]) -> DoubleChannel | None:
    for channel in call.platform.channels.values():
        if form.get("client_id") == channel.channel_id and form.get("client_secret") == channel.secret:
            return channel
    return None


def _oauth_refusal(error: str, description: str) -> Answer:
    return Answer(400, {"error": error, "error_description": description})


def _issue(call: Call, lives: timedelta, extra: dict[str, str]) -> Answer:
    form = _form(call)
    if form.get("grant_type") != "client_credentials":
        return _oauth_refusal("unsupported_grant_type", "unsupported grant type")
    channel = _channel_of(call, form)
    if channel is None:
        return _oauth_refusal("invalid_client", "invalid client_id or client_secret")
    token = call.platform.access_tokens.issue(channel.key, lives, now=call.now)
    return Answer(
        body={
            "token_type": "Bearer",
            "access_token": token,
            "expires_in": int(lives.total_seconds()),
            **extra,
        }
    )


def issue_stateless(call: Call) -> Answer:
    """This function will answer "Issue stateless channel access token" by channel id and secret."""
    return _issue(call, STATELESS_LIVES, {})


def issue_short_lived(call: Call) -> Answer:
    """This function will answer "Issue short-lived channel access token"."""
    return _issue(call, SHORT_LIVED_LIVES, {})


def revoke(call: Call) -> Answer:
    """This function will answer "Revoke channel access token"."""
    call.platform.access_tokens.revoke(_form(call).get("access_token", ""))
    return Answer()


def verify_access_token(call: Call) -> Answer:
    """This function will answer "Verify the validity of the channel access token"."""
    token = call.query.get("access_token", "")
    channel_key = call.platform.access_tokens.channel_key(token, now=call.now)
    expires_at = call.platform.access_tokens.expires_at(token)
    if channel_key is None or expires_at is None:
        return _oauth_refusal("invalid_request", "The access token expired")
    channel_id = call.platform.channels[channel_key].channel_id
    expires_in = int((expires_at - call.now).total_seconds())
    return Answer(body={"client_id": channel_id, "expires_in": expires_in, "scope": ""})


def verify_id_token(call: Call) -> Answer:
    """This function will answer "Verify ID token": its claims, or 400 with what is wrong."""
    form = _form(call)
    channel = next(
        (
            found
            for found in call.platform.channels.values()
            if found.login_channel_id == form.get("client_id")
        ),
        call.channel,
    )
    claims = call.platform.id_tokens.claims(form.get("id_token", ""), channel.secret)
    if claims is None or claims.get("iss") != ISSUER:
        return _oauth_refusal("invalid_request", "Invalid IdToken.")
    if claims.get("aud") != form.get("client_id"):
        return _oauth_refusal("invalid_request", "Invalid IdToken Audience.")
    if int(claims.get("exp", 0)) <= call.now.timestamp():
        return _oauth_refusal("invalid_request", "IdToken expired.")
    if "nonce" in form and claims.get("nonce") != form["nonce"]:
        return _oauth_refusal("invalid_request", "Invalid IdToken Nonce.")
    if "user_id" in form and claims.get("sub") != form["user_id"]:
        return _oauth_refusal("invalid_request", "Invalid IdToken Subject Identifier.")
    return Answer(body=claims)


def certificates(call: Call) -> Answer:
    """This function will answer the key set that LIFF's id tokens are checked with."""
    return Answer(body=call.platform.id_tokens.certificates())


def get_profile(call: Call) -> Answer:
    """This function will answer "Get profile"; 404 for unknown people and those who blocked the bot."""
    person = call.platform.people.get(call.params["user_id"])
    if person is None or not call.platform.people.receives(person.user_id, call.channel.key):
        return refuse(404, "Not found")
    return Answer(body=dict(person.profile()))


def get_bot_info(call: Call) -> Answer:
    """This function will answer "Get bot info"."""
    return Answer(
        body={
            "userId": call.channel.bot_user_id,
            "basicId": f"@{call.channel.key}",
            "displayName": call.channel.key,
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
    )


ENDPOINTS = (
    Endpoint("stateless_token", "POST", "/oauth2/v3/token", issue_stateless, needs_token=False),
    Endpoint("short_lived_token", "POST", "/v2/oauth/accessToken", issue_short_lived, needs_token=False),
    Endpoint("revoke_token", "POST", "/v2/oauth/revoke", revoke, needs_token=False),
    Endpoint("revoke_token", "POST", "/oauth2/v2.1/revoke", revoke, needs_token=False),
    Endpoint("verify_access_token", "GET", "/oauth2/v2.1/verify", verify_access_token, needs_token=False),
    Endpoint("verify_id_token", "POST", "/oauth2/v2.1/verify", verify_id_token, needs_token=False),
    Endpoint("certificates", "GET", "/oauth2/v2.1/certs", certificates, needs_token=False),
    Endpoint("profile", "GET", "/v2/bot/profile/{user_id}", get_profile),
    Endpoint("bot_info", "GET", "/v2/bot/info", get_bot_info),
)
