"""What the clinic does, and by which steps."""

import uuid
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.refusal import NotFound
from workflow.store.models import Performer, Protocol, TreatmentType

# What may be proposed for what vision names, the first active one wins. Vision measures looks, it does not diagnose:
# first comes what is gentle and needs no physician where that is honest, and the consultation may choose otherwise.
# Source: treatments.yaml `concerns` of each treatment (dullness, oiliness, pore, acne, freckle, redness, fine_line, ...).
CHOICES: Mapping[str, tuple[str, ...]] = {
    "pigment": ("hydradermabrasion", "laser_toning_qs", "pico"),
    "evenness": ("hydradermabrasion", "chemical_peel"),
    "red_spots": ("acne_program", "chemical_peel", "ipl"),
    "brown_spots": ("ipl", "pico", "laser_toning_qs"),
    "pores": ("hydradermabrasion", "microneedling", "rf_microneedling"),
    "shine": ("hydradermabrasion", "chemical_peel"),
    "texture": ("hydradermabrasion", "microneedling", "skin_booster_ha"),
    "redness": ("ipl",),
    "lines": ("skin_booster_ha", "pn_pdrn", "rf_monopolar"),
    "dark_circles": ("ha_filler",),
}

_GENTLEST_FIRST = (Performer.BEAUTICIAN, Performer.OPERATOR, Performer.PHYSICIAN)


def treatment(
    session: Session, *, key: str | None = None, treatment_type_id: uuid.UUID | None = None
) -> TreatmentType:
    """This will give a treatment by its key or its id, offered or not.

    Raises:
        NotFound: The clinic has none like that.
        ValueError: None or both were given.
    """
    if (key is None) == (treatment_type_id is None):
        raise ValueError("give either the key or the id of a treatment")
    condition = TreatmentType.key == key if key is not None else TreatmentType.id == treatment_type_id
    found = session.scalars(sa.select(TreatmentType).where(condition)).one_or_none()
    if found is None:
        raise NotFound(treatment=key or treatment_type_id)
    return found


def treatments(session: Session) -> list[TreatmentType]:
    """This will give the treatments the clinic offers, by name."""
    return list(
        session.scalars(sa.select(TreatmentType).where(TreatmentType.active).order_by(TreatmentType.name_en))
    )


def choices_for(session: Session, *, concern: str) -> list[TreatmentType]:
    """This will give the offered treatments that fit a concern of vision, the one to propose first."""
    keys = CHOICES.get(concern, ())
    found = session.scalars(sa.select(TreatmentType).where(TreatmentType.active, TreatmentType.key.in_(keys)))
    return sorted(found, key=lambda choice: keys.index(choice.key))


def treatments_against(session: Session, *, concerns: Collection[str]) -> list[TreatmentType]:
    """This will give the offered treatments that are for what a customer asks about: for most of it first.

    Among equals those come first that need no physician: what suits her is for a person to say who has seen her.
    """
    asked = frozenset(concerns)
    found = [(len(asked.intersection(row.concerns)), row) for row in treatments(session)]
    fitting = [(-many, _GENTLEST_FIRST.index(row.performer), row.key, row) for many, row in found if many]
    return [row for *_, row in sorted(fitting, key=lambda one: one[:3])]


def treatment_for(session: Session, *, concern: str) -> TreatmentType | None:
    """This will give what may be proposed for a concern of vision; None for a concern we propose nothing for."""
    return next(iter(choices_for(session, concern=concern)), None)


def protocol_of(session: Session, *, treatment_type_id: uuid.UUID) -> Protocol:
    """This will give the newest steps of a treatment.

    Raises:
        NotFound: The treatment has none, or belongs to another clinic.
    """
    found = session.scalars(
        sa.select(Protocol)
        .where(Protocol.treatment_type_id == treatment_type_id)
        .order_by(Protocol.version.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound(treatment_type_id=treatment_type_id)
    return found


def protocol(session: Session, *, protocol_id: uuid.UUID) -> Protocol:
    """This will give the steps that a session followed, whatever is newer by now.

    Raises:
        NotFound: There is none of that id, or it belongs to another clinic.
    """
    found = session.get(Protocol, protocol_id)
    if found is None:
        raise NotFound(protocol_id=protocol_id)
    return found


def names_in_chat(session: Session) -> Mapping[str, Sequence[str]]:
    """This will give what people call each offered treatment, by its key, for the understanding room."""
    return {row.key: [row.name_th, row.name_en, *row.names_in_chat] for row in treatments(session)}
