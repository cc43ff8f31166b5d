"""What a form has at hand in one turn: who talks, what was said, and the form as far as it is filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.events import Incoming, Then
from bot.turns.kit import TurnKit, answer, customer_of, identity_of
from workflow.access import Branch, Person, branch
from workflow.customers import (
    ChannelIdentity,
    Customer,
    FormState,
    end_form,
    keep_form,
    open_question,
    talk_of,
)
from workflow.follow_ups import follow_up_to_answer

LASTS = timedelta(minutes=30)
"""After so long without a word, words are no answer any more; her sales person calls before that (`CHOOSES_WITHIN`)."""

CHECK_IN, WHICH_MEANT = "check_in", "which_meant"

_RUN_LETTERS = 8


@dataclass
class Talk:
    """One turn of a form.

    Attributes:
        session: The turn's session.
        kit: What turns have at hand.
        person: The customer.
        event: What she did.
        now: Aware UTC.
        state: The form as far as it is filled in.
        notes: What must be said before the next question, as a word of a closed list with its facts.
        memo: What a form has read in this turn and need not read again.
        goes_on: Opens the form that rested under this one, once this one is over, and gives its question.
    """

    session: Session
    kit: TurnKit
    person: Person
    event: Incoming
    now: datetime
    state: FormState
    notes: list[dict[str, Any]] = field(default_factory=list)
    memo: dict[str, Any] = field(default_factory=dict)
    goes_on: Callable[["Talk"], Then | None] = lambda _talk: None
    is_over: bool = False

    @property
    def filled(self) -> dict[str, Any]:
        """What is known, by slot."""
        return self.state.filled

    @property
    def identity(self) -> ChannelIdentity:
        """How the channel knows her."""
        return identity_of(self.person)

    @property
    def customer(self) -> Customer:
        """Who she is."""
        return customer_of(self.person)

    @property
    def place(self) -> Branch:
        """Her branch."""
        return branch(self.session, branch_id=self.customer.branch_id)

    @property
    def zone(self) -> ZoneInfo:
        """The clock of her branch."""
        return ZoneInfo(self.place.zone)

    @property
    def waiting(self) -> dict[str, str]:
        """What else of ours waits for an answer, for which a short one may be: what it is about, and its kind.

        The kind is that of the open question, `CHECK_IN`, or `WHICH_MEANT`.
        """
        found: dict[str, str] = {}
        question = open_question(self.identity, self.now)
        if question is not None:
            found[str(question["ref"])] = str(question["kind"])
        follow_up = follow_up_to_answer(
            self.session, customer_id=self.customer.id, now=self.now, answered_too=False
        )
        if follow_up is not None:
            found[str(follow_up.id)] = CHECK_IN
        guess = talk_of(self.identity, self.now).guess
        if guess is not None:
            found[str(guess.event_id)] = WHICH_MEANT
        return found

    def note(self, code: str, **facts: str) -> None:
        """This will have something said before the next question."""
        self.notes.append({"code": code, **facts})

    def keep(self) -> None:
        """This will keep the form as it is now."""
        keep_form(self.session, identity=self.identity, state=self.state, now=self.now, lasts=LASTS)

    def rest(self) -> None:
        """This will let the form rest: words are no answer to it, and the same wish picks it up."""
        keep_form(self.session, identity=self.identity, state=self.state, now=self.now, lasts=timedelta(0))

    def close(self) -> None:
        """This will forget the form; one that rested under it goes on behind what is said next."""
        end_form(self.identity, kind=self.state.kind)
        self.is_over = True

    def say(self, kind: str, data: Mapping[str, Any]) -> None:
        """This will answer her."""
        if self.is_over and self.event.then is None:
            self.event = replace(self.event, then=self.goes_on(self))
            self.is_over = False
        answer(self.session, person=self.person, event=self.event, kind=kind, data=dict(data), now=self.now)


def new_state(kind: str, event: Incoming) -> FormState:
    """This function will begin a form; its run is named by the event that began it."""
    return FormState(kind=kind, run=event.id.hex[-_RUN_LETTERS:])
