"""Clocks of the service: what happens every day or every so often, once, however many processes hear it ring."""

from workflow.schedules.operations import claim_ring
from workflow.store.models import Schedule

__all__ = ["Schedule", "claim_ring"]
