"""How long the state machines run: many examples on SQLite, where a step costs little, and a few on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from workflow.unit_of_work import Sessions


def pace(sessions: Sessions, *, examples: int = 12, steps: int = 25) -> settings:
    is_postgres = sessions.kw["bind"].dialect.name == "postgresql"
    return settings(
        max_examples=max(2, examples // 5) if is_postgres else examples,
        stateful_step_count=steps,
        deadline=None,
        phases=[
            Phase.generate
        ],  # no shrinking: each step is a round to a database; a story of thirty can be read
        suppress_health_check=list(HealthCheck),
        database=None,
    )
