"""What was taken is held by what its transaction writes: a lease where it leaves, nothing where it only waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from tests.workflow.notices.test_claims import LEASE, SECOND, claim, set_out, write
from workflow.notices import notice, postpone, take_due_notices
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def test_it_is_held_by_what_was_written(sessions: Sessions, cast: Cast) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    (held,) = in_transaction(sessions, set_out, clinic_id=None)

    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert (held.id, held.attempts, held.lease_until) == (row.id, kept.attempts, kept.lease_until)


def test_one_that_only_has_to_wait_has_made_no_attempt(sessions: Sessions, cast: Cast) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    def not_now(session: Session) -> bool:
        (taken,) = take_due_notices(session, lane=2, now=NOW, lease=LEASE, limit=1)
        return postpone(session, notice_id=taken.id, attempt=taken.attempts, until=NOW + SECOND)

    assert in_transaction(sessions, not_now, clinic_id=None)
    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert (kept.attempts, kept.lease_until, kept.first_sent_at) == (0, None, None)
    assert [claim(sessions), claim(sessions, now=NOW + SECOND)] == [[], ["first"]]


def test_whoever_dies_between_taking_and_leasing_leaves_it_as_it_was(sessions: Sessions, cast: Cast) -> None:
    write(sessions, cast.mali_on_line, "first")

    def dies(session: Session) -> None:
        assert set_out(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(sessions, dies, clinic_id=None)
    assert claim(sessions) == ["first"]
