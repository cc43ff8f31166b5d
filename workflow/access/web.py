"""Who is signed in on the web pages. The browser holds the token, we hold its hash.

A page knows only a token, not a clinic: these run in a session across clinics, which sees links and web sessions and
nobody's people. The row that is found says for which clinic everything after it is.
"""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.access.refusals import SignInLinkDead
from workflow.access.tokens import hashed, is_same, new_token
from workflow.store.models import Customer, SignInLink, Staff, WebSession
from workflow.store.scope import held_to

LINK_LASTS = timedelta(minutes=10)
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# Seen is written at most this often, so that a page that polls does not write on every poll.
_SEEN_STEP = timedelta(minutes=1)

log = structlog.get_logger(__name__)


def make_sign_in_link(session: Session, *, staff: Staff, now: datetime) -> str:
    """This will make the token of a one-time link, to be sent to the member of staff's own chat."""
    token = new_token()
    session.add(
        SignInLink(
            clinic_id=staff.clinic_id,
            staff_id=staff.id,
            token_hash=hashed(token),
            expires_at=now + LINK_LASTS,
        )
    )
    session.flush()
    log.info("sign_in_link.made", staff_id=str(staff.id))
    return token


def use_sign_in_link(session: Session, *, token: str, now: datetime) -> tuple[WebSession, str]:
    """This will open a web session for a link, once.

    Args:
        session: A session across clinics.
        token: From the link.
        now: Aware UTC.

    Returns:
        The web session, and the token for its cookie.

    Raises:
        SignInLinkDead: The link is unknown, used, too old, or of somebody who left.
    """
    row = session.execute(
        sa.update(SignInLink)
        .where(
            SignInLink.token_hash == hashed(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.clinic_id, SignInLink.staff_id),
        execution_options={"synchronize_session": "fetch"},
    ).one_or_none()
    if row is None:
        raise SignInLinkDead
    with held_to(session, row.clinic_id):
        staff = session.get_one(Staff, row.staff_id)
        if not staff.active:
            raise SignInLinkDead
        return open_web_session(session, staff=staff, now=now)


def open_web_session(
    session: Session, *, now: datetime, customer: Customer | None = None, staff: Staff | None = None
) -> tuple[WebSession, str]:
    """This will sign in a browser of a customer (portal) or a member of staff (admin web).

    Returns:
        The web session, and the token for its cookie.

    Raises:
        ValueError: None or both were given.
    """
    somebody = customer or staff
    if somebody is None or (customer is not None and staff is not None):
        raise ValueError("a web session is either a customer's or a member of staff's")
    token = new_token()
    opened = WebSession(
        clinic_id=somebody.clinic_id,
        staff_id=staff.id if staff else None,
        customer_id=customer.id if customer else None,
        token_hash=hashed(token),
        made_at=now,
        seen_at=now,
        expires_at=now + ABSOLUTE,
    )
    session.add(opened)
    session.flush()
    log.info("web_session.opened", web_session_id=str(opened.id))
    return opened, token


def web_session(session: Session, *, cookie_token: str, now: datetime) -> WebSession | None:
    """This will give the live web session of a cookie and remember that it was seen.

    Args:
        session: A session across clinics.
        cookie_token: From the cookie, whatever it holds.
        now: Aware UTC.

    Returns:
        None when it is unknown, ended, idle for 30 minutes, older than 12 hours, or of staff who left.
    """
    sought = hashed(cookie_token)
    found = session.scalars(sa.select(WebSession).where(WebSession.token_hash == sought)).one_or_none()
    if found is None or not is_same(found.token_hash, sought) or found.ended_at is not None:
        return None
    if found.expires_at <= now or found.seen_at + IDLE <= now:
        return None
    if found.staff_id is not None:
        with held_to(session, found.clinic_id):
            if not session.get_one(Staff, found.staff_id).active:
                return None
    if now - found.seen_at >= _SEEN_STEP:
        found.seen_at = now
        session.flush()
    return found


def end_web_session(session: Session, *, web_session_id: uuid.UUID, now: datetime) -> None:
    """This will sign a browser out, for good; the first time stands."""
    session.execute(
        sa.update(WebSession)
        .where(WebSession.id == web_session_id, WebSession.ended_at.is_(None))
        .values(ended_at=now),
        execution_options={"synchronize_session": "fetch"},
    )
