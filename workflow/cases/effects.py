"""What each effect of the transition table does. An effect sees one change and writes rows; it decides nothing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import sqlalchemy as sa

from workflow.actor import Role
from workflow.cases import effect_notices
from workflow.cases.changes import Change
from workflow.cases.transitions import Effect
from workflow.follow_ups import cancel_follow_ups_of, plan_follow_ups
from workflow.loyalty import earn_points, points_for
from workflow.store.models import (
    Appointment,
    AppointmentState,
    PlanState,
    ResourceCell,
    Staff,
    TaskKind,
    TreatmentPlan,
)
from workflow.tasks import assign_task, cancel_tasks_of, finish_tasks_of

_UNTIL_BOOKED = (TaskKind.PREPARE_TREATMENT, TaskKind.BOOK_APPOINTMENT)
# Everything but a red flag and a promised call: those are about the customer, not about the case's progress.
_OF_THE_CASE = (*_UNTIL_BOOKED, TaskKind.DO_TREATMENT, TaskKind.OFFER_AFTER_TREATMENT)
# Whoever sells; in a clinic too small to have anybody for that, whoever treats.
_SELLING = (Role.SALES, Role.MANAGER, Role.OWNER, Role.BEAUTICIAN, Role.PHYSICIAN)


def take_back_preparation(change: Change) -> None:
    """This will take back what was asked for the treatment proposed before."""
    cancel_tasks_of(change.session, case_id=change.case.id, kinds=_UNTIL_BOOKED, now=change.now)


def agree_plan(change: Change) -> None:
    """This will mark the proposed plan as agreed: she has taken a date."""
    _set_plan(change, was=PlanState.PROPOSED, to=PlanState.AGREED)


def finish_plan(change: Change) -> None:
    """This will mark the agreed plan as done, where it was for one session."""
    _set_plan(change, was=PlanState.AGREED, to=PlanState.DONE)


def _set_plan(change: Change, *, was: PlanState, to: PlanState) -> None:
    plans = change.session.scalars(
        sa.select(TreatmentPlan).where(
            TreatmentPlan.case_id == change.case.id,
            TreatmentPlan.treatment_type_id == change.case.treatment_type_id,
            TreatmentPlan.state == was,
        )
    )
    for plan in plans:
        if to is not PlanState.DONE or plan.sessions == 1:
            plan.state = to


def finish_booking_tasks(change: Change) -> None:
    """This will end what asked for a date: there is one now."""
    finish_tasks_of(change.session, case_id=change.case.id, kinds=_UNTIL_BOOKED, now=change.now)


def take_back_booking_tasks(change: Change) -> None:
    """This will take back what asked for another date: a treatment that was stopped goes on after all."""
    cancel_tasks_of(change.session, case_id=change.case.id, kinds=[TaskKind.BOOK_APPOINTMENT], now=change.now)


def give_treatment_task(change: Change) -> None:
    """This will give the treatment of the agreed time to whoever does it."""
    agreed = change.agreed
    assign_task(
        change.session,
        kind=TaskKind.DO_TREATMENT,
        case=change.case,
        customer_id=change.case.customer_id,
        staff=change.session.get_one(Staff, agreed.staff_id),
        due_at=agreed.starts_at,
        rules=change.rules,
        detail={"appointment_id": str(agreed.id)},
        now=change.now,
    )


def take_back_treatment_task(change: Change) -> None:
    """This will take back the task of a time that no longer holds."""
    cancel_tasks_of(change.session, case_id=change.case.id, kinds=[TaskKind.DO_TREATMENT], now=change.now)


def finish_treatment_task(change: Change) -> None:
    """This will end the treatment's task."""
    finish_tasks_of(change.session, case_id=change.case.id, kinds=[TaskKind.DO_TREATMENT], now=change.now)


def ask_to_book_again(change: Change) -> None:
    """This will ask sales for another date after a stopped treatment, and tell them why."""
    task = assign_task(
        change.session,
        kind=TaskKind.BOOK_APPOINTMENT,
        case=change.case,
        customer_id=change.case.customer_id,
        roles=_SELLING,
        rules=change.rules,
        detail={"why": "treatment_stopped"},
        now=change.now,
    )
    effect_notices.tell_stopped(change, task=task)


def ask_for_another_time(change: Change) -> None:
    """This will ask sales for another date after an appointment that was cancelled."""
    assign_task(
        change.session,
        kind=TaskKind.BOOK_APPOINTMENT,
        case=change.case,
        customer_id=change.case.customer_id,
        roles=_SELLING,
        rules=change.rules,
        detail={"why": "cancelled"},
        now=change.now,
    )


def credit_points(change: Change) -> None:
    """This will credit the visit's points, once per session."""
    if change.treatment_session is None:
        raise ValueError("points are earned by a session")
    earn_points(
        change.session,
        customer_id=change.case.customer_id,
        points=points_for(change.treatment.price_satang, rules=change.rules),
        reason="visit",
        key=effect_notices.points_key(change),
        case_id=change.case.id,
        now=change.now,
    )


def promise_follow_ups(change: Change) -> None:
    """This will promise the four follow-ups of the finished session."""
    if change.treatment_session is None:
        raise ValueError("follow-ups follow a session")
    plan_follow_ups(
        change.session,
        case=change.case,
        treatment_session=change.treatment_session,
        now=change.now,
        rules=change.rules,
    )


def give_offer_task(change: Change) -> None:
    """This will ask sales to offer what suits the customer next."""
    task = assign_task(
        change.session,
        kind=TaskKind.OFFER_AFTER_TREATMENT,
        case=change.case,
        customer_id=change.case.customer_id,
        roles=_SELLING,
        rules=change.rules,
        detail={"treatment_key": change.treatment.key},
        now=change.now,
    )
    effect_notices.tell_sales_finished(change, task=task)


def release_appointment(change: Change) -> None:
    """This will give an agreed time that will not be kept back to everybody else."""
    booked = change.session.scalars(
        sa.select(Appointment).where(
            Appointment.case_id == change.case.id, Appointment.state == AppointmentState.BOOKED
        )
    )
    for appointment in booked:
        appointment.state = AppointmentState.CANCELLED
        change.session.execute(sa.delete(ResourceCell).where(ResourceCell.appointment_id == appointment.id))


def cancel_tasks(change: Change) -> None:
    """This will take back what the case asked of people; a red flag stays until a person has answered it."""
    cancel_tasks_of(change.session, case_id=change.case.id, kinds=_OF_THE_CASE, now=change.now)


def cancel_follow_ups(change: Change) -> None:
    """This will take back the follow-ups still to come."""
    cancel_follow_ups_of(change.session, case_id=change.case.id, now=change.now)


def end_case(change: Change) -> None:
    """This will close the case."""
    change.case.closed_at = change.now


EFFECTS: Mapping[Effect, Callable[[Change], None]] = MappingProxyType(
    {
        Effect.TAKE_BACK_PREPARATION: take_back_preparation,
        Effect.AGREE_PLAN: agree_plan,
        Effect.FINISH_BOOKING_TASKS: finish_booking_tasks,
        Effect.TAKE_BACK_BOOKING_TASKS: take_back_booking_tasks,
        Effect.GIVE_TREATMENT_TASK: give_treatment_task,
        Effect.TELL_BOOKED: effect_notices.tell_booked,
        Effect.TELL_STARTED: effect_notices.tell_started,
        Effect.TAKE_BACK_TREATMENT_TASK: take_back_treatment_task,
        Effect.ASK_TO_BOOK_AGAIN: ask_to_book_again,
        Effect.TELL_CANCELLED: effect_notices.tell_cancelled,
        Effect.ASK_FOR_ANOTHER_TIME: ask_for_another_time,
        Effect.FINISH_TREATMENT_TASK: finish_treatment_task,
        Effect.FINISH_PLAN: finish_plan,
        Effect.EARN_POINTS: credit_points,
        Effect.PLAN_FOLLOW_UPS: promise_follow_ups,
        Effect.GIVE_OFFER_TASK: give_offer_task,
        Effect.TELL_FINISHED: effect_notices.tell_finished,
        Effect.RELEASE_APPOINTMENT: release_appointment,
        Effect.CANCEL_TASKS: cancel_tasks,
        Effect.CANCEL_FOLLOW_UPS: cancel_follow_ups,
        Effect.END_CASE: end_case,
    }
)
