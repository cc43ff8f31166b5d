"""Which turn a staff member's doing leads to: a table, not a chain of ifs."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import arrival, handing, leave, staff_door, staff_photo, tasks, treat
from bot.turns.kit import Turn
from bot.turns.staff_buttons import BY_ACTION

__all__ = ["AFTER_A_QUESTION", "BY_ACTION", "BY_INTENT", "BY_KIND", "BY_QUESTION"]

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

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        "message.image": staff_photo.photo,
    }
)
