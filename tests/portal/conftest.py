"""The portal of Dr. Anan's clinic, and Khun Mali's browser, on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.insights.cast import a_clinic, a_customer
from tests.portal.app import Portal
from workflow.unit_of_work import in_transaction, make_sessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import sqlalchemy as sa

    from workflow.customers import Customer


@pytest.fixture
def portal(sqlite_engine: sa.Engine, tmp_path: Path) -> Portal:
    sessions = make_sessions(sqlite_engine)
    return Portal(sessions, in_transaction(sessions, a_clinic, clinic_id=None), tmp_path / "photos")


@pytest.fixture
def mali(portal: Portal) -> Customer:
    return portal.write(lambda session: a_customer(session, portal.cast))


@pytest.fixture
async def visitor(portal: Portal) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a cookie."""
    transport = httpx.ASGITransport(portal.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aura.test") as client:
        yield client


@pytest.fixture
async def hers(portal: Portal, mali: Customer, visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    """Khun Mali's browser, signed in."""
    answer = await visitor.post("/liff/anan/session", json={"id_token": portal.token_of(mali)})
    assert answer.status_code == 204
    return visitor
