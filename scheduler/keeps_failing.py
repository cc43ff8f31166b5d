"""A clock whose work fails again and again: the operator reads it in the log, and who leads the clinic in the chat."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot.gate import next_polite
from bot.leading import leading
from workflow.notices import NoticePurpose, tell_staff
from workflow.schedules import Failing
from workflow.settings import ClinicRules
from workflow.unit_of_work import is_the_databases_trouble

# A hiccup is over by the second try, ten minutes later; what fails a third time needs somebody.
TOLD_AFTER = 3

log = structlog.get_logger(__name__)


def tell_if_it_keeps_failing(
    session: Session,
    *,
    failing: Failing,
    what: str,
    branch_id: uuid.UUID | None,
    zone: ZoneInfo,
    rules: ClinicRules,
    now: datetime,
) -> None:
    """This will tell owners and managers, once for each time that is due, that its work is not done.

    Args:
        session: The transaction that puts the clock aside, of its clinic.
        failing: Which, and how often by now.
        what: The rule's name.
        branch_id: The branch it rings for; None for the whole clinic.
        zone: By whose clock.
        rules: What the clinic has set: nobody is woken for it.
        now: Aware UTC.
    """
    if failing.times < TOLD_AFTER:
        return
    try:
        with session.begin_nested():
            told = [
                tell_staff(
                    session,
                    staff_id=staff.id,
                    kind="clock_fails",
                    purpose=NoticePurpose.STAFF,
                    data={
                        "what": what,
                        "times": failing.times,
                        "due_at": failing.due_at.isoformat(),
                        "zone": zone.key,
                        "name": staff.name,
                    },
                    key=f"fails:{failing.key}:{failing.due_at:%Y%m%dT%H%M}:{staff.id}",
                    now=now,
                    due_at=next_polite(now, zone=zone, rules=rules),
                )
                for staff in leading(session, branch_id=branch_id)
            ]
    except Exception as error:
        if is_the_databases_trouble(error):
            raise
        log.exception("schedule.untold", key=failing.key, error=type(error).__name__)
        return
    if failing.times == TOLD_AFTER or any(told):
        log.error(
            "schedule.keeps_failing",
            key=failing.key,
            due_at=failing.due_at.isoformat(),
            times=failing.times,
            told=sum(notice is not None for notice in told),
        )
