"""What the clinic has approved to be told to customers, and questions whose answers are phrased of it."""

from workflow.passages.operations import Draft, approve_passage, retire_passage, write_passage
from workflow.passages.phrasings import (
    Outcome,
    ask_for_phrasing,
    claim_phrasings,
    claim_worn_out_phrasings,
    forget_old_phrasings,
    may_call,
    settle_phrasing,
)
from workflow.passages.queries import approved_passages, passage, passages, source_of
from workflow.passages.refusals import PassageNotFit
from workflow.passages.seeding import seed_passages
from workflow.store.models import Passage, PassageOrigin, PassageState, Phrasing, PhrasingState

__all__ = [
    "Draft",
    "Outcome",
    "Passage",
    "PassageNotFit",
    "PassageOrigin",
    "PassageState",
    "Phrasing",
    "PhrasingState",
    "approve_passage",
    "approved_passages",
    "ask_for_phrasing",
    "claim_phrasings",
    "claim_worn_out_phrasings",
    "forget_old_phrasings",
    "may_call",
    "passage",
    "passages",
    "retire_passage",
    "seed_passages",
    "settle_phrasing",
    "source_of",
    "write_passage",
]
