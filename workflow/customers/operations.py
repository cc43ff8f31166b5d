"""Getting to know a customer, and keeping what she agrees to."""

import uuid
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.customers.codes import short_code
from workflow.customers.health import forget_health_answers
from workflow.learning import forget_utterances_of
from workflow.refusal import BadRequest
from workflow.store.base import new_id
from workflow.store.insert_once import insert_once
from workflow.store.models import Branch, ChannelIdentity, Consent, Customer, Purpose

log = structlog.get_logger(__name__)

LANGUAGES = ("th", "en")


def meet_customer(
    session: Session,
    *,
    clinic_id: uuid.UUID,
    channel_id: uuid.UUID,
    external_id: str,
    name: str,
    language: str = "th",
    now: datetime,
) -> tuple[ChannelIdentity, Customer]:
    """This will give the customer behind a channel's user id, and make her known if she is new.

    Two first messages at once make one customer: the identity's unique constraint decides, and the second turn
    takes back the customer it had begun.

    Args:
        session: A session of the clinic.
        clinic_id: The clinic.
        channel_id: Where she writes.
        external_id: Who she is there.
        name: The name she goes by, as the channel told it; kept only if she is new.
        language: "th" or "en".
        now: Aware UTC.

    Raises:
        BadRequest: This user id is a member of staff's, who is not a customer at the same time.
    """
    identity = _identity(session, channel_id=channel_id, external_id=external_id)
    if identity is not None and identity.staff_id is not None:
        raise BadRequest(staff_id=identity.staff_id)
    if identity is not None and identity.customer_id is not None:
        return identity, session.get_one(Customer, identity.customer_id)
    newcomer = _begin_customer(session, clinic_id=clinic_id, name=name, language=language, now=now)
    row = {"clinic_id": clinic_id, "channel_id": channel_id, "external_id": external_id}
    insert_once(session, ChannelIdentity, [row], unique=("channel_id", "external_id"))
    is_hers = session.execute(
        sa.update(ChannelIdentity)
        .where(
            ChannelIdentity.channel_id == channel_id,
            ChannelIdentity.external_id == external_id,
            ChannelIdentity.customer_id.is_(None),
            ChannelIdentity.staff_id.is_(None),
        )
        .values(customer_id=newcomer.id)
        .returning(ChannelIdentity.id),
        execution_options={"synchronize_session": False},
    ).first()
    identity = session.scalars(
        _by_external_id(channel_id, external_id), execution_options={"populate_existing": True}
    ).one()
    if is_hers is not None:
        log.info("customer.met", customer_id=str(newcomer.id), channel_id=str(channel_id))
        return identity, newcomer
    session.delete(newcomer)
    session.flush()
    if identity.customer_id is None:
        raise BadRequest(staff_id=identity.staff_id)
    return identity, session.get_one(Customer, identity.customer_id)


def grant_consent(
    session: Session,
    *,
    customer: Customer,
    purpose: Purpose,
    wording_version: str,
    channel_id: uuid.UUID | None,
    event_id: str | None,
    now: datetime,
) -> Consent:
    """This will keep the customer's yes to one purpose, with the wording she saw and the event that carried it.

    Args:
        session: The caller's transaction.
        customer: Who said so.
        purpose: What to.
        wording_version: What she saw.
        channel_id: Where she said so.
        event_id: The event that carried it.
        now: When she said so (aware UTC); the newest answer counts, in whatever order they come in.
    """
    return _keep_answer(
        session,
        customer=customer,
        purpose=purpose,
        granted=True,
        wording_version=wording_version,
        channel_id=channel_id,
        event_id=event_id,
        now=now,
    )


def withdraw_consent(
    session: Session,
    *,
    customer: Customer,
    purpose: Purpose,
    wording_version: str,
    channel_id: uuid.UUID | None,
    event_id: str | None,
    now: datetime,
) -> Consent:
    """This will keep the customer's no to one purpose. What must be erased then is the caller's next step.

    Her birthday goes at once with her yes to messages: it was told for nothing else. So do what she said of her
    health, and her words that wait to be learnt from, with her yes to that.

    Args: as for `grant_consent`.
    """
    if purpose is Purpose.MARKETING_MESSAGES:
        customer.birthday = None
    if purpose is Purpose.HEALTH_ANSWERS:
        forget_health_answers(session, customer_id=customer.id, now=now)
    if purpose is Purpose.IMPROVE_UNDERSTANDING:
        forget_utterances_of(session, customer_id=customer.id)
    return _keep_answer(
        session,
        customer=customer,
        purpose=purpose,
        granted=False,
        wording_version=wording_version,
        channel_id=channel_id,
        event_id=event_id,
        now=now,
    )


def _keep_answer(
    session: Session,
    *,
    customer: Customer,
    purpose: Purpose,
    granted: bool,
    wording_version: str,
    channel_id: uuid.UUID | None,
    event_id: str | None,
    now: datetime,
) -> Consent:
    """This will add a row; earlier answers stay as they are, as evidence."""
    answer = Consent(
        clinic_id=customer.clinic_id,
        customer_id=customer.id,
        purpose=purpose,
        granted=granted,
        wording_version=wording_version,
        channel_id=channel_id,
        event_id=event_id,
        at=now,
    )
    session.add(answer)
    session.flush()
    log.info("consent.kept", customer_id=str(customer.id), purpose=purpose.value, granted=granted)
    return answer


def _begin_customer(
    session: Session, *, clinic_id: uuid.UUID, name: str, language: str, now: datetime
) -> Customer:
    """This will write a new customer of the clinic's first branch, with a code nobody has yet."""
    branch_id = session.scalars(
        sa.select(Branch.id).where(Branch.clinic_id == clinic_id).order_by(Branch.id).limit(1)
    ).one()
    customer_id = new_id()
    while session.scalar(sa.select(sa.exists().where(Customer.code == short_code(customer_id)))):
        customer_id = new_id()
    newcomer = Customer(
        id=customer_id,
        clinic_id=clinic_id,
        branch_id=branch_id,
        code=short_code(customer_id),
        name=name,
        language=language if language in LANGUAGES else LANGUAGES[0],
        created_at=now,
    )
    session.add(newcomer)
    session.flush()
    return newcomer


def _identity(session: Session, *, channel_id: uuid.UUID, external_id: str) -> ChannelIdentity | None:
    return session.scalars(_by_external_id(channel_id, external_id)).one_or_none()


def _by_external_id(channel_id: uuid.UUID, external_id: str) -> sa.Select[ChannelIdentity]:
    return sa.select(ChannelIdentity).where(
        ChannelIdentity.channel_id == channel_id, ChannelIdentity.external_id == external_id
    )
