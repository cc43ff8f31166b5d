"""Learning from use: what the bot did not understand, masked, until a person has said what it means."""

from workflow.learning.forgetting import (
    forget_last_words,
    forget_old_utterances,
    forget_unsent_utterance,
    forget_utterances_of,
)
from workflow.learning.hearing import Heard, hear, hear_choice, hear_that_a_person_took_over
from workflow.learning.queries import (
    Learnt,
    count_waiting,
    learnt_utterances,
    names_to_mask,
    reviewed_utterances,
    waiting_utterances,
)
from workflow.learning.reviewing import discard_utterance, learn_utterance, reopen_utterance
from workflow.store.models import LastWords, Utterance, UtteranceSource, UtteranceState, UtteranceWhy

__all__ = [
    "Heard",
    "LastWords",
    "Learnt",
    "Utterance",
    "UtteranceSource",
    "UtteranceState",
    "UtteranceWhy",
    "count_waiting",
    "discard_utterance",
    "forget_last_words",
    "forget_old_utterances",
    "forget_unsent_utterance",
    "forget_utterances_of",
    "hear",
    "hear_choice",
    "hear_that_a_person_took_over",
    "learn_utterance",
    "learnt_utterances",
    "names_to_mask",
    "reopen_utterance",
    "reviewed_utterances",
    "waiting_utterances",
]
