"""The standing cast: every test knows them.

At the clinic: Khun Mali is a customer, Fon sells, Ploy is a beautician, Dr. Anan owns the clinic and is its physician.
The second clinic has the same kinds of people, and must never see any of the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.factories.clinics import a_branch, a_channel, a_clinic, a_resource
from tests.factories.people import a_customer, a_staff, an_identity
from workflow.actor import Role
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session, sessionmaker

    from workflow.store.models import Branch, Channel, ChannelIdentity, Clinic, Customer, Staff


@dataclass(frozen=True)
class Cast:
    """One clinic with its people, detached: read from them freely in any session."""

    clinic: Clinic
    branch: Branch
    channel: Channel
    mali: Customer
    fon: Staff
    ploy: Staff
    anan: Staff
    mali_on_line: ChannelIdentity
    fon_on_line: ChannelIdentity
    ploy_on_line: ChannelIdentity
    anan_on_line: ChannelIdentity

    @property
    def clinic_id(self) -> uuid.UUID:
        return self.clinic.id


# What the rooms and devices of treatments.yaml `resources` are called.
RESOURCES = (
    "treatment_room",
    "consult_or_treatment_room",
    "laser_room",
    "procedure_room",
    "device_hydra",
    "device_ipl",
)


def the_cast(session: Session, *, key: str = "aura") -> Cast:
    """Write the clinic and its people. The session is across clinics before, and the clinic's own after."""
    clinic = a_clinic(session, key=key)
    scope_to(session, clinic.id)
    branch = a_branch(session, clinic, written=False)
    channel = a_channel(session, clinic, key=f"{key}-line")
    for kind in RESOURCES:
        a_resource(session, branch, kind=kind, written=False)
    fon = a_staff(session, branch, Role.SALES, name="ฝน", written=False)
    ploy = a_staff(session, branch, Role.BEAUTICIAN, name="พลอย", written=False)
    anan = a_staff(session, branch, Role.OWNER, Role.PHYSICIAN, name="หมออนันต์")
    mali = a_customer(session, branch, name="มะลิ", sales=fon)
    cast = Cast(
        clinic=clinic,
        branch=branch,
        channel=channel,
        mali=mali,
        fon=fon,
        ploy=ploy,
        anan=anan,
        mali_on_line=an_identity(session, channel, customer=mali, written=False),
        fon_on_line=an_identity(session, channel, staff=fon, written=False),
        ploy_on_line=an_identity(session, channel, staff=ploy, written=False),
        anan_on_line=an_identity(session, channel, staff=anan, written=False),
    )
    session.flush()
    return cast


def two_clinics(sessions: sessionmaker[Session]) -> tuple[Cast, Cast]:
    """Write and commit the cast and the second clinic, which must never see any of it."""
    return a_cast(sessions, key="aura"), a_cast(sessions, key="other")


def a_cast(sessions: sessionmaker[Session], *, key: str) -> Cast:
    """Write and commit one clinic and its people."""
    with sessions() as session:
        scope_to(session, None)
        with session.begin():
            return the_cast(session, key=key)
