"""The one gate that everything passes which leaves the house: may this person be told this now?

In this order: consent, blocked, still worth saying, human in charge, polite hours. That a notice goes once is the
outbox's work (claims and retry keys). Source: facts/CLINIC.md sections 2.4 and 6.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflow.customers import Purpose
from workflow.notices import NoticePurpose
from workflow.settings import ClinicRules

# What shows or tells of a photo's reading stands on that photo's consent, up to the moment it is sent.
_READ = frozenset({Purpose.SCAN_ANALYSIS})
_READ_AND_KEPT = _READ | {Purpose.PROGRESS_PHOTOS}
NEEDS_CONSENT: Mapping[str, frozenset[Purpose]] = {
    "reading_ready": _READ,
    "progress_compared": _READ_AND_KEPT,
    "simulation_shown": _READ_AND_KEPT,
    "birthday_wish": frozenset({Purpose.MARKETING_MESSAGES}),
}
# What could not be sent for so long is not worth saying by itself any more; a person calls, where it matters.
LIVES: Mapping[NoticePurpose, timedelta] = {
    NoticePurpose.URGENT: timedelta(hours=1),
    NoticePurpose.ANSWER: timedelta(hours=6),
    NoticePurpose.TRANSACTIONAL: timedelta(hours=24),
    NoticePurpose.CARE: timedelta(days=3),
    NoticePurpose.STAFF: timedelta(days=3),
}
# What speaks of one day is wrong on the next.
OF_ONE_DAY: Mapping[str, timedelta] = {
    "birthday_wish": timedelta(hours=12),
    "morning_card": timedelta(hours=12),
}
TOO_LATE = "too_late"


class May(StrEnum):
    """What the gate says."""

    GO = "go"
    NEVER = "never"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """What the gate must know of whom it is for.

    Attributes:
        is_customer: A customer, not a member of staff.
        is_active: False for staff who left.
        is_blocked: Whether the account is blocked by this person.
        human_until: A person of the clinic is in charge of this talk until then.
        refused: The purposes this customer has said no to, or was never asked for.
        zone: The branch's time zone.
    """

    is_customer: bool
    zone: ZoneInfo
    is_active: bool = True
    is_blocked: bool = False
    human_until: datetime | None = None
    refused: frozenset[Purpose] = frozenset()


@dataclass(frozen=True)
class Decision:
    """What the gate says, why, and from when it may go."""

    may: May
    reason: str | None = None
    until: datetime | None = None


GO = Decision(May.GO)


def decide(
    *,
    kind: str,
    purpose: NoticePurpose,
    made_at: datetime,
    to: Recipient,
    now: datetime,
    rules: ClinicRules,
    event_at: datetime | None = None,
) -> Decision:
    """This function will say whether a notice may go now.

    Args:
        kind: What it says.
        purpose: Its class.
        made_at: When it was written (aware UTC).
        to: Whom it is for.
        now: Aware UTC.
        rules: The clinic's polite hours.
        event_at: When what it tells of takes place, if it has such a time (aware UTC).
    """
    too_late = is_too_late(kind=kind, purpose=purpose, made_at=made_at, event_at=event_at, now=now)
    never = _why_never(kind=kind, to=to, too_late=too_late)
    if never is not None:
        return Decision(May.NEVER, never)
    if purpose is not NoticePurpose.CARE:
        return GO
    if to.human_until is not None and to.human_until > now:
        return Decision(May.LATER, "human_in_charge", to.human_until)
    polite_at = next_polite(now, zone=to.zone, rules=rules)
    return GO if polite_at == now else Decision(May.LATER, "quiet_hours", polite_at)


def is_too_late(
    *, kind: str, purpose: NoticePurpose, made_at: datetime, event_at: datetime | None, now: datetime
) -> bool:
    """This function will say whether a notice is so old that it must not go any more.

    Args:
        kind: What it says.
        purpose: Its class.
        made_at: When it was written (aware UTC).
        event_at: When what it tells of takes place; a customer is not told of it afterwards.
        now: Aware UTC.
    """
    has_passed = purpose is NoticePurpose.TRANSACTIONAL and event_at is not None and event_at <= now
    return has_passed or now - made_at > OF_ONE_DAY.get(kind, LIVES[purpose])


def _why_never(*, kind: str, to: Recipient, too_late: bool) -> str | None:
    """This function will give the first reason against ever sending it, or None."""
    reasons = (
        ("no_consent", to.is_customer and not to.refused.isdisjoint(NEEDS_CONSENT.get(kind, ()))),
        ("blocked", to.is_blocked),
        ("left", not to.is_active),
        (TOO_LATE, too_late),
    )
    return next((reason for reason, holds in reasons if holds), None)


def next_polite(now: datetime, *, zone: ZoneInfo, rules: ClinicRules) -> datetime:
    """This function will give the next instant at which what can wait may be sent; now, if that is now.

    Args:
        now: Aware UTC.
        zone: The branch's time zone.
        rules: The clinic's polite hours, by the branch's clock.
    """
    local = now.astimezone(zone)
    if local.time() < rules.polite_from:
        day = local.date()
    elif local.time() >= rules.polite_until:
        day = local.date() + timedelta(days=1)
    else:
        return now
    return datetime.combine(day, rules.polite_from, tzinfo=zone).astimezone(now.tzinfo)
