"""Agreeing on times: by five-minute cells that nobody can take twice."""

from workflow.booking.deciding import hold_slot, release_hold
from workflow.booking.holds import forget_ended_holds, hold_for_change, hold_of
from workflow.booking.operations import book_appointment, cancel_appointment, move_appointment
from workflow.booking.queries import LOOK_AHEAD_DAYS, coming_days, days_with_slots, free_slots
from workflow.booking.refusals import (
    BranchClosed,
    OutsideHours,
    SlotPassed,
    SlotTaken,
    StaffAway,
    TooSoon,
)
from workflow.booking.reminders import (
    Reminder,
    appointment,
    appointments_starting,
    confirm_appointment,
    remind_of_appointment,
    take_back_reminders,
)
from workflow.booking.search import FreeDay
from workflow.booking.slots import Slot
from workflow.store.models import Appointment, AppointmentState, Hold

__all__ = [
    "LOOK_AHEAD_DAYS",
    "Appointment",
    "AppointmentState",
    "BranchClosed",
    "FreeDay",
    "Hold",
    "OutsideHours",
    "Reminder",
    "Slot",
    "SlotPassed",
    "SlotTaken",
    "StaffAway",
    "TooSoon",
    "appointment",
    "appointments_starting",
    "book_appointment",
    "cancel_appointment",
    "coming_days",
    "confirm_appointment",
    "days_with_slots",
    "forget_ended_holds",
    "free_slots",
    "hold_for_change",
    "hold_of",
    "hold_slot",
    "move_appointment",
    "release_hold",
    "remind_of_appointment",
    "take_back_reminders",
]
