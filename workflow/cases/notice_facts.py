"""What the notices of a case carry: plain JSON facts, worded elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from workflow.catalogue import protocol_of
from workflow.follow_ups import treatment_facts
from workflow.store.models import (
    Branch,
    Case,
    Customer,
    Protocol,
    Scan,
    SkinReading,
    Staff,
    TreatmentType,
)

# What flags a task carries; the rest of the catalogue's contraindications is for the record only.
_NOT_FLAGGED = frozenset({"info"})


def name_of(session: Session, staff_id: Any) -> str | None:  # noqa: ANN401 - an id or None, straight from a nullable column
    """This will give a member of staff's name, or None for nobody."""
    return session.get_one(Staff, staff_id).name if staff_id else None


def case_facts(case: Case, *, customer: Customer) -> dict[str, Any]:
    """This will give what every notice to staff says of a case."""
    return {"case_id": str(case.id), "case_code": case.code, "customer_name": customer.name}


def reading_facts(reading: SkinReading, *, scan: Scan) -> dict[str, Any]:
    """This will give what a card says of a reading."""
    return {
        "overall": reading.overall,
        "concern": reading.concern,
        "metrics": {name: _told(metric) for name, metric in reading.metrics.items()},
        "overlay_key": scan.overlay_key,
        "scan_id": str(scan.id),
        "photo_kept": scan.photo_key is not None,
    }


# What a card says of a reading where the photo was taken back: nothing, and that it was.
_NO_READING: dict[str, Any] = {
    "overall": None,
    "concern": None,
    "metrics": {},
    "overlay_key": None,
    "photo_kept": False,
    "reading_gone": True,
}


def without_reading(facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give a card's facts without what was read in a photo, and say that it is gone."""
    return {**facts, **_NO_READING}


def _told(metric: dict[str, Any]) -> dict[str, Any]:
    """This will leave out what a card does not say of a metric, and count its findings instead of listing them."""
    told = {key: value for key, value in metric.items() if key not in {"regions", "marks"}}
    marks = metric.get("marks")
    return {**told, "count": len(marks)} if marks else told


def treatment_or_none(treatment: TreatmentType | None) -> dict[str, Any] | None:
    """This will give what a card says of a treatment, if there is one."""
    return treatment_facts(treatment) if treatment else None


def branch_facts(branch: Branch) -> dict[str, Any]:
    """This will give where the customer is to come, and whom she can ring."""
    return {
        "name_th": branch.name_th,
        "name_en": branch.name_en,
        "address_th": branch.address_th,
        "address_en": branch.address_en,
        "phone": branch.phone,
    }


def flags_of(treatment: TreatmentType | None) -> list[dict[str, Any]]:
    """This will give the questions a beautician has to ask before this treatment, the gravest first."""
    order = ["contraindicated", "defer", "doctor_review", "caution"]
    rules: Iterable[dict[str, Any]] = treatment.contraindications if treatment else ()
    shown = [rule for rule in rules if rule["action"] not in _NOT_FLAGGED]
    shown.sort(key=lambda rule: order.index(rule["action"]) if rule["action"] in order else len(order))
    keys = ("action", "th", "en", "ask_th", "ask_en")
    return [{key: rule.get(key) for key in keys} for rule in shown]


def protocol_or_none(session: Session, treatment: TreatmentType | None) -> Protocol | None:
    """This will give the newest steps of a treatment, if there is one."""
    return protocol_of(session, treatment_type_id=treatment.id) if treatment else None


def lines(texts: dict[str, Any] | None, language: str) -> list[str]:
    """This will give the lines of one language of a protocol's part."""
    return list((texts or {}).get(language, []))
