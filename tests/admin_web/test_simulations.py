"""What staff had simulated stands on the case page, with who expected it and whether the customer has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.insights.cast import a_case, a_reading
from workflow.scans import Simulation, SimulationState
from workflow.store.models import Scan

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast
    from workflow.store.models import Case

KEY = "e" * 32
MEASURED = {"reached": {"redness": -0.181}}


def a_simulated_case(desk: Desk, cast: Cast, **look: Any) -> Case:
    def write(session: Session) -> Case:
        case = a_case(session, cast)
        a_reading(session, cast, case)
        photo = session.scalars(sa.select(Scan).where(Scan.case_id == case.id)).one()
        session.add(
            Simulation(
                clinic_id=case.clinic_id,
                customer_id=case.customer_id,
                case_id=case.id,
                scan_id=photo.id,
                staff_id=cast.sales.id,
                wish={"redness": -0.2},
                wish_code="redness-20",
                words_version="th-1",
                asked_at=photo.sent_at,
                due_at=photo.sent_at,
                **look,
            )
        )
        return case

    desk.photos.kept[KEY] = b"a picture"
    return desk.write(write)


async def test_it_shows_what_was_expected_by_whom_and_what_the_picture_shows(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    case = a_simulated_case(desk, cast, state=SimulationState.MADE, measured=MEASURED, picture_key=KEY)

    shown = (await owner.get(f"/admin/cases/{case.id}")).text

    for words in (cast.sales.name, "-20%", "-18.1%", "ยังไม่ได้ส่งให้ลูกค้า", "ไม่ใช่คำสัญญา", KEY):
        assert words in shown
    answer = await owner.get(f"/admin/cases/{case.id}/pictures/{KEY}")
    assert (answer.status_code, answer.content) == (200, b"a picture")


async def test_it_is_served_with_its_own_case_only(desk: Desk, cast: Cast, owner: httpx.AsyncClient) -> None:
    a_simulated_case(desk, cast, state=SimulationState.MADE, measured=MEASURED, picture_key=KEY)
    other = desk.write(lambda session: a_case(session, cast))
    assert (await owner.get(f"/admin/cases/{other.id}/pictures/{KEY}")).status_code == 404
    assert "h-simulations" not in (await owner.get(f"/admin/cases/{other.id}")).text


@pytest.mark.parametrize(
    "state", [SimulationState.WAITING, SimulationState.FAILED, SimulationState.WITHDRAWN]
)
async def test_it_says_why_there_is_no_picture(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, state: SimulationState
) -> None:
    case = a_simulated_case(desk, cast, state=state)
    shown = (await owner.get(f"/admin/cases/{case.id}")).text
    assert "h-simulations" in shown
    assert "<img" not in shown.split("h-simulations", 1)[1].split("</section>", 1)[0]
