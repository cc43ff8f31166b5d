"""Who is acting. Every operation takes an actor, every query is scoped to the actor's clinic."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of somebody acts."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SYSTEM = "system"


class Role(StrEnum):
    """What a member of staff does in the clinic; one person may have several."""

    SALES = "sales"
    BEAUTICIAN = "beautician"
    PHYSICIAN = "physician"
    MANAGER = "manager"
    OWNER = "owner"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One somebody, acting inside one clinic.

    Attributes:
        clinic_id: The clinic whose rows this actor may touch.
        kind: Customer, staff, or the system itself (a follow-up that is due).
        id: The customer's or staff member's id; None for the system.
        roles: The staff member's roles; empty for others.
    """

    clinic_id: UUID
    kind: ActorKind
    id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)

    @classmethod
    def system(cls, clinic_id: UUID) -> Self:
        """This will give the actor for what happens because time passes."""
        return cls(clinic_id=clinic_id, kind=ActorKind.SYSTEM)

    @classmethod
    def customer(cls, clinic_id: UUID, customer_id: UUID) -> Self:
        """This will give the actor for a customer."""
        return cls(clinic_id=clinic_id, kind=ActorKind.CUSTOMER, id=customer_id)

    @classmethod
    def staff(cls, clinic_id: UUID, staff_id: UUID, roles: frozenset[Role]) -> Self:
        """This will give the actor for a member of staff."""
        return cls(clinic_id=clinic_id, kind=ActorKind.STAFF, id=staff_id, roles=roles)

    def has(self, *roles: Role) -> bool:
        """This will say whether the actor has any of these roles."""
        return not self.roles.isdisjoint(roles)
