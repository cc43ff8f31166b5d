"""Who somebody is, told by LINE: an id token is checked in full before a word of it is believed.

LIFF signs with ES256 and publishes its keys; LINE Login on the web signs with HS256 and the channel's secret, although
LINE's discovery document lists ES256 only. Which of the two is told by the token's header, and each is checked with
its own key only, so that a token signed with the public key as a secret is refused.

Source: LINE developers, "Verify ID token"; measured in facts of the web room (0.33 ms a token).
"""

import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

ISSUER = "https://access.line.me"
# How far LINE's clock and ours may be apart.
LEEWAY_SECONDS = 60
KEYS_LAST = timedelta(hours=1)

Keys = Callable[[], Mapping[str, Any]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class LiffChannel:
    """One door of the portal: a clinic's chat, and the LINE Login channel its LIFF page belongs to.

    Attributes:
        channel_id: The chat whose customers come in (a LINE user id is the same for both, being of one provider).
        login_channel_id: Whom id tokens must be meant for.
        login_channel_secret: Its secret; without it only LIFF's own tokens are taken.
        liff_id: Of the LIFF app.
        keys: Gives LINE's public keys as a JWK set.
    """

    clinic_id: UUID
    channel_id: UUID
    login_channel_id: str
    login_channel_secret: str | None
    liff_id: str
    keys: Keys


class KeysUnavailableError(Exception):
    """LINE's public keys cannot be had at the moment; nobody can be let in by LIFF until they can."""


class IdTokenRefusedError(Exception):
    """The token cannot be believed. Why is for the log, not for the person who sent it."""


def verify_id_token(token: str, *, channel: LiffChannel, now: datetime, nonce: str | None = None) -> str:
    """This will check an id token and give the LINE user id it is about.

    Args:
        token: As the browser sent it.
        channel: The door it was sent to.
        now: Aware UTC.
        nonce: What the login was asked to repeat; LIFF itself offers none.

    Raises:
        IdTokenRefusedError: Signature, algorithm, issuer, audience, time or nonce is not right.
        KeysUnavailableError: LINE's keys cannot be had now.
    """
    algorithm = _algorithm(token)
    key: KeySet | OctKey
    if algorithm == "ES256":
        key = KeySet.import_key_set({"keys": list(channel.keys()["keys"])})
    elif algorithm == "HS256" and channel.login_channel_secret:
        key = OctKey.import_key(channel.login_channel_secret)
    else:
        raise IdTokenRefusedError("algorithm")
    try:
        claims = jwt.decode(token, key, algorithms=[algorithm]).claims
    except (JoseError, ValueError) as error:
        raise IdTokenRefusedError("signature") from error
    return _subject(claims, channel=channel, now=now, nonce=nonce)


def cached(fetch: Keys, *, clock: Callable[[], datetime]) -> Keys:
    """This will keep LINE's public keys for an hour, and ask once at a time.

    While LINE does not answer, the keys known last stay good: LINE announces new ones long before it signs with them.

    Args:
        fetch: Asks LINE; raises `httpx.HTTPError` when that fails.
        clock: Gives the present, aware UTC.
    """
    lock = threading.Lock()
    kept: dict[str, Any] = {}

    def keys() -> Mapping[str, Any]:
        with lock:
            now = clock()
            if not kept or now - kept["at"] >= KEYS_LAST or now < kept["at"]:
                try:
                    kept.update(keys=fetch(), at=now)
                except httpx.HTTPError as error:
                    log.warning("line_keys.unavailable", error=type(error).__name__, known=bool(kept))
                    if not kept:
                        raise KeysUnavailableError from error
            found: Mapping[str, Any] = kept["keys"]
            return found

    return keys


def _algorithm(token: str) -> str:
    """This will read which algorithm a token claims; nothing else of an unchecked token is looked at."""
    try:
        head = token.split(".", maxsplit=1)[0]
        header = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        return str(header["alg"])
    except (ValueError, KeyError, TypeError) as error:
        raise IdTokenRefusedError("form") from error


def _subject(claims: Mapping[str, Any], *, channel: LiffChannel, now: datetime, nonce: str | None) -> str:
    """This will check what a genuinely signed token says."""
    seconds = now.timestamp()
    expires, issued, subject = claims.get("exp"), claims.get("iat"), claims.get("sub")
    if claims.get("iss") != ISSUER:
        raise IdTokenRefusedError("iss")
    if claims.get("aud") != channel.login_channel_id:
        raise IdTokenRefusedError("aud")
    if not isinstance(expires, int) or expires + LEEWAY_SECONDS < seconds:
        raise IdTokenRefusedError("exp")
    if not isinstance(issued, int) or issued - LEEWAY_SECONDS > seconds:
        raise IdTokenRefusedError("iat")
    if nonce is not None and claims.get("nonce") != nonce:
        raise IdTokenRefusedError("nonce")
    if not isinstance(subject, str) or not subject:
        raise IdTokenRefusedError("sub")
    return subject
