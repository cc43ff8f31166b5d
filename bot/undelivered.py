"""A message that could not be delivered, and matters, is taken over by a person.

A customer is called; whoever may not have had an answer is asked to write again. An urgent page to staff goes to the next person of the clinic, until there is none.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from bot.gate import TOO_LATE
from bot.handover import call_for_person
from workflow.access import staff_with
from workflow.actor import Role
from workflow.customers import ChannelIdentity, customer
from workflow.notices import DueNotice, NoticePurpose, NoticeState, identity_of, notice_by_key, tell
from workflow.tasks import treats

_MATTERS = {NoticePurpose.CARE, NoticePurpose.URGENT, NoticePurpose.TRANSACTIONAL}
# The gate's other reasons against sending are the customer's own wish.
_NOT_HER_WISH = {"unknown", "dead", TOO_LATE, "monthly_limit", "unauthorized"}
# What nobody is called for: a greeting that did not arrive, a reminder of what has taken place.
_SPARED = {
    "birthday_wish": _NOT_HER_WISH,
    "reminder_day_before": {TOO_LATE},
    "reminder_same_day": {TOO_LATE},
}
# Whom an urgent page goes to next.
_NEXT = (Role.OWNER, Role.MANAGER, Role.PHYSICIAN, Role.BEAUTICIAN, Role.SALES)

LONGEST_KEY = 120
"""Source: workflow/store/models/delivery.py, `notice.dedupe_key`."""

log = structlog.get_logger(__name__)


def see_to(session: Session, *, notice: DueNotice, why: str, now: datetime) -> None:
    """This function will have a person take over what a notice does not reach, or not in time.

    Args:
        session: A session of the notice's clinic.
        notice: What should have been told.
        why: What keeps it from its recipient, as a short word.
        now: Aware UTC.
    """
    to = session.get_one(ChannelIdentity, notice.recipient_id)
    if notice.purpose is NoticePurpose.ANSWER and why == NoticeState.UNKNOWN:
        _ask_to_write_again(session, notice=notice, to=to, now=now)
    elif to.staff_id is not None and notice.purpose is NoticePurpose.URGENT:
        _page_next(session, notice=notice, missed=to.staff_id, now=now)
    elif to.customer_id is not None and notice.purpose in _MATTERS and why in _worth_a_call(notice.kind):
        _have_her_called(session, notice=notice, customer_id=to.customer_id, why=why, now=now)


def _ask_to_write_again(session: Session, *, notice: DueNotice, to: ChannelIdentity, now: datetime) -> None:
    """This function will say that an answer may not have come, so that no question stays unheard. Nobody is called."""
    tell(
        session,
        to=to,
        kind="answer_uncertain",
        purpose=NoticePurpose.TRANSACTIONAL,
        data={},
        key=f"answer_uncertain:{notice.id}",
        now=now,
    )


def _worth_a_call(kind: str) -> set[str]:
    """This function will name what keeps a notice of a kind from her, and is worth a call."""
    return _NOT_HER_WISH - _SPARED.get(kind, set())


def _have_her_called(
    session: Session, *, notice: DueNotice, customer_id: UUID, why: str, now: datetime
) -> None:
    """This function will have a customer called, once for each notice: what was held up may end too late as well."""
    key = str(notice.id)
    if notice_by_key(session, key=f"call_customer:{key}") is not None:
        return
    whom = customer(session, customer_id=customer_id)
    call_for_person(session, customer=whom, why=f"undelivered_{why}", words=None, key=key, now=now)


def _page_next(session: Session, *, notice: DueNotice, missed: UUID, now: datetime) -> None:
    """This function will page the next person who was not paged for the same cause; the key tells who was."""
    for staff_id in _everybody(session):
        to = identity_of(session, staff_id=staff_id)
        if staff_id == missed or to is None or to.blocked_at is not None:
            continue
        page = tell(
            session,
            to=to,
            kind=notice.kind,
            purpose=notice.purpose,
            data=_readable(session, notice.data, staff_id=staff_id),
            key=next_key(notice.dedupe_key, missed=missed, next_one=staff_id),
            now=now,
            case_id=notice.case_id,
        )
        if page is not None:
            log.warning("notice.paged_next", notice_id=str(notice.id), page_id=str(page.id))
            return
    log.error("notice.nobody_left", notice_id=str(notice.id), kind=notice.kind)


def next_key(key: str, *, missed: UUID, next_one: UUID) -> str:
    """This function will give what a page is told once under to its next recipient, within the line of the store.

    The recipient stands in it where the missed one stood, or else at its end; what is too long then is told by its
    digest, which is the same however many are paged.
    """
    if str(missed) in key:
        return key.replace(str(missed), str(next_one))
    if len(key) + len(f":{next_one}") > LONGEST_KEY:
        key = f"paged_next:{sha256(key.encode()).hexdigest()}"
    return f"{key}:{next_one}"


def _readable(session: Session, data: dict[str, Any], *, staff_id: UUID) -> dict[str, Any]:
    """This function will mark a page that tells of health anew, by whether its next recipient may read that."""
    if not data.get("tells_health"):
        return data
    return {**data, "hides_health": not treats(session, staff_id=staff_id)}


def _everybody(session: Session) -> Iterator[UUID]:
    """This function will give the active staff of the clinic, whoever should hear of it first."""
    return iter(dict.fromkeys(staff.id for role in _NEXT for staff in staff_with(session, role=role)))
