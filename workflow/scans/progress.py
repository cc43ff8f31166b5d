"""A progress photo: compared with the last reading before the treatment, honestly, and told to everybody concerned."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import vision
from workflow.cases import last_finished_session, newest_reading
from workflow.follow_ups import record_check_in
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.store.models import Case, Customer, FollowUp, Scan, SkinReading


def record_progress(
    session: Session, *, case: Case, customer: Customer, scan: Scan, row: SkinReading, now: datetime
) -> bool:
    """This will compare a progress photo with the reading before the treatment and tell customer and staff.

    Returns:
        False when there is nothing to compare it with (the earlier photo was withdrawn): it is a plain reading then.
    """
    done = last_finished_session(session, case_id=case.id)
    before = newest_reading(session, case_id=case.id, before=done.started_at) if done else None
    if before is None:
        return False
    first_row = before[1]
    check_in = record_check_in(session, customer=customer, scan=scan, now=now)
    follow_up = session.get(FollowUp, check_in.follow_up_id) if check_in and check_in.follow_up_id else None
    scan.follow_up_id = follow_up.id if follow_up else None
    data = {
        "case_code": case.code,
        "customer_name": customer.name,
        **_comparison_facts(as_reading(first_row), as_reading(row)),
        "overlay_key": scan.overlay_key,
        "day": follow_up.day if follow_up else None,
    }
    tell_customer(
        session,
        customer_id=customer.id,
        kind="progress_compared",
        purpose=NoticePurpose.TRANSACTIONAL,
        data=data,
        key=f"progress_compared:{row.id}",
        now=now,
        case_id=case.id,
    )
    for staff_id in dict.fromkeys(one for one in (case.sales_id, case.beautician_id) if one):
        tell_staff(
            session,
            staff_id=staff_id,
            kind="progress_compared_staff",
            purpose=NoticePurpose.STAFF,
            data={**data, "case_id": str(case.id)},
            key=f"progress_compared_staff:{row.id}:{staff_id}",
            now=now,
            case_id=case.id,
        )
    return True


def as_reading(row: SkinReading) -> vision.SkinReading:
    """This will give a stored reading back as vision wrote it."""
    return vision.SkinReading.from_json(
        {
            "quality": row.quality,
            "metrics": row.metrics,
            "overall": row.overall,
            "version": row.vision_version,
        }
    )


def _comparison_facts(before: vision.SkinReading, after: vision.SkinReading) -> dict[str, Any]:
    """This will give what a card says of a comparison: no verdict without a measurable change."""
    compared = vision.compare(before, after)
    return {
        "comparable": compared.comparable,
        "reasons": [str(reason) for reason in compared.reasons],
        "changes": {
            name: {
                "before": change.before,
                "after": change.after,
                "mdc": change.mdc,
                "verdict": change.verdict.value,
                "unit": after.metrics[name].unit if name in after.metrics else None,
            }
            for name, change in compared.metrics.items()
        },
    }
