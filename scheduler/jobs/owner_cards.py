"""What owners and managers get by themselves: the day at a glance in the morning, the month when it is over."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from insights.at_a_glance import day_at_a_glance, month_at_a_glance
from scheduler.rules import Ring
from workflow.access import staff_with
from workflow.actor import Role
from workflow.notices import NoticePurpose, tell_staff


def tell_morning(session: Session, ring: Ring) -> int:
    """This will give every owner and manager the day at a glance, and what yesterday brought."""
    seen = day_at_a_glance(session, day=ring.day, zone=ring.zone)
    return _tell(session, ring, kind="morning_card", about=ring.day, data=seen.to_json())


def tell_month(session: Session, ring: Ring) -> int:
    """This will give every owner and manager the figures of the month that is over."""
    last = ring.day.replace(day=1) - timedelta(days=1)
    seen = month_at_a_glance(session, month=last, zone=ring.zone)
    return _tell(session, ring, kind="monthly_card", about=last, data=seen.to_json())


def _tell(session: Session, ring: Ring, *, kind: str, about: date, data: dict[str, Any]) -> int:
    people = {
        staff.id: staff for role in (Role.OWNER, Role.MANAGER) for staff in staff_with(session, role=role)
    }
    told = [
        tell_staff(
            session,
            staff_id=staff_id,
            kind=kind,
            purpose=NoticePurpose.STAFF,
            data={**data, "name": staff.name, "zone": ring.zone.key},
            key=f"{kind}:{about.isoformat()}:{staff_id}",
            now=ring.now,
        )
        for staff_id, staff in people.items()
    ]
    return sum(notice is not None for notice in told)
