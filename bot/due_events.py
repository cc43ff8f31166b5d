"""Taking events that are due, with what is looked up for their people: all of a clinic's at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from bot.turns.kit import TurnKit
from nlu import OwnNames
from workflow.access import first_branch, own_names, zones_of
from workflow.inbound import InboundEvent, claim_next_events, claim_worn_out
from workflow.unit_of_work import scope_to


@dataclass(frozen=True)
class Due:
    """An event to be handled.

    Attributes:
        row: As it was claimed.
        zone: On which clock the person reads dates and times (IANA name); None for somebody new.
        own: What the clinic calls its branches and its people.
    """

    row: InboundEvent
    zone: str | None
    own: OwnNames


def claim_due(session: Session, *, kit: TurnKit, limit: int) -> tuple[Sequence[InboundEvent], Sequence[Due]]:
    """This function will take events, and look up those who did them.

    Args:
        session: A session of no clinic: claims work across all of them.
        kit: What turns have at hand.
        limit: How many to take at most.

    Returns:
        The events that ran out of attempts, and those to be handled.
    """
    now, lease = kit.clock(), timedelta(seconds=kit.settings.event_lease_seconds)
    worn_out = claim_worn_out(session, now=now, lease=lease)
    rows = claim_next_events(session, now=now, lease=lease, limit=limit) if limit else []
    due = []
    for clinic_id, of_clinic in groupby(sorted(rows, key=_clinic), key=_clinic):
        its = list(of_clinic)
        # Claims work across clinics; who somebody is, is looked up with each clinic's own eyes.
        scope_to(session, clinic_id)
        zones = zones_of(session, people={(row.channel_id, row.person) for row in its})
        own = own_names(session)
        scope_to(session, None)
        due += [Due(row, zones.get((row.channel_id, row.person)), own) for row in its]
    return worn_out, due


def _clinic(row: InboundEvent) -> UUID:
    return row.clinic_id


def first_zone(session: Session) -> str:
    """This function will give the clock by which somebody new is read."""
    return first_branch(session).zone
