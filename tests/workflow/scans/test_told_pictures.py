"""Cards that speak of a photo go with it, as far as they have not gone out; nothing else does."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.simulations import (
    OVERLAY,
    PHOTO,
    PICTURE,
    asked,
    finished,
    told,
)
from workflow.cases import decline_case_task
from workflow.notices import NoticeState
from workflow.scans import (
    Scan,
    ScanState,
    SimulationState,
    send_simulation,
    withdraw_all,
    withdraw_photos,
    withdraw_scan,
)
from workflow.store.models import Notice, Purpose
from workflow.tasks import Why

if TYPE_CHECKING:
    from tests.factories.cases import Walk


CARDS = ("reading_ready", "reading_ready_sales", "simulation_ready", "simulation_shown")


@pytest.mark.parametrize("how", ["unsent", "withdrawn"])
@pytest.mark.parametrize("has_left", [False, True])
def test_cards_that_wait_go_with_the_photo_and_those_that_left_stay(
    walk: Walk, photo: Scan, how: str, *, has_left: bool
) -> None:
    row = asked(walk, photo)
    finished(walk, row)
    send_simulation(walk.session, simulation_id=row.id, by=walk.fon, now=walk.now)
    cards = [card for kind in CARDS for card in told(walk, kind)]
    for card in cards:
        card.first_sent_at = walk.now if has_left else None
    others = walk.session.scalars(sa.select(Notice).where(Notice.kind.not_in(CARDS))).all()
    before = [one.state for one in others]
    walk.session.flush()

    if how == "unsent":
        withdraw_scan(walk.session, channel_id=photo.channel_id, message_id=photo.message_id, now=walk.now)
    else:
        withdraw_all(walk.session, customer_id=walk.customer.id, now=walk.now)

    walk.session.expire_all()
    assert {card.kind for card in cards} >= {"reading_ready", "simulation_ready", "simulation_shown"}
    becomes = NoticeState.WAITING if has_left else NoticeState.SKIPPED
    assert {card.state for card in cards} == {becomes}
    assert [one.state for one in others] == before


def test_a_waiting_reading_goes_out_when_only_keeping_is_withdrawn(walk: Walk, photo: Scan) -> None:
    row = asked(walk, photo)
    finished(walk, row)
    send_simulation(walk.session, simulation_id=row.id, by=walk.fon, now=walk.now)
    later = walk.sends_photo(message_id="m2")

    gone = withdraw_photos(
        walk.session, customer_id=walk.customer.id, purposes=[Purpose.PROGRESS_PHOTOS], now=walk.now
    )

    walk.session.expire_all()
    states = {kind: {card.state for card in told(walk, kind)} for kind in CARDS}
    assert sorted(gone) == [PHOTO, PICTURE]
    assert states == {
        "reading_ready": {NoticeState.WAITING},
        "reading_ready_sales": {NoticeState.WAITING},
        "simulation_ready": {NoticeState.SKIPPED},
        "simulation_shown": {NoticeState.SKIPPED},
    }
    assert (photo.state, photo.photo_key, photo.overlay_key) == (ScanState.READ, None, OVERLAY)
    assert (row.state, row.picture_key) == (SimulationState.WITHDRAWN, None)
    assert later.state is ScanState.WAITING, "it may still be read"
    [work] = told(walk, "prepare_treatment")
    assert work.data["overlay_key"] == OVERLAY


@pytest.mark.parametrize("purposes", [[Purpose.SCAN_ANALYSIS], list(Purpose), [Purpose.MARKETING_MESSAGES]])
def test_what_goes_with_a_consent_is_what_stood_on_it(
    walk: Walk, photo: Scan, purposes: list[Purpose]
) -> None:
    gone = withdraw_photos(walk.session, customer_id=walk.customer.id, purposes=purposes, now=walk.now)
    assert gone == ([PHOTO, OVERLAY] if Purpose.SCAN_ANALYSIS in purposes else [])


@pytest.mark.parametrize("has_left", [False, True])
def test_whoever_treats_her_is_told_of_the_work_without_the_photo(
    walk: Walk, photo: Scan, *, has_left: bool
) -> None:
    [card] = told(walk, "prepare_treatment")
    if has_left:
        card.first_sent_at, card.state = walk.now, NoticeState.ACCEPTED
    before = dict(card.data)
    walk.session.flush()

    withdraw_scan(walk.session, channel_id=photo.channel_id, message_id=photo.message_id, now=walk.now)
    walk.session.expire_all()
    assert card.state is (NoticeState.ACCEPTED if has_left else NoticeState.WAITING)
    decline_case_task(
        walk.session, task_id=uuid.UUID(before["task_id"]), by=walk.ploy, why=Why.BUSY, now=walk.now
    )

    for one in told(walk, "prepare_treatment"):
        assert (one.data["overlay_key"], one.data["metrics"], one.data["overall"]) == (None, {}, None)
        assert one.data["reading_gone"] is True
        assert (one.data["flags"], one.data["steps_th"]) == (before["flags"], before["steps_th"])
