"""A form as data: its slots in order, and small functions for what differs between forms. The rest is the same for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.dialogue.reading import Read
from bot.dialogue.talk import Talk
from nlu import Entity
from workflow.refusal import BadRequest

CONFIRM = "confirm"
"""The slot that is no fact but a yes to all of them."""

Options = list[dict[str, Any]]
"""What is offered as buttons: each has `v`, what it stands for, and facts to word it by."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One thing a form asks for.

    Attributes:
        name: What it is called in the form's state.
        read: What words say of it, given what they name.
        take: Takes what was read into the form, or notes why it cannot be; what it refuses stays empty.
        press: The same for a button; what stands behind it is checked like words, for buttons live long.
        options: What is offered now.
        is_open: Whether it is still to be asked.
        short: What a bare yes, no or "not sure" stands for, as a button would; what is missing says nothing here.
        says: Reads words as what a button would say, with its own ear, held against what is asked; the engine's yes and
            no do not count then. `NOT_TO_THIS`: they answer something else, and it is asked again.
        plain_numbers: Whether a number alone chooses among what is offered.
    """

    name: str
    read: Callable[[Talk, tuple[Entity, ...]], Read | None]
    take: Callable[[Talk, Read], None]
    press: Callable[[Talk, str], None]
    options: Callable[[Talk], Options]
    is_open: Callable[[Talk], bool]
    short: Mapping[str, str] = field(default_factory=dict)
    says: Callable[[Talk, str], str | None] | None = None
    plain_numbers: bool = False


def never_asked(
    *, name: str, read: Callable[[Talk, tuple[Entity, ...]], Read | None], take: Callable[[Talk, Read], None]
) -> Slot:
    """This function will make a slot that is filled where her words name it, and that no question or button is for."""

    def press(talk: Talk, value: str) -> None:
        del talk
        raise BadRequest(value=value)

    return Slot(
        name=name, read=read, take=take, press=press, options=lambda _talk: [], is_open=lambda _talk: False
    )


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form.

    Attributes:
        kind: What it is called; the wording room has a card for its questions, `form_<kind>`.
        slots: What it asks for, in order.
        fills: With these meanings words may fill it even where they say more than the bare answer.
        known: What is known so far, worded beside the question.
        settle: Makes what is filled in agree, and notes what does not, before the next question.
        done: What happens once nothing is open.
        put_off: What happens where she wants to think about it; None where that gives it up.
        rules_out: Takes what words rule out ("not Friday"); whether they rule anything out.
        heard: What else is done with words that filled it, given their intent.
        stopped: What happens where she gives it up; it is closed already.
    """

    kind: str
    slots: tuple[Slot, ...]
    fills: frozenset[str | None]
    known: Callable[[Talk], dict[str, Any]]
    settle: Callable[[Talk], None]
    done: Callable[[Talk], None]
    stopped: Callable[[Talk], None]
    put_off: Callable[[Talk], None] | None = None
    rules_out: Callable[[Talk], bool] = lambda _talk: False
    heard: Callable[[Talk, str | None], None] = lambda _talk, _meaning: None
    by_name: Mapping[str, Slot] = field(init=False)

    def __post_init__(self) -> None:
        """This will index the slots by name."""
        object.__setattr__(self, "by_name", MappingProxyType({slot.name: slot for slot in self.slots}))

    def question(self, talk: Talk) -> dict[str, Any]:
        """This will give the facts of the open question's card."""
        asked = talk.state.asked
        slot = self.by_name.get(asked or "")
        return {
            "form": self.kind,
            "slot": asked,
            "run": talk.state.run,
            "n": str(talk.state.number),
            "notes": list(talk.notes),
            "options": slot.options(talk) if slot is not None else [],
            "known": self.known(talk),
            "zone": talk.place.zone,
        }
