"""Who of the clinic may see a customer's telephone number: whoever may have to call her. That it was seen is logged."""

import uuid

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, ActorKind, Role
from workflow.customers import customer
from workflow.refusal import NotAllowed, OutOfDate
from workflow.store.models import Case, Task
from workflow.tasks.candidates import WAITING

CALL_ANYBODY = (Role.SALES, Role.MANAGER, Role.OWNER)
"""Others see the number of whom they have work for, while it waits."""

log = structlog.get_logger(__name__)


def phone_to_call(session: Session, *, customer_id: uuid.UUID, by: Actor) -> str:
    """This will give a customer's whole number (E.164) to somebody who may call her.

    Args:
        session: A session of the clinic that asks.
        customer_id: Whom to call.
        by: Who asks.

    Raises:
        NotFound: There is no such customer in this clinic.
        NotAllowed: Neither their role nor any waiting work of theirs is about calling her.
        OutOfDate: She has taken her number back.
    """
    hers = customer(session, customer_id=customer_id)
    if by.kind is not ActorKind.STAFF or not (by.has(*CALL_ANYBODY) or _has_work(session, customer_id, by)):
        raise NotAllowed(customer_id=customer_id)
    if hers.phone is None:
        raise OutOfDate(customer_id=customer_id)
    log.info("phone.shown", customer_id=str(customer_id), staff_id=str(by.id))
    return hers.phone


def _has_work(session: Session, customer_id: uuid.UUID, by: Actor) -> bool:
    about_her = sa.or_(
        Task.customer_id == customer_id,
        Task.case_id.in_(sa.select(Case.id).where(Case.customer_id == customer_id)),
    )
    waiting = sa.exists().where(Task.staff_id == by.id, Task.state.in_(WAITING), about_her)
    return bool(session.scalar(sa.select(waiting)))
