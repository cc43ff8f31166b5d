"""Notices: what one person must be told, written in the transaction of the change that causes it."""

from workflow.notices.claims import claim_due_notices, keep_body, postpone, settle
from workflow.notices.operations import ReplyChance, tell, tell_customer, tell_staff
from workflow.notices.queries import identity_of, notice, notices_to
from workflow.store.models import Notice, NoticePurpose, NoticeState

__all__ = [
    "Notice",
    "NoticePurpose",
    "NoticeState",
    "ReplyChance",
    "claim_due_notices",
    "identity_of",
    "keep_body",
    "notice",
    "notices_to",
    "postpone",
    "settle",
    "tell",
    "tell_customer",
    "tell_staff",
]
