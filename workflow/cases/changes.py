"""One move of one case, as its effects see it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    Branch,
    Case,
    Customer,
    Protocol,
    TreatmentSession,
    TreatmentType,
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happens to a case in one transaction.

    Attributes:
        session: The caller's transaction.
        case: The case, its row held.
        by: Who does it.
        now: When (aware UTC).
        rules: What the clinic has set.
        appointment: The appointment it is about; None for moves that have none.
        treatment_session: The session begun, stopped or finished.
        protocol: The newest steps of the treatment.
        detail: What the case's event remembers (ids, words, numbers).
    """

    session: Session
    case: Case
    by: Actor
    now: datetime
    rules: ClinicRules
    appointment: Appointment | None = None
    treatment_session: TreatmentSession | None = None
    protocol: Protocol | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def customer(self) -> Customer:
        """Whose case it is."""
        return self.session.get_one(Customer, self.case.customer_id)

    @property
    def branch(self) -> Branch:
        """Where it is treated."""
        return self.session.get_one(Branch, self.case.branch_id)

    @property
    def zone(self) -> ZoneInfo:
        """The branch's zone."""
        return ZoneInfo(self.branch.zone)

    @property
    def agreed(self) -> Appointment:
        """The appointment of a move that has one."""
        if self.appointment is None:
            raise ValueError("this move needs an appointment")
        return self.appointment

    @property
    def treatment(self) -> TreatmentType:
        """The treatment of a case that has one."""
        if self.case.treatment_type_id is None:
            raise ValueError("this move needs a treatment")
        return self.session.get_one(TreatmentType, self.case.treatment_type_id)
