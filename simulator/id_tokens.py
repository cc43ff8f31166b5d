"""The id tokens LIFF and web login give to people, and the keys they are signed with.

Source: LINE developers, "LINE Login v2.1". LIFF signs with ES256 and publishes its keys; web login signs with HS256
and the channel secret.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OctKey

ISSUER = "https://access.line.me"
ID_TOKEN_LIVES = timedelta(hours=1)
_KEY_ID = "double-1"


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": _KEY_ID, "alg": "ES256", "use": "sig"})


@dataclass(slots=True)
class IdTokens:
    """The signing key of this double and the id tokens made with it."""

    _key: ECKey = field(default_factory=_new_key)

    def issue(
        self,
        user_id: str,
        client_id: str,
        *,
        name: str,
        now: datetime,
        nonce: str | None = None,
        channel_secret: str | None = None,
    ) -> str:
        """This function will sign an id token: ES256 as LIFF does, HS256 as web login does if a secret is given.

        Args:
            user_id: the `sub`.
            client_id: the `aud`, a LINE Login channel id.
            name: the person's display name.
            now: the instant of issue; the token is good for an hour.
            nonce: what the login asked to have repeated.
            channel_secret: the Login channel's secret, for web login.
        """
        issued_at = int(now.timestamp())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": user_id,
            "aud": client_id,
            "exp": issued_at + int(ID_TOKEN_LIVES.total_seconds()),
            "iat": issued_at,
            "amr": ["linesso"],
            "name": name,
        }
        if nonce is not None:
            claims["nonce"] = nonce
        if channel_secret is not None:
            return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(channel_secret))
        return jwt.encode({"alg": "ES256", "typ": "JWT", "kid": _KEY_ID}, claims, self._key)

    def certificates(self) -> dict[str, Any]:
        """This function will make the public key set of `/oauth2/v2.1/certs`."""
        return {"keys": [self._key.as_dict(private=False)]}

    def claims(self, token: str, channel_secret: str) -> dict[str, Any] | None:
        """This function will read a token whose signature holds, of either algorithm; None for any other."""
        for key, algorithm in (
            (KeySet([self._key]), "ES256"),
            (OctKey.import_key(channel_secret), "HS256"),
        ):
            try:
                return dict(jwt.decode(token, key, algorithms=[algorithm]).claims)
            except (JoseError, ValueError):
                continue
        return None
