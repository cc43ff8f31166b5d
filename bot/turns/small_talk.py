"""Thanks, goodbye, stickers, and what we honestly cannot read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, answer
from workflow.access import Person


def thanks(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will answer thanks."""
    del kit
    answer(session, person=person, event=event, kind="thanks", data={}, now=now)


def goodbye(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will answer a goodbye."""
    del kit
    answer(session, person=person, event=event, kind="goodbye", data={}, now=now)


def who_answers(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will say honestly that no person answers here, and how one can be had; nobody is called yet."""
    del kit
    answer(session, person=person, event=event, kind="bot_answers", data={}, now=now)


def promotions(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will say that no offers are told in chat: each advert needs its approval first."""
    del kit
    answer(session, person=person, event=event, kind="promotions", data={}, now=now)


def referral(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will tell how a friend can find us."""
    del kit
    answer(session, person=person, event=event, kind="referral", data={}, now=now)


def sticker(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will take a sticker for what it is: an acknowledgement."""
    del kit
    answer(session, person=person, event=event, kind="sticker_seen", data={}, now=now)


def group_hello(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will ask for a private talk: nothing personal is said in a group."""
    del kit
    answer(session, person=person, event=event, kind="group_hello", data={}, now=now)


@dataclass(frozen=True)
class CannotRead:
    """A kind of message we cannot read, and say so."""

    what: str

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will say so."""
        del kit
        answer(
            session, person=person, event=event, kind="cannot_read_kind", data={"what": self.what}, now=now
        )


UNREAD: Mapping[str, Turn] = MappingProxyType(
    {f"message.{what}": CannotRead(what) for what in ("video", "audio", "file", "location")}
)
"""What a message is that nobody here can read, by its kind."""
