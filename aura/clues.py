"""What stands in the store about one customer: the scenes check the truth there, beside what the phones show."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.base import ClinicRow
from workflow.store.models import (
    Appointment,
    Case,
    ChannelIdentity,
    FollowUp,
    LoyaltyLedgerEntry,
    Notice,
    Scan,
    SkinReading,
    Staff,
    Task,
)
from workflow.unit_of_work import Sessions, in_transaction

Found = TypeVar("Found")
Row = TypeVar("Row", bound=ClinicRow)


class Clues:
    """Reads one customer's rows."""

    def __init__(self, sessions: Sessions, *, clinic_id: UUID, user_id: str) -> None:
        self._sessions = sessions
        self._clinic_id = clinic_id
        self._user_id = user_id

    @property
    def case(self) -> Case | None:
        """Her newest case."""
        return self._read(
            lambda session, her: session.scalars(
                sa.select(Case).where(Case.customer_id == her).order_by(Case.id.desc())
            ).first()
        )

    @property
    def scans(self) -> list[Scan]:
        """Her scans, oldest first."""
        return self._rows(Scan, Scan.customer_id)

    @property
    def appointments(self) -> list[Appointment]:
        """Her appointments, oldest first."""
        return self._rows(Appointment, Appointment.customer_id)

    @property
    def follow_ups(self) -> list[FollowUp]:
        """Her follow-ups, by day."""
        return sorted(self._rows(FollowUp, FollowUp.customer_id), key=lambda row: row.day)

    @property
    def tasks(self) -> list[Task]:
        """The tasks about her, oldest first."""
        return self._rows(Task, Task.customer_id)

    @property
    def balance(self) -> int:
        """Her points: the sum of her ledger."""
        return sum(row.points for row in self._rows(LoyaltyLedgerEntry, LoyaltyLedgerEntry.customer_id))

    @property
    def readings(self) -> list[SkinReading]:
        """What was read in her scans, oldest first."""
        return self._read(
            lambda session, her: list(
                session.scalars(
                    sa.select(SkinReading)
                    .join(Scan, Scan.id == SkinReading.scan_id)
                    .where(Scan.customer_id == her)
                    .order_by(SkinReading.id)
                )
            )
        )

    def name_of(self, staff_id: UUID) -> str | None:
        """This will give the name of a member of staff."""
        return self._read(
            lambda session, _: session.scalar(sa.select(Staff.name).where(Staff.id == staff_id))
        )

    def everything(self) -> tuple[object, ...]:
        """This will give all that a turn could change, to be compared with what stands there later."""
        case = self.case
        return (
            None if case is None else (case.stage, case.version, case.beautician_id),
            [(row.id, row.state) for row in self.appointments],
            [(row.id, row.state) for row in self.tasks],
            [(row.id, row.state) for row in self.follow_ups],
            [(row.id, row.state) for row in self.scans],
            self.balance,
        )

    def notices_waiting(self) -> int:
        """This will count what nobody was told yet."""

        def count(session: Session) -> int:
            return session.scalar(sa.select(sa.func.count()).where(Notice.state == "waiting")) or 0

        return in_transaction(self._sessions, count, clinic_id=self._clinic_id)

    def _rows(self, table: type[Row], owner: sa.orm.InstrumentedAttribute[UUID]) -> list[Row]:
        return self._read(
            lambda session, her: list(
                session.scalars(sa.select(table).where(owner == her).order_by(table.id))
            )
        )

    def _read(self, work: Callable[[Session, UUID], Found]) -> Found:
        def read(session: Session) -> Found:
            her = session.scalar(
                sa.select(ChannelIdentity.customer_id).where(ChannelIdentity.external_id == self._user_id)
            )
            return work(session, her or UUID(int=0))

        return in_transaction(self._sessions, read, clinic_id=self._clinic_id)
