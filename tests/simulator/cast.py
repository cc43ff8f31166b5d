"""Who appears in the tests of the double: one clinic's channel, two customers."""

from simulator import DoubleChannel

CHANNEL = DoubleChannel(
    key="aura",
    secret="a-channel-secret",
    access_token="a-token",
    bot_user_id="U" + "b" * 32,
    monthly_limit=10,
)
PLOY = "U" + "1" * 32
FON = "U" + "2" * 32
