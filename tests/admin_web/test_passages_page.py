"""The page on which an owner writes, approves and takes back what customers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from admin_web.passages_page import NOTES
from tests.admin_web.test_words import WORDS
from tests.insights.cast import NOW
from workflow.passages import Passage, PassageState, passages
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast

PAGE = "/admin/passages"
PARKING = {
    "key": "parking",
    "title_th": "ที่จอดรถ",
    "title_en": "Parking",
    "lines_th": "จอดรถที่อาคารได้ค่ะ\n\n",
    "lines_en": "You can park in the building.\nHave the ticket stamped.",
    "treatment": "",
    "asked": "จอดรถตรงไหน",
}


def rows(desk: Desk, cast: Cast) -> list[Passage]:
    def read(session: Session) -> list[Passage]:
        scope_to(session, cast.clinic_id)
        return passages(session)

    return desk.write(read)


def test_every_note_has_its_words_in_both_languages() -> None:
    for words in WORDS.values():
        assert not {f"passages_note.{note}" for note in NOTES} - words.ids


async def test_an_owner_writes_approves_and_takes_back(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    answer = await owner.post(PAGE, data=PARKING)
    assert answer.headers["location"].endswith("note=written")
    [draft] = rows(desk, cast)
    assert (draft.state, draft.lines_th) == (PassageState.DRAFT, ["จอดรถที่อาคารได้ค่ะ"])
    shown = (await owner.get(PAGE)).text
    assert "รออนุมัติ 1 ข้อความ" in shown
    assert "Have the ticket stamped." in shown

    answer = await owner.post(f"{PAGE}/{draft.id}", data={"say": "approve"})

    assert answer.headers["location"].endswith("note=approved")
    [told] = rows(desk, cast)
    assert (told.state, told.approved_by, told.approved_at) == (PassageState.APPROVED, cast.owner.id, NOW)
    again = await owner.post(f"{PAGE}/{draft.id}", data={"say": "approve"})
    assert again.headers["location"].endswith("note=out_of_date")
    await owner.post(f"{PAGE}/{draft.id}", data={"say": "retire"})
    assert rows(desk, cast) == []


async def test_what_may_not_be_told_is_shown_again_with_the_words(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient
) -> None:
    answer = await owner.post(PAGE, data={**PARKING, "lines_th": "จอดฟรี <b>รับประกัน</b>"})

    assert answer.status_code == 200
    assert "ฟรี" in answer.text
    assert "ข้อความนี้ยังใช้ไม่ได้" in answer.text
    assert "จอดฟรี &lt;b&gt;" in answer.text
    assert 'value="parking"' in answer.text
    assert rows(desk, cast) == []


@pytest.mark.parametrize("change", [{"key": "Not A Key"}, {"treatment": "no_such"}])
async def test_what_names_nothing_is_refused(
    desk: Desk, cast: Cast, owner: httpx.AsyncClient, change: dict[str, str]
) -> None:
    answer = await owner.post(PAGE, data={**PARKING, **change})

    assert "รหัสหรือทรีตเมนต์ไม่ถูกต้อง" in answer.text
    assert rows(desk, cast) == []


async def test_nobody_of_another_clinic_and_nobody_without_the_role_comes_near(
    desk: Desk, cast: Cast, other: Cast, owner: httpx.AsyncClient, visitor: httpx.AsyncClient
) -> None:
    await owner.post(PAGE, data=PARKING)
    [draft] = rows(desk, cast)
    for staff, comes_in in ((other.owner, True), (cast.sales, False)):
        visitor.cookies.clear()
        visitor.cookies.update(desk.cookie_for(staff))
        shown = await visitor.get(PAGE)
        assert (shown.status_code == 200) is comes_in
        assert "จอดรถที่อาคาร" not in shown.text
        answer = await visitor.post(f"{PAGE}/{draft.id}", data={"say": "approve"})
        assert answer.headers["location"].endswith("note=not_found" if comes_in else "why=role")
    assert [one.state for one in rows(desk, cast)] == [PassageState.DRAFT]
