"""How a member of staff's LINE account becomes known: a code from the owner, typed once into the chat."""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.access.refusals import InviteExpired, InviteUsed, InviteWrong, TooManyWrongCodes
from workflow.access.tokens import code_letters, hashed, is_same, new_code
from workflow.actor import Actor, ActorKind, Role
from workflow.refusal import NotAllowed
from workflow.store.insert_once import insert_once
from workflow.store.models import ChannelIdentity, Staff, StaffInvite

INVITE_LASTS = timedelta(hours=24)
MAX_WRONG_CODES = 5

log = structlog.get_logger(__name__)


def invite_staff(session: Session, *, staff: Staff, by: Actor, now: datetime) -> str:
    """This will make a one-time code for a member of staff, and forget the ones made before.

    Args:
        session: A session of the clinic.
        staff: Who is invited.
        by: The owner, a manager, or the system (the clinic's first set-up).
        now: Aware UTC.

    Returns:
        The code, which is kept nowhere: only its hash is.

    Raises:
        NotAllowed: Somebody else tries to invite.
    """
    if by.kind is not ActorKind.SYSTEM and not by.has(Role.OWNER, Role.MANAGER):
        raise NotAllowed(staff_id=staff.id)
    session.execute(
        sa.update(StaffInvite)
        .where(StaffInvite.staff_id == staff.id, StaffInvite.used_at.is_(None), StaffInvite.expires_at > now)
        .values(expires_at=now),
        execution_options={"synchronize_session": "fetch"},
    )
    code = new_code()
    session.add(
        StaffInvite(
            clinic_id=staff.clinic_id,
            staff_id=staff.id,
            code_hash=hashed(code_letters(code)),
            expires_at=now + INVITE_LASTS,
        )
    )
    session.flush()
    log.info("staff.invited", staff_id=str(staff.id), by_id=str(by.id))
    return code


def redeem_invite(
    session: Session,
    *,
    channel_id: uuid.UUID,
    clinic_id: uuid.UUID,
    external_id: str,
    code: str,
    now: datetime,
) -> Staff:
    """This will make a LINE account known as the invited member of staff's.

    A wrong code is counted on the account before this raises: commit the turn that words the refusal, or the
    count is lost.

    Args:
        session: A session of the clinic.
        channel_id: Where the code was typed.
        clinic_id: The clinic.
        external_id: The LINE account that typed it.
        code: As typed.
        now: Aware UTC.

    Raises:
        TooManyWrongCodes: Five wrong codes came from this account; not even a right one counts any more.
        InviteWrong: No such code in this clinic.
        InviteUsed: It was used.
        InviteExpired: It is older than a day, or a newer one was made.
    """
    identity = _identity(session, clinic_id=clinic_id, channel_id=channel_id, external_id=external_id)
    if identity.wrong_codes >= MAX_WRONG_CODES:
        raise TooManyWrongCodes
    sought = hashed(code_letters(code))
    invite = session.scalars(sa.select(StaffInvite).where(StaffInvite.code_hash == sought)).one_or_none()
    if invite is None or not is_same(invite.code_hash, sought):
        identity.wrong_codes += 1
        session.flush()
        log.warning("invite.refused", identity_id=str(identity.id), wrong_codes=identity.wrong_codes)
        raise InviteWrong(tries_left=MAX_WRONG_CODES - identity.wrong_codes)
    if invite.used_at is not None:
        raise InviteUsed
    if invite.expires_at <= now:
        raise InviteExpired
    _use_up(session, invite=invite, now=now)
    identity.customer_id = None  # one account is one somebody
    identity.staff_id = invite.staff_id
    identity.wrong_codes = 0
    session.flush()
    log.info("staff.known", staff_id=str(invite.staff_id), identity_id=str(identity.id))
    return session.get_one(Staff, invite.staff_id)


def forgive_wrong_codes(session: Session, *, identity: ChannelIdentity, by: Actor) -> None:
    """This will let an account that typed too many wrong codes try again.

    Args:
        session: A session of the clinic.
        identity: The account.
        by: The owner or a manager.

    Raises:
        NotAllowed: Somebody else tries to forgive.
    """
    if not by.has(Role.OWNER, Role.MANAGER):
        raise NotAllowed(identity_id=identity.id)
    identity.wrong_codes = 0
    session.flush()
    log.info("wrong_codes.forgiven", identity_id=str(identity.id), by_id=str(by.id))


def _use_up(session: Session, *, invite: StaffInvite, now: datetime) -> None:
    """This will mark the invitation used, unless another turn was faster."""
    used = session.execute(
        sa.update(StaffInvite)
        .where(StaffInvite.id == invite.id, StaffInvite.used_at.is_(None))
        .values(used_at=now)
        .returning(StaffInvite.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if used.first() is None:
        raise InviteUsed


def _identity(
    session: Session, *, clinic_id: uuid.UUID, channel_id: uuid.UUID, external_id: str
) -> ChannelIdentity:
    """This will give the account's identity, locked, so that tries at once are counted one by one."""
    row = {"clinic_id": clinic_id, "channel_id": channel_id, "external_id": external_id}
    insert_once(session, ChannelIdentity, [row], unique=("channel_id", "external_id"))
    return session.scalars(
        sa.select(ChannelIdentity)
        .where(ChannelIdentity.channel_id == channel_id, ChannelIdentity.external_id == external_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
