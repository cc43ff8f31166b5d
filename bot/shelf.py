"""The clinic's approved passages, and which of them a message may be about. Looked for before the turn's transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from bot.events import Incoming
from nlu import Understanding
from nlu.conditions import tells_of_condition
from nlu.grounded import Hit, Library, Source
from workflow.passages import approved_passages, source_of
from workflow.unit_of_work import Sessions, in_transaction

ASKS = frozenset({"ask_treatment_info", "ask_aftercare"})
"""What passages answer beside what was not understood. Nothing else ever: no price, no booking, no trouble."""

BY_A_PERSON = frozenset(
    {
        "report_side_effect",
        "complaint",
        "talk_to_human",
        "ask_doctor",
        "privacy_request",
        "withdraw_consent",
        "unsubscribe",
        "ask_price",
        "ask_promotion",
        "ask_payment",
        "book_appointment",
        "reschedule_appointment",
        "cancel_appointment",
    }
)
LIKELY_FROM = 0.2
"""What was not understood is left to a person where one of these is so likely: below the engine's own floor of .28."""


class Shelf:
    """Finds passages for what is asked. Safe to share between threads."""

    def __init__(self, *, sessions: Sessions, library: Library) -> None:
        """This will keep where the passages stand, and who finds them."""
        self._sessions = sessions
        self._library = library

    def find(self, event: Incoming, *, clinic_id: UUID) -> tuple[Hit, ...]:
        """This function will find what an understood message may be about; nothing where no passage may answer it."""
        found = event.understanding
        if found is None or event.requests or not may_be_answered(found) or tells_of_condition(event.text):
            return ()
        sources = in_transaction(self._sessions, _sources, clinic_id=clinic_id)
        named = [one.value for one in found.entities if one.entity == "treatment"]
        return self._library.find(event.text, sources, treatments=named)


def may_be_answered(found: Understanding) -> bool:
    """This function will say whether passages may answer: a question about treatments or care, or nothing understood."""
    if found.urgent or found.red_flags:
        return False
    if found.fallback:
        return all(found.probability(intent) < LIKELY_FROM for intent in BY_A_PERSON)
    return found.intent in ASKS


def _sources(session: Session) -> Sequence[Source]:
    return [source_of(one) for one in approved_passages(session)]
