"""Which id tokens are believed."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from portal import IdTokenRefusedError, KeysUnavailableError, LiffChannel, cached, verify_id_token
from tests.insights.cast import NOW
from tests.portal.app import KEY, LOGIN, SECRET, claims_of, line_key, signed, signed_with_secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

CHANNEL = LiffChannel(
    clinic_id=uuid4(),
    channel_id=uuid4(),
    login_channel_id=LOGIN,
    login_channel_secret=SECRET,
    liff_id="1-a",
    keys=lambda: {"keys": [KEY.as_dict(private=False)]},
)
HERS = claims_of("U1", nonce="n1")
SECONDS = int(NOW.timestamp())


def _unsigned() -> str:
    header = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{header}.{signed(HERS).split('.')[1]}."


def _tampered() -> str:
    head, _, signature = signed(HERS).split(".")
    body = urlsafe_b64encode(json.dumps(claims_of("U2")).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("token", [signed(HERS), signed_with_secret(HERS)], ids=["LIFF", "web login"])
def test_it_believes_both_kinds_line_signs(token: str) -> None:
    assert verify_id_token(token, channel=CHANNEL, now=NOW, nonce="n1") == "U1"


@pytest.mark.parametrize(
    ("token", "why"),
    [
        (signed(HERS, line_key()), "signature"),
        (signed_with_secret(HERS, "another-secret-of-32-characters!"), "signature"),
        (signed_with_secret(HERS, json.dumps(KEY.as_dict(private=False))), "signature"),
        (_tampered(), "signature"),
        (_unsigned(), "algorithm"),
        (signed({**HERS, "aud": "1"}), "aud"),
        (signed({**HERS, "iss": "https://evil.test"}), "iss"),
        (signed({**HERS, "exp": SECONDS - 61}), "exp"),
        (signed({**HERS, "exp": "never"}), "exp"),
        (signed({**HERS, "iat": SECONDS + 61}), "iat"),
        (signed({**HERS, "nonce": "n2"}), "nonce"),
        (signed({**HERS, "sub": ""}), "sub"),
        ("", "form"),
        ("abc", "form"),
        ("ก.ข.ค", "form"),
        ("bnVsbA.e30.", "form"),
    ],
)
def test_it_refuses_what_cannot_be_believed(token: str, why: str) -> None:
    with pytest.raises(IdTokenRefusedError, match=why):
        verify_id_token(token, channel=CHANNEL, now=NOW, nonce="n1")


def test_without_a_secret_only_liffs_own_tokens_are_believed() -> None:
    from dataclasses import replace

    channel = replace(CHANNEL, login_channel_secret=None)

    assert verify_id_token(signed(HERS), channel=channel, now=NOW) == "U1"
    with pytest.raises(IdTokenRefusedError, match="algorithm"):
        verify_id_token(signed_with_secret(HERS), channel=channel, now=NOW)


def test_a_token_of_the_line_double_is_believed() -> None:
    from dataclasses import replace

    from simulator.id_tokens import IdTokens

    double = IdTokens()
    token = double.issue("U1", LOGIN, name="Mali", now=NOW)

    assert verify_id_token(token, channel=replace(CHANNEL, keys=double.certificates), now=NOW) == "U1"


def test_lines_keys_are_asked_for_once_an_hour() -> None:
    asked: list[int] = []
    now = NOW

    def fetch() -> Mapping[str, Any]:
        asked.append(1)
        return {"keys": []}

    keys = cached(fetch, clock=lambda: now)
    for _ in range(3):
        keys()
    now += timedelta(hours=1)
    keys()

    assert len(asked) == 2


def test_the_keys_known_last_are_good_while_line_does_not_answer() -> None:
    now, is_up = NOW, False

    def fetch() -> Mapping[str, Any]:
        if not is_up:
            raise httpx.ConnectTimeout("no answer")
        return {"keys": ["one"]}

    keys = cached(fetch, clock=lambda: now)
    with pytest.raises(KeysUnavailableError):
        keys()
    is_up = True
    known = keys()
    is_up, now = False, NOW + timedelta(hours=2)

    assert keys() == known == {"keys": ["one"]}
