"""A picture, or what cannot be read, in the middle of something: what waits for an answer is asked again behind it.

The buttons of a question are gone once something else is written beneath it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.table import asks_again
from bot.events import Incoming
from bot.turns import check_in
from bot.turns.kit import Turn, TurnKit, identity_of
from workflow.access import Person
from workflow.customers import is_with_person


@dataclass(frozen=True)
class AsksAgain:
    """Takes a message, and asks behind it what waits for an answer.

    Attributes:
        turn: Takes the message.
        tells: Whether it may be meant for a follow-up that waits, as a picture is: then only a form asks again.
    """

    turn: Turn
    tells: bool = False

    def __call__(
        self, session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
    ) -> None:
        """This will take it."""
        if not is_with_person(identity_of(person), now):
            event = asks_again(session, kit=kit, person=person, event=event, now=now)
            if not self.tells:
                event = check_in.asked_behind(session, person=person, event=event, now=now)
        self.turn(session, kit=kit, person=person, event=event, now=now)
