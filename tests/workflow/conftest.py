"""A customer of the standing cast, ready to be walked from stage to stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.cases import Walk, a_treatment
from tests.factories.cast import two_clinics
from workflow.store.models import Customer, Performer
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def walk(sessions: sessionmaker[Session]) -> Iterator[Walk]:
    """Khun Mali in one open transaction; the clinic does hydradermabrasion, and toning by a physician."""
    cast, _ = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, cast.clinic_id)
        a_treatment(session, cast, next_key="laser_toning_qs")
        a_treatment(
            session,
            cast,
            key="laser_toning_qs",
            performer=Performer.PHYSICIAN,
            resources=("laser_room",),
            duration_min=25,
        )
        yield Walk(session, cast, session.get_one(Customer, cast.mali.id))
