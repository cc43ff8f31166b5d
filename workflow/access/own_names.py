"""What a clinic calls its branches and its people, for whoever reads messages to it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from nlu import OwnNames
from workflow.store.models import Branch, Staff

# Kept, because they are asked with every handful of words that is claimed. In a fixed order: equal names are made
# ready only once.
_BRANCHES = sa.select(Branch.key, Branch.name_th, Branch.name_en).order_by(Branch.key)
_PEOPLE = sa.select(Staff.id, Staff.name).where(Staff.active).order_by(Staff.id)


def own_names(session: Session) -> OwnNames:
    """This will give the names of the clinic's branches, by their keys, and of its active staff, by their ids.

    Args:
        session: A session of the clinic.
    """
    return OwnNames(
        branches=tuple((key, (thai, english)) for key, thai, english in session.execute(_BRANCHES)),
        staff=tuple((str(staff_id), (name,)) for staff_id, name in session.execute(_PEOPLE)),
    )
