"""The first page: today's cases by stage."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.insights.cast import (
    NOW,
    a_case,
    a_customer,
    a_follow_up,
    a_red_flag,
    a_treatment,
    an_appointment,
    points,
)
from workflow.store.models import Stage, TaskState

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case


async def test_it_shows_each_case_in_the_column_of_its_stage(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    for stage in Stage:
        desk.write(
            lambda session, stage=stage: a_case(session, cast, stage=stage, code=f"C-{stage.value[:6]}")
        )

    page = (await owner.get("/admin")).text

    columns = page.split('<section class="column')[1:]
    assert len(columns) == 5
    for stage, column in zip(Stage, columns, strict=True):
        assert f"C-{stage.value[:6]}" in column
        assert column.count('class="card') == 1


async def test_a_card_names_the_customer_the_treatment_who_cares_and_since_when(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    def case(session: Session) -> Case:
        case = a_case(session, cast, customer=a_customer(session, cast, "มะลิ"))
        an_appointment(session, cast, case)
        return case

    desk.write(case)

    card = (await owner.get("/admin")).text.split('<li class="card')[1].split("</li>")[0]

    for words in ("มะลิ", "ไฮดราเดอร์มาเบรชัน", "พลอย", "13:00\xa0น.", "พรุ่งนี้ 14:00\xa0น."):
        assert words in card


async def test_it_speaks_english_to_who_chose_it(desk: Desk, cast: Cast, owner: httpx.AsyncClient) -> None:
    desk.write(lambda session: an_appointment(session, cast, a_case(session, cast)))
    chosen = await owner.post("/admin/look", data={"language": "en", "back": "/admin"})

    page = (await owner.get("/admin")).text

    assert chosen.headers["location"] == "/admin"
    assert '<html lang="en"' in page
    assert "Today at the clinic" in page
    assert "Tomorrow 14:00" in page
    assert "Hydradermabrasion" in page


@pytest.mark.parametrize(
    "back", ["https://evil.test/", "//evil.test", "/\\evil.test", "/administer", "/admin/\r\nX: y"]
)
async def test_choosing_a_language_never_leads_elsewhere(visitor: httpx.AsyncClient, back: str) -> None:
    answer = await visitor.post("/admin/look", data={"language": "en", "back": back})

    assert answer.headers["location"] == "/admin"


async def test_it_says_red_flags_loudly_until_somebody_settles_them(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    quiet = (await owner.get("/admin")).text
    flag = desk.write(
        lambda session: a_red_flag(session, cast, a_case(session, cast), detail={"groups": ["vision"]})
    )

    loud = (await owner.get("/admin")).text
    desk.write(lambda session: setattr(session.merge(flag), "state", TaskState.DONE))
    settled = (await owner.get("/admin")).text

    assert 'class="flags raised"' not in quiet
    assert 'class="flags raised"' in loud
    assert "1 รายการ" in loud
    assert "ตามัว" in loud
    assert 'class="card flagged"' in loud
    assert 'class="flags raised"' not in settled


async def test_every_figure_opens_rows_that_add_up_to_it(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    def day(session: Session) -> None:
        case = a_case(session, cast, opened_at=NOW - timedelta(days=2), stage=Stage.FOLLOW_UP)
        a_follow_up(session, cast, a_treatment(session, cast, case, finished_at=NOW), day=1, sent_at=NOW)
        points(session, cast, case, 25)
        points(session, cast, case, 17)

    desk.write(day)
    page = (await owner.get("/admin")).text
    tiles = {
        tile.split('"')[0]: tile.split("<strong>")[1].split("<")[0]
        for tile in page.split('class="tile" href="')[1:]
    }

    totals = {}
    for path in tiles:
        rows = (await owner.get(path)).text
        totals[path] = rows.split('id="total">')[1].split("<")[0] if "total" in rows else "0"

    assert tiles == totals
    assert tiles["/admin/figures/points_issued"] == "42"


@pytest.mark.parametrize("path", ["/admin/figures/nothing", "/admin/figures/funnel?part=nothing"])
async def test_a_figure_nobody_knows_is_not_found(owner: httpx.AsyncClient, path: str) -> None:
    assert (await owner.get(path)).status_code == 404


async def test_a_full_column_shows_the_first_cards_and_says_how_many_more(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    def cases(session: Session) -> None:
        customer = a_customer(session, cast)
        for _ in range(15):
            a_case(session, cast, customer=customer)

    desk.write(cases)

    page = (await owner.get("/admin")).text

    assert page.count('<li class="card') == 12
    assert "ดูอีก 3 เคส" in page


async def test_names_are_shown_as_text_whatever_they_hold(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    name = "<script>alert(1)</script>"
    case = desk.write(lambda session: a_case(session, cast, customer=a_customer(session, cast, name)))

    for path in ("/admin", f"/admin/cases/{case.id}", "/admin/figures/scanned"):
        page = (await owner.get(path)).text
        assert name not in page
        assert "&lt;script&gt;" in page
