"""The stream of updates: what it sends, when, and how it ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request

from admin_web.board import Board
from admin_web.door import Door
from admin_web.live import as_event
from admin_web.pages import Pages
from tests.insights.cast import a_case, a_customer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.admin_web.app import Desk
    from tests.insights.cast import Cast


def _stream(desk: Desk, cookies: dict[str, str], *, keep_alive: float = 20.0) -> AsyncIterator[str]:
    door = Door(sessions=desk.sessions, clock=lambda: desk.now, secure_cookies=False)
    board = Board(door=door, pages=Pages(), changes=desk.changes, keep_alive=keep_alive)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    request = Request({"type": "http", "headers": [(b"cookie", cookie.encode())]})
    return board.updates(request, door.visitor(request))


async def test_it_begins_with_the_whole_picture_and_goes_on_with_every_change(desk: Desk, cast: Cast) -> None:
    desk.write(lambda session: a_case(session, cast, code="C-FIRST"))
    stream = _stream(desk, desk.cookie_for(cast.owner))
    first = await anext(stream)

    # As another process writes: nobody publishes, the stamp tells.
    desk.write(lambda session: a_case(session, cast, code="C-SECOND"))
    second = await asyncio.wait_for(anext(stream), 5)

    assert "C-FIRST" in first
    assert "C-SECOND" not in first
    assert "C-FIRST" in second
    assert "C-SECOND" in second
    await stream.aclose()  # type: ignore[attr-defined]


async def test_a_change_that_adds_no_row_is_heard_when_it_is_published(desk: Desk, cast: Cast) -> None:
    customer = desk.write(lambda session: a_customer(session, cast, "มะลิ"))
    desk.write(lambda session: a_case(session, cast, customer=customer))
    stream = _stream(desk, desk.cookie_for(cast.owner))
    await anext(stream)

    desk.write(lambda session: setattr(session.merge(customer), "name", "จัสมิน"))
    desk.changes.publish(cast.clinic_id)

    assert "จัสมิน" in await asyncio.wait_for(anext(stream), 5)
    await stream.aclose()  # type: ignore[attr-defined]


async def test_each_viewer_reads_her_own_language(desk: Desk, cast: Cast) -> None:
    thai = _stream(desk, desk.cookie_for(cast.owner))
    english = _stream(desk, desk.cookie_for(cast.owner) | {"aura_language": "en"})
    await anext(thai)
    await anext(english)

    desk.write(lambda session: a_case(session, cast))
    told = [await asyncio.wait_for(anext(stream), 5) for stream in (thai, english)]

    assert ["อ่านค่าผิวแล้ว" in told[0], "Skin read" in told[1]] == [True, True]
    for stream in (thai, english):
        await stream.aclose()  # type: ignore[attr-defined]


async def test_a_burst_of_changes_is_looked_at_once(desk: Desk, cast: Cast) -> None:
    stream = _stream(desk, desk.cookie_for(cast.owner), keep_alive=1.0)
    await anext(stream)
    following = asyncio.create_task(anext(stream))  # type: ignore[arg-type]

    for number in range(3):
        await asyncio.to_thread(
            desk.write, lambda session, number=number: a_case(session, cast, code=f"C-{number}")
        )
        desk.changes.publish(cast.clinic_id)
    told = await asyncio.wait_for(following, 5)

    assert [number for number in range(3) if f"C-{number}" in told] == [0, 1, 2]
    await stream.aclose()  # type: ignore[attr-defined]


async def test_nothing_of_another_clinic_wakes_it(desk: Desk, cast: Cast, other: Cast) -> None:
    stream = _stream(desk, desk.cookie_for(cast.owner), keep_alive=0.5)
    await anext(stream)

    desk.write(lambda session: a_case(session, other, code="C-OTHER"), clinic_id=other.clinic_id)
    desk.changes.publish(other.clinic_id)

    assert await anext(stream) == ": still here\n\n"
    await stream.aclose()  # type: ignore[attr-defined]


async def test_it_ends_when_the_session_does(desk: Desk, cast: Cast) -> None:
    stream = _stream(desk, desk.cookie_for(cast.owner))
    await anext(stream)

    desk.pass_time(timedelta(hours=13))
    desk.changes.publish(cast.clinic_id)

    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(stream), 5)


async def test_it_ends_when_the_server_does(desk: Desk, cast: Cast) -> None:
    stream = _stream(desk, desk.cookie_for(cast.owner))
    await anext(stream)

    desk.changes.close()

    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(stream), 5)


async def test_nobody_looks_at_the_store_once_nobody_watches(desk: Desk, cast: Cast) -> None:
    with desk.changes.watch(cast.clinic_id), desk.changes.watch(cast.clinic_id):
        assert len(desk.changes._lookers) == 1

    assert not desk.changes._lookers
    assert not desk.changes._watches


def test_an_event_keeps_the_lines_of_its_page() -> None:
    assert as_event("<p>\n  a\n</p>") == "data: <p>\ndata:   a\ndata: </p>\n\n"
