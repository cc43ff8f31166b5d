"""Customers with phones: they say hello, agree, send a selfie, and keep asking, several things at once if they like."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from aura.cast import Cast
from benchmarks.chaos.mail import Mail
from simulator import Phone
from simulator.phone import NotOnScreenError, actions_in

POINTS, STATUS, HELLO, CONSENT, PHOTO, RED_FLAG = "points", "status", "hello", "consent", "photo", "red_flag"
ASKED = "asked"  # what a card asked, answered by its button
AT_WRONG_CLOCKS = "asked while clocks are wrong"
#: What is answered in the order it was asked. Machines whose clocks differ by hours keep no order, but say nothing twice.
IN_ORDER = frozenset({POINTS, STATUS})
#: What is answered by exactly one message, whenever it is asked.
ANSWERED_ONCE = IN_ORDER | {AT_WRONG_CLOCKS}
_LOOK_EVERY = 0.2
_PATIENCE = (
    60.0  # seconds until somebody stops looking for a button, whether the clinic closes meanwhile or not
)
_CARDS = (("feels", "f=good"), ("confirm", ""))
_BURST = (1, 1, 1, 2, 3)


@dataclass
class Somebody:
    """One person's hands: each doing is an event on its way to us."""

    phone: Phone
    mail: Mail
    dice: random.Random
    _answered: set[str] = field(default_factory=set)

    def write(self, text: str, *, what: str) -> asyncio.Task[None]:
        """This will write a text."""
        return self.mail.send(self.phone.double.events.text(self.phone.user_id, text), what=what)

    def photograph(self, photo: bytes) -> asyncio.Task[None]:
        """This will send a photo."""
        return self.mail.send(self.phone.double.events.photo(self.phone.user_id, photo), what=PHOTO)

    def press(self, action: dict[str, Any], *, what: str) -> asyncio.Task[None]:
        """This will press a button."""
        shown = action.get("displayText")
        event = self.phone.double.events.postback(self.phone.user_id, action["data"], display_text=shown)
        return self.mail.send(event, what=what)

    async def press_once_there(self, action: str, holding: str, *, what: str) -> bool:
        """This will press a button as soon as it is on the screen; False if it never comes."""
        for _ in range(int(_PATIENCE / _LOOK_EVERY)):
            with contextlib.suppress(NotOnScreenError):
                await self.press(self.phone.button_for(action, holding), what=what)
                return True
            await asyncio.sleep(_LOOK_EVERY)
        return False

    def answer_cards(self) -> None:
        """This will press what a card asks for: how she is, and whether she comes; each once."""
        for action, _, button in self.buttons():
            wanted = any(action == one and holding in button["data"] for one, holding in _CARDS)
            if wanted and button["data"] not in self._answered:
                self._answered.add(button["data"])
                self.press(button, what=ASKED)

    def buttons(self, since: int = 0) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """This will give the buttons of messages from the given one on: action, row, button; oldest first."""
        for message in self.phone.messages()[since:]:
            for found in actions_in(message):
                words = found.get("data", "").split(".")
                if len(words) > 2:
                    yield words[1], words[2], found


@dataclass
class Crowd:
    """All customers.

    Attributes:
        somebodies: Their hands.
        selfie: What those send who send one.
        with_selfie: How many of them do.
        pause: How long somebody waits before saying something else (seconds, on average).
    """

    cast: Cast
    somebodies: list[Somebody]
    selfie: bytes
    with_selfie: int
    pause: float
    _lives: list[asyncio.Task[None]] = field(default_factory=list)

    def arrive(self, is_open: Callable[[], bool]) -> None:
        """This will let everybody begin to talk, one after the other; they go on as long as it is open."""
        for number, somebody in enumerate(self.somebodies):
            selfie = self.selfie if number < self.with_selfie else None
            self._lives.append(asyncio.create_task(self._live(somebody, selfie, is_open)))

    def come_back(self, is_open: Callable[[], bool]) -> None:
        """This will let those who are known talk again."""
        for somebody in self.somebodies:
            somebody.answer_cards()
            self._lives.append(asyncio.create_task(self._chat(somebody, is_open)))

    def worry(self, treated: Collection[str]) -> None:
        """This will let one of the treated write of something that can't wait; from then on a person has her talk.

        Args:
            treated: LINE's ids of those who were treated; the words concern nobody else.
        """
        for somebody in self.somebodies:
            if somebody.phone.user_id in treated:
                somebody.write(self.cast.words.red_flag, what=RED_FLAG)
                self.somebodies.remove(somebody)
                return

    async def leave(self) -> None:
        """This will wait until everybody has put the phone away; what they wrote is on its way.

        Raises:
            Exception: A life went wrong: a bug of this harness.
        """
        lives, self._lives = self._lives, []
        await asyncio.gather(*lives)

    async def _live(self, somebody: Somebody, selfie: bytes | None, is_open: Callable[[], bool]) -> None:
        await asyncio.sleep(somebody.dice.uniform(0, self.pause))
        await somebody.write(self.cast.words.hello, what=HELLO)
        for purpose in ("progress_photos", "scan_analysis"):
            holding = f"p={purpose}&a=yes"
            if not await somebody.press_once_there("consent", holding, what=CONSENT):
                return
        if selfie is not None:
            somebody.photograph(selfie)
        await self._chat(somebody, is_open)

    async def _chat(self, somebody: Somebody, is_open: Callable[[], bool]) -> None:
        words = {POINTS: self.cast.words.points, STATUS: self.cast.words.status}
        while is_open():
            for _ in range(somebody.dice.choice(_BURST)):
                what = somebody.dice.choice(sorted(words))
                sent = somebody.write(words[what], what=what)
                if somebody.dice.random() < 0.5:
                    await _while_open(sent, is_open)
            await _rest(somebody.dice.uniform(0.3, 1.7) * self.pause, is_open)


async def _while_open(sent: asyncio.Task[None], is_open: Callable[[], bool]) -> None:
    while is_open() and not sent.done():
        await asyncio.wait([sent], timeout=_LOOK_EVERY)


async def _rest(seconds: float, is_open: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while is_open() and (left := until - loop.time()) > 0:  # noqa: ASYNC110 - it may close any moment
        await asyncio.sleep(min(left, _LOOK_EVERY))
