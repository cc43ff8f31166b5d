"""Who is who: channel access tokens, LIFF's id tokens and their check."""

from datetime import timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from simulator import LineDouble, SimulatedClock
from tests.simulator.cast import CHANNEL, FON, PLOY

_VERIFY = "/oauth2/v2.1/verify"
_LOGIN = CHANNEL.login_channel_id


async def _stateless(bot: httpx.AsyncClient, secret: str) -> httpx.Response:
    form = {"grant_type": "client_credentials", "client_id": CHANNEL.channel_id, "client_secret": secret}
    return await bot.post("/oauth2/v3/token", data=form)


async def test_a_stateless_token_opens_the_channel_for_a_quarter_of_an_hour(
    bot: httpx.AsyncClient, clock: SimulatedClock
) -> None:
    issued = (await _stateless(bot, CHANNEL.secret)).json()
    headers = {"authorization": f"Bearer {issued['access_token']}"}
    assert issued["expires_in"] == 900
    assert (await bot.get("/v2/bot/info", headers=headers)).json()["userId"] == CHANNEL.bot_user_id

    clock.advance(timedelta(minutes=15))

    assert (await bot.get("/v2/bot/info", headers=headers)).status_code == 401


async def test_a_wrong_channel_secret_gets_no_token(bot: httpx.AsyncClient) -> None:
    answer = await _stateless(bot, "guessed")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


async def test_a_token_can_be_looked_at_and_revoked(bot: httpx.AsyncClient) -> None:
    token = (await _stateless(bot, CHANNEL.secret)).json()["access_token"]

    looked_at = await bot.get(_VERIFY, params={"access_token": token})
    await bot.post("/oauth2/v2.1/revoke", data={"access_token": token})
    revoked = await bot.get(_VERIFY, params={"access_token": token})

    assert looked_at.json() == {"client_id": CHANNEL.channel_id, "expires_in": 900, "scope": ""}
    assert revoked.status_code == 400


async def test_an_id_token_is_signed_as_liff_signs_it(bot: httpx.AsyncClient, double: LineDouble) -> None:
    keys = KeySet.import_key_set((await bot.get("/oauth2/v2.1/certs")).json())

    token = jwt.decode(double.id_token(PLOY, nonce="n-1"), keys, algorithms=["ES256"])

    assert token.header["alg"] == "ES256"
    assert (token.claims["sub"], token.claims["aud"], token.claims["nonce"]) == (PLOY, _LOGIN, "n-1")


async def test_web_login_signs_with_the_channel_secret(
    bot: httpx.AsyncClient, double: LineDouble, clock: SimulatedClock
) -> None:
    token = double.id_tokens.issue(PLOY, _LOGIN, name="พลอย", now=clock.now(), channel_secret=CHANNEL.secret)

    answer = await bot.post(_VERIFY, data={"id_token": token, "client_id": _LOGIN})

    assert answer.json()["sub"] == PLOY


@pytest.mark.parametrize(
    ("changes", "hours", "words"),
    [
        ({}, 0, None),
        ({"nonce": "n-1", "user_id": PLOY}, 0, None),
        ({"client_id": "1"}, 0, "Invalid IdToken Audience."),
        ({"nonce": "other"}, 0, "Invalid IdToken Nonce."),
        ({"user_id": FON}, 0, "Invalid IdToken Subject Identifier."),
        ({}, 1, "IdToken expired."),
        ({"id_token": "garbage"}, 0, "Invalid IdToken."),
    ],
)
async def test_an_id_token_is_checked_as_line_checks_it(
    bot: httpx.AsyncClient,
    double: LineDouble,
    clock: SimulatedClock,
    *,
    changes: dict[str, str],
    hours: int,
    words: str | None,
) -> None:
    form = {"id_token": double.id_token(PLOY, nonce="n-1"), "client_id": _LOGIN} | changes
    clock.advance(timedelta(hours=hours))

    answer = await bot.post(_VERIFY, data=form)

    if words is None:
        assert answer.json()["sub"] == PLOY
    else:
        assert (answer.status_code, answer.json()["error_description"]) == (400, words)


async def test_a_token_signed_by_someone_else_is_refused(bot: httpx.AsyncClient, double: LineDouble) -> None:
    claims = jwt.decode(
        double.id_token(PLOY), KeySet.import_key_set(double.id_tokens.certificates()), algorithms=["ES256"]
    ).claims
    forged = jwt.encode({"alg": "ES256", "kid": "double-1"}, claims, ECKey.generate_key("P-256"))

    answer = await bot.post(_VERIFY, data={"id_token": forged, "client_id": _LOGIN})

    assert answer.json()["error_description"] == "Invalid IdToken."
