"""The most that any queue could do in `aura bench dispatch`: gate, wording and push, with everything in memory already.

No row is claimed, looked up, kept or settled. Whatever is divided by this says how much of the work is the queue's; and
this divided by the best library is the ratio that a queue would reach that costs nothing at all.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from zoneinfo import ZoneInfo

import orjson

from benchmarks._sending import Task, channel, clock, wording
from benchmarks._stock import KIND, NOON, Due, due_now
from bot.channels.line import LineChannel
from bot.channels.ports import OutgoingMessage
from bot.gate import GO, Recipient, decide
from workflow.notices import NoticePurpose
from workflow.settings import ClinicRules


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will do nothing: there is no queue."""


def prepared(task: Task) -> Callable[[], Awaitable[None]]:
    """This will load what is due, and give what words and pushes one card for each."""
    words, rules = wording(), ClinicRules()
    due = iter(list(enumerate(due_now(task.database)[: task.due])))

    async def send(line: LineChannel) -> None:
        for count, one in due:
            now = clock()
            to = Recipient(
                is_customer=True, is_blocked=False, human_until=None, zone=ZoneInfo("Asia/Bangkok")
            )
            may = decide(kind=KIND, purpose=NoticePurpose.CARE, made_at=NOON, to=to, now=now, rules=rules)
            if may != GO:
                raise RuntimeError(f"may not go: {may.reason}")
            language = "th" if count % 5 else "en"
            messages = orjson.dumps(words(KIND, one.data, language=language, now=now)).decode()
            key = uuid.UUID(str(one.notice_id))
            outcome = await line.send(OutgoingMessage(to=f"U{count:032d}", messages=messages, retry_key=key))
            if outcome.status != HTTPStatus.OK:
                raise RuntimeError(f"not accepted: {outcome.status}")

    async def work() -> None:
        async with channel(task.address, at_once=task.at_once) as line:
            await asyncio.gather(*(send(line) for _ in range(task.at_once)))

    return work
