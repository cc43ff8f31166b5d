"""A simulated picture: asked for by staff, never without consent, gone with its photo, and for nobody but herself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

import vision
from tests.factories.people import a_consent
from tests.factories.simulations import (
    OVERLAY,
    PHOTO,
    PICTURE,
    asked,
    finished,
    made,
    read_photo,
    told,
)
from workflow.actor import Actor, Role
from workflow.cases import events
from workflow.refusal import NotAllowed, NotFound
from workflow.scans import (
    ConsentMissing,
    PhotoNotKept,
    PhotoTakenBack,
    Scan,
    Simulation,
    SimulationState,
    WishNotPromised,
    forget_old_pictures,
    forget_old_readings,
    named_by_no_scan,
    photo_of,
    record_simulation,
    record_simulation_failure,
    send_simulation,
    simulation,
    withdraw_all,
    withdraw_scan,
)
from workflow.store.by_age import Portion
from workflow.store.models import Purpose
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    from tests.factories.cases import Walk

NEWER = "d" * 32


def test_staff_see_it_first_with_what_was_expected_and_what_is_shown(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    assert (row.state, row.case_id) == (SimulationState.WAITING, photo.case_id)
    assert photo_of(walk.session, simulation_id=row.id) == PHOTO

    finished(walk, row)

    assert (row.state, row.picture_key, row.vision_version) == (SimulationState.MADE, PICTURE, vision.VERSION)
    assert row.measured is not None
    assert row.measured["strengths"] == {"redness": 0.3}
    assert row.measured["metrics"]["redness"]["after"] == 16.4
    [notice] = told(walk, "simulation_ready")
    assert notice.recipient_id == walk.cast.fon_on_line.id
    assert notice.data["expected_by"] == walk.cast.fon.name
    assert notice.data["reached"] == {"redness": -0.18}
    assert told(walk, "simulation_shown") == []


def test_it_is_sent_to_the_customer_once_by_staff(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    finished(walk, row)

    for _ in range(2):
        send_simulation(walk.session, simulation_id=row.id, by=walk.ploy, now=walk.now)

    [notice] = told(walk, "simulation_shown")
    assert notice.recipient_id == walk.cast.mali_on_line.id
    assert notice.data["expected_by"] == walk.cast.fon.name, "who estimated it, not who sends it"
    assert (row.staff_id, row.sent_by) == (walk.cast.fon.id, walk.cast.ploy.id)
    names = [event.name for event in events(walk.session, case_id=walk.case.id)]
    assert names[-2:] == ["case.simulated", "case.simulation_sent"]


def test_the_same_wish_on_the_same_photo_is_one_picture(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    assert asked(walk, photo, by=walk.ploy) is row
    finished(walk, row)

    again = asked(walk, photo, by=walk.ploy)

    assert (again.id, again.state) == (row.id, SimulationState.MADE)
    assert [one.recipient_id for one in told(walk, "simulation_ready")] == [
        walk.cast.fon_on_line.id,
        walk.cast.ploy_on_line.id,
    ]
    assert asked(walk, photo, wish={"redness": -0.1}).id != row.id


@pytest.mark.parametrize("fails", [False, True])
def test_all_who_ask_while_it_waits_are_told_once_each(walk: Walk, photo: Scan, *, fails: bool) -> None:
    row = asked(walk, photo)
    for by in (walk.ploy, walk.fon, walk.ploy):
        asked(walk, photo, by=by)
    assert row.askers == [str(walk.cast.fon.id), str(walk.cast.ploy.id)]

    if fails:
        record_simulation_failure(walk.session, simulation_id=row.id, reason="reader_failed", now=walk.now)
    else:
        finished(walk, row)

    ready = told(walk, "simulation_ready")
    both = {walk.cast.fon_on_line.id, walk.cast.ploy_on_line.id}
    assert (len(ready), {one.recipient_id for one in ready}) == (2, both)
    assert {one.data["expected_by"] for one in ready} == {walk.cast.fon.name}
    assert (row.staff_id, row.sent_by) == (walk.cast.fon.id, None)


def test_who_asked_for_what_failed_before_waits_for_nothing_any_more(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    record_simulation_failure(walk.session, simulation_id=row.id, reason="reader_failed", now=walk.now)

    assert asked(walk, photo, by=walk.ploy).askers == [str(walk.cast.ploy.id)]

    finished(walk, row)
    assert [one.recipient_id for one in told(walk, "simulation_ready")] == [
        walk.cast.fon_on_line.id,
        walk.cast.ploy_on_line.id,
    ]


def test_one_that_failed_is_tried_once_more_when_it_is_asked_for_again(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    record_simulation_failure(walk.session, simulation_id=row.id, reason="reader_failed", now=walk.now)
    assert row.state is SimulationState.FAILED
    assert told(walk, "simulation_ready")[0].data["failure"] == "reader_failed"

    assert asked(walk, photo).state is SimulationState.WAITING


def test_a_photo_that_shows_nothing_of_the_wish_has_no_picture(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    record_simulation(
        walk.session, simulation_id=row.id, made=made(shows=False), picture_key=None, now=walk.now
    )
    assert (row.state, row.failure) == (SimulationState.FAILED, "nothing_to_show")
    assert "case.simulated" not in [event.name for event in events(walk.session, case_id=walk.case.id)]
    with pytest.raises(PhotoTakenBack):
        send_simulation(walk.session, simulation_id=row.id, by=walk.fon, now=walk.now)


def test_its_numbers_go_with_the_reading_and_it_is_made_anew_when_asked_for(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    finished(walk, row)

    forget_old_readings(walk.session, before=walk.now + timedelta(days=1), portion=Portion())

    walk.session.expire_all()
    assert (row.state, row.measured) == (SimulationState.MADE, None)
    again = asked(walk, photo)
    assert (again.state, again.edition) == (SimulationState.WAITING, 2)


def test_with_other_words_it_is_made_beside_the_older_which_stays(walk: Walk, photo: Scan) -> None:
    older = asked(walk, photo)
    finished(walk, older)
    send_simulation(walk.session, simulation_id=older.id, by=walk.fon, now=walk.now)

    newer = asked(walk, photo, words_version="th-2")
    assert asked(walk, photo, words_version="th-2") is newer
    finished(walk, newer, picture_key=NEWER)

    assert (older.state, older.picture_key, older.sent_at) == (SimulationState.MADE, PICTURE, walk.now)
    assert (newer.edition, newer.picture_key, newer.words_version) == (2, NEWER, "th-2")
    assert asked(walk, photo, words_version="th-2") is newer
    scope_to(walk.session, None)
    assert named_by_no_scan(walk.session, keys=[PICTURE, NEWER]) == []


def test_a_customer_gets_the_same_estimate_once_in_whatever_edition(walk: Walk, photo: Scan) -> None:
    older = asked(walk, photo)
    finished(walk, older)
    send_simulation(walk.session, simulation_id=older.id, by=walk.fon, now=walk.now)
    newer = asked(walk, photo, words_version="th-2")
    finished(walk, newer, picture_key=NEWER)

    send_simulation(walk.session, simulation_id=newer.id, by=walk.fon, now=walk.now)

    assert [one.data["picture_key"] for one in told(walk, "simulation_shown")] == [PICTURE]
    assert told(walk, "simulation_ready")[-1].data["sent"] is True, "her card has no button to send it"


def test_one_that_waits_is_made_with_the_words_of_whoever_asked_last(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    assert asked(walk, photo, words_version="th-2") is row
    assert (row.words_version, row.edition) == ("th-2", 1)


def test_every_edition_goes_with_the_photo(walk: Walk, photo: Scan) -> None:
    finished(walk, asked(walk, photo))
    finished(walk, asked(walk, photo, words_version="th-2"), picture_key=NEWER)
    gone = withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now)
    assert sorted(gone) == [PHOTO, OVERLAY, PICTURE, NEWER]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OWNER, None])
def test_nobody_else_asks_or_sends(walk: Walk, photo: Scan, role: Role | None) -> None:
    by = walk.mali if role is None else Actor.staff(walk.cast.clinic_id, uuid.uuid4(), frozenset({role}))
    row = asked(walk, photo)
    finished(walk, row)
    with pytest.raises(NotAllowed):
        asked(walk, photo, by=by)
    with pytest.raises(NotAllowed):
        send_simulation(walk.session, simulation_id=row.id, by=by, now=walk.now)


@pytest.mark.parametrize("wish", [{}, {"redness": -0.9}, {"redness": 0.1}, {"tone": -0.1}, {"texture": -0.1}])
def test_it_promises_nothing_that_may_not_be_promised(
    walk: Walk, photo: Scan, wish: dict[str, float]
) -> None:
    with pytest.raises(WishNotPromised):
        asked(walk, photo, wish=wish)
    assert walk.session.scalars(sa.select(Simulation)).all() == []


@pytest.mark.parametrize("purpose", [Purpose.SCAN_ANALYSIS, Purpose.PROGRESS_PHOTOS])
def test_it_needs_both_consents_at_each_step(walk: Walk, photo: Scan, purpose: Purpose) -> None:
    waiting, shown = asked(walk, photo), asked(walk, photo, wish={"redness": -0.1})
    finished(walk, shown)
    a_consent(walk.session, walk.customer, purpose, granted=False)

    with pytest.raises(ConsentMissing):
        asked(walk, photo, wish={"redness": -0.3})
    with pytest.raises(ConsentMissing):
        send_simulation(walk.session, simulation_id=shown.id, by=walk.fon, now=walk.now)
    assert photo_of(walk.session, simulation_id=waiting.id) is None
    assert finished(walk, waiting) is None
    assert (waiting.state, waiting.picture_key) == (SimulationState.WITHDRAWN, None)


def test_a_photo_that_was_not_kept_cannot_be_simulated(walk: Walk) -> None:
    walk.consents(Purpose.SCAN_ANALYSIS)
    photo = read_photo(walk)
    a_consent(walk.session, walk.customer, Purpose.PROGRESS_PHOTOS)
    with pytest.raises(PhotoNotKept):
        asked(walk, photo)


@pytest.mark.parametrize("how", ["unsent", "withdrawn"])
def test_the_picture_goes_with_its_photo(walk: Walk, photo: Scan, how: str) -> None:
    row, waiting = asked(walk, photo), asked(walk, photo, wish={"redness": -0.1})
    finished(walk, row)

    if how == "unsent":
        keys = withdraw_scan(
            walk.session, channel_id=photo.channel_id, message_id=photo.message_id, now=walk.now
        )
    else:
        keys = withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now)

    assert sorted(keys) == [PHOTO, OVERLAY, PICTURE]
    assert row.picture_key is None
    assert {row.state, waiting.state} == {SimulationState.WITHDRAWN}
    assert row.measured is not None
    with pytest.raises(PhotoTakenBack):
        send_simulation(walk.session, simulation_id=row.id, by=walk.fon, now=walk.now)
    with pytest.raises(PhotoTakenBack):
        asked(walk, photo)


def test_the_picture_lives_no_longer_than_its_photo(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    finished(walk, row)
    scope_to(walk.session, None)
    assert named_by_no_scan(walk.session, keys=[PICTURE, "d" * 32]) == ["d" * 32]
    scope_to(walk.session, walk.cast.clinic_id)

    forget_old_pictures(walk.session, before=walk.now + timedelta(days=1), portion=Portion(size=10))

    walk.session.expire_all()
    assert row.picture_key is None


def test_there_is_none_of_an_unknown_id(walk: Walk) -> None:
    with pytest.raises(NotFound):
        simulation(walk.session, simulation_id=uuid.uuid4())
