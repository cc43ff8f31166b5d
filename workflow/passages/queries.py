"""Which passages there are, and which may be told."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from nlu.grounded import Source
from workflow.refusal import NotFound
from workflow.store.models import Passage, PassageOrigin, PassageState


def passage(session: Session, *, passage_id: uuid.UUID) -> Passage:
    """This will give the passage of that id, whatever its state.

    Raises:
        NotFound: There is none, or it is another clinic's.
    """
    found = session.get(Passage, passage_id)
    if found is None:
        raise NotFound(passage_id=passage_id)
    return found


def passages(session: Session) -> list[Passage]:
    """This will give every passage that is told, or waits to be approved, by key; drafts after what they would replace."""
    live = Passage.state != PassageState.RETIRED
    return list(session.scalars(sa.select(Passage).where(live).order_by(Passage.key, Passage.version)))


def approved_passages(session: Session, *, ids: Sequence[uuid.UUID] | None = None) -> list[Passage]:
    """This will give the passages that may be told: all, or those of some ids that still may, in the ids' order."""
    told = sa.select(Passage).where(Passage.state == PassageState.APPROVED)
    if ids is None:
        return list(session.scalars(told.order_by(Passage.key)))
    found = {one.id: one for one in session.scalars(told.where(Passage.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def source_of(found: Passage) -> Source:
    """This will give a passage as the understanding room finds and judges by it."""
    return Source(
        id=found.id,
        treatment=found.treatment_key,
        titles={"th": found.title_th, "en": found.title_en},
        lines={"th": tuple(found.lines_th), "en": tuple(found.lines_en)},
        asked=tuple(found.asked),
        is_own=found.origin is PassageOrigin.CLINIC,
    )
