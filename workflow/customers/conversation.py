"""Where the talk with one person stands: the open question, a block, a colleague who has taken over."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from workflow.customers.forms import close_form
from workflow.customers.talk import drop_guess, forget_talk
from workflow.store.models import ChannelIdentity


def ask(
    session: Session,
    *,
    identity: ChannelIdentity,
    kind: str,
    ref: str | None = None,
    now: datetime,
    lasts: timedelta,
) -> None:
    """This will remember that the bot asked something, so that a bare yes or no has a meaning for a while.

    Args:
        session: The turn's session.
        identity: Who was asked; an earlier question is forgotten.
        kind: What was asked.
        ref: What it is about (an id as text).
        now: Aware UTC.
        lasts: How long an answer counts.
    """
    identity.open_question = {"kind": kind, "ref": ref}
    identity.open_question_until = now + lasts
    drop_guess(identity)
    session.flush()


def open_question(identity: ChannelIdentity, now: datetime) -> dict[str, Any] | None:
    """This will give the question that is still open, {"kind", "ref"}, or None."""
    if identity.open_question_until is None or identity.open_question_until <= now:
        return None
    return identity.open_question


def close_question(identity: ChannelIdentity) -> None:
    """This will forget the open question."""
    identity.open_question = None
    identity.open_question_until = None


def block_identity(session: Session, *, identity: ChannelIdentity, now: datetime) -> None:
    """This will remember that the person blocked or left us on this channel; the first time stands."""
    identity.blocked_at = identity.blocked_at or now
    close_question(identity)
    close_form(identity)
    forget_talk(identity)
    session.flush()


def unblock_identity(session: Session, *, identity: ChannelIdentity) -> None:
    """This will remember that the person is back."""
    identity.blocked_at = None
    session.flush()


def hand_to_person(identity: ChannelIdentity, until: datetime) -> None:
    """This will keep the bot silent in this talk until then (aware UTC): a person of the clinic answers, forms are left."""
    identity.human_until = until
    close_form(identity)
    forget_talk(identity)


def is_with_person(identity: ChannelIdentity, now: datetime) -> bool:
    """This will say whether a person of the clinic has this talk now."""
    return identity.human_until is not None and identity.human_until > now
