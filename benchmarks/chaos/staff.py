"""The staff with their phones: each new card is looked at, and its buttons are pressed as the work asks."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from benchmarks.chaos.crowd import Somebody

Button: TypeAlias = dict[str, Any]
STAFF = "staff"
_LOOK_EVERY = 0.3
_PRESSED_AGAIN = 0.03  # the share of looks at the phone
_BOOKING_TRIES = 6
_START_TRIES, _START_AGAIN_AFTER = 4, 4.0  # seconds without a card that she is being treated
_BOOK_AGAIN_AFTER = 6.0  # seconds without a booking, then the days are asked for again


@dataclass
class Employee:
    """One member of staff, who presses what stands on the screen.

    Attributes:
        hands: Their hands.
        may_start: Whether it is the hour of the treatments.
        to_book: The cases to be booked, with the time of the last try; gone once a time was chosen.
    """

    hands: Somebody
    may_start: bool = False
    to_book: dict[str, float] = field(default_factory=dict)
    _seen: int = 0
    _last: Button | None = None
    _pressed: set[str] = field(default_factory=set)
    _tries: Counter[str] = field(default_factory=Counter)
    _to_start: dict[str, Button] = field(default_factory=dict)
    _started: dict[str, list[float]] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _book_buttons: dict[str, Button] = field(default_factory=dict)

    async def work(self, is_open: Callable[[], bool]) -> None:
        """This will work until cancelled.

        Args:
            is_open: While it is, an old button is pressed again now and then.
        """
        while True:
            if is_open() and self.hands.dice.random() < _PRESSED_AGAIN:
                self.press_again()
            self._look_at_new_cards()
            self._book_what_waits()
            if self.may_start:
                self._start_what_waits()
            await asyncio.sleep(_LOOK_EVERY)

    def begin_hours(self) -> None:
        """This will let them start the treatments of today, also those that were too early before."""
        self.may_start = True
        self._started.clear()

    def press_again(self) -> None:
        """This will press something once more that was pressed before: it must change nothing."""
        if self._last is not None:
            self.hands.press(self._last, what=STAFF)

    def _look_at_new_cards(self) -> None:
        since, self._seen = self._seen, len(self.hands.phone.messages())
        offered: defaultdict[tuple[str, str], list[Button]] = defaultdict(list)
        for action, ref, button in self.hands.buttons(since):
            offered[action, ref].append(button)
        for (action, ref), buttons in offered.items():
            self._act(action, ref, buttons)

    def _act(self, action: str, ref: str, buttons: list[Button]) -> None:
        """This will do what one row's new buttons ask for: at once, or when its time has come."""
        if action == "finish":
            self._under_way.add(ref)
        if action == "accept" or (action == "finish" and self.may_start):
            for button in buttons:
                self._press_once(button)
        elif action == "book":
            self._book_buttons[ref] = buttons[-1]
            if self._tries[ref] == 0:
                self.to_book.setdefault(ref, 0.0)
        elif action == "day":
            self.hands.press(buttons[0], what=STAFF)
        elif action == "slot":
            self._last = self.hands.dice.choice(buttons)
            self.hands.press(self._last, what=STAFF)
            self.to_book.pop(ref, None)
        elif action == "start":
            self._to_start[ref] = buttons[-1]

    def _start_what_waits(self) -> None:
        now = asyncio.get_running_loop().time()
        for ref, button in self._to_start.items():
            tried_at = self._started.get(ref, [])
            if ref in self._under_way or len(tried_at) >= _START_TRIES:
                continue
            if not tried_at or now - tried_at[-1] > _START_AGAIN_AFTER:
                self._started[ref] = [*tried_at, now]
                self.hands.press(button, what=STAFF)

    def _book_what_waits(self) -> None:
        now = asyncio.get_running_loop().time()
        for ref, tried_at in list(self.to_book.items()):
            if now - tried_at < _BOOK_AGAIN_AFTER:
                continue
            if self._tries[ref] >= _BOOKING_TRIES:
                del self.to_book[ref]
                continue
            self._tries[ref] += 1
            self.to_book[ref] = now
            self.hands.press(self._book_buttons[ref], what=STAFF)

    def _press_once(self, button: Button) -> None:
        if button["data"] not in self._pressed:
            self._pressed.add(button["data"])
            self._last = button
            self.hands.press(button, what=STAFF)
