"""What every turn has at hand, and how it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.buttons import Buttons, Press
from bot.channels.ports import Channel
from bot.events import FindsPassages, Incoming, parted
from bot.settings import BotSettings
from nlu import OwnNames, Understander, Understanding
from workflow.access import Person, Staff
from workflow.customers import ChannelIdentity, Customer, is_with_person
from workflow.notices import NoticePurpose, Telling, tell_all
from workflow.refusal import NotAllowed
from workflow.settings import ClinicRules


class ErasesPhotos(Protocol):
    """Where pictures are erased."""

    def erase(self, key: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class TurnKit:
    """What turns need of the outside; made once, and handed to each turn with an empty list of its own.

    Attributes:
        clock: What time it is, aware UTC.
        understander: Understands words.
        channels: What carries messages, by the channel's row id.
        buttons: Reads what stands behind a button.
        photos: Where pictures are erased.
        phrases: The words of each red flag group.
        rules: What the clinic has set for its rules: in one turn those of the person's clinic.
        rules_of: What each clinic has set; one that is not named here has `rules`.
        settings: How the bot talks.
        to_erase: Pictures that must go once the turn is committed.
        chosen: What somebody who was asked which was meant has answered: the id of the message in doubt, and the intent.
        shelf: Finds the passages that words are about; None where nothing is found.
        has_endpoint: Whether there is anybody to phrase an answer of them.
    """

    clock: Callable[[], datetime]
    understander: Understander
    channels: Mapping[UUID, Channel]
    buttons: Buttons
    photos: ErasesPhotos
    phrases: Mapping[str, Sequence[str]]
    rules: ClinicRules = field(default_factory=ClinicRules)
    rules_of: Mapping[UUID, ClinicRules] = field(default_factory=dict)
    settings: BotSettings = field(default_factory=BotSettings)
    to_erase: list[str] = field(default_factory=list)
    chosen: list[tuple[str | None, str]] = field(default_factory=list)
    shelf: FindsPassages | None = None
    has_endpoint: bool = False

    def for_one_turn(self, clinic_id: UUID) -> Self:
        """This function will give the kit with the clinic's own rules, with nothing to erase and nothing chosen yet."""
        return replace(self, rules=self.rules_of.get(clinic_id, self.rules), to_erase=[], chosen=[])

    def heard(self, event: Incoming, *, zone: ZoneInfo, own: OwnNames) -> Incoming:
        """This function will understand an event's words: as a whole, and their parts where they hold several things.

        Args:
            event: What was typed.
            zone: On which clock the person reads dates and times.
            own: What the clinic calls its branches and its people.
        """
        understand = partial(self.understander.understand, now=self.clock(), zone=zone, own=own)
        return parted(event, understand)


class Turn(Protocol):
    """What one event makes the clinic do."""

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None: ...


def answer(
    session: Session, *, person: Person, event: Incoming, kind: str, data: dict[str, Any], now: datetime
) -> None:
    """This function will answer whoever did something, for free where LINE's reply token still lives.

    Args:
        session: The turn's session.
        person: Who did it.
        event: What they did; the answer is keyed by it, so that doing it twice answers once.
        kind: What is said.
        data: Its facts.
        now: Aware UTC.
    """
    identity = identity_of(person)
    if event.then is not None and not is_with_person(identity, now):
        data = {**data, "behind": {"kind": event.then.kind, "data": dict(event.then.data)}}
    if event.gathered is not None:
        event.gathered.append((kind, data))
        return
    telling = Telling(
        to=identity,
        kind=kind,
        purpose=NoticePurpose.ANSWER,
        data=data,
        key=f"{kind}:{event.id}",
        reply=event.reply,
    )
    tell_all(
        session, tellings=[telling], now=now
    )  # not `tell`, which reads it again: nobody here looks at it


def identity_of(person: Person) -> ChannelIdentity:
    """This function will give how the channel knows the person; the inbox has made sure that it does."""
    if person.identity is None:
        raise NotAllowed
    return person.identity


def customer_of(person: Person) -> Customer:
    """This function will give the customer this person is.

    Raises:
        NotAllowed: It is a member of staff, whose button this is not.
    """
    if person.customer is None:
        raise NotAllowed
    return person.customer


def staff_of(person: Person) -> Staff:
    """This function will give the member of staff this person is.

    Raises:
        NotAllowed: It is a customer, whose button this is not.
    """
    if person.staff is None:
        raise NotAllowed
    return person.staff


def press_of(event: Incoming) -> Press:
    """This function will give the button that was pressed; the inbox has read it."""
    if event.press is None:
        raise ValueError("no button was pressed")
    return event.press


def ref_of(event: Incoming) -> UUID:
    """This function will give the row a button is about.

    Raises:
        ValueError: The button has none. That is a bug of whoever made it.
    """
    ref = press_of(event).ref
    if ref is None:
        raise ValueError("this button is about nothing")
    return ref


def understood(event: Incoming) -> Understanding:
    """This function will give what the words mean; the router has understood them."""
    if event.understanding is None:
        raise ValueError("these words were not understood yet")
    return event.understanding


def named(event: Incoming, entity: str) -> str | None:
    """This function will give the first entity of a kind that the words name."""
    return next(iter(named_all(event, entity)), None)


def named_all(event: Incoming, entity: str) -> Sequence[str]:
    """This function will give all entities of a kind that the words name, in their order."""
    if event.understanding is None:
        return ()
    return [found.value for found in event.understanding.entities if found.entity == entity]
