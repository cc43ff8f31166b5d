"""What a customer answers when she is asked how her skin is doing."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from workflow.follow_ups.queries import follow_up_of_button, follow_up_to_answer
from workflow.store.models import CheckIn, Customer, FollowUpState, Scan

log = structlog.get_logger(__name__)


def record_check_in(
    session: Session,
    *,
    customer: Customer,
    now: datetime,
    text: str | None = None,
    scan: Scan | None = None,
    red_flags: Sequence[str] = (),
    follow_up_id: uuid.UUID | None = None,
) -> CheckIn | None:
    """This will keep the answer to a follow-up; None when there is none that it can be an answer to.

    Args:
        session: The caller's transaction.
        customer: Who answers.
        now: When.
        text: Her words, or
        scan: her progress photo, which may also come after the words.
        red_flags: The groups her words touch.
        follow_up_id: The one she answers, where a button says so; else it is the newest.
    """
    if follow_up_id is not None:
        answered = follow_up_of_button(session, follow_up_id=follow_up_id, customer_id=customer.id)
    else:
        answered = follow_up_to_answer(
            session,
            customer_id=customer.id,
            now=now,
            answered_too=scan is not None or bool(red_flags),
        )
    if answered is None:
        return None
    if answered.state is FollowUpState.SENT:
        answered.state = FollowUpState.ANSWERED
        answered.answered_at = now
    check_in = CheckIn(
        clinic_id=customer.clinic_id,
        case_id=answered.case_id,
        follow_up_id=answered.id,
        customer_id=customer.id,
        text=text,
        scan_id=scan.id if scan else None,
        red_flags=list(red_flags),
        at=now,
    )
    session.add(check_in)
    session.flush()
    log.info("check_in.recorded", check_in_id=str(check_in.id), case_id=str(answered.case_id))
    return check_in
