"""The stream behind a customer's open page: hers only, and as it changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request

from portal.door import Door
from portal.live import Live
from portal.pages import Pages
from tests.insights.cast import a_case, a_customer
from workflow.access import open_web_session
from workflow.store.models import Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from tests.portal.app import Portal
    from workflow.customers import Customer


def _stream(portal: Portal, who: Customer, *, keep_alive: float = 20.0) -> AsyncIterator[str]:
    door = Door(
        sessions=portal.sessions, clock=lambda: portal.now, channels=portal.doors, secure_cookies=False
    )
    live = Live(door=door, pages=Pages(), changes=portal.changes, keep_alive=keep_alive)
    token = portal.write(lambda session: open_web_session(session, customer=who, now=portal.now)[1])
    request = Request({"type": "http", "headers": [(b"cookie", f"{door.cookie}={token}".encode())]})
    guest = door.guest(request, portal.channel)
    assert guest is not None
    return live.updates(request, portal.channel, guest)


async def _first(stream: AsyncIterator[str]) -> str:
    assert (await anext(stream)).startswith("retry:")
    return await anext(stream)


async def test_it_begins_with_her_status_and_goes_on_with_every_change(
    portal: Portal, mali: Customer
) -> None:
    stream = _stream(portal, mali)
    first = await _first(stream)

    # As another process writes: nobody publishes, looking finds it.
    portal.write(lambda session: a_case(session, portal.cast, customer=mali, stage=Stage.IN_TREATMENT))
    second = await asyncio.wait_for(anext(stream), 5)

    assert 'aria-current="step"' not in first
    assert 'aria-current="step">กำลังทำทรีตเมนต์' in second
    await stream.aclose()  # type: ignore[attr-defined]


async def test_what_happens_to_somebody_else_does_not_wake_her_page(portal: Portal, mali: Customer) -> None:
    fon = portal.write(lambda session: a_customer(session, portal.cast, "ฝน"))
    hers, others = _stream(portal, mali, keep_alive=1.0), _stream(portal, fon)
    await _first(hers)
    await _first(others)
    next_of_hers = asyncio.create_task(anext(hers))  # type: ignore[arg-type]

    portal.write(lambda session: a_case(session, portal.cast, customer=fon, stage=Stage.SCANNED))

    assert 'aria-current="step"' in await asyncio.wait_for(anext(others), 5)
    assert await next_of_hers == ": still here\n\n"
    for stream in (hers, others):
        await stream.aclose()  # type: ignore[attr-defined]


async def test_she_hears_at_once_when_it_is_published(portal: Portal, mali: Customer) -> None:
    stream = _stream(portal, mali)
    await _first(stream)

    portal.write(lambda session: setattr(session.merge(mali), "name", "จัสมิน"))
    portal.write(lambda session: a_case(session, portal.cast, customer=mali, stage=Stage.COMPLETED))
    portal.changes.publish(mali.id)

    assert "ทำเสร็จแล้ว" in await asyncio.wait_for(anext(stream), 5)
    await stream.aclose()  # type: ignore[attr-defined]


async def test_it_ends_when_the_server_does(portal: Portal, mali: Customer) -> None:
    stream = _stream(portal, mali)
    await _first(stream)

    portal.changes.close()
    rest = [event async for event in stream]

    assert rest == []


async def test_without_a_session_there_is_no_stream(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/liff/anan/live")).status_code == 401
