"""Loading the clinic's files into the store, as often as anybody likes."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.catalogue.files import Catalogue, RiskFactor, Treatment, read_catalogue
from workflow.store.models import Protocol, TreatmentType

_LOADING = 0x63617461  # "cata" in ASCII: keeps these turns apart from those of other work

log = structlog.get_logger(__name__)


def load_catalogue(
    session: Session, *, clinic_id: uuid.UUID, file: Path, texts: Path, prices: Path, now: datetime
) -> int:
    """This will bring the store's treatments in line with the clinic's files.

    A treatment that left the files is no longer offered, and stays for the cases that had it. Changed texts become
    a new version of the protocol; sessions keep the version they followed.

    Args:
        session: A session of the clinic.
        clinic_id: The clinic.
        file: The research file.
        texts: What customers and staff read.
        prices: The list prices.
        now: Aware UTC.

    Returns:
        How many treatments changed; 0 when these very files were loaded before.

    Raises:
        CatalogueError: A file cannot be right; nothing is changed then.
    """
    catalogue = read_catalogue(file=file, texts=texts, prices=prices)
    _take_turns(session, clinic_id=clinic_id)
    known = {
        row.key: row
        for row in session.scalars(sa.select(TreatmentType).where(TreatmentType.clinic_id == clinic_id))
    }
    changed = 0
    for entry in catalogue.research.treatments:
        row = known.pop(entry.id, None)
        if row is not None and row.active and row.file_version == catalogue.version:
            continue
        changed += 1
        _write(session, clinic_id=clinic_id, row=row, entry=entry, catalogue=catalogue)
    for gone in known.values():
        changed += gone.active
        gone.active = False
    session.flush()
    log.info("catalogue.loaded", clinic_id=str(clinic_id), changed=changed, at=now.isoformat())
    return changed


def _take_turns(session: Session, *, clinic_id: uuid.UUID) -> None:
    """This will have two processes that start at once load one after the other; SQLite has one writer anyway.

    Not by the clinic's row: whatever comes in or goes out names it, and would wait.
    """
    if session.get_bind().dialect.name == "postgresql":
        whose = int.from_bytes(
            clinic_id.bytes[-4:], signed=True
        )  # by chance two clinics' at once: they take turns
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOADING, whose)))


def _write(
    session: Session,
    *,
    clinic_id: uuid.UUID,
    row: TreatmentType | None,
    entry: Treatment,
    catalogue: Catalogue,
) -> None:
    """This will write one treatment, and a new version of its steps if their texts changed."""
    values = _values(entry, catalogue)
    if row is None:
        row = TreatmentType(clinic_id=clinic_id, key=entry.id, **values)
        session.add(row)
        session.flush()
    else:
        for name, value in values.items():
            setattr(row, name, value)
    text = catalogue.texts[entry.id]
    newest = session.scalars(
        sa.select(Protocol)
        .where(Protocol.treatment_type_id == row.id)
        .order_by(Protocol.version.desc())
        .limit(1)
    ).one_or_none()
    parts = {
        "prepare": text.prepare.model_dump(),
        "steps": text.steps.model_dump(),
        "aftercare": catalogue.aftercare_of(entry.id),
    }
    if newest is not None and parts == {part: getattr(newest, part) for part in parts}:
        return
    version = 1 if newest is None else newest.version + 1
    session.add(Protocol(clinic_id=clinic_id, treatment_type_id=row.id, version=version, **parts))


def _values(entry: Treatment, catalogue: Catalogue) -> dict[str, Any]:
    """This will give the columns of a treatment as the files say."""
    factors = catalogue.research.risk_factors
    return {
        "name_th": entry.names.th,
        "name_en": entry.names.en,
        "names_in_chat": list(entry.names.chat_th),
        "performer": entry.who,
        "duration_min": entry.duration_min,
        "price_satang": catalogue.prices[entry.id],
        "concerns": list(entry.concerns),
        "resources": list(entry.resources),
        "contraindications": [
            _flag(factors[rule.factor], factor=rule.factor, action=rule.action)
            for rule in entry.contraindications
        ],
        "red_flags": list(entry.red_flags),
        "min_gap_days": entry.sessions.min_gap_days,
        "next_key": catalogue.texts[entry.id].next,
        "file_version": catalogue.version,
        "active": True,
    }


def _flag(factor_facts: RiskFactor, *, factor: str, action: str) -> dict[str, Any]:
    """This will join a treatment's rule with the words of its risk factor."""
    return {
        "factor": factor,
        "action": action,
        "th": factor_facts.th,
        "en": factor_facts.en,
        "ask_th": factor_facts.ask_th,
        "ask_en": factor_facts.ask_en,
        "more_th": factor_facts.more_th,
        "more_en": factor_facts.more_en,
    }
