"""Tasks that time must look at: reminders their holders asked for, and word to the next role when they wait too long."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from workflow.settings import ClinicRules
from workflow.tasks import claim_task_to_look_at, look_at_task, put_look_aside
from workflow.unit_of_work import Sessions, in_transaction, is_the_databases_trouble, scope_to

log = structlog.get_logger(__name__)


class EscalateTasks:
    """Looks at the tasks whose time has come."""

    def __init__(
        self, *, sessions: Sessions, clock: Callable[[], datetime], rules: Mapping[uuid.UUID, ClinicRules]
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._rules = rules

    def run_due(self) -> int:
        """This will look at each task that is due, in a transaction of its own, and say how many there were.

        Claim, notices and step are one transaction: whoever dies in it has told nobody, and the task is due again at
        once. One that fails is put aside for some minutes, so that it does not hold up the others, and given up in the end.
        """
        done = 0
        while self._look_at_next():
            done += 1
        return done

    def _look_at_next(self) -> bool:
        claimed: list[tuple[uuid.UUID, uuid.UUID]] = []
        try:
            return in_transaction(
                self._sessions, lambda session: self._look(session, claimed), clinic_id=None
            )
        except Exception as error:
            if not claimed or is_the_databases_trouble(error):
                raise
            task_id, clinic_id = claimed[-1]
            failure, now = type(error).__name__, self._clock()
            log.exception("task.look_failed", task_id=str(task_id), error=failure)
            in_transaction(
                self._sessions,
                lambda session: put_look_aside(session, task_id=task_id, failure=failure, now=now),
                clinic_id=clinic_id,
            )
            return True

    def _look(self, session: Session, claimed: list[tuple[uuid.UUID, uuid.UUID]]) -> bool:
        """This will look at one task, and note which in `claimed` before anything can go wrong with it."""
        now = self._clock()
        task = claim_task_to_look_at(session, now=now)
        if task is None:
            return False
        claimed.append((task.id, task.clinic_id))
        scope_to(session, task.clinic_id)
        look_at_task(session, task=task, now=now, rules=self._rules.get(task.clinic_id) or ClinicRules())
        return True
