"""Everything the owner may read about one case, in one look."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from insights.board import Names, names_of
from workflow.refusal import NotFound
from workflow.store.models import (
    Appointment,
    Branch,
    Case,
    CaseEvent,
    CheckIn,
    Customer,
    FollowUp,
    LoyaltyLedgerEntry,
    Notice,
    Scan,
    Simulation,
    SkinReading,
    Staff,
    Task,
    TreatmentType,
)
from workflow.store.models.scan import PICTURES


@dataclass(frozen=True, kw_only=True)
class ReadScan:
    """A scan with what was read in it, or why nothing was."""

    scan: Scan
    reading: SkinReading | None


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One case with all that belongs to it, oldest first.

    Attributes:
        treatments: Names of treatments by their id, for appointments and sessions.
        staff: Names of the staff by their id.
        points: What this case has earned in all.
        notices: What people were told about it, with how far the sending got.
        simulations: Pictures that staff had made of what they expect, and who expected it.
    """

    case: Case
    customer: Customer
    branch: Branch
    treatment: Names | None
    treatments: dict[uuid.UUID, Names]
    staff: dict[uuid.UUID, str]
    events: Sequence[CaseEvent]
    scans: Sequence[ReadScan]
    tasks: Sequence[Task]
    appointments: Sequence[Appointment]
    follow_ups: Sequence[FollowUp]
    check_ins: Sequence[CheckIn]
    notices: Sequence[Notice]
    simulations: Sequence[Simulation]
    points: int

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the branch, in which its times are shown."""
        return ZoneInfo(self.branch.zone)

    def name_of(self, staff_id: uuid.UUID | None) -> str | None:
        """This will give the name of a member of staff; None for nobody."""
        return None if staff_id is None else self.staff.get(staff_id)

    @property
    def last_at(self) -> datetime:
        """When the last thing happened to it."""
        return max([self.case.stage_at, *(event.at for event in self.events)])


def case_file(session: Session, *, case_id: uuid.UUID) -> CaseFile:
    """This will collect everything about one case.

    Raises:
        NotFound: There is no such case in the clinic the session is held to.
    """
    asked = (
        sa.select(Case, Customer, Branch)
        .join(Customer, Customer.id == Case.customer_id)
        .join(Branch, Branch.id == Case.branch_id)
        .where(Case.id == case_id)
    )
    found = session.execute(asked).one_or_none()
    if found is None:
        raise NotFound(case_id=case_id)
    case, customer, branch = found
    treatments = {row.id: names_of(row) for row in session.scalars(sa.select(TreatmentType))}
    earned = sa.select(sa.func.sum(LoyaltyLedgerEntry.points)).where(LoyaltyLedgerEntry.case_id == case_id)
    return CaseFile(
        case=case,
        customer=customer,
        branch=branch,
        treatment=None if case.treatment_type_id is None else treatments.get(case.treatment_type_id),
        treatments=treatments,
        staff={row.id: row.name for row in session.scalars(sa.select(Staff))},
        events=_of_case(session, CaseEvent, case_id, CaseEvent.seq),
        scans=_scans(session, case_id),
        tasks=_of_case(session, Task, case_id, Task.made_at),
        appointments=_of_case(session, Appointment, case_id, Appointment.starts_at),
        follow_ups=_of_case(session, FollowUp, case_id, FollowUp.due_at),
        check_ins=_of_case(session, CheckIn, case_id, CheckIn.at),
        notices=_of_case(session, Notice, case_id, Notice.made_at),
        simulations=_of_case(session, Simulation, case_id, Simulation.asked_at),
        points=session.scalar(earned) or 0,
    )


def picture_keys(session: Session, *, case_id: uuid.UUID) -> frozenset[str]:
    """This will give the keys of the pictures that belong to a case and may be shown with it."""
    columns = [getattr(Scan, column) for column in PICTURES]
    asked = sa.select(*columns).where(Scan.case_id == case_id)
    simulated = sa.select(Simulation.picture_key).where(Simulation.case_id == case_id)
    rows = (*session.execute(asked), *session.execute(simulated))
    return frozenset(key for keys in rows for key in keys if key is not None)


def _of_case(session: Session, table: Any, case_id: uuid.UUID, order: Any) -> Sequence[Any]:  # noqa: ANN401 - several tables
    return session.scalars(sa.select(table).where(table.case_id == case_id).order_by(order)).all()


def _scans(session: Session, case_id: uuid.UUID) -> list[ReadScan]:
    asked = (
        sa.select(Scan, SkinReading)
        .outerjoin(SkinReading, SkinReading.scan_id == Scan.id)
        .where(Scan.case_id == case_id)
        .order_by(Scan.sent_at)
    )
    return [ReadScan(scan=scan, reading=reading) for scan, reading in session.execute(asked)]
