"""Which turn each button of a staff member leads to."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import (
    book,
    cancel,
    handing,
    leave,
    simulate,
    staff_door,
    staff_photo,
    tasks,
    treat,
)
from bot.turns.kit import Turn

BY_ACTION: Mapping[str, Turn] = MappingProxyType(
    {
        "accept": tasks.accept,
        "done": tasks.done,
        "my_tasks": tasks.my_tasks,
        "task_more": handing.choices,
        "later": handing.later,
        "decline": handing.decline,
        "hand_over": handing.hand_over,
        "take_over": handing.take_over,
        "stand_in": handing.stand_in,
        "book": book.days,
        "day": book.times,
        "slot": book.slot,
        "next": book.next_round,
        "ask_cancel": cancel.ask,
        "cancel": cancel.cancel,
        "start": treat.start,
        "finish": treat.finish,
        "stop": treat.ask_why_stopped,
        "stop_why": treat.stop_by_button,
        "open_admin": staff_door.open_admin,
        "away_page": leave.open_away_page,
        "phone_of": tasks.show_number,
        "photo_of": staff_photo.named_by_button,
        "simulate": simulate.choices,
        "simulation_make": simulate.make,
        "simulation_send": simulate.send,
    }
)
