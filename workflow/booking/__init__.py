"""Agreeing on times: by five-minute cells that nobody can take twice."""

from workflow.booking.operations import book_appointment, move_appointment
from workflow.booking.queries import days_with_slots, free_slots
from workflow.booking.refusals import OutsideHours, SlotPassed, SlotTaken, TooSoon
from workflow.booking.reminders import (
    Reminder,
    appointment,
    appointments_starting,
    confirm_appointment,
    remind_of_appointment,
    take_back_reminders,
)
from workflow.booking.slots import Slot
from workflow.store.models import Appointment, AppointmentState

__all__ = [
    "Appointment",
    "AppointmentState",
    "OutsideHours",
    "Reminder",
    "Slot",
    "SlotPassed",
    "SlotTaken",
    "TooSoon",
    "appointment",
    "appointments_starting",
    "book_appointment",
    "confirm_appointment",
    "days_with_slots",
    "free_slots",
    "move_appointment",
    "remind_of_appointment",
    "take_back_reminders",
]
