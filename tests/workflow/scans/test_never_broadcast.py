"""A simulated picture is never part of an offer, and never in somebody else's chat, however it is named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from bot.links import Links
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


ADDRESS = Links("https://aura.example", b"l" * 32).picture(PICTURE, now=datetime(2026, 11, 22, tzinfo=UTC))
BROADCASTS = [
    ("birthday_wish", NoticePurpose.CARE, {"picture_key": PICTURE}),
    ("an_offer_to_all", NoticePurpose.CARE, {"cards": [{"hero": {"key": PICTURE}}]}),
    ("reading_ready", NoticePurpose.TRANSACTIONAL, {"overlay_key": PICTURE}),
    ("an_offer_to_all", NoticePurpose.CARE, {"words": f"ดูผลลัพธ์ที่ {ADDRESS} ได้เลยค่ะ"}),
    ("an_offer_to_all", NoticePurpose.CARE, {"words": f"https://x.example/?to={quote(ADDRESS, safe='')}"}),
    ("an_offer_to_all", NoticePurpose.CARE, {"words": [f"(see {PICTURE.upper()}.jpg)"]}),
    ("an_offer_to_all", NoticePurpose.CARE, {"link": f"/admin/cases/1/pictures/{PICTURE}"}),
    ("an_offer_to_all", NoticePurpose.CARE, {"link": f"abc{PICTURE}def"}),
    ("an_offer_to_all", NoticePurpose.CARE, {f"picture {PICTURE}": 1}),
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


@pytest.mark.parametrize(
    "words", ["/media/", "/media/####", "/media/%ff%fe-not-ours-at-all-not-ours", "ก" * 64]
)
def test_what_looks_like_an_address_and_is_none_is_told_as_ever(walk: Walk, photo: Scan, words: str) -> None:
    finished(walk, asked(walk, photo))
    assert tell_customer(
        walk.session,
        customer_id=walk.customer.id,
        kind="an_offer_to_all",
        purpose=NoticePurpose.CARE,
        data={"words": words},
        key="offer",
        now=walk.now,
    )


def test_an_older_edition_is_for_nobody_else_either(walk: Walk, photo: Scan) -> None:
    finished(walk, asked(walk, photo))
    finished(walk, asked(walk, photo, words_version="th-2"), picture_key="d" * 32)
    with pytest.raises(SimulationNotForOthers):
        tell_customer(
            walk.session,
            customer_id=walk.customer.id,
            kind="an_offer_to_all",
            purpose=NoticePurpose.CARE,
            data={"picture_key": PICTURE},
            key="offer",
            now=walk.now,
        )


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
