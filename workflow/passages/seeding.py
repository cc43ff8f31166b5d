"""Drafts out of the catalogue's own texts: for somebody of the clinic to read and approve, never approved by itself."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
import yaml
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.passages.operations import Draft, keep_draft
from workflow.passages.refusals import PassageNotFit
from workflow.store.models import Passage, PassageOrigin, Protocol, TreatmentType

TITLES = Path(__file__).parent / "titles.yml"
log = structlog.get_logger(__name__)

_SEEDING = 0x73656564  # "seed" in ASCII: keeps these turns apart from those of other work
_DAYS = {"first_day": "today", "next_days": "d1"}


def seed_passages(session: Session, *, clinic_id: uuid.UUID, now: datetime) -> int:
    """This will write a draft of each text of the catalogue that stands in no passage of its key yet.

    A text that changed becomes a new draft; until somebody approves it, the approved version is told. One that was
    taken back is not brought back.

    Returns:
        How many drafts were written.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Two processes that start at once seed one after the other; SQLite has one writer anyway.
        whose = int.from_bytes(clinic_id.bytes[-4:], signed=True)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_SEEDING, whose)))
    titles = yaml.safe_load(TITLES.read_text(encoding="utf-8"))
    kept = _newest_of_the_catalogue(session)
    by = Actor.system(clinic_id)
    written = 0
    offered = session.scalars(
        sa.select(TreatmentType).where(TreatmentType.active).order_by(TreatmentType.key)
    )
    for treatment in list(offered):
        steps = session.scalars(
            sa.select(Protocol)
            .where(Protocol.treatment_type_id == treatment.id)
            .order_by(Protocol.version.desc())
            .limit(1)
        ).one_or_none()
        if steps is None:
            continue
        for draft in _drafts(treatment, steps, titles):
            before = kept.get(draft.key)
            if before is None or (before.lines_th, before.lines_en) != (draft.lines_th, draft.lines_en):
                written += _is_kept(session, draft, by, now)
    return written


def _is_kept(session: Session, draft: Draft, by: Actor, now: datetime) -> bool:
    """This will keep a draft; a text that may not be told keeps neither the others nor the service from starting."""
    try:
        keep_draft(session, draft=draft, origin=PassageOrigin.CATALOGUE, by=by, now=now)
    except PassageNotFit as no:
        log.warning("passage.not_fit", key=draft.key, place=no.facts["place"], why=no.facts["why"])
        return False
    return True


def _newest_of_the_catalogue(session: Session) -> Mapping[str, Passage]:
    """This will give the newest version of each key; what the clinic wrote over it stays as the clinic wrote it."""
    rows = session.scalars(sa.select(Passage).order_by(Passage.key, Passage.version))
    return {row.key: row for row in rows if row.origin is PassageOrigin.CATALOGUE}


def _drafts(
    treatment: TreatmentType, steps: Protocol, titles: Mapping[str, Mapping[str, str]]
) -> Iterator[Draft]:
    for part, title in titles.items():
        lines = {language: _lines(steps, part, language) for language in ("th", "en")}
        if all(lines.values()):
            yield Draft(
                key=f"{treatment.key}.{part}",
                treatment_key=treatment.key,
                title_th=title["th"].format(name=treatment.name_th),
                title_en=title["en"].format(name=treatment.name_en),
                lines_th=lines["th"],
                lines_en=lines["en"],
            )


def _lines(steps: Protocol, part: str, language: str) -> Sequence[str]:
    told: Any = steps.prepare if part == "prepare" else steps.aftercare
    lines = told.get(language, [])
    return list(lines if part == "prepare" else lines.get(_DAYS[part], []))
