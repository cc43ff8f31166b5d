"""Who comes again: a treated customer, her last case, the reading that still counts, and what is recommended next."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.cases.checks import check_selling
from workflow.cases.moves import case_for_change
from workflow.cases.queries import TREATED
from workflow.cases.transitions import IllegalMove
from workflow.refusal import NotAllowed, NotFound
from workflow.store.models import Case, Customer, Scan, ScanState, SkinReading, TreatmentType

_NEXT = "next"


@dataclass(frozen=True, kw_only=True)
class Returning:
    """A customer who comes again.

    Attributes:
        customer: She, her row held.
        old: Her last case, its row held.
        scan: Her newest photo that still counts.
        reading: What was read in it.
        wanted: What the clinic recommends after the old case's treatment; None where the reading is to decide.
    """

    customer: Customer
    old: Case
    scan: Scan
    reading: SkinReading
    wanted: TreatmentType | None


def may_have_next(session: Session, *, customer_id: uuid.UUID) -> bool:
    """This will say whether a next case can be opened: her newest is treated or closed, and a reading still counts."""
    old = _newest_case(session, customer_id=customer_id)
    return old is not None and _is_past(old) and _reading_of(session, customer_id=customer_id) is not None


def returning(session: Session, *, customer_id: uuid.UUID, by: Actor) -> Returning:
    """This will hold the rows of a customer who comes again and check that this actor may open her next case.

    Raises:
        NotFound: There is no such customer, she has no case, or no reading of hers counts any more.
        NotAllowed: This role does not sell.
        NotYours: It is another sales person's customer.
        IllegalMove: Her case is still under way, or the next one is open already.
    """
    if not by.has(Role.SALES, Role.MANAGER, Role.OWNER):
        raise NotAllowed(move=_NEXT)
    customer = session.scalar(
        sa.select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True)
    )
    newest = _newest_case(session, customer_id=customer_id)
    if customer is None or newest is None:
        raise NotFound(customer_id=str(customer_id))
    old = case_for_change(session, case_id=newest.id)
    check_selling(old, by=by)
    if not _is_past(old):
        raise IllegalMove(stage=old.stage.value, move=_NEXT)
    found = _reading_of(session, customer_id=customer_id)
    if found is None:
        raise NotFound(customer_id=str(customer_id))
    wanted = _recommended(session, old=old)
    return Returning(customer=customer, old=old, scan=found[0], reading=found[1], wanted=wanted)


def _is_past(case: Case) -> bool:
    return case.closed_at is not None or case.stage in TREATED


def _newest_case(session: Session, *, customer_id: uuid.UUID) -> Case | None:
    return session.scalar(
        sa.select(Case)
        .where(Case.customer_id == customer_id)
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(1)
    )


def _reading_of(session: Session, *, customer_id: uuid.UUID) -> tuple[Scan, SkinReading] | None:
    """This will find a customer's newest reading whose photo still counts, whichever case it belongs to."""
    row = session.execute(
        sa.select(Scan, SkinReading)
        .join(SkinReading, SkinReading.scan_id == Scan.id)
        .where(Scan.customer_id == customer_id, Scan.state == ScanState.READ)
        .order_by(Scan.sent_at.desc(), Scan.id.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _recommended(session: Session, *, old: Case) -> TreatmentType | None:
    """This will give what the catalogue recommends after the old case's treatment, if the clinic offers it."""
    done = session.get(TreatmentType, old.treatment_type_id) if old.treatment_type_id else None
    if done is None or done.next_key is None:
        return None
    return session.scalar(
        sa.select(TreatmentType).where(TreatmentType.key == done.next_key, TreatmentType.active)
    )
