"""Minutes of a working day: due times and steps upwards are counted while the branch is open."""

import uuid
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflow.calendars import after_working_time, next_working_time, on_shift
from workflow.store.models import Branch


class Hours(Protocol):
    """When work can be done."""

    def after(self, since: datetime, minutes: int) -> datetime:
        """This will give the instant by which so many working minutes have passed."""

    def next_day(self, after: datetime) -> datetime:
        """This will give when work begins on the next day that has any."""


class BranchHours:
    """The opening hours of a branch. One that is closed for months counts minutes as they pass."""

    def __init__(self, session: Session, *, branch_id: uuid.UUID) -> None:
        self._session = session
        self._branch_id = branch_id
        self.zone = ZoneInfo(session.get_one(Branch, branch_id).zone)

    def after(self, since: datetime, minutes: int) -> datetime:
        """This will give the instant by which the branch has been open for so many minutes."""
        found = after_working_time(self._session, branch_id=self._branch_id, after=since, minutes=minutes)
        return found or since + timedelta(minutes=minutes)

    def next_day(self, after: datetime) -> datetime:
        """This will give when the branch opens next on a later date of its own calendar."""
        tomorrow = after.astimezone(self.zone).date() + timedelta(days=1)
        return self.open_from(datetime.combine(tomorrow, time(), tzinfo=self.zone))

    def there_at(self, at: datetime) -> set[uuid.UUID]:
        """This will say who is at work at an instant; while the branch is closed, who will be once it opens."""
        return on_shift(self._session, branch_id=self._branch_id, at=self.open_from(at))

    def open_from(self, after: datetime) -> datetime:
        """This will give when the branch is open next: that very instant, if it is open then."""
        return next_working_time(self._session, branch_id=self._branch_id, after=after) or after
