"""Notices: what one person must be told, written in the transaction of the change that causes it."""

from workflow.notices.claims import DueNotice, take_due_notices
from workflow.notices.health import TOLD_STAFF, forget_health_told, forget_old_health_told, without_health
from workflow.notices.operations import ReplyChance, Telling, tell, tell_all, tell_customer, tell_staff
from workflow.notices.queries import identities_of, identity_of, notice, notice_by_key, notices_to
from workflow.notices.retention import forget_old_words, forget_what_is_told_once
from workflow.notices.sending import (
    Arrived,
    Leaving,
    begin_sending_all,
    drop_reply_token,
    postpone,
    settle,
    settle_accepted,
    take_back,
)
from workflow.notices.simulated import SimulationNotForOthers
from workflow.store.models import Notice, NoticePurpose, NoticeState

__all__ = [
    "TOLD_STAFF",
    "Arrived",
    "DueNotice",
    "Leaving",
    "Notice",
    "NoticePurpose",
    "NoticeState",
    "ReplyChance",
    "SimulationNotForOthers",
    "Telling",
    "begin_sending_all",
    "drop_reply_token",
    "forget_health_told",
    "forget_old_health_told",
    "forget_old_words",
    "forget_what_is_told_once",
    "identities_of",
    "identity_of",
    "notice",
    "notice_by_key",
    "notices_to",
    "postpone",
    "settle",
    "settle_accepted",
    "take_back",
    "take_due_notices",
    "tell",
    "tell_all",
    "tell_customer",
    "tell_staff",
    "without_health",
]
