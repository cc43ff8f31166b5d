"""Where a member of staff works: whose page this is, and by whose clock it is read."""

import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from insights.board import Names, names_of
from workflow.actor import Role
from workflow.refusal import NotFound
from workflow.store.models import Branch, Clinic, Staff


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """A member of staff with the branch and clinic."""

    staff_id: uuid.UUID
    name: str
    roles: frozenset[Role]
    active: bool
    clinic: Names
    branch: Names
    zone: ZoneInfo


def workplace_of(session: Session, *, staff_id: uuid.UUID) -> Workplace:
    """This will find where a member of staff works.

    Raises:
        NotFound: There is no such member of staff in the clinic the session is held to.
    """
    asked = (
        sa.select(Staff, Branch, Clinic)
        .join(Branch, Branch.id == Staff.branch_id)
        .join(Clinic, Clinic.id == Staff.clinic_id)
        .where(Staff.id == staff_id)
    )
    found = session.execute(asked).one_or_none()
    if found is None:
        raise NotFound(staff_id=staff_id)
    staff, branch, clinic = found
    return Workplace(
        staff_id=staff.id,
        name=staff.name,
        roles=staff.role_set,
        active=staff.active,
        clinic=names_of(clinic),
        branch=names_of(branch),
        zone=ZoneInfo(branch.zone),
    )
