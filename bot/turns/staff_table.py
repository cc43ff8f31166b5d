"""Which turn a staff member's doing leads to: a table, not a chain of ifs."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import arrival, book, cancel, handing, leave, simulate, staff_door, staff_photo, tasks, treat
from bot.turns.kit import Turn

BY_INTENT: Mapping[str, Turn] = MappingProxyType(
    {
        "greet": arrival.greet,
        "my_tasks": tasks.my_tasks,
        "check_status": tasks.my_tasks,
        "check_appointment": tasks.my_tasks,
        "open_admin": staff_door.open_admin,
        leave.ASK_FOR_LEAVE: leave.ask_for_leave,
    }
)

# "She feels ill" is the reason that was asked for, and no wish of hers for a day off.
AFTER_A_QUESTION = frozenset({leave.ASK_FOR_LEAVE})

BY_QUESTION: Mapping[str, Turn] = MappingProxyType(
    {
        staff_photo.WHOSE_PHOTO: staff_photo.named_by_words,
        treat.STOP_REASON: treat.stop_by_words,
        handing.DECLINE_REASON: handing.decline_by_words,
    }
)

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
        "photo_of": staff_photo.named_by_button,
        "simulate": simulate.choices,
        "simulation_make": simulate.make,
        "simulation_send": simulate.send,
    }
)

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        "message.image": staff_photo.photo,
    }
)
