"""What an owner or manager does on these pages: in one transaction, as themselves, and told to every open page."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from admin_web.changes import Changes
from admin_web.door import Door, Visitor
from workflow.actor import Actor
from workflow.settings import ClinicRules
from workflow.unit_of_work import in_transaction

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Doing:
    """What everything that is done here needs to know."""

    by: Actor
    now: datetime
    rules: ClinicRules


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The hands of whoever is signed in.

    Attributes:
        door: Who that is, the store, and the clock.
        changes: The open pages.
        rules: What each clinic has set.
    """

    door: Door
    changes: Changes
    rules: Mapping[uuid.UUID, ClinicRules] = field(default_factory=dict)

    def doing(self, visitor: Visitor) -> Doing:
        """This will say who does something now, by which rules."""
        return Doing(
            by=visitor.actor,
            now=self.door.clock(),
            rules=self.rules.get(visitor.clinic_id) or ClinicRules(),
        )

    def do(self, visitor: Visitor, work: Callable[[Session, Doing], Result]) -> Result:
        """This will do something and commit it, and let every open page look again.

        Raises:
            Refusal: The rules say no; nothing of it is kept.
        """
        doing = self.doing(visitor)
        done = in_transaction(
            self.door.sessions, lambda session: work(session, doing), clinic_id=visitor.clinic_id
        )
        self.changes.publish(visitor.clinic_id)
        return done

    def look(self, visitor: Visitor, work: Callable[[Session, Doing], Result]) -> Result:
        """This will look at something, by the same rules."""
        doing = self.doing(visitor)
        return in_transaction(
            self.door.sessions, lambda session: work(session, doing), clinic_id=visitor.clinic_id
        )
