"""Who hears of a customer's trouble, and what they are told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.catalogue import Urgency
from workflow.follow_ups.paging import page
from workflow.follow_ups.treatment_facts import treatment_facts
from workflow.notices import NoticePurpose, ReplyChance, identity_of, tell
from workflow.store.models import Branch, Case, ChannelIdentity, Customer, Staff, Task, TreatmentType
from workflow.tasks import treats

log = structlog.get_logger(__name__)

# Source: treatments.yaml meta.emergency_line_th (Thai national emergency medical number).
EMERGENCY_NUMBER = "1669"

# Source: treatments.yaml red_flags.distress.action (Department of Mental Health).
MENTAL_HEALTH_LINE = "1323"

LONGEST_WORDS = 500
"""So much of what she wrote stands on a page: a wish at the end of a long complaint is to be seen too."""

DESPAIR = "distress"
LEGAL_THREAT = "legal_threat"
"""Of these groups a customer is not answered as of an illness."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is known of a customer's trouble when somebody must be reached.

    Attributes:
        customer: Who is in trouble.
        case: The case it most likely comes from.
        branch: Whose people are reached.
        zone: The branch's zone.
        groups: Which red flags.
        urgency: Of the most urgent of them.
        treatment: What was done last.
        finished_at: When that was finished (aware UTC), if it was.
        told_at: When she told us (aware UTC).
        words: What she wrote, if anything.
        tells_health: Whether that tells of her health, so that only those who treat may read it.
        cause: The message; by it the words are found should she take it back.
    """

    customer: Customer
    case: Case | None
    branch: Branch
    zone: ZoneInfo
    groups: tuple[str, ...]
    urgency: Urgency
    treatment: TreatmentType | None
    finished_at: datetime | None
    told_at: datetime
    words: str | None = None
    tells_health: bool = True
    cause: str | None = None

    @property
    def is_legal(self) -> bool:
        """Whether it is no trouble of the body at all, but a threat to go to law."""
        return is_legal(self.groups)


def is_legal(groups: Collection[str]) -> bool:
    """This will tell whether nothing but a threat to go to law was heard."""
    return set(groups) == {LEGAL_THREAT}


def line_to_talk_to(groups: Collection[str]) -> dict[str, str]:
    """This will give the fact of the line where somebody listens, where despair was heard."""
    return {"mental_health_line": MENTAL_HEALTH_LINE} if DESPAIR in groups else {}


def answers_for(staff: Staff, *, place: Branch, groups: Collection[str]) -> bool:
    """This will tell whether a member of staff is called to such trouble by what they are in the clinic.

    Source: treatments.yaml red_flags: owner and manager to a threat to go to law, owner and physician to all else.
    """
    if Role.OWNER in staff.role_set:
        return True
    called = {Role.MANAGER} if LEGAL_THREAT in groups else set()
    if not is_legal(groups):
        called.add(Role.PHYSICIAN)
    return staff.branch_id == place.id and not called.isdisjoint(staff.role_set)


@dataclass(frozen=True, kw_only=True)
class Told:
    """How she told us, which is how she is answered.

    Attributes:
        cause: What the answer is keyed by: each message of hers gets one of its own, the same message only one.
        by: Where she wrote; wherever she is reached, if absent.
        reply: The free answer that message may have, if it was sent from there.
        tells_health: Whether her words may tell of her health, beside a threat to go to law.
    """

    cause: str
    by: ChannelIdentity | None = None
    reply: ReplyChance | None = None
    tells_health: bool = True


def tell_customer_of_trouble(session: Session, *, trouble: Trouble, told: Told, now: datetime) -> None:
    """This will tell her at once what to do now and whom she can ring; every message of hers gets an answer."""
    to = told.by or identity_of(session, customer_id=trouble.customer.id)
    if to is None:
        log.warning("red_flag.unanswered", customer_id=str(trouble.customer.id))
        return
    tell(
        session,
        to=to,
        kind="red_flag_customer",
        purpose=NoticePurpose.URGENT,
        data={
            "groups": list(trouble.groups),
            "urgency": trouble.urgency.value,
            "emergency_number": EMERGENCY_NUMBER,
            "branch_phone": trouble.branch.phone,
            **line_to_talk_to(trouble.groups),
        },
        key=f"red_flag_customer:{trouble.customer.id}:{told.cause}",
        now=now,
        case_id=trouble.case.id if trouble.case else None,
        reply=told.reply,
    )


def tell_staff_of_trouble(session: Session, *, trouble: Trouble, task: Task, now: datetime) -> int:
    """This will page physicians, the case's beautician, the owner and whoever holds the task.

    To a threat to go to law the managers are called too; where it is nothing else, instead of physicians and
    beauticians.

    Her words stand on it; of her health, for those who treat.

    Returns:
        How many were told.
    """
    facts = _facts(trouble, task=task)
    return page(
        session,
        is_called=lambda staff: _is_called(staff, trouble=trouble, task=task),
        kind="red_flag",
        data=lambda staff: {
            **facts,
            "hides_health": trouble.tells_health and not treats(session, staff_id=staff.id),
        },
        key=lambda staff: f"{page_key(task)}{staff.id}",
        now=now,
        case_id=trouble.case.id if trouble.case else None,
    )


def page_key(task: Task) -> str:
    """This will give what the pages of a task are keyed by, before the recipient's id."""
    return f"red_flag:{task.id}:"


def _is_called(staff: Staff, *, trouble: Trouble, task: Task) -> bool:
    if staff.id == task.staff_id or answers_for(staff, place=trouble.branch, groups=trouble.groups):
        return True
    return not trouble.is_legal and trouble.case is not None and staff.id == trouble.case.beautician_id


def _facts(trouble: Trouble, *, task: Task) -> dict[str, Any]:
    return {
        "task_id": str(task.id),
        "case_id": str(trouble.case.id) if trouble.case else None,
        "case_code": trouble.case.code if trouble.case else None,
        "customer_name": trouble.customer.name,
        "groups": list(trouble.groups),
        "urgency": trouble.urgency.value,
        "treatment": treatment_facts(trouble.treatment) if trouble.treatment else None,
        "finished_at": trouble.finished_at.isoformat() if trouble.finished_at else None,
        "told_at": trouble.told_at.isoformat(),
        "zone": trouble.zone.key,
        "words": (trouble.words or "")[:LONGEST_WORDS] or None,
        "tells_health": trouble.tells_health,
        "cause": trouble.cause,
    }
