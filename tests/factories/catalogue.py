"""The clinic's treatments: the whole catalogue from its files, or one made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.factories.people import NOW
from workflow.catalogue import PRICES, TEXTS, TREATMENTS, load_catalogue
from workflow.store.models import Clinic, Performer, Protocol, TreatmentType

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def the_catalogue(session: Session, clinic: Clinic) -> int:
    """Load the product's own files."""
    return load_catalogue(session, clinic_id=clinic.id, file=TREATMENTS, texts=TEXTS, prices=PRICES, now=NOW)


def a_treatment(
    session: Session,
    clinic: Clinic,
    *,
    key: str = "hydradermabrasion",
    performer: Performer = Performer.BEAUTICIAN,
    price_satang: int | None = 190_000,
    **columns: Any,
) -> TreatmentType:
    """Write one treatment with steps of version 1, without reading files."""
    values: dict[str, Any] = {
        "name_th": "ไฮดราเฟเชียล",
        "name_en": "Hydradermabrasion facial",
        "names_in_chat": ["ไฮดรา"],
        "duration_min": 50,
        "concerns": ["dullness"],
        "resources": ["treatment_room", "device_hydra"],
        "contraindications": [],
        "red_flags": ["infection", "anaphylaxis"],
        "min_gap_days": 7,
        "next_key": None,
        "file_version": "made up",
    }
    treatment = TreatmentType(
        clinic_id=clinic.id, key=key, performer=performer, price_satang=price_satang, **(values | columns)
    )
    session.add(treatment)
    session.flush()
    days = {day: [f"ดูแลวัน {day} ค่ะ"] for day in ("d1", "d7", "d30", "d90")}
    session.add(
        Protocol(
            clinic_id=clinic.id,
            treatment_type_id=treatment.id,
            version=1,
            prepare={"th": ["เตรียมตัวค่ะ"], "en": ["Prepare."]},
            steps={"th": ["ทำความสะอาดผิว"], "en": ["Cleanse."]},
            aftercare={"th": days, "en": days},
        )
    )
    session.flush()
    return treatment
