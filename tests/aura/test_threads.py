"""Work that waits for the database has enough threads, however few processors there are."""

import asyncio
import os
import threading

import pytest

from aura.store import WORKING, hire_threads


async def test_as_many_work_at_once_as_there_are_connections_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    hire_threads(asyncio.get_running_loop())
    all_there = threading.Barrier(WORKING)

    await asyncio.gather(*(asyncio.to_thread(all_there.wait, 10) for _ in range(WORKING)))
