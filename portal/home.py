"""What a customer sees of herself, and how she changes her mind about a consent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.wording import consent_version
from portal.door import Guest
from workflow.access import branch
from workflow.cases import CustomerStatus, status_of
from workflow.customers import (
    Purpose,
    as_written,
    consents,
    customer,
    forget_phone,
    grant_consent,
    withdraw_consent,
)
from workflow.follow_ups import FollowUp, follow_ups_of
from workflow.loyalty import LoyaltyLedgerEntry, balance, history
from workflow.scans import newest_pair, newest_shown, withdraw_photos


@dataclass(frozen=True, kw_only=True)
class Home:
    """A customer's own page, in no language yet.

    Attributes:
        phone: Her number as it is written; None where she told none.
        birthday: Day and month ("02-14"); None where she told none.
        zone: Of her branch.
        status: How her newest case stands; None before her first reading.
        pair: The pictures of her newest photo beside the earlier one, by name; empty where there are none.
        shown: The pictures of her newest cards, by name: their addresses in the chat are dead by and by.
        consents: Her newest answer to each purpose; False where she was never asked.
    """

    name: str
    code: str
    language: str
    phone: str | None
    birthday: str | None
    zone: str
    status: CustomerStatus | None
    follow_ups: Sequence[FollowUp]
    points: int
    entries: Sequence[LoyaltyLedgerEntry]
    consents: Mapping[Purpose, bool]
    pair: Mapping[str, str]
    shown: Mapping[str, str]


def look_at_home(session: Session, *, guest: Guest) -> Home:
    """This will collect what belongs to the customer who is signed in, and nobody else's."""
    herself = customer(session, customer_id=guest.customer_id)
    asked: dict[str, Any] = {"customer_id": herself.id}
    status = status_of(session, **asked)
    answers = consents(session, **asked)
    return Home(
        name=herself.name,
        code=herself.code,
        language=herself.language,
        phone=as_written(herself.phone) if herself.phone else None,
        birthday=herself.birthday,
        zone=branch(session, branch_id=herself.branch_id).zone,
        status=status,
        follow_ups=[] if status is None else follow_ups_of(session, case_id=status.case_id),
        points=balance(session, **asked),
        entries=history(session, **asked),
        consents={purpose: answers.get(purpose, False) for purpose in Purpose},
        pair=pair_of(session, guest=guest),
        shown=newest_shown(session, customer_id=guest.customer_id),
    )


def pair_of(session: Session, *, guest: Guest) -> dict[str, str]:
    """This will give the keys of her newest photo beside the earlier one, by the names the page asks for them."""
    scan = newest_pair(session, customer_id=guest.customer_id)
    if scan is None or scan.before_key is None or scan.after_key is None:
        return {}
    pair = {"before": scan.before_key, "after": scan.after_key}
    return pair if scan.chart_key is None else {**pair, "chart": scan.chart_key}


def pictures_of(session: Session, *, guest: Guest) -> dict[str, str]:
    """This will give the keys of all pictures that are hers to see here, by the names the page asks for them."""
    return {**newest_shown(session, customer_id=guest.customer_id), **pair_of(session, guest=guest)}


def answer_consent(
    session: Session, *, guest: Guest, purpose: Purpose, granted: bool, language: str, now: datetime
) -> list[str]:
    """This will keep her answer to one purpose, given on this page with the same words the chat uses.

    Returns:
        The keys of the pictures to erase once this is committed: those of a customer who takes back a yes to her
        photos being read or kept.
    """
    answer = grant_consent if granted else withdraw_consent
    answer(
        session,
        customer=customer(session, customer_id=guest.customer_id),
        purpose=purpose,
        wording_version=consent_version(language),
        channel_id=guest.channel_id,
        event_id=None,
        now=now,
    )
    if granted:
        return []
    return withdraw_photos(session, customer_id=guest.customer_id, purposes=[purpose], now=now)


def take_phone_back(session: Session, *, guest: Guest, now: datetime) -> None:
    """This will erase the number of the customer who is signed in, and what quotes it; without one nothing happens."""
    forget_phone(session, customer=customer(session, customer_id=guest.customer_id), now=now)
