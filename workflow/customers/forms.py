"""The form a customer fills in by talk: what she has said so far, kept with the talk, in the turn's transaction.

Decision 0023. What is kept is small and has a version: another version's form is forgotten, not misread.
"""

import json
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.store.models import ChannelIdentity

FORM_VERSION = 1
LONGEST_FORM = 4_000
"""Letters of JSON; a form asks short questions."""

RESUMES_WITHIN = timedelta(days=1)
"""After its last word a form can be picked up for a day; what she wished the day before yesterday is asked anew."""


@dataclass(kw_only=True)
class FormState:
    """A form as far as it is filled in.

    Attributes:
        kind: Which form.
        run: Which filling in of it; buttons of an earlier one are told by this.
        number: The how manieth question is open, from 1; a question that is only repeated keeps its number.
        asked: Which slot is asked for; None before the first question.
        filled: What is known, by slot: plain values fit for JSON.
    """

    kind: str
    run: str
    number: int = 0
    asked: str | None = None
    filled: dict[str, Any] = field(default_factory=dict)


def keep_form(
    session: Session, *, identity: ChannelIdentity, state: FormState, now: datetime, lasts: timedelta
) -> None:
    """This will keep an open form with the talk; an earlier one is forgotten.

    Args:
        session: The turn's session.
        identity: Whose talk.
        state: The form.
        now: Aware UTC.
        lasts: For how long bare words go into it.

    Raises:
        ValueError: It has grown longer than any form may be. That is a bug of the form.
    """
    kept = {"v": FORM_VERSION, **asdict(state)}
    if len(json.dumps(kept)) > LONGEST_FORM:
        raise ValueError(f"the form {state.kind} is longer than {LONGEST_FORM} letters")
    identity.open_form = kept
    identity.open_form_until = now + lasts
    session.flush()


def open_form(identity: ChannelIdentity, now: datetime) -> FormState | None:
    """This will give the form into which bare words go now; None where none is open, or it was left for too long."""
    return _read(identity) if identity.open_form_until and identity.open_form_until > now else None


def form_to_resume(identity: ChannelIdentity, now: datetime, *, kind: str) -> FormState | None:
    """This will give a form of a kind that is open, or was left not long ago."""
    until = identity.open_form_until
    found = _read(identity) if until and until + RESUMES_WITHIN > now else None
    return found if found is not None and found.kind == kind else None


def close_form(identity: ChannelIdentity) -> None:
    """This will forget the form."""
    identity.open_form = None
    identity.open_form_until = None


def forget_left_forms(session: Session, *, before: datetime) -> int:
    """This will erase the forms that nobody can pick up any more: what was typed into one was for nothing else.

    Args:
        session: A session of the clinic.
        before: Aware UTC; a form that rests since before this, and for `RESUMES_WITHIN` more, is over.

    Returns:
        How many were erased.
    """
    gone = session.scalars(
        sa.update(ChannelIdentity)
        .where(ChannelIdentity.open_form_until < before - RESUMES_WITHIN)
        .values(open_form=None, open_form_until=None)
        .returning(ChannelIdentity.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def _read(identity: ChannelIdentity) -> FormState | None:
    kept = identity.open_form
    if not kept or kept.get("v") != FORM_VERSION:
        return None
    # Copied: what is changed in place would not be seen as a change of the row.
    return FormState(**{key: deepcopy(value) for key, value in kept.items() if key != "v"})
