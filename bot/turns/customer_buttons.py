"""Which turn a customer's buttons and pictures lead to: a table, not a chain of ifs."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue import buttons
from bot.turns import (
    aftercare,
    birthday,
    catalogue_talk,
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
        "treatment_info": catalogue_talk.treatment_info,
        "care": aftercare.aftercare,
    }
)

BY_KIND: Mapping[str, Turn] = MappingProxyType(
    {
        "message.image": selfie.photo,
    }
)
