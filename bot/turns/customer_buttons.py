"""Which turn a customer's buttons and pictures lead to: a table, not a chain of ifs."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue import buttons
from bot.turns import (
    about_clinic,
    birthday,
    check_in,
    confirm,
    consent,
    selfie,
    standing,
    to_person,
)
from bot.turns.kit import Turn

BY_ACTION: Mapping[str, Turn] = MappingProxyType(
    {
        "consent": consent.give_or_refuse,
        "withdraw": consent.withdraw,
        "feels": check_in.feels,
        "status": standing.status,
        "points": standing.points,
        **buttons.BY_ACTION,
        "birthday": birthday.tell_birthday,
        "confirm": confirm.confirm,
        "talk_to_human": to_person.ASKED,
        **about_clinic.BY_ACTION,
    }
)

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        "message.image": selfie.photo,
    }
)
