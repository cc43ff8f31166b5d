"""The form a customer fills in by talk: kept, lasting, picked up, and never misread."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.factories.cast import Cast, two_clinics
from workflow.customers import (
    ChannelIdentity,
    FormState,
    close_form,
    form_to_resume,
    hand_to_person,
    keep_form,
    open_form,
)
from workflow.unit_of_work import in_transaction

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    first, _ = two_clinics(sessions)
    return first


def kept(sessions: Sessions, cast: Cast) -> ChannelIdentity:
    def keep(session: Session) -> ChannelIdentity:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        state = FormState(kind="booking", run="ab12", number=2, asked="time", filled={"day": "2026-11-28"})
        keep_form(session, identity=identity, state=state, now=NOW, lasts=HALF_AN_HOUR)
        return identity

    in_transaction(sessions, keep, clinic_id=cast.clinic_id)
    return in_transaction(
        sessions,
        lambda session: session.get_one(ChannelIdentity, cast.mali_on_line.id),
        clinic_id=cast.clinic_id,
    )


def test_a_form_is_read_as_it_was_kept_and_ends(sessions: Sessions, cast: Cast) -> None:
    identity = kept(sessions, cast)

    found = open_form(identity, NOW)
    assert found is not None
    assert (found.asked, found.number, found.filled) == ("time", 2, {"day": "2026-11-28"})
    assert open_form(identity, NOW + HALF_AN_HOUR) is None


def test_a_form_that_was_left_can_be_picked_up_for_a_day(sessions: Sessions, cast: Cast) -> None:
    identity = kept(sessions, cast)

    assert form_to_resume(identity, NOW + timedelta(hours=20), kind="booking") is not None
    assert form_to_resume(identity, NOW + timedelta(hours=20), kind="intake") is None
    assert form_to_resume(identity, NOW + timedelta(hours=25), kind="booking") is None


def test_a_form_of_another_version_is_forgotten(sessions: Sessions, cast: Cast) -> None:
    identity = kept(sessions, cast)
    identity.open_form = {**(identity.open_form or {}), "v": 0}

    assert open_form(identity, NOW) is None


def test_a_form_that_grows_without_end_is_a_bug(sessions: Sessions, cast: Cast) -> None:
    def keep(session: Session) -> None:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        state = FormState(kind="booking", run="ab12", filled={"day": "x" * 5000})
        with pytest.raises(ValueError, match="longer than"):
            keep_form(session, identity=identity, state=state, now=NOW, lasts=HALF_AN_HOUR)

    in_transaction(sessions, keep, clinic_id=cast.clinic_id)


@pytest.mark.parametrize("leave", [close_form, lambda one: hand_to_person(one, NOW + HALF_AN_HOUR)])
def test_a_form_is_left_when_it_is_closed_or_a_person_takes_over(
    sessions: Sessions, cast: Cast, leave: object
) -> None:
    identity = kept(sessions, cast)
    assert callable(leave)
    leave(identity)

    assert open_form(identity, NOW) is None
    assert form_to_resume(identity, NOW, kind="booking") is None
