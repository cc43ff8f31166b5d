"""A treatment as a notice carries it."""

from typing import Any

from workflow.store.models import TreatmentType


def treatment_facts(treatment: TreatmentType) -> dict[str, Any]:
    """This will give what a card says of a treatment: its key, its names and its list price (satang, or None)."""
    return {
        "key": treatment.key,
        "name_th": treatment.name_th,
        "name_en": treatment.name_en,
        "price_satang": treatment.price_satang,
    }
