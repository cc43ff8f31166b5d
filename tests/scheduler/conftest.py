"""A clinic whose customer has agreed to have her photos read and kept, committed, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.cases import Walk, a_treatment
from tests.factories.cast import Cast, two_clinics
from workflow.store.models import Customer
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def mali(session: Session, cast: Cast) -> Walk:
    """Khun Mali in this transaction."""
    return Walk(session, cast, session.get_one(Customer, cast.mali.id))


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    ours, _ = two_clinics(sessions)

    def prepare(session: Session) -> None:
        a_treatment(session, ours, next_key="laser_toning_qs")
        mali(session, ours).consents()

    in_transaction(sessions, prepare, clinic_id=ours.clinic_id)
    return ours
