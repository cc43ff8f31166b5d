"""Writing passages, approving them, taking them back. What was approved never changes: a change is a new version."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from nlu.grounded import words_against
from workflow.actor import Actor, Role
from workflow.passages.queries import passage
from workflow.passages.refusals import PassageNotFit
from workflow.refusal import BadRequest, NotAllowed, OutOfDate
from workflow.store.models import Passage, PassageOrigin, PassageState, TreatmentType

WRITERS = (Role.OWNER, Role.MANAGER, Role.PHYSICIAN)
"""Who may write, approve and take back: they answer for what customers are told."""

LONGEST_TITLE, LONGEST_LINE, MOST_LINES, MOST_ASKED = 120, 300, 8, 20
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{1,59}")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to be told.

    Attributes:
        key: What it is called, the same for all its versions: small letters, digits, `_ . -`.
        treatment_key: The treatment it is about; None where it holds for all, or is about the clinic.
        title_th: Its title, as the customer reads it.
        title_en: The same in English.
        lines_th: Its sentences.
        lines_en: The same in English.
        asked: Questions by which it is to be found as well, as people type them.
    """

    key: str
    title_th: str
    title_en: str
    lines_th: Sequence[str]
    lines_en: Sequence[str]
    treatment_key: str | None = None
    asked: Sequence[str] = ()


def write_passage(session: Session, *, draft: Draft, by: Actor, now: datetime) -> Passage:
    """This will keep a draft, in place of an earlier draft of the same key. It is told to nobody before it is approved.

    Raises:
        NotAllowed: Somebody who does not answer for it.
        BadRequest: The key cannot be one, or there is no such treatment.
        PassageNotFit: It says what may not be said, or is too long.
    """
    _answers_for_it(by)
    return keep_draft(session, draft=draft, origin=PassageOrigin.CLINIC, by=by, now=now)


def approve_passage(session: Session, *, passage_id: uuid.UUID, by: Actor, now: datetime) -> Passage:
    """This will let a draft be told from now on, in place of the version that was told before.

    Raises:
        NotAllowed: Somebody who does not answer for it.
        NotFound: There is none of that id.
        OutOfDate: It is no draft any more.
        PassageNotFit: It says what may not be said; the rules may be newer than the draft.
    """
    _answers_for_it(by)
    found = passage(session, passage_id=passage_id)
    if found.state is not PassageState.DRAFT:
        raise OutOfDate(state=found.state.value)
    _refuse_what_is_not_fit(_draft_of(found))
    before = session.scalars(
        sa.select(Passage).where(Passage.key == found.key, Passage.state == PassageState.APPROVED)
    ).one_or_none()
    if before is not None:
        _retire(before, by=by, now=now)
        session.flush()  # one approved version at any time: the database holds it to that
    found.state, found.approved_by, found.approved_at = PassageState.APPROVED, by.id, now
    session.flush()
    log.info("passage.approved", passage_id=str(found.id), version=found.version)
    return found


def retire_passage(session: Session, *, passage_id: uuid.UUID, by: Actor, now: datetime) -> Passage:
    """This will take a passage back: from now on it is told to nobody.

    Raises:
        NotAllowed: Somebody who does not answer for it.
        NotFound: There is none of that id.
    """
    _answers_for_it(by)
    found = passage(session, passage_id=passage_id)
    if found.state is not PassageState.RETIRED:
        _retire(found, by=by, now=now)
        session.flush()
    return found


def keep_draft(session: Session, *, draft: Draft, origin: PassageOrigin, by: Actor, now: datetime) -> Passage:
    """This will write the next version of a key as a draft; one draft of a key waits at a time."""
    _refuse_what_is_not_fit(draft)
    if not _KEY.fullmatch(draft.key):
        raise BadRequest(key=draft.key)
    if draft.treatment_key is not None:
        known = sa.select(sa.exists().where(TreatmentType.key == draft.treatment_key))
        if not session.scalar(known):
            raise BadRequest(treatment=draft.treatment_key)
    newest = session.scalars(
        sa.select(Passage).where(Passage.key == draft.key).order_by(Passage.version.desc()).limit(1)
    ).one_or_none()
    if newest is not None and newest.state is PassageState.DRAFT:
        _retire(newest, by=by, now=now)
    written = Passage(
        clinic_id=by.clinic_id,
        key=draft.key,
        version=1 if newest is None else newest.version + 1,
        treatment_key=draft.treatment_key,
        origin=origin,
        title_th=draft.title_th.strip(),
        title_en=draft.title_en.strip(),
        lines_th=_lines(draft.lines_th),
        lines_en=_lines(draft.lines_en),
        asked=_lines(draft.asked),
        written_by=by.id,
        written_at=now,
    )
    session.add(written)
    session.flush()
    log.info("passage.written", passage_id=str(written.id), version=written.version, origin=origin.value)
    return written


def _refuse_what_is_not_fit(draft: Draft) -> None:
    """This will read a draft as strictly as an answer of the endpoint is read: promises, prices, links, looks.

    Prices stand in the price list, where they are kept up to date.
    """
    for place in ("title_th", "title_en", "lines_th", "lines_en"):
        told: str | Sequence[str] = getattr(draft, place)
        is_title = isinstance(told, str)
        lines = [told] if isinstance(told, str) else _lines(told)
        longest = LONGEST_TITLE if is_title else LONGEST_LINE
        if not lines or not all(lines) or len(lines) > MOST_LINES:
            raise PassageNotFit(place=place, why="missing_or_too_many")
        if any(len(line.strip()) > longest for line in lines):
            raise PassageNotFit(place=place, why="too_long")
        if words := words_against("\n".join(lines)):
            raise PassageNotFit(place=place, why="words", words=list(words))
    if len(draft.asked) > MOST_ASKED or any(len(one) > LONGEST_LINE for one in draft.asked):
        raise PassageNotFit(place="asked", why="too_long")


def _answers_for_it(by: Actor) -> None:
    if not by.has(*WRITERS):
        raise NotAllowed


def _retire(found: Passage, *, by: Actor, now: datetime) -> None:
    found.state, found.retired_by, found.retired_at = PassageState.RETIRED, by.id, now


def _lines(told: Sequence[str]) -> list[str]:
    return [line.strip() for line in told if line.strip()]


def _draft_of(found: Passage) -> Draft:
    return Draft(
        key=found.key,
        treatment_key=found.treatment_key,
        title_th=found.title_th,
        title_en=found.title_en,
        lines_th=found.lines_th,
        lines_en=found.lines_en,
        asked=found.asked,
    )
