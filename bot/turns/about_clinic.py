"""What a customer may ask about the clinic: prices, treatments and care, hours, the way there, how to be scanned."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.turns import aftercare, catalogue_talk, place, selfie, small_talk
from bot.turns.kit import Turn

BY_INTENT: Mapping[str, Turn] = MappingProxyType(
    {
        "ask_price": catalogue_talk.prices,
        "ask_promotion": small_talk.promotions,
        "ask_opening_hours": place.opening_hours,
        "ask_location": place.location,
        "ask_treatment_info": catalogue_talk.treatment_info,
        "ask_aftercare": aftercare.aftercare,
        "scan_skin": selfie.how_to_scan,
        "ask_referral": small_talk.referral,
    }
)

BY_ACTION: Mapping[str, Turn] = MappingProxyType(
    {"treatment_info": catalogue_talk.treatment_info, "care": aftercare.aftercare}
)
