"""Customers, how they are known on a channel, and what they said yes and no to."""

from workflow.customers.agreements import refused_purposes
from workflow.customers.birthdays import customers_with_birthday, keep_birthday
from workflow.customers.codes import is_called, short_code
from workflow.customers.conversation import (
    ask,
    block_identity,
    close_question,
    hand_to_person,
    is_with_person,
    open_question,
    unblock_identity,
)
from workflow.customers.forms import FormState, close_form, form_to_resume, keep_form, open_form
from workflow.customers.health import (
    TOLD_STAFF,
    HealthConsentMissing,
    forget_health_answers,
    health_answers,
    keep_health_answer,
)
from workflow.customers.operations import grant_consent, meet_customer, withdraw_consent
from workflow.customers.queries import (
    answered_since,
    consents,
    customer,
    customer_by_code,
    customers_of_sales,
    find_customer,
    has_consent,
)
from workflow.customers.talk import (
    ABOUT_LASTS,
    ABOUT_MESSAGES,
    GUESS_LASTS,
    About,
    Guess,
    Miss,
    Talk,
    forget_talk,
    keep_talk,
    talk_of,
)
from workflow.store.models import ChannelIdentity, Consent, Customer, HealthAnswer, HealthSaid, Purpose

__all__ = [
    "ABOUT_LASTS",
    "ABOUT_MESSAGES",
    "GUESS_LASTS",
    "TOLD_STAFF",
    "About",
    "ChannelIdentity",
    "Consent",
    "Customer",
    "FormState",
    "Guess",
    "HealthAnswer",
    "HealthConsentMissing",
    "HealthSaid",
    "Miss",
    "Purpose",
    "Talk",
    "answered_since",
    "ask",
    "block_identity",
    "close_form",
    "close_question",
    "consents",
    "customer",
    "customer_by_code",
    "customers_of_sales",
    "customers_with_birthday",
    "find_customer",
    "forget_health_answers",
    "forget_talk",
    "form_to_resume",
    "grant_consent",
    "hand_to_person",
    "has_consent",
    "health_answers",
    "is_called",
    "is_with_person",
    "keep_birthday",
    "keep_form",
    "keep_health_answer",
    "keep_talk",
    "meet_customer",
    "open_form",
    "open_question",
    "refused_purposes",
    "short_code",
    "talk_of",
    "unblock_identity",
    "withdraw_consent",
]
