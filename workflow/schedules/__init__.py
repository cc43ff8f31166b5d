"""Clocks of the service: what happens every day or every so often, once, however many processes hear it ring."""

from workflow.schedules.operations import (
    Failing,
    Plan,
    claim_ring,
    due_schedules,
    end_ring,
    push_aside,
    set_right,
    set_up_schedules,
)
from workflow.schedules.rings import Missed, Turn, decide
from workflow.store.models import Schedule

__all__ = [
    "Failing",
    "Missed",
    "Plan",
    "Schedule",
    "Turn",
    "claim_ring",
    "decide",
    "due_schedules",
    "end_ring",
    "push_aside",
    "set_right",
    "set_up_schedules",
]
