"""Agreeing on times: by five-minute cells that nobody can take twice."""

from workflow.booking.operations import book_appointment, move_appointment
from workflow.booking.queries import days_with_slots, free_slots
from workflow.booking.refusals import OutsideHours, SlotPassed, SlotTaken, TooSoon
from workflow.booking.slots import Slot
from workflow.store.models import Appointment, AppointmentState

__all__ = [
    "Appointment",
    "AppointmentState",
    "OutsideHours",
    "Slot",
    "SlotPassed",
    "SlotTaken",
    "TooSoon",
    "book_appointment",
    "days_with_slots",
    "free_slots",
    "move_appointment",
]
