"""A clinic with full books, and a crowd of customers who want the same few times."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.factories.cases import MONDAY, a_treatment
from tests.factories.cast import Cast, two_clinics
from tests.factories.clinics import a_resource
from tests.factories.people import a_customer, a_staff, acting
from workflow.actor import Actor, Role
from workflow.booking.slots import cells
from workflow.store.base import new_id
from workflow.store.models import Appointment, AppointmentState, Case, ResourceCell, Stage
from workflow.unit_of_work import Sessions, in_transaction

CLEANING = timedelta(minutes=10)
TODAY = date(2026, 11, 23)


@dataclass(frozen=True, kw_only=True)
class FullClinic:
    """A clinic whose books are about two thirds full.

    Attributes:
        clinic_id: Its id.
        cases: Cases that are ready for a time, one for each customer.
        sales: Who books.
        appointments: How many are agreed already.
    """

    clinic_id: uuid.UUID
    cases: tuple[uuid.UUID, ...]
    sales: Actor
    appointments: int


def full_clinic(sessions: Sessions, *, days: int, staff: int, customers: int) -> FullClinic:
    """This will make the clinic: so many who treat, a room and a device for each, and their agreed times."""
    cast, _ = two_clinics(sessions)

    def make(session: Session) -> FullClinic:
        treatment = a_treatment(session, cast, min_gap_days=None)
        rooms, devices = _things(session, cast, staff=staff)
        treating = [cast.ploy.id] + [
            a_staff(session, cast.branch, Role.BEAUTICIAN, name=f"B{number}").id for number in range(1, staff)
        ]
        cases = tuple(_cases(session, cast, treatment_id=treatment.id, customers=customers))
        agreed = list(
            _agreed(
                cast, treatment.id, treating=treating, rooms=rooms, devices=devices, days=days, cases=cases
            )
        )
        for table, part in ((Appointment, 0), (ResourceCell, 1)):
            rows = [row for one in agreed for row in one[part]]
            for first in range(0, len(rows), 5000):
                session.execute(sa.insert(table), rows[first : first + 5000])
        return FullClinic(
            clinic_id=cast.clinic_id, cases=cases, sales=acting(cast.fon), appointments=len(agreed)
        )

    return in_transaction(sessions, make, clinic_id=cast.clinic_id)


def _things(session: Session, cast: Cast, *, staff: int) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """This will give as many rooms and devices as there are people; the branch has one of each already."""
    made: dict[str, list[uuid.UUID]] = {"treatment_room": [], "device_hydra": []}
    for kind, ids in made.items():
        ids += [
            a_resource(session, cast.branch, kind=kind, name=f"{number + 2}").id
            for number in range(staff - 1)
        ]
    return made["treatment_room"], made["device_hydra"]


def _cases(session: Session, cast: Cast, *, treatment_id: uuid.UUID, customers: int) -> Iterator[uuid.UUID]:
    for number in range(customers):
        customer = a_customer(session, cast.branch, name=f"ลูกค้า {number}", sales=cast.fon)
        case = Case(
            id=new_id(),
            clinic_id=cast.clinic_id,
            code=f"R{number:05}",
            customer_id=customer.id,
            branch_id=cast.branch.id,
            sales_id=cast.fon.id,
            beautician_id=cast.ploy.id,
            treatment_type_id=treatment_id,
            stage=Stage.SCANNED,
            opened_at=MONDAY,
            stage_at=MONDAY,
        )
        session.add(case)
        yield case.id
    session.flush()


def _agreed(
    cast: Cast,
    treatment_id: uuid.UUID,
    *,
    treating: Sequence[uuid.UUID],
    rooms: Sequence[uuid.UUID],
    devices: Sequence[uuid.UUID],
    days: int,
    cases: Sequence[uuid.UUID],
) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """This will give the rows of appointments of an hour and ten: six a day and person, a gap here and there."""
    for number in range(days):
        opens = MONDAY + timedelta(days=number)
        for who, staff_id in enumerate(treating):
            for turn in range(6):
                if (number + who + turn) % 5 == 0:
                    continue
                starts_at = opens + timedelta(minutes=30 * ((who + number) % 3) + 90 * turn)
                things = [one[who - 1] for one in (rooms, devices) if who > 0]
                yield _one(cast, treatment_id, cases[0], starts_at, staff_id=staff_id, things=things)


def _one(
    cast: Cast,
    treatment_id: uuid.UUID,
    case_id: uuid.UUID,
    starts_at: datetime,
    *,
    staff_id: uuid.UUID,
    things: Sequence[uuid.UUID],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    appointment_id, ends_at = new_id(), starts_at + timedelta(minutes=50)
    appointment = {
        "id": appointment_id,
        "clinic_id": cast.clinic_id,
        "branch_id": cast.branch.id,
        "case_id": case_id,
        "customer_id": cast.mali.id,
        "treatment_type_id": treatment_id,
        "staff_id": staff_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "state": AppointmentState.CANCELLED,  # its cells count, the case it hangs on stays free to book
        "booked_at": MONDAY,
    }
    taken = [(staff_id, ends_at), *((thing, ends_at + CLEANING) for thing in things)]
    return [appointment], [
        {
            "resource_id": resource_id,
            "cell_at": cell_at,
            "clinic_id": cast.clinic_id,
            "appointment_id": appointment_id,
        }
        for resource_id, until in taken
        for cell_at in cells(starts_at, until)
    ]
