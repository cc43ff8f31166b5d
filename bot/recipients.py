"""Whom notices are for: what the gate and the wording must know of those people, read when they are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.gate import NEEDS_CONSENT, Recipient
from workflow.access import Reached, first_branch, who_is_reached
from workflow.customers import Purpose, refused_purposes
from workflow.notices import DueNotice

THAI = "th"
_PURPOSES = frozenset[Purpose]().union(*NEEDS_CONSENT.values())


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a notice goes, and in which language."""

    external_id: str
    language: str
    recipient: Recipient


def addresses_of(session: Session, notices: Sequence[DueNotice]) -> dict[UUID, Address]:
    """This function will look up whom notices are for, all of them at once.

    Args:
        session: A session that sees the notices' clinic.
        notices: Of one clinic.

    Returns:
        The addresses, by the notices' `recipient_id`.
    """
    reached = who_is_reached(session, identity_ids={notice.recipient_id for notice in notices})
    asking = {notice.recipient_id for notice in notices if notice.kind in NEEDS_CONSENT}
    customers = {row.customer_id for row in reached if row.customer_id and row.identity_id in asking}
    refused = refused_purposes(session, customer_ids=customers, purposes=_PURPOSES)
    has_strangers = any(row.zone is None for row in reached)
    elsewhere = first_branch(session).zone if has_strangers else ""
    return {row.identity_id: _address(row, refused, elsewhere) for row in reached}


def _address(row: Reached, refused: Mapping[UUID, frozenset[Any]], elsewhere: str) -> Address:
    """This function will make the address of one; a stranger stands where the clinic's first branch stands."""
    is_customer = row.customer_id is not None
    return Address(
        external_id=row.external_id,
        language=(row.language if is_customer else None) or THAI,
        recipient=Recipient(
            is_customer=is_customer,
            is_active=row.is_active,
            is_blocked=row.is_blocked,
            human_until=row.human_until if is_customer else None,
            # Asked for only where something stands on it: for what stands on no consent, nothing is refused.
            refused=refused.get(row.customer_id, frozenset()) if row.customer_id else frozenset(),
            zone=ZoneInfo(row.zone or elsewhere),
        ),
    )
