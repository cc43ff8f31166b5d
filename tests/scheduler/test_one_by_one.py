"""One row of a ring that the database refuses is passed over; trouble of the database takes the whole ring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from scheduler.jobs.one_by_one import for_each
from workflow.store.base import ClinicRow
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast


def rings(sessions: Sessions, cast: Cast, error: Exception) -> int:
    """Have the first of three rows break."""

    def work(session: Session) -> int:
        people: list[ClinicRow] = [cast.mali, cast.fon, cast.ploy]

        def do(row: ClinicRow) -> bool:
            if row.id == cast.mali.id:
                raise error
            return True

        return for_each(session, people, do, what="test")

    return in_transaction(sessions, work, clinic_id=cast.clinic_id)


@pytest.mark.parametrize("kind", [DataError, IntegrityError])
def test_a_row_that_the_database_refuses_spares_the_others(
    sessions: Sessions, cast: Cast, kind: type[DBAPIError]
) -> None:
    assert rings(sessions, cast, kind("INSERT", {}, Exception("too long"))) == 2


def test_trouble_of_the_database_is_tried_again_with_the_whole_ring(sessions: Sessions, cast: Cast) -> None:
    with pytest.raises(OperationalError):
        rings(sessions, cast, OperationalError("INSERT", {}, Exception("disk full")))
