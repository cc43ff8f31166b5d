"""Sending: reply, push, multicast, their checks without sending, quota and the loading animation.

Source: LINE developers, Messaging API reference, "Message", and "Retry failed API requests".
"""

import secrets
import uuid
from datetime import timedelta
from typing import Any

from simulator.calls import MONTHLY_LIMIT, Answer, Call, Endpoint, refuse
from simulator.requests_taken import (
    LoadingRequest,
    MulticastRequest,
    PushRequest,
    ReadTokenRequest,
    ReplyRequest,
    ValidateRequest,
)
from simulator.tokens import Accepted

RETRY_KEY = "x-line-retry-key"
_LOADING_SECONDS = 20


def reply(call: Call) -> Answer:
    """This function will answer "Send reply message": free, one use, within a minute, no retry key."""
    if RETRY_KEY in call.headers:
        return refuse(400, "Retry key is not supported by this API")
    body = call.json
    user_id = call.platform.reply_tokens.use(body["replyToken"], call.channel.key, now=call.now)
    if user_id is None:
        return refuse(400, "Invalid reply token")
    call.platform.quotas[call.channel.key].replies += 1
    return Answer(body={"sentMessages": _put_in_chats(call, [user_id], "reply")})


def push(call: Call) -> Answer:
    """This function will answer "Send push message"."""
    return _send(call, [call.json["to"]], "push")


def multicast(call: Call) -> Answer:
    """This function will answer "Send multicast message"."""
    return _send(call, list(dict.fromkeys(call.json["to"])), "multicast")


def _send(call: Call, user_ids: list[str], via: str) -> Answer:
    platform, channel_key = call.platform, call.channel.key
    retry_key = call.headers.get(RETRY_KEY) if call.channel.knows_retry_keys else None
    if retry_key is not None and not _is_uuid(retry_key):
        return refuse(400, "The value for the 'X-Line-Retry-Key' header is invalid")
    earlier = platform.retry_keys.recall(channel_key, retry_key, now=call.now) if retry_key else None
    if earlier is not None:
        body: dict[str, Any] = {"message": "The retry key is already accepted"}
        if via == "push":
            body["sentMessages"] = earlier.sent_messages
        return Answer(409, body, {"x-line-accepted-request-id": earlier.request_id})
    reached = [user_id for user_id in user_ids if platform.people.receives(user_id, channel_key)]
    quota = platform.quotas[channel_key]
    if not quota.takes(len(reached), now=call.now):
        return refuse(429, MONTHLY_LIMIT)
    quota.spend(len(reached), now=call.now)
    sent = _put_in_chats(call, reached, via)
    if retry_key:
        platform.retry_keys.remember(channel_key, retry_key, Accepted(call.request_id, sent, call.now))
    return Answer(body={"sentMessages": sent} if via == "push" else {})


def _put_in_chats(call: Call, user_ids: list[str], via: str) -> list[dict[str, str]]:
    """Every person who is reached sees the messages; the ids are given also where nobody is, as LINE does."""
    sent = []
    for message in call.json["messages"]:
        message_id = call.platform.chats.new_message_id()
        sent.append({"id": message_id, "quoteToken": secrets.token_urlsafe(24)})
        for user_id in user_ids:
            if call.platform.people.receives(user_id, call.channel.key):
                call.platform.chats.add(
                    user_id,
                    message,
                    message_id=message_id,
                    channel=call.channel.key,
                    sender="bot",
                    via=via,
                    now=call.now,
                )
    return sent


def accept(_call: Call) -> Answer:
    """This function will answer a check without sending; the body was held against its model before."""
    return Answer()


def get_quota(call: Call) -> Answer:
    """This function will answer "Get the target limit for sending messages this month"."""
    limit = call.platform.quotas[call.channel.key].limit
    return Answer(body={"type": "none"} if limit is None else {"type": "limited", "value": limit})


def get_consumption(call: Call) -> Answer:
    """This function will answer "Get number of messages sent this month"."""
    return Answer(body={"totalUsage": call.platform.quotas[call.channel.key].used(now=call.now)})


def show_loading(call: Call) -> Answer:
    """This function will answer "Display a loading animation" and let the person's phone show it."""
    body = call.json
    until = call.now + timedelta(seconds=body.get("loadingSeconds", _LOADING_SECONDS))
    if call.platform.people.receives(body["chatId"], call.channel.key):
        call.platform.chats.show_loading(body["chatId"], until)
    return Answer(202)


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


ENDPOINTS = (
    Endpoint("reply", "POST", "/v2/bot/message/reply", reply, ReplyRequest),
    Endpoint("push", "POST", "/v2/bot/message/push", push, PushRequest),
    Endpoint("multicast", "POST", "/v2/bot/message/multicast", multicast, MulticastRequest),
    *(
        Endpoint("validate", "POST", f"/v2/bot/message/validate/{kind}", accept, ValidateRequest)
        for kind in ("reply", "push", "multicast", "narrowcast", "broadcast")
    ),
    Endpoint("quota", "GET", "/v2/bot/message/quota", get_quota),
    Endpoint("consumption", "GET", "/v2/bot/message/quota/consumption", get_consumption),
    Endpoint("loading", "POST", "/v2/bot/chat/loading/start", show_loading, LoadingRequest),
    Endpoint("mark_as_read", "POST", "/v2/bot/chat/markAsRead", accept, ReadTokenRequest),
)
