"""Which turn a customer's doing leads to: a table, not a chain of ifs."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.dialogue import buttons
from bot.turns import (
    about_clinic,
    arrival,
    check_in,
    confirm,
    consent,
    customer_buttons,
    small_talk,
    standing,
)
from bot.turns.kit import Turn

BY_INTENT: Mapping[str, Turn] = MappingProxyType(
    {
        **about_clinic.BY_INTENT,
        **buttons.BY_INTENT,
        "greet": arrival.greet,
        "goodbye": small_talk.goodbye,
        "thanks": small_talk.thanks,
        "ask_if_bot": small_talk.who_answers,
        "report_progress": small_talk.thanks,
        "check_appointment": standing.status,
        "check_status": standing.status,
        "view_results": standing.status,
        "check_points": standing.points,
        "report_side_effect": check_in.side_effect,
        "unsubscribe": consent.unsubscribe,
        "withdraw_consent": consent.ask_what_to_withdraw,
        "affirm": standing.nothing_asked,
        "deny": standing.nothing_asked,
    }
)

# What a bare word means as the answer to what was asked: (question, meaning).
ANSWERS: Mapping[tuple[str, str | None], Turn] = MappingProxyType(
    {
        (confirm.CONFIRM, "affirm"): confirm.confirm_by_words,
        (confirm.CONFIRM, "deny"): confirm.cannot_come,
    }
)

# While a follow-up waits for its answer, words with these meanings are that answer.
MAY_BE_CHECK_IN = frozenset({"affirm", "deny", "thanks", "report_progress"})
TELLS_HOW_SHE_IS = MAY_BE_CHECK_IN | {"report_side_effect"}

# These are only answered: a form that is open waits, and asks again behind the answer. None: we did not understand.
LETS_A_FORM_WAIT = frozenset(
    {
        *about_clinic.BY_INTENT,
        "greet",
        "thanks",
        "check_appointment",
        "check_status",
        "view_results",
        "check_points",
        "ask_doctor",
        "ask_if_bot",
        "ask_payment",
        "redeem_reward",
        "report_progress",
        None,
    }
)

# A customer's right over her own data waits for nobody, not even while a person of the clinic has the talk.
PASSES_A_PERSON = frozenset({"withdraw_consent", "unsubscribe", "privacy_request"})

BY_ACTION = customer_buttons.BY_ACTION
BY_KIND = customer_buttons.BY_KIND
