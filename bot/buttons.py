"""What stands behind a button: signed, dated, and short enough for LINE.

Old buttons live for ever in people's chats, so a press says only what its maker meant then; whether it is still
allowed is decided by the rules on every press (facts/LINE.md section 7).
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from workflow.refusal import BadRequest, OutOfDate

VERSION = "v1"
LIVES = timedelta(days=100)  # a day-90 card can still be answered
LONGEST = 300  # Source: LINE developers, postback action, `data`.
_MAC_BYTES = 12


class ButtonForged(BadRequest):
    """We did not make this button."""

    code = "button_forged"


class ButtonExpired(OutOfDate):
    """The button is too old to mean anything."""

    code = "button_expired"


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button that was pressed.

    Attributes:
        action: What it asks for.
        ref: The row it is about, or None.
        extra: What else was put into it.
    """

    action: str
    ref: UUID | None
    extra: Mapping[str, str]


class Buttons:
    """Makes and reads buttons with the clinic's secret."""

    def __init__(self, secret: bytes) -> None:
        """This will keep the secret.

        Raises:
            ValueError: It is shorter than 16 bytes, and could be guessed.
        """
        if len(secret) < 16:  # noqa: PLR2004 - 128 bits
            raise ValueError("the secret of buttons needs at least 16 bytes")
        self._secret = secret

    def make(self, action: str, ref: UUID | str | None = None, *, now: datetime, **extra: str) -> str:
        """This function will give the data of a button.

        Args:
            action: What it asks for: a short word.
            ref: The row it is about.
            now: When it is made; it works for 100 days from then.
            **extra: A few short words more.

        Raises:
            ValueError: It is longer than LINE takes.
        """
        body = f"{VERSION}.{action}.{_packed(ref)}.{_until(now)}.{_spelled(tuple(extra.items()))}"
        data = f"{body}.{self._mac(body)}"
        if len(data) > LONGEST:
            raise ValueError(f"a button's data may have {LONGEST} characters, not {len(data)}")
        return data

    def read(self, data: str, now: datetime) -> Press:
        """This function will read a button that was pressed.

        Raises:
            ButtonForged: It is not one of ours, or was changed.
            ButtonExpired: It is too old.
        """
        body, _, mac = data.rpartition(".")
        if not hmac.compare_digest(self._mac(body).encode(), mac.encode("utf-8", "replace")):
            raise ButtonForged
        _, action, ref, until, extra = body.split(".", 4)
        if now > datetime.fromtimestamp(int(until, 16), tz=UTC):
            raise ButtonExpired
        return Press(action=action, ref=_unpacked(ref), extra=dict(parse_qsl(extra)))

    def _mac(self, body: str) -> str:
        digest = hmac.digest(self._secret, b"button:" + body.encode("utf-8", "replace"), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode()


# The same buttons are made for everybody of a batch, and those of one card are about the same row.
@lru_cache(maxsize=16)
def _until(now: datetime) -> str:
    return f"{int((now + LIVES).timestamp()):x}"


@lru_cache(maxsize=256)
def _spelled(extra: tuple[tuple[str, str], ...]) -> str:
    return urlencode(extra)


@lru_cache(maxsize=16)
def _packed(ref: UUID | str | None) -> str:
    if ref is None:
        return ""
    row = ref if isinstance(ref, UUID) else UUID(ref)
    return base64.urlsafe_b64encode(row.bytes).decode().rstrip("=")


def _unpacked(ref: str) -> UUID | None:
    if not ref:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(ref + "=="))
    except (binascii.Error, ValueError) as error:
        raise ButtonForged from error
