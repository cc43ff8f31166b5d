"""A progress photo: compared with the last reading before the treatment, honestly, and told to everybody concerned."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import vision
from workflow.cases import TREATED, is_over, last_finished_session, newest_reading, open_case_of
from workflow.customers import has_consent
from workflow.follow_ups import record_check_in
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.scans.queries import scan as scan_by_id
from workflow.store.models import (
    Branch,
    Case,
    Customer,
    FollowUp,
    Purpose,
    Scan,
    ScanKind,
    ScanState,
    SkinReading,
)


@dataclass(frozen=True, kw_only=True)
class EarlierPhoto:
    """The photo from before the treatment, which a progress photo is compared with.

    Attributes:
        scan_id: Its scan.
        photo_key: Where it is kept.
        sent_at: When it came (aware UTC).
        zone: Of the branch, in which days are told.
        language: Of the customer.
        concern: What the case is about, if anything was measured.
        between: What was read since, without the new photo, oldest first: when it came, and the reading.
    """

    scan_id: uuid.UUID
    photo_key: str
    sent_at: datetime
    zone: str
    language: str
    concern: str | None
    between: tuple[tuple[datetime, vision.SkinReading], ...]


@dataclass(frozen=True, kw_only=True)
class ComparedPhotos:
    """What came of comparing a progress photo with the earlier one, and the pictures kept of it.

    Attributes:
        with_scan_id: The earlier scan.
        comparison: The verdicts, on what was measured for them.
        pair_key: Both photos side by side, in the photo store; None where they are not to be shown together.
        before_key, after_key: The two alone, lying on each other.
        chart_key: The measures over time.
    """

    with_scan_id: uuid.UUID
    comparison: vision.Comparison
    pair_key: str | None = None
    before_key: str | None = None
    after_key: str | None = None
    chart_key: str | None = None

    @property
    def keys(self) -> list[str]:
        """The pictures there are."""
        return [key for key in (self.pair_key, self.before_key, self.after_key, self.chart_key) if key]


def photo_to_compare(session: Session, *, scan_id: uuid.UUID, now: datetime) -> EarlierPhoto | None:
    """This will find the kept photo that a progress photo is to be compared with.

    Returns:
        None where the photo shows no progress, or the earlier one is not kept: readings are compared then.

    Raises:
        NotFound: There is no such scan in this clinic.
    """
    scan = scan_by_id(session, scan_id=scan_id)
    case = open_case_of(session, customer_id=scan.customer_id)
    if scan.kind is not ScanKind.PROGRESS or case is None or is_over(session, case=case, now=now):
        return None
    found = _before_treatment(session, case=case)
    if case.stage not in TREATED or found is None or found[0].photo_key is None:
        return None
    if not has_consent(session, customer_id=scan.customer_id, purpose=Purpose.PROGRESS_PHOTOS):
        return None
    earlier = found[0]
    since = (
        sa.select(Scan.sent_at, SkinReading)
        .join(SkinReading, SkinReading.scan_id == Scan.id)
        .where(Scan.case_id == case.id, Scan.state == ScanState.READ, Scan.kind == ScanKind.PROGRESS)
        .where(Scan.sent_at > earlier.sent_at, Scan.sent_at < scan.sent_at)
        .order_by(Scan.sent_at)
    )
    customer = session.get_one(Customer, scan.customer_id)
    return EarlierPhoto(
        scan_id=earlier.id,
        photo_key=found[0].photo_key,
        sent_at=earlier.sent_at,
        zone=session.get_one(Branch, case.branch_id).zone,
        language=customer.language,
        concern=case.concern,
        between=tuple((at, as_reading(row)) for at, row in session.execute(since)),
    )


def record_progress(
    session: Session,
    *,
    case: Case,
    customer: Customer,
    scan: Scan,
    row: SkinReading,
    now: datetime,
    compared: ComparedPhotos | None = None,
) -> bool:
    """This will compare a progress photo with the reading before the treatment and tell customer and staff.

    Args:
        session: The caller's transaction.
        case: The case it belongs to.
        customer: Whose face it is.
        scan: The progress photo.
        row: What was read in it.
        now: When (aware UTC).
        compared: What the two photos said, where the earlier one is kept; it counts only if that still is the one.

    Returns:
        False when there is nothing to compare it with (the earlier photo was withdrawn): it is a plain reading then.
    """
    before = _before_treatment(session, case=case)
    if before is None:
        return False
    if compared is not None and not _still_shows(compared, before[0], scan):
        compared = None
    comparison = compared.comparison if compared else vision.compare(as_reading(before[1]), as_reading(row))
    _keep_comparison(scan, before[0], comparison, compared)
    check_in = record_check_in(session, customer=customer, scan=scan, now=now)
    follow_up = session.get(FollowUp, check_in.follow_up_id) if check_in and check_in.follow_up_id else None
    scan.follow_up_id = follow_up.id if follow_up else None
    data = {
        "case_code": case.code,
        "customer_name": customer.name,
        **_comparison_facts(comparison, as_reading(row)),
        "overlay_key": scan.overlay_key,
        "pair_key": scan.pair_key,
        "chart_key": scan.chart_key,
        "day": follow_up.day if follow_up else None,
    }
    _tell(session, case=case, customer=customer, row=row, data=data, now=now)
    return True


def _tell(
    session: Session, *, case: Case, customer: Customer, row: SkinReading, data: dict[str, Any], now: datetime
) -> None:
    """This will tell the customer what came of it, and whoever sold and did the treatment."""
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


def _before_treatment(session: Session, *, case: Case) -> tuple[Scan, SkinReading] | None:
    """This will find the last reading before the treatment that was finished last."""
    done = last_finished_session(session, case_id=case.id)
    return newest_reading(session, case_id=case.id, before=done.started_at) if done else None


def _still_shows(compared: ComparedPhotos, before: Scan, scan: Scan) -> bool:
    """This will say whether the pictures may be kept: both photos are, and the earlier one is the one compared with."""
    return before.id == compared.with_scan_id and before.photo_key is not None and scan.photo_key is not None


def _keep_comparison(
    scan: Scan, before: Scan, comparison: vision.Comparison, compared: ComparedPhotos | None
) -> None:
    scan.compared_with_id, scan.comparison = before.id, comparison.to_json()
    if compared is not None:
        scan.pair_key, scan.chart_key = compared.pair_key, compared.chart_key
        scan.before_key, scan.after_key = compared.before_key, compared.after_key


def _comparison_facts(compared: vision.Comparison, after: vision.SkinReading) -> dict[str, Any]:
    """This will give what a card says of a comparison: no verdict without a measurable change."""
    return {
        "comparable": compared.comparable,
        "reasons": [str(reason) for reason in compared.reasons],
        "changes": {
            name: {
                "before": change.before,
                "after": change.after,
                "mdc": change.mdc,
                "verdict": change.verdict.value,
                "where": list(change.where),
                "unit": after.metrics[name].unit if name in after.metrics else None,
            }
            for name, change in compared.metrics.items()
        },
    }
