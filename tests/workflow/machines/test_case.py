"""The case's own machine (anybody presses anything in any order) on PostgreSQL too, with a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.workflow.cases.test_any_order import AnyOrder
from tests.workflow.machines.pace import pace
from workflow.unit_of_work import make_engine, make_sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflow.unit_of_work import Sessions


@pytest.fixture
def on_postgres(migrated_postgres_url: str) -> Iterator[Sessions]:
    engine = make_engine(migrated_postgres_url)
    yield make_sessions(engine)
    engine.dispose()


@pytest.mark.servers
def test_whoever_presses_what_the_case_is_where_its_events_lead(on_postgres: Sessions) -> None:
    class OnPostgres(AnyOrder):
        sessions = staticmethod(on_postgres)

    run_state_machine_as_test(OnPostgres, settings=pace(on_postgres, examples=10, steps=12))
