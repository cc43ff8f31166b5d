"""The codes by which the staff join the chat, made as `aura staff invite` makes them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.access import invite_staff
from workflow.actor import Actor
from workflow.store.models import Clinic, Staff
from workflow.unit_of_work import in_transaction, make_engine, make_sessions, scope_to


def invite(database_url: str, names: list[str], *, now: datetime) -> dict[str, str]:
    """This will make a one-time code for each name."""
    engine = make_engine(database_url)
    sessions = make_sessions(engine)

    def make(session: Session) -> dict[str, str]:
        clinic_id = session.scalars(sa.select(Clinic.id)).one()
        scope_to(session, clinic_id)
        found = {staff.name: staff for staff in session.scalars(sa.select(Staff))}
        by = Actor.system(clinic_id)
        return {name: invite_staff(session, staff=found[name], by=by, now=now) for name in names}

    try:
        return in_transaction(sessions, make, clinic_id=None)
    finally:
        engine.dispose()
