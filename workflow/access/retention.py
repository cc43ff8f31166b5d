"""What is forgotten about who was signed in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import SignInLink, WebSession


def forget_ended_sessions(session: Session, *, before: datetime) -> int:
    """This will delete sign-in links and web sessions whose time was over before an instant.

    Args:
        session: A session across clinics.
        before: Aware UTC.

    Returns:
        How many rows were deleted.
    """
    gone = 0
    for table in (SignInLink, WebSession):
        rows = session.scalars(
            sa.delete(table).where(table.expires_at < before).returning(table.id),
            execution_options={"synchronize_session": False},
        )
        gone += len(rows.all())
    return gone
