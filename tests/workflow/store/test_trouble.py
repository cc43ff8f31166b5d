"""Which errors of the database are every row's, and which are only that of the row that met them."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionError

from workflow.store.models import Clinic
from workflow.unit_of_work import Sessions, in_transaction, is_the_databases_trouble


class DriverError(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str | None = None) -> None:
        super().__init__("said by the driver")
        self.sqlstate = sqlstate


def said(kind: type[DBAPIError], sqlstate: str | None = None, *, lost: bool = False) -> DBAPIError:
    return kind("UPDATE", {}, DriverError(sqlstate), connection_invalidated=lost)


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (said(OperationalError), True),  # cannot connect, database is locked
        (said(OperationalError, "57P03"), True),  # starting up
        (said(OperationalError, "40P01"), True),  # deadlock, after all tries
        (said(OperationalError, "53100"), True),  # disk full
        (said(InterfaceError), True),
        (said(DBAPIError, lost=True), True),
        (NoConnectionError("pool"), True),
        (said(OperationalError, "54000"), False),  # the index cannot take so long a text
        (said(DataError, "22001"), False),
        (said(IntegrityError, "23514"), False),
        (said(ProgrammingError, "42883"), False),
        (ValueError("a bug"), False),
    ],
)
def test_it_tells_the_databases_trouble_from_one_rows(error: Exception, is_trouble: bool) -> None:
    assert is_the_databases_trouble(error) is is_trouble


def test_a_row_that_breaks_a_constraint_is_no_trouble_of_the_database(sessions: Sessions) -> None:
    with pytest.raises(DBAPIError) as caught:
        in_transaction(
            sessions,
            lambda session: session.execute(sa.insert(Clinic).values(key=None)),
            clinic_id=None,
        )
    assert not is_the_databases_trouble(caught.value)
