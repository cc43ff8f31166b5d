"""Who somebody is, and what stands where."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.refusal import NotFound
from workflow.store.models import Branch, Channel, ChannelIdentity, Clinic, Customer, Staff


@dataclass(frozen=True)
class Person:
    """Somebody behind a channel's user id.

    Attributes:
        identity: How the channel knows them; None before their first word.
        customer: The customer they are, or
        staff: the active member of staff; never both.
    """

    identity: ChannelIdentity | None
    customer: Customer | None
    staff: Staff | None

    def actor(self, clinic_id: uuid.UUID) -> Actor:
        """This will give the person as an actor; a stranger is a customer without an id, who may do nothing."""
        if self.staff is not None:
            return Actor.staff(clinic_id, self.staff.id, self.staff.role_set)
        return Actor(
            clinic_id=clinic_id,
            kind=ActorKind.CUSTOMER,
            id=None if self.customer is None else self.customer.id,
        )


# Kept, because they are asked with every word that somebody writes.
_WHO_IS = (
    sa.select(ChannelIdentity, Customer, Staff)
    .outerjoin(Customer, Customer.id == ChannelIdentity.customer_id)
    .outerjoin(Staff, sa.and_(Staff.id == ChannelIdentity.staff_id, Staff.active))
    .where(
        ChannelIdentity.channel_id == sa.bindparam("channel_id"),
        ChannelIdentity.external_id == sa.bindparam("external_id"),
    )
)
_ZONES_OF = (
    sa.select(ChannelIdentity.channel_id, ChannelIdentity.external_id, Branch.zone)
    .outerjoin(Customer, Customer.id == ChannelIdentity.customer_id)
    .outerjoin(Staff, sa.and_(Staff.id == ChannelIdentity.staff_id, Staff.active))
    .join(Branch, Branch.id == sa.func.coalesce(Customer.branch_id, Staff.branch_id))
    .where(
        ChannelIdentity.channel_id.in_(sa.bindparam("channel_ids", expanding=True)),
        ChannelIdentity.external_id.in_(sa.bindparam("external_ids", expanding=True)),
    )
)


def who_is(session: Session, *, channel_id: uuid.UUID, external_id: str) -> Person:
    """This will say who writes. Staff who left the clinic are strangers.

    Args:
        session: A session of the clinic, or across clinics.
        channel_id: Where they write.
        external_id: The channel's user id.
    """
    row = session.execute(_WHO_IS, {"channel_id": channel_id, "external_id": external_id}).one_or_none()
    if row is None:
        return Person(None, None, None)
    identity, customer, staff = row
    return Person(identity, customer, staff)


def zones_of(
    session: Session, *, people: Collection[tuple[uuid.UUID, str]]
) -> dict[tuple[uuid.UUID, str], str]:
    """This will say on which clock people read dates and times: that of the branch they belong to.

    Args:
        session: A session of the clinic.
        people: Channels and their user ids.

    Returns:
        IANA names, by channel and user id. Strangers are not among them, nor staff who left.
    """
    channels, accounts = {channel_id for channel_id, _ in people}, {external_id for _, external_id in people}
    rows = session.execute(_ZONES_OF, {"channel_ids": list(channels), "external_ids": list(accounts)})
    return {(channel_id, external_id): zone for channel_id, external_id, zone in rows}


def staff_member(session: Session, *, staff_id: uuid.UUID) -> Staff:
    """This will give the member of staff of that id, active or not.

    Raises:
        NotFound: There is none, or they belong to another clinic.
    """
    found = session.get(Staff, staff_id)
    if found is None:
        raise NotFound(staff_id=staff_id)
    return found


def staff_with(session: Session, *, role: Role, branch_id: uuid.UUID | None = None) -> list[Staff]:
    """This will give the active staff who have the role, the longest there first.

    Args:
        session: A session of the clinic.
        role: The role.
        branch_id: Only of this branch; of all branches if absent.
    """
    statement = sa.select(Staff).where(Staff.active).order_by(Staff.id)
    if branch_id is not None:
        statement = statement.where(Staff.branch_id == branch_id)
    return [staff for staff in session.scalars(statement) if role in staff.role_set]


def branch(session: Session, *, branch_id: uuid.UUID) -> Branch:
    """This will give the branch of that id.

    Raises:
        NotFound: There is none, or it belongs to another clinic.
    """
    found = session.get(Branch, branch_id)
    if found is None:
        raise NotFound(branch_id=branch_id)
    return found


def first_branch(session: Session) -> Branch:
    """This will give the clinic's first branch.

    Raises:
        NotFound: The clinic has none yet.
    """
    found = session.scalars(sa.select(Branch).order_by(Branch.id).limit(1)).one_or_none()
    if found is None:
        raise NotFound
    return found


def branches(session: Session) -> list[Branch]:
    """This will give the branches of the session's clinic, the first first."""
    return list(session.scalars(sa.select(Branch).order_by(Branch.id)))


def branch_of(session: Session, *, person: Person) -> Branch:
    """This will give the branch a person belongs to: the customer's, the staff member's, else the clinic's first."""
    somebody = person.customer or person.staff
    return first_branch(session) if somebody is None else branch(session, branch_id=somebody.branch_id)


def channel_by_key(session: Session, *, key: str) -> Channel | None:
    """This will give the channel of that key; keys are unique across clinics."""
    return session.scalars(sa.select(Channel).where(Channel.key == key)).one_or_none()


def clinic_by_key(session: Session, *, key: str) -> Clinic | None:
    """This will give the clinic of that key. Only for the edges, which learn from it what to scope to."""
    return session.scalars(sa.select(Clinic).where(Clinic.key == key)).one_or_none()
