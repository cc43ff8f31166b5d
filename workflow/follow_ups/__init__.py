"""Looking after a treated customer: day 1, 7, 30 and 90, her answers, and trouble that a person must hear of at once."""

from workflow.follow_ups.calls import ask_to_call
from workflow.follow_ups.check_ins import record_check_in
from workflow.follow_ups.claims import (
    TOO_MANY_ATTEMPTS,
    claim_due_follow_ups,
    claim_worn_out_follow_ups,
    follow_up_retry,
    give_up_follow_up,
    hold_follow_ups,
    postpone_follow_up,
)
from workflow.follow_ups.dangers import page_of_danger, pressing_groups
from workflow.follow_ups.operations import cancel_follow_ups_of, plan_follow_ups
from workflow.follow_ups.plan import DAYS, due_times, is_too_late, next_polite
from workflow.follow_ups.queries import check_ins_of, follow_up_to_answer, follow_ups_of, next_follow_up
from workflow.follow_ups.red_flag_notices import Told, line_to_talk_to
from workflow.follow_ups.red_flags import raise_red_flag, scoped_flags
from workflow.follow_ups.sending import Outcome, Sending, call_instead, send_follow_up, send_follow_ups
from workflow.follow_ups.treatment_facts import treatment_facts
from workflow.store.models import CheckIn, FollowUp, FollowUpState

__all__ = [
    "DAYS",
    "TOO_MANY_ATTEMPTS",
    "CheckIn",
    "FollowUp",
    "FollowUpState",
    "Outcome",
    "Sending",
    "Told",
    "ask_to_call",
    "call_instead",
    "cancel_follow_ups_of",
    "check_ins_of",
    "claim_due_follow_ups",
    "claim_worn_out_follow_ups",
    "due_times",
    "follow_up_retry",
    "follow_up_to_answer",
    "follow_ups_of",
    "give_up_follow_up",
    "hold_follow_ups",
    "is_too_late",
    "line_to_talk_to",
    "next_follow_up",
    "next_polite",
    "page_of_danger",
    "plan_follow_ups",
    "postpone_follow_up",
    "pressing_groups",
    "raise_red_flag",
    "record_check_in",
    "scoped_flags",
    "send_follow_up",
    "send_follow_ups",
    "treatment_facts",
]
