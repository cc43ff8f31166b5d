"""Cases: a customer's way from a skin reading through a treatment to its follow-ups."""

from workflow.cases.absence import Replanned, Touched, mark_away, plan_without, touched_by_absence
from workflow.cases.acceptance import accept_case_task
from workflow.cases.case_notices import tell_reading
from workflow.cases.changes import Change
from workflow.cases.checks import check_selling
from workflow.cases.events import write_event
from workflow.cases.handing import decline_case_task, hand_over_case_task, take_over_case_task
from workflow.cases.moves import case_for_change, make_move, step_of
from workflow.cases.next_case import open_next_case
from workflow.cases.notice_facts import name_of, without_reading
from workflow.cases.opening import open_case
from workflow.cases.operations import (
    close_case,
    finish_treatment,
    start_treatment,
    stop_treatment,
)
from workflow.cases.proposal import change_proposal
from workflow.cases.queries import (
    TREATED,
    booked_appointment,
    case,
    events,
    is_over,
    last_finished_session,
    newest_reading,
    open_case_of,
    session_of,
)
from workflow.cases.refusals import TooEarly, TooLate
from workflow.cases.returning import may_have_next
from workflow.cases.sending import put_follow_up_aside, send_due_follow_up, send_due_follow_ups
from workflow.cases.status import CustomerStatus, status_of
from workflow.cases.transitions import TABLE, Effect, IllegalMove, Move, Step, decide, hands_of
from workflow.store.models import Case, CaseEvent, Stage, TreatmentPlan, TreatmentSession

__all__ = [
    "TABLE",
    "TREATED",
    "Case",
    "CaseEvent",
    "Change",
    "CustomerStatus",
    "Effect",
    "IllegalMove",
    "Move",
    "Replanned",
    "Stage",
    "Step",
    "TooEarly",
    "TooLate",
    "Touched",
    "TreatmentPlan",
    "TreatmentSession",
    "accept_case_task",
    "booked_appointment",
    "case",
    "case_for_change",
    "change_proposal",
    "check_selling",
    "close_case",
    "decide",
    "decline_case_task",
    "events",
    "finish_treatment",
    "hand_over_case_task",
    "hands_of",
    "is_over",
    "last_finished_session",
    "make_move",
    "mark_away",
    "may_have_next",
    "name_of",
    "newest_reading",
    "open_case",
    "open_case_of",
    "open_next_case",
    "plan_without",
    "put_follow_up_aside",
    "send_due_follow_up",
    "send_due_follow_ups",
    "session_of",
    "start_treatment",
    "status_of",
    "step_of",
    "stop_treatment",
    "take_over_case_task",
    "tell_reading",
    "touched_by_absence",
    "without_reading",
    "write_event",
]
