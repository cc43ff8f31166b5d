"""A desk with the standing cast behind it, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.admin_web.app import Desk
from workflow.unit_of_work import make_sessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import sqlalchemy as sa

    from tests.insights.cast import Cast


@pytest.fixture
def desk(sqlite_engine: sa.Engine) -> Desk:
    return Desk(make_sessions(sqlite_engine))


@pytest.fixture
def cast(desk: Desk) -> Cast:
    """Dr. Anan's clinic."""
    return desk.add_clinic("anan", owner="หมออานันท์")


@pytest.fixture
def other(desk: Desk, cast: Cast) -> Cast:
    """The clinic that must never see any of it."""
    return desk.add_clinic("other", owner="วิภา")


@pytest.fixture
async def visitor(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a cookie."""
    transport = httpx.ASGITransport(desk.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aura.test") as client:
        yield client


@pytest.fixture
def owner(desk: Desk, cast: Cast, visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    """Dr. Anan's browser, signed in."""
    visitor.cookies.update(desk.cookie_for(cast.owner))
    return visitor
