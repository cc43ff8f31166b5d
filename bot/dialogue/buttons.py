"""The wishes and the buttons that begin forms, and those that fill them in."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue import changing, intake_starting, pressing, registration_starting, starting, withdrawing
from bot.turns.kit import Turn

BY_INTENT: Mapping[str, Turn] = MappingProxyType(
    {**starting.BY_INTENT, **changing.BY_INTENT, **withdrawing.BY_INTENT, **registration_starting.BY_INTENT}
)
BY_ACTION: Mapping[str, Turn] = MappingProxyType(
    {
        **starting.BY_BUTTON,
        **changing.BY_BUTTON,
        **withdrawing.BY_BUTTON,
        **registration_starting.BY_BUTTON,
        "form": pressing.pressed,
        "intake": intake_starting.start,
    }
)
