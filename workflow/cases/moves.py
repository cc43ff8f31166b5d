"""Making a move: looked up in the table, written as an event, its effects run, all in the caller's transaction."""

import uuid

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor
from workflow.cases.changes import Change
from workflow.cases.effects import EFFECTS
from workflow.cases.events import write_event
from workflow.cases.transitions import IllegalMove, Move, Step, decide, hands_of
from workflow.refusal import NotFound
from workflow.store.models import Case

log = structlog.get_logger(__name__)


def case_for_change(session: Session, *, case_id: uuid.UUID) -> Case:
    """This will read a case afresh and hold its row until the transaction ends.

    Raises:
        NotFound: There is no such case in this clinic.
    """
    statement = (
        sa.select(Case)
        .where(Case.id == case_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound(case_id=str(case_id))
    return found


def step_of(case: Case, *, move: Move, by: Actor) -> Step:
    """This will say what the move would do, and change nothing.

    Raises:
        IllegalMove: The case is closed, or its stage has no such move.
        NotAllowed: It has, but not for this actor.
    """
    if case.closed_at is not None:
        raise IllegalMove(stage="closed", move=move.value)
    return decide(case.stage, move, hands_of(by))


def make_move(change: Change, *, move: Move) -> Case:
    """This will move a case whose row is held: new stage, event, effects in the table's order.

    Raises:
        IllegalMove: The case is closed, or its stage has no such move.
        NotAllowed: It has, but not for this actor.
    """
    case = change.case
    step = step_of(case, move=move, by=change.by)
    detail = {"from": case.stage.value, "to": step.to.value, **change.detail}
    if step.to is not case.stage:
        case.stage = step.to
        case.stage_at = change.now
    write_event(
        change.session, case=case, name=f"case.{move.value}", by=change.by, now=change.now, detail=detail
    )
    for effect in step.effects:
        EFFECTS[effect](change)
    change.session.flush()
    log.info("case.moved", case_id=str(case.id), move=move.value, stage=case.stage.value)
    return case
