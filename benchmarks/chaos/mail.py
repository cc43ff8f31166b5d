"""LINE's webhooks on their way to us: posted to any of our web processes, and posted again until one takes them.

LINE repeats a webhook that was not answered 200, with the same `webhookEventId`, where redelivery is switched on; and
now and then it delivers one twice that was.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulator import LineDouble

OK = 200
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=3.0)
_AGAIN_AFTER = (0.2, 0.4, 0.8, 1.5)
_TWICE = 0.04  # the share that LINE delivers twice, at once or after it was taken


@dataclass
class Posting:
    """One event, as LINE posted it.

    Attributes:
        event_id: LINE's id of it.
        person: Who did it.
        what: What the person meant by it, as "points"; for the proof.
        first_at: When it was posted first, on the loop's clock (seconds).
        taken_at: When it was first answered 200; None if it never was.
        token: Its reply token.
        tries: How often it was posted.
    """

    event_id: str
    person: str
    what: str
    first_at: float
    taken_at: float | None = None
    token: str | None = None
    tries: int = 0


@dataclass
class Mail:
    """The webhooks of a run.

    Attributes:
        postings: Every event, in the order people did it.
        answers: How often each status was answered; 0 is no answer.
    """

    double: LineDouble
    addresses: Callable[[], Sequence[str]]
    dice: random.Random
    postings: list[Posting] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _http: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """This will let the double post over the network from now on."""
        self._http = aiohttp.ClientSession(timeout=_ANSWER_WITHIN)
        self.double.poster = self._post

    async def close(self) -> None:
        """This will end whatever is still on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    def send(self, event: dict[str, Any], *, what: str) -> asyncio.Task[None]:
        """This will put an event on its way; the task ends once it is taken."""
        posting = Posting(
            event_id=event["webhookEventId"],
            person=event["source"]["userId"],
            what=what,
            first_at=asyncio.get_running_loop().time(),
            token=event.get("replyToken"),
        )
        self.postings.append(posting)
        task = asyncio.create_task(self._deliver(event, posting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def on_its_way(self) -> int:
        """How many were not taken yet."""
        return len(self._tasks)

    async def _deliver(self, event: dict[str, Any], posting: Posting) -> None:
        loop = asyncio.get_running_loop()
        while True:
            deliver = self.double.redeliver if posting.tries else self.double.deliver
            # Now and then LINE believes that the first one got lost, and both arrive at once.
            copies = 2 if self.dice.random() < _TWICE else 1
            posting.tries += copies
            if OK in await asyncio.gather(*(deliver(event) for _ in range(copies))):
                break
            wait = _AGAIN_AFTER[min(posting.tries, len(_AGAIN_AFTER)) - 1]
            await asyncio.sleep(wait * self.dice.uniform(0.7, 1.3))
        posting.taken_at = loop.time()
        if self.dice.random() < _TWICE:
            posting.tries += 1
            await self.double.redeliver(event)

    async def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """This will post one webhook to whichever web process the load balancer picks; 0 is no answer."""
        if self._http is None:
            raise RuntimeError("the mail is not open")
        address = self.dice.choice(self.addresses())
        try:
            async with self._http.post(f"{address}{path}", data=body, headers=dict(headers)) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        self.answers[status] += 1
        return status
