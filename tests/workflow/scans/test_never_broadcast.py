"""A simulated picture is never part of an offer, and never in somebody else's chat, however it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.people import a_customer, an_identity
from tests.factories.simulations import (
    OVERLAY,
    PICTURE,
    asked,
    finished,
    told,
)
from workflow.notices import NoticePurpose, SimulationNotForOthers, tell, tell_customer
from workflow.scans import (
    Scan,
)
from workflow.store.models import Notice

if TYPE_CHECKING:
    from tests.factories.cases import Walk


BROADCASTS = [
    ("birthday_wish", NoticePurpose.CARE, {"picture_key": PICTURE}),
    ("an_offer_to_all", NoticePurpose.CARE, {"cards": [{"hero": {"key": PICTURE}}]}),
    ("reading_ready", NoticePurpose.TRANSACTIONAL, {"overlay_key": PICTURE}),
]


@pytest.mark.parametrize(("kind", "purpose", "data"), BROADCASTS)
def test_no_other_message_may_carry_it_least_of_all_an_offer(
    walk: Walk, photo: Scan, kind: str, purpose: NoticePurpose, data: dict[str, object]
) -> None:
    finished(walk, asked(walk, photo))

    with pytest.raises(SimulationNotForOthers) as refusal:
        tell_customer(
            walk.session,
            customer_id=walk.customer.id,
            kind=kind,
            purpose=purpose,
            data=data,
            key="offer",
            now=walk.now,
        )

    assert refusal.value.code == "simulation_not_for_others"
    assert walk.session.scalars(sa.select(Notice).where(Notice.dedupe_key == "offer")).all() == []


def test_nobody_elses_chat_may_carry_it_even_by_its_own_card(walk: Walk, photo: Scan) -> None:
    finished(walk, asked(walk, photo))
    other = a_customer(walk.session, walk.cast.branch, name="ดาว")
    for to in (an_identity(walk.session, walk.cast.channel, customer=other), walk.cast.fon_on_line):
        with pytest.raises(SimulationNotForOthers):
            tell(
                walk.session,
                to=to,
                kind="simulation_shown",
                purpose=NoticePurpose.TRANSACTIONAL,
                data={"picture_key": PICTURE},
                key="x",
                now=walk.now,
            )


def test_a_picture_that_is_no_simulation_is_told_as_ever(walk: Walk, photo: Scan) -> None:
    assert told(walk, "reading_ready")[0].data["overlay_key"] == OVERLAY
