"""One contract for every channel: LINE (its double, on loopback) and the one in memory pass the same tests."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import aiohttp
import pytest

from bot.channels.line import FixedToken, LineChannel
from bot.channels.memory import MemoryChannel
from bot.channels.ports import Channel, Gone, OutgoingMessage, Profile, TooLarge, Trouble
from simulator import DoubleChannel, LineDouble, SimulatedClock
from simulator.faults import Fault

pytestmark = pytest.mark.servers

MALI = "U" + "1" * 32
HELLO = '[{"type":"text","text":"สวัสดีค่ะ"}]'


@dataclass
class Tried:
    """A channel, and what the test must know of the other side of it."""

    channel: Channel
    new_token: Callable[[], str]
    received: Callable[[], int]
    put_content: Callable[[bytes], str]


@pytest.fixture
def double() -> LineDouble:
    line = LineDouble(
        clock=SimulatedClock(datetime(2026, 11, 22, 5, 0, tzinfo=UTC)),
        channels=[DoubleChannel(key="aura", secret="s", access_token="token", bot_user_id="U" + "0" * 32)],
    )
    line.people.add_person(MALI, "มะลิ")
    line.faults.hang_seconds = 0
    return line


@pytest.fixture
async def on_line(double: LineDouble, serve: Callable[..., str]) -> AsyncIterator[LineChannel]:
    address = serve(double.app)
    async with aiohttp.ClientSession() as http:
        channel = LineChannel(
            tokens=FixedToken("token"), http=http, api_host=address, data_host=address, send_seconds=1
        )
        yield channel
        await channel.close()


@pytest.fixture(params=["line", "memory"])
def tried(request: pytest.FixtureRequest) -> Tried:
    if request.param == "memory":
        memory = MemoryChannel(profiles={MALI: Profile(name="มะลิ", language="th")})

        def new_token() -> str:
            memory.reply_tokens.add("t1")
            return "t1"

        def keep(content: bytes) -> str:
            memory.contents["m1"] = content
            return "m1"

        return Tried(memory, new_token, lambda: len(memory.sent), keep)
    double: LineDouble = request.getfixturevalue("double")

    def put(content: bytes) -> str:
        return str(double.events.photo(MALI, content)["message"]["id"])

    return Tried(
        channel=request.getfixturevalue("on_line"),
        new_token=lambda: str(double.events.text(MALI, "hello")["replyToken"]),
        received=lambda: len(double.chats.messages(MALI, sender="bot")),
        put_content=put,
    )


def a_push(messages: str = HELLO) -> OutgoingMessage:
    return OutgoingMessage(to=MALI, messages=messages, retry_key=uuid4())


async def test_a_push_arrives(tried: Tried) -> None:
    outcome = await tried.channel.send(a_push())
    assert (outcome.status, tried.received()) == (200, 1)
    assert outcome.request_id


async def test_the_same_key_arrives_once_and_names_the_accepted_request(tried: Tried) -> None:
    push = a_push()
    first, again = await tried.channel.send(push), await tried.channel.send(push)
    assert (again.status, again.accepted_id) == (409, first.request_id)
    assert tried.received() == 1


async def test_a_reply_token_is_good_once(tried: Tried) -> None:
    reply = OutgoingMessage(to=MALI, messages=HELLO, retry_key=uuid4(), reply_token=tried.new_token())
    first, again = await tried.channel.send(reply), await tried.channel.send(reply)
    assert (first.status, again.status, again.message) == (200, 400, "Invalid reply token")
    assert tried.received() == 1


async def test_content_is_fetched_up_to_the_cap_and_no_further(tried: Tried) -> None:
    message_id = tried.put_content(b"x" * 200_000)
    assert len(await tried.channel.download(message_id, max_bytes=200_000)) == 200_000
    with pytest.raises(TooLarge):
        await tried.channel.download(message_id, max_bytes=199_999)


async def test_content_nobody_has_is_gone(tried: Tried) -> None:
    with pytest.raises(Gone):
        await tried.channel.download("123456789", max_bytes=1000)


async def test_a_profile_has_a_name(tried: Tried) -> None:
    found = await tried.channel.profile(MALI)
    assert found == Profile(name="มะลิ", language="th")
    assert await tried.channel.profile("U" + "9" * 32) is None


async def test_the_loading_animation_is_shown_and_never_raises(tried: Tried) -> None:
    await tried.channel.show_loading(MALI)
    await tried.channel.show_loading("nobody at all")


async def test_content_that_was_unsent_is_gone(double: LineDouble, on_line: LineChannel) -> None:
    event = double.events.photo(MALI, b"x")
    double.events.unsend(MALI, event["message"]["id"])
    with pytest.raises(Gone):
        await on_line.download(event["message"]["id"], max_bytes=10)


async def test_a_message_id_cannot_lead_elsewhere(on_line: LineChannel, double: LineDouble) -> None:
    with pytest.raises(Gone):
        await on_line.download("../../bot/info", max_bytes=10)
    assert double.requests == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.ERROR_BEFORE, 500),
        (Fault.ERROR_AFTER, 500),
        (Fault.RATE, 429),
        (Fault.MONTHLY, 429),
        (Fault.UNAUTHORIZED, 401),
    ],
)
async def test_trouble_at_line_is_told_and_not_raised(
    double: LineDouble, on_line: LineChannel, fault: Fault, status: int
) -> None:
    double.faults.script("push", fault)
    outcome = await on_line.send(a_push())
    assert outcome.status == status


async def test_no_answer_is_no_status(double: LineDouble, on_line: LineChannel) -> None:
    double.faults.hang_seconds = 3
    double.faults.script("push", Fault.TIMEOUT)
    assert (await on_line.send(a_push())).status is None


async def test_trouble_with_content_may_be_tried_again(double: LineDouble, on_line: LineChannel) -> None:
    double.faults.script("content", Fault.ERROR_BEFORE)
    event = double.events.photo(MALI, b"x")
    with pytest.raises(Trouble):
        await on_line.download(event["message"]["id"], max_bytes=10)


async def test_a_host_that_is_not_there_is_trouble_and_no_status() -> None:
    async with aiohttp.ClientSession() as http:
        channel = LineChannel(
            tokens=FixedToken("t"), http=http, api_host="http://127.0.0.1:9", data_host="http://127.0.0.1:9"
        )
        assert (await channel.send(a_push())).status is None
        assert await channel.profile(MALI) is None
        with pytest.raises(Trouble):
            await channel.download("1", max_bytes=1)
        await channel.close()


async def test_the_frozen_bytes_leave_as_they_were_frozen(double: LineDouble, on_line: LineChannel) -> None:
    frozen = '[{"type":"text","text":"ก  <b> \\u0e01 \\"x\\""}]'
    await on_line.send(a_push(frozen))
    [kept] = double.requests_to("push")
    assert frozen.encode() in kept.body
    assert double.violations == []
