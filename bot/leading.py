"""Who leads: owners, and managers of the branch. They are told what nobody else can decide or mend."""

import uuid

from sqlalchemy.orm import Session

from workflow.access import Staff, staff_with
from workflow.actor import Role


def leading(session: Session, *, branch_id: uuid.UUID | None = None) -> list[Staff]:
    """This function will give the clinic's owners and a branch's managers, each once.

    Args:
        session: A session of the clinic.
        branch_id: Whose managers; those of all branches if absent.
    """
    found = [*staff_with(session, role=Role.OWNER)]
    found += staff_with(session, role=Role.MANAGER, branch_id=branch_id)
    return list({staff.id: staff for staff in found}.values())
