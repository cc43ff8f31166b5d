"""The catalogue: what the clinic does, who may do it, by which steps, and what must alarm us afterwards."""

from workflow.catalogue.files import PRICES, TEXTS, TREATMENTS, CatalogueError
from workflow.catalogue.operations import load_catalogue
from workflow.catalogue.performers import may_perform
from workflow.catalogue.queries import (
    choices_for,
    names_in_chat,
    protocol,
    protocol_of,
    treatment,
    treatment_for,
    treatments,
    treatments_against,
)
from workflow.catalogue.red_flags import RedFlagGroup, Urgency, phrases, red_flag_groups
from workflow.store.models import Performer, Protocol, TreatmentType

__all__ = [
    "PRICES",
    "TEXTS",
    "TREATMENTS",
    "CatalogueError",
    "Performer",
    "Protocol",
    "RedFlagGroup",
    "TreatmentType",
    "Urgency",
    "choices_for",
    "load_catalogue",
    "may_perform",
    "names_in_chat",
    "phrases",
    "protocol",
    "protocol_of",
    "red_flag_groups",
    "treatment",
    "treatment_for",
    "treatments",
    "treatments_against",
]
