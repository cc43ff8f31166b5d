"""line-bot-sdk talks to the double unchanged: only its host is another one.

The double is served on loopback; the SDK can't be called in process.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    CreateRichMenuAliasRequest,
    FlexMessage,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
    ValidateMessageRequest,
)
from linebot.v3.oauth import AsyncApiClient as OAuthClient
from linebot.v3.oauth import AsyncChannelAccessToken
from linebot.v3.oauth import Configuration as OAuthConfiguration
from linebot.v3.webhook import WebhookParser
from starlette.types import ASGIApp

from simulator import Fault, LineDouble, SimulatedClock
from simulator.posting import sign
from tests.simulator.cast import CHANNEL, PLOY
from tests.simulator.test_rich_menus import MENU, picture

pytestmark = pytest.mark.servers
HELLO = TextMessage.from_dict({"type": "text", "text": "สวัสดีค่ะ"})
PHOTO = b"\xff\xd8\xff" + b"0" * 100


@pytest.fixture
def address(double: LineDouble, serve: Callable[[ASGIApp], str]) -> str:
    return serve(double.app)


@pytest.fixture
async def client(address: str) -> AsyncIterator[AsyncApiClient]:
    async with AsyncApiClient(Configuration(host=address, access_token=CHANNEL.access_token)) as client:
        yield client


@pytest.fixture
def api(client: AsyncApiClient) -> AsyncMessagingApi:
    return AsyncMessagingApi(client)


def push(to: str = PLOY) -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[HELLO])


async def test_a_reply_and_a_second_one(api: AsyncMessagingApi, double: LineDouble) -> None:
    request = ReplyMessageRequest(replyToken=double.events.text(PLOY, "สวัสดี")["replyToken"], messages=[HELLO])

    answer = await api.reply_message(request)
    with pytest.raises(ApiException) as refused:
        await api.reply_message(request)

    assert len(answer.sent_messages) == 1
    assert refused.value.status == 400
    assert "Invalid reply token" in refused.value.body
    assert double.chats.messages(PLOY) == [{"type": "text", "text": "สวัสดีค่ะ"}]


async def test_a_push_lost_after_acceptance_is_told_by_its_retry_key(
    api: AsyncMessagingApi, double: LineDouble
) -> None:
    double.faults.script("push", Fault.ERROR_AFTER)
    key = str(uuid.uuid4())

    with pytest.raises(ApiException) as lost:
        await api.push_message(push(), x_line_retry_key=key)
    with pytest.raises(ApiException) as again:
        await api.push_message(push(), x_line_retry_key=key)

    first, second = double.requests_to("push")
    assert (lost.value.status, again.value.status) == (500, 409)
    assert again.value.headers["x-line-accepted-request-id"] == first.request_id
    assert first.body == second.body
    assert first.retry_key == second.retry_key == key
    assert len(double.chats.messages(PLOY)) == 1


async def test_a_timeout_keeps_the_caller_waiting_until_it_hangs_up(
    api: AsyncMessagingApi, double: LineDouble
) -> None:
    double.faults.hang_seconds = 30
    double.faults.script("push", Fault.TIMEOUT)

    with pytest.raises(asyncio.TimeoutError):
        await api.push_message(push(), _request_timeout=0.2)

    assert double.chats.messages(PLOY) == []


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (Fault.UNAUTHORIZED, 401, "Authentication failed"),
        (Fault.RATE, 429, "API rate limit"),
        (Fault.MONTHLY, 429, "monthly limit"),
    ],
)
async def test_refusals_arrive_as_the_sdks_exceptions(
    api: AsyncMessagingApi, double: LineDouble, fault: Fault, status: int, words: str
) -> None:
    double.faults.script("push", fault)

    with pytest.raises(ApiException) as refused:
        await api.push_message(push())

    assert refused.value.status == status
    assert words in refused.value.body


async def test_multicast_quota_profile_and_loading(api: AsyncMessagingApi, double: LineDouble) -> None:
    await api.multicast(MulticastRequest(to=[PLOY], messages=[HELLO]), x_line_retry_key=str(uuid.uuid4()))
    await api.show_loading_animation(ShowLoadingAnimationRequest(chatId=PLOY, loadingSeconds=5))
    await api.validate_push(ValidateMessageRequest(messages=[HELLO]))

    assert (await api.get_message_quota()).value == CHANNEL.monthly_limit
    assert (await api.get_message_quota_consumption()).total_usage == 1
    assert (await api.get_profile(PLOY)).display_name == "พลอย"
    assert (await api.get_bot_info()).user_id == CHANNEL.bot_user_id
    assert double.violations == []


async def test_content_and_its_end(client: AsyncApiClient, double: LineDouble) -> None:
    blob = AsyncMessagingApiBlob(client)
    message_id = double.events.photo(PLOY, PHOTO)["message"]["id"]

    assert bytes(await blob.get_message_content(message_id)) == PHOTO
    double.events.unsend(PLOY, message_id)
    with pytest.raises(ApiException) as gone:
        await blob.get_message_content(message_id)
    assert gone.value.status == 410


async def test_a_rich_menu_from_making_to_linking(
    api: AsyncMessagingApi, client: AsyncApiClient, double: LineDouble
) -> None:
    menu_id = (await api.create_rich_menu(RichMenuRequest.from_dict(MENU))).rich_menu_id
    await AsyncMessagingApiBlob(client).set_rich_menu_image(
        menu_id, body=picture(), _headers={"Content-Type": "image/png"}
    )
    await api.create_rich_menu_alias(
        CreateRichMenuAliasRequest(richMenuAliasId="customer", richMenuId=menu_id)
    )
    await api.link_rich_menu_id_to_user(PLOY, menu_id)
    await api.set_default_rich_menu(menu_id)

    assert (await api.get_rich_menu_id_of_user(PLOY)).rich_menu_id == menu_id
    assert [menu.name for menu in (await api.get_rich_menu_list()).richmenus] == [MENU["name"]]
    assert double.violations == []


async def test_the_emptied_dict_of_the_sdk_is_caught(api: AsyncMessagingApi, double: LineDouble) -> None:
    """The SDK turns a dict given to a constructor into `{"type": "text"}` without a word."""
    with pytest.raises(ApiException) as refused:
        await api.push_message(PushMessageRequest(to=PLOY, messages=[{"type": "text", "text": "hi"}]))

    assert refused.value.status == 400
    assert double.violations[0].faults[0].path == "messages[0].text"


async def test_a_flex_message_arrives_as_it_was_written(api: AsyncMessagingApi, double: LineDouble) -> None:
    message = {
        "type": "flex",
        "altText": "ผล",
        "contents": {
            "type": "bubble",
            "body": {
                "type": "box",
                "layout": "vertical",
                "contents": [{"type": "text", "text": "72/100", "size": "xl", "wrap": True}],
            },
        },
    }

    await api.push_message(PushMessageRequest(to=PLOY, messages=[FlexMessage.from_dict(message)]))

    assert double.chats.messages(PLOY) == [message]


async def test_a_stateless_token_is_issued_and_ends(
    address: str, double: LineDouble, clock: SimulatedClock
) -> None:
    async with OAuthClient(OAuthConfiguration(host=address)) as oauth:
        issued = await AsyncChannelAccessToken(oauth).issue_stateless_channel_token_by_client_secret(
            client_id=CHANNEL.channel_id, client_secret=CHANNEL.secret
        )
    async with AsyncApiClient(Configuration(host=address, access_token=issued.access_token)) as client:
        await AsyncMessagingApi(client).push_message(push())
        clock.advance(timedelta(minutes=15))
        with pytest.raises(ApiException) as over:
            await AsyncMessagingApi(client).push_message(push())

    assert over.value.status == 401


async def test_the_sdk_parses_every_event_of_the_double(double: LineDouble) -> None:
    make = double.events
    photo = make.photo(PLOY, PHOTO)
    events = [
        make.text(PLOY, "สวัสดี"),
        photo,
        *make.photos(PLOY, [PHOTO, PHOTO]),
        make.sticker(PLOY),
        make.location(PLOY, 13.78, 100.54, address="อารีย์"),
        make.file(PLOY, "a.pdf", b"%PDF-"),
        make.postback(PLOY, "v1.x", params={"date": "2026-11-24"}),
        make.unsend(PLOY, photo["message"]["id"]),
        make.unfollow(PLOY),
        make.follow(PLOY),
    ]
    body = double.webhook_body(events)

    parsed = WebhookParser(CHANNEL.secret).parse(body.decode(), sign(body, CHANNEL.secret))

    assert "UnknownEvent" not in [type(event).__name__ for event in parsed]
    assert [event.type for event in parsed] == [event["type"] for event in events]
