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

_UNDER, _UNTIL = "under", "until"
"""Of a form that is kept: those of other kinds that rest under it, and when the time of one of these ends."""


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
    """This will keep an open form with the talk; one of another kind rests under it, an earlier one of its kind is forgotten.

    Args:
        session: The turn's session.
        identity: Whose talk.
        state: The form.
        now: Aware UTC.
        lasts: For how long bare words go into it.

    Raises:
        ValueError: It has grown longer than any form may be. That is a bug of the form.
    """
    under = [one for one in _rows(identity) if one["kind"] != state.kind and _is_young(one, now)]
    kept: dict[str, Any] = {"v": FORM_VERSION, **asdict(state)}
    while under and len(json.dumps({**kept, _UNDER: under})) > LONGEST_FORM:
        under.pop()
    if len(json.dumps(kept)) > LONGEST_FORM:
        raise ValueError(f"the form {state.kind} is longer than {LONGEST_FORM} letters")
    identity.open_form = {**kept, _UNDER: under} if under else kept
    identity.open_form_until = now + lasts
    session.flush()


def keep_under(session: Session, *, identity: ChannelIdentity, state: FormState, now: datetime) -> None:
    """This will let a form rest under the one that is open, which stays as it is; where none is open it rests alone.

    Args:
        session: The turn's session.
        identity: Whose talk.
        state: The form, of another kind than the one that is open.
        now: Aware UTC.
    """
    above, until = open_form(identity, now), identity.open_form_until
    keep_form(session, identity=identity, state=state, now=now, lasts=timedelta(0))
    if above is not None and until is not None:
        keep_form(session, identity=identity, state=above, now=now, lasts=until - now)


def open_form(identity: ChannelIdentity, now: datetime) -> FormState | None:
    """This will give the form into which bare words go now; None where none is open, or it was left for too long."""
    until = identity.open_form_until
    rows = _rows(identity) if until and until > now else []
    return _state(rows[0]) if rows else None


def form_to_resume(identity: ChannelIdentity, now: datetime, *, kind: str) -> FormState | None:
    """This will give a form of a kind that is open, rests under another, or was left not long ago."""
    rows = [one for one in _rows(identity) if one["kind"] == kind and _is_young(one, now)]
    return _state(rows[0]) if rows else None


def close_form(identity: ChannelIdentity) -> None:
    """This will forget the form, and what rests under it."""
    identity.open_form = None
    identity.open_form_until = None


def end_form(identity: ChannelIdentity, *, kind: str) -> None:
    """This will forget the form of a kind; what rested under it is the next to be picked up, for as long as it would have been."""
    rows = _rows(identity)
    if rows and rows[0]["kind"] != kind:
        left = [one for one in rows[1:] if one["kind"] != kind]
        identity.open_form = {**(identity.open_form or {}), _UNDER: left}
        return
    close_form(identity)
    if rows[1:]:
        first, *others = rows[1:]
        identity.open_form_until = datetime.fromisoformat(first[_UNTIL])
        identity.open_form = {
            "v": FORM_VERSION,
            **{key: value for key, value in first.items() if key != _UNTIL},
            _UNDER: others,
        }


def left_form(identity: ChannelIdentity, now: datetime, *, within: timedelta) -> FormState | None:
    """This will give the form that was left, or interrupted, not longer ago than this."""
    rows = _rows(identity)
    is_late = not rows or datetime.fromisoformat(rows[0][_UNTIL]) + within <= now
    return None if is_late else _state(rows[0])


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


def _rows(identity: ChannelIdentity) -> list[dict[str, Any]]:
    """This will give the forms of a talk, the uppermost first, each with the end of its time."""
    kept, until = identity.open_form, identity.open_form_until
    if not kept or kept.get("v") != FORM_VERSION or until is None:
        return []
    # Copied: what is changed in place would not be seen as a change of the row.
    top = {key: deepcopy(value) for key, value in kept.items() if key not in {"v", _UNDER}}
    return [{**top, _UNTIL: until.isoformat()}, *deepcopy(kept.get(_UNDER, []))]


def _is_young(row: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(row[_UNTIL]) + RESUMES_WITHIN > now


def _state(row: dict[str, Any]) -> FormState:
    return FormState(**{key: value for key, value in row.items() if key != _UNTIL})
