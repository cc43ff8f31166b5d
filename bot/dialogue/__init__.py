"""Forms filled in by talk: questions one after the other, answered by words or by buttons. Decision 0023."""

from bot.dialogue.filling import ask, proceed, reads
from bot.dialogue.form import CONFIRM, Form, Options, Slot
from bot.dialogue.further import EARLIER, FACTS, earlier_of, lay_aside
from bot.dialogue.reading import Read, named_in, read_slot
from bot.dialogue.talk import LASTS, Talk, new_state
from bot.wording.form_labels import STOP

__all__ = [
    "CONFIRM",
    "EARLIER",
    "FACTS",
    "LASTS",
    "STOP",
    "Form",
    "Options",
    "Read",
    "Slot",
    "Talk",
    "ask",
    "earlier_of",
    "lay_aside",
    "named_in",
    "new_state",
    "proceed",
    "read_slot",
    "reads",
]
