"""Addresses that phones open: pictures in cards, and the sign-in page. Signed, so that nobody can guess another's.

LINE loads pictures when a chat is opened, weeks later too, so an address has to live for some (docs/decisions/0027).
"""

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

LIVES = timedelta(days=30)  # whoever has the address sees the picture: no longer than a card is looked at
_MAC_BYTES = 15


class LinkInvalidError(ValueError):
    """The address is not one of ours, or too old."""


class Links:
    """Makes addresses and reads back what stands in them."""

    def __init__(self, public_url: str, secret: bytes, *, liff_id: str | None = None) -> None:
        """This will keep where we are reached.

        Args:
            public_url: Begins with https; without a slash at its end.
            secret: Signs the addresses of pictures; at least 16 bytes.
            liff_id: The id of the portal's LIFF app, if there is one.

        Raises:
            ValueError: The secret is too short.
        """
        if len(secret) < 16:  # noqa: PLR2004 - 128 bits
            raise ValueError("the secret of links needs at least 16 bytes")
        self._public_url = public_url.rstrip("/")
        self._secret = secret
        self._liff_id = liff_id

    def picture(self, key: str, *, now: datetime) -> str:
        """This function will give the address of a kept picture; it works for a month."""
        body = f"{int((now + LIVES).timestamp()):x}-{key}"
        return f"{self._public_url}/media/{_encoded(body.encode())}.{self._mac(body)}"

    def picture_key(self, token: str, *, now: datetime) -> str:
        """This function will read which picture an address is for.

        Raises:
            LinkInvalidError: We did not make it, or it is too old.
        """
        encoded, _, mac = token.partition(".")
        try:
            body = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode("ascii")
        except (binascii.Error, ValueError) as error:
            raise LinkInvalidError("no address of ours") from error
        if not hmac.compare_digest(self._mac(body).encode(), mac.encode()):
            raise LinkInvalidError("no address of ours")
        until, _, key = body.partition("-")
        if now > datetime.fromtimestamp(int(until, 16), tz=UTC):
            raise LinkInvalidError("too old")
        return key

    def sign_in(self, token: str, *, to: str | None = None) -> str:
        """This function will give the address that signs a member of staff in, once, and leads to a page of ours."""
        asked = f"?{urlencode({'to': to})}" if to else ""
        return f"{self._public_url}/admin/enter/{token}{asked}"

    @property
    def portal(self) -> str | None:
        """Where a customer sees her own page, if the clinic has one."""
        return f"https://liff.line.me/{self._liff_id}" if self._liff_id else None

    def _mac(self, body: str) -> str:
        return _encoded(hmac.digest(self._secret, b"picture:" + body.encode(), hashlib.sha256)[:_MAC_BYTES])


def _encoded(what: bytes) -> str:
    return base64.urlsafe_b64encode(what).decode().rstrip("=")
