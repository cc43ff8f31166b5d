"""A treated customer wants the next treatment: a new case, while what the old one promised her stays promised."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.events import write_event
from workflow.cases.opening import open_case
from workflow.cases.operations import close_case
from workflow.cases.returning import returning
from workflow.follow_ups import next_follow_up
from workflow.settings import ClinicRules
from workflow.store.models import Case, TaskKind
from workflow.tasks import finish_tasks_of


def open_next_case(
    session: Session,
    *,
    customer_id: uuid.UUID,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Case:
    """This will open a treated customer's next case, on her newest reading, with what is recommended after the last.

    The photo moves to the new case. The old case is closed where nothing is planned for it any more; else it goes on
    beside the new one. What asked sales to offer something is done with.

    Args:
        session: The caller's transaction.
        customer_id: Who wants to come again.
        by: The old case's sales, a manager or an owner.
        now: When (aware UTC).
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such customer, she has no case, or no reading of hers counts any more.
        NotAllowed: This role does not sell.
        NotYours: It is another sales person's customer.
        IllegalMove: Her case is still under way, or the next one is open already.
    """
    with session.begin_nested():
        her = returning(session, customer_id=customer_id, by=by)
        opened = open_case(
            session,
            customer=her.customer,
            scan=her.scan,
            reading=her.reading,
            by=by,
            now=now,
            rules=rules,
            wanted=her.wanted,
        )
        old = her.old
        finish_tasks_of(session, case_id=old.id, kinds=[TaskKind.OFFER_AFTER_TREATMENT], now=now)
        detail = {"next_case_id": str(opened.id)}
        write_event(session, case=old, name="case.next_opened", by=by, now=now, detail=detail)
        if old.closed_at is None and next_follow_up(session, case_id=old.id) is None:
            close_case(session, case_id=old.id, reason="next", by=by, now=now, rules=rules)
        return opened
