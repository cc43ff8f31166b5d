"""Whom a notice is for: what the gate and the wording must know of that person, read when it is sent."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.gate import NEEDS_CONSENT, Recipient
from workflow.access import branch, first_branch, staff_member
from workflow.customers import ChannelIdentity, consents, customer
from workflow.notices import Notice

THAI = "th"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a notice goes, and in which language."""

    external_id: str
    language: str
    recipient: Recipient


def address_of(session: Session, notice: Notice) -> Address:
    """This function will look up whom a notice is for.

    Args:
        session: A session that sees the notice's clinic.
        notice: The notice.
    """
    identity = session.get_one(ChannelIdentity, notice.recipient_id)
    if identity.customer_id is not None:
        return _customer_address(session, identity)
    if identity.staff_id is not None:
        staff = staff_member(session, staff_id=identity.staff_id)
        zone = ZoneInfo(branch(session, branch_id=staff.branch_id).zone)
        recipient = Recipient(
            is_customer=False, is_active=staff.active, is_blocked=identity.blocked_at is not None, zone=zone
        )
        return Address(external_id=identity.external_id, language=THAI, recipient=recipient)
    zone = ZoneInfo(first_branch(session).zone)
    stranger = Recipient(is_customer=False, is_blocked=identity.blocked_at is not None, zone=zone)
    return Address(external_id=identity.external_id, language=THAI, recipient=stranger)


def _customer_address(session: Session, identity: ChannelIdentity) -> Address:
    assert identity.customer_id is not None  # noqa: S101 - the caller looked
    who = customer(session, customer_id=identity.customer_id)
    agreed = consents(session, customer_id=who.id)
    return Address(
        external_id=identity.external_id,
        language=who.language,
        recipient=Recipient(
            is_customer=True,
            is_blocked=identity.blocked_at is not None,
            human_until=identity.human_until,
            refused=frozenset(purpose for purpose in NEEDS_CONSENT.values() if not agreed.get(purpose)),
            zone=ZoneInfo(branch(session, branch_id=who.branch_id).zone),
        ),
    )
