"""What people of all clinics reviewed, and what still waits for them: one clinic after the other, each with its own eyes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from nlu.examples import Example
from nlu.learned import taught
from workflow.learning import Utterance, learnt_utterances, waiting_utterances
from workflow.store.models import Clinic
from workflow.unit_of_work import Sessions, in_transaction, scope_to


def reviewed_in_all_clinics(sessions: Sessions) -> list[Example]:
    """This will collect what people reviewed, clinic by clinic; of which clinic it is stays behind."""

    def read(session: Session) -> list[Example]:
        found = []
        for clinic in session.scalars(sa.select(Clinic).order_by(Clinic.id)).all():
            scope_to(session, clinic.id)
            found += [
                taught(one.text, intent=one.intent, language=one.language)
                for one in learnt_utterances(session)
            ]
        return found

    return in_transaction(sessions, read, clinic_id=None)


def waiting_in_all_clinics(sessions: Sessions, *, limit: int) -> list[tuple[str, Utterance]]:
    """This will collect what waits for review, each with its clinic's key."""

    def read(session: Session) -> list[tuple[str, Utterance]]:
        found = []
        for clinic in session.scalars(sa.select(Clinic).order_by(Clinic.id)).all():
            scope_to(session, clinic.id)
            found += [(clinic.key, row) for row in waiting_utterances(session, limit=limit)]
        session.expunge_all()
        return found

    return in_transaction(sessions, read, clinic_id=None)
