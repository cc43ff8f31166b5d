"""A question that waits for the endpoint, as it stands by now: who asked, what may be told, and whether still anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming, read_event
from bot.turns.kit import TurnKit
from bot.turns.unsend import is_taken_back
from nlu import OwnNames, tells_of_condition
from nlu.grounded import Source
from workflow.access import Person, branch, own_names, who_is
from workflow.customers import Purpose, has_consent, is_with_person
from workflow.inbound import inbound_event
from workflow.passages import Phrasing, approved_passages, source_of


class LostQuestionError(Exception):
    """The event or its person is not in the store any more; nobody can be answered."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question.

    Attributes:
        event: Her words.
        person: Who she is.
        language: The language she is answered in.
        zone: On which clock she reads dates and times.
        own: What the clinic calls its branches and its people.
        sources: What was found for it, as far as it is still approved.
        names: What must not leave the house with her words.
        why_dropped: Why nothing is said any more; None where she is to be answered.
        why_not_asked: Why the endpoint must not be asked; None where it may.
    """

    event: Incoming
    person: Person
    language: str
    zone: str
    own: OwnNames
    sources: Sequence[Source]
    names: Sequence[str]
    why_dropped: str | None
    why_not_asked: str | None


def read_asked(session: Session, *, one: Phrasing, kit: TurnKit) -> Asked:
    """This function will read a question as it stands now.

    Raises:
        LostQuestionError: There is nothing left of it.
    """
    row = inbound_event(session, event_id=one.event_id)
    if row is None:
        raise LostQuestionError
    event = read_event(row, reply_for=timedelta(seconds=kit.settings.reply_seconds))
    person = who_is(session, channel_id=row.channel_id, external_id=row.person)
    if person.customer is None or person.identity is None:
        raise LostQuestionError
    now = kit.clock()
    dropped = None
    if not event.text or is_taken_back(session, event):
        dropped = "taken_back"
    elif is_with_person(person.identity, now):
        dropped = "with_person"
    elif person.identity.blocked_at is not None:
        dropped = "blocked"
    agreed = has_consent(session, customer_id=person.customer.id, purpose=Purpose.OUTSIDE_WORDS)
    not_asked = None if agreed else "no_consent"
    if not kit.rules.answers.may_leave_the_house:
        not_asked = "switched_off"
    own = own_names(session)
    # Once more, for the words of the lexicon may be other ones than when it was asked: those who treat answer it.
    tells = tells_of_condition(event.text)
    if tells:
        not_asked = "condition"
    found = () if tells else approved_passages(session, ids=[UUID(told) for told in one.passage_ids])
    return Asked(
        event=event,
        person=person,
        language=person.customer.language,
        zone=branch(session, branch_id=person.customer.branch_id).zone,
        own=own,
        sources=[source_of(passage) for passage in found],
        names=[
            person.customer.name,
            *([person.customer.shown_name] if person.customer.shown_name else []),
            person.customer.code,
            *(name for _, names in own.staff for name in names),
        ],
        why_dropped=dropped,
        why_not_asked=not_asked,
    )
