"""What notices tell of a customer's health, and forgetting it: that somebody was told, of what kind and when, stays.

Her answers are deleted with her consent, or once they are too old (`workflow/customers/health.py`); what was told of them,
and of a condition she wrote of, does not outlive them. A call that goes on goes on without it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.notices.sending import take_back
from workflow.store.by_age import Forgotten, Portion, last_of, within
from workflow.store.models import ChannelIdentity, Customer, Notice, NoticeState

TOLD_STAFF = "health_told"
"""The kind of the card that tells staff of her answers; its key begins with this and the customer's id."""

_CALL = "call_customer"
_GONE: Mapping[str, None] = MappingProxyType(dict.fromkeys(("words", "conditions", "flags")))
# What stands in the facts of a notice that tells of it; whether it does, the facts themselves decide.
_WRITTEN = ('%"conditions"%', '%"tells_health"%', '%"flags"%')


def without_health(fact: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """This will give the facts of a notice without what they tell of a customer's health, at whatever depth."""
    if isinstance(fact, list):
        return [without_health(one) for one in fact]
    if not isinstance(fact, dict):
        return fact
    gone = {name: value for name, value in _GONE.items() if name in fact} if _tells(fact) else {}
    return {name: without_health(one) for name, one in fact.items()} | gone


def forget_health_told(session: Session, *, customer_id: uuid.UUID, now: datetime) -> int:
    """This will take what a customer told of her health out of all that told of it: to staff, and back to her.

    One that may have left and may leave again stays: the channel knows it by its bytes. It goes by its age.

    Args:
        session: A session of the customer's clinic.
        customer_id: Who told it.
        now: Aware UTC.

    Returns:
        How many notices told of it.
    """
    code = session.get_one(Customer, customer_id).code
    hers = sa.select(ChannelIdentity.id).where(ChannelIdentity.customer_id == customer_id)
    about_her = sa.or_(
        sa.and_(Notice.kind == TOLD_STAFF, Notice.dedupe_key.startswith(f"{TOLD_STAFF}:{customer_id}:")),
        sa.and_(Notice.kind == _CALL, Notice.data["customer_code"].as_string() == code),
        Notice.recipient_id.in_(hers),
    )
    return _forget(session, sa.select(Notice).where(about_her, _may_tell()), now=now)


def forget_old_health_told(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will take what customers told of their health out of the notices that were made before an instant.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many told of it, and where to go on.
    """
    last = last_of(session, Notice, made=Notice.made_at, before=before, portion=portion)
    if last is None:
        return Forgotten(0, None)
    over = (Notice.made_at < before, Notice.state != NoticeState.WAITING)
    told = sa.select(Notice).where(within(Notice, portion=portion, last=last), *over, _may_tell())
    return Forgotten(_forget(session, told, now=before), last)


def _forget(session: Session, told: sa.Select[Any], *, now: datetime) -> int:
    gone = 0
    held = told.order_by(Notice.id).with_for_update().execution_options(populate_existing=True)
    for notice in session.scalars(held).all():
        if notice.state is NoticeState.WAITING and notice.first_sent_at is not None:
            continue
        is_answers = notice.kind == TOLD_STAFF
        left = {} if is_answers else without_health(notice.data)
        if left == notice.data:
            continue
        if is_answers:
            take_back(session, notice=notice, now=now)
        notice.data, notice.body = left, None
        gone += 1
    session.flush()
    return gone


def _may_tell() -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.cast(Notice.data, sa.Text).like(one) for one in _WRITTEN))


def _tells(fact: Mapping[str, Any]) -> bool:
    """This will say whether facts tell of it: a condition, words that hold one, or what she answered to a question."""
    if fact.get("conditions") or fact.get("tells_health"):
        return True
    flags = fact.get("flags")
    return isinstance(flags, list) and any(isinstance(one, dict) and "said" in one for one in flags)
