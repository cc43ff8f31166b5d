"""Somebody is not there: their tasks go to others, and sales is asked to move the times they cannot keep."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from workflow.actor import Actor, Role
from workflow.calendars import add_time_off, on_shift
from workflow.cases.handing import let_go
from workflow.cases.notice_facts import case_facts, treatment_or_none
from workflow.notices import NoticePurpose, tell_staff
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Branch,
    Case,
    Customer,
    Staff,
    Task,
    TaskKind,
    TreatmentType,
)
from workflow.tasks import (
    HandedOn,
    NobodyHasRole,
    assign_task,
    hand_on_tasks_of,
    performing_roles,
    tasks_of_absence,
    tell_holder,
    waiting_tasks_of_case,
    who_may_perform,
)

# Whoever sells; in a clinic too small to have anybody for that, whoever leads or treats.
_SELLING = (Role.SALES, Role.MANAGER, Role.OWNER, Role.BEAUTICIAN, Role.PHYSICIAN)
# A time that is near has to be moved at once: she may be on her way.
_AT_ONCE = timedelta(minutes=15)
_BEFORE_IT = timedelta(hours=2)
# So many colleagues who could keep the time are named; they must fit beside the card's other buttons.
_NAMED = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """What became of what somebody would have done.

    Attributes:
        tasks: Whose tasks now wait for others, and which nobody else may have.
        to_move: What sales is asked to do about agreed times, one task for each.
    """

    tasks: HandedOn
    to_move: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class Touched:
    """How much an absence would touch: tasks that are handed on, and agreed times that are to be moved."""

    tasks: int
    appointments: int


def touched_by_absence(
    session: Session, *, staff_id: uuid.UUID, from_at: datetime, until: datetime, now: datetime
) -> Touched:
    """This will count what would have to be planned anew if somebody were not there."""
    falling, _ = tasks_of_absence(session, staff_id=staff_id, from_at=from_at, until=until, now=now)
    agreed = _agreed_times(session, staff_id=staff_id, from_at=max(from_at, now), until=until)
    return Touched(tasks=len(falling), appointments=len(agreed))


def mark_away(
    session: Session,
    *,
    staff_id: uuid.UUID,
    from_at: datetime,
    until: datetime,
    reason: str,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Replanned:
    """This will note that somebody is not there, and plan anew what they would have done meanwhile.

    Args:
        session: The caller's transaction.
        staff_id: Who.
        from_at: From when (aware UTC).
        until: Until when (aware UTC).
        reason: A word, as sick or leave; never a story.
        by: They themselves, a manager or an owner.
        now: Aware UTC.
        rules: What the clinic has set.

    Raises:
        NotFound: There is no such member of staff.
        NotTheirRoster: It is somebody else's, and `by` is no manager or owner.
        EndsBeforeItBegins: It would end before it begins.
        AlreadyOff: The same is noted already.
    """
    with session.begin_nested():
        add_time_off(
            session, staff_id=staff_id, starts_at=from_at, ends_at=until, reason=reason, by=by, now=now
        )
        done = plan_without(
            session, staff_id=staff_id, from_at=from_at, until=until, by=by, now=now, rules=rules
        )
        _tell_them(session, staff_id=staff_id, done=done, from_at=from_at, until=until, now=now)
        return done


def plan_without(
    session: Session,
    *,
    staff_id: uuid.UUID,
    from_at: datetime,
    until: datetime | None,
    by: Actor,
    now: datetime,
    rules: ClinicRules | None = None,
) -> Replanned:
    """This will plan anew what somebody would have done in a time; without an end, because they have left."""
    rules = rules or ClinicRules()
    handed_on = hand_on_tasks_of(
        session, staff_id=staff_id, from_at=from_at, until=until, by=by, now=now, rules=rules
    )
    for task in handed_on.given:
        let_go(session, task=task, by=by, now=now)
    away = session.get_one(Staff, staff_id)
    asked = [
        _ask_to_move(session, agreed=agreed, away=away, now=now, rules=rules)
        for agreed in _agreed_times(session, staff_id=staff_id, from_at=max(from_at, now), until=until)
    ]
    to_move = tuple(one for one in asked if one is not None)
    log.info(
        "staff.planned_without",
        staff_id=str(staff_id),
        handed_on=len(handed_on.given),
        kept=len(handed_on.kept),
        to_move=len(to_move),
    )
    return Replanned(tasks=handed_on, to_move=to_move)


def _agreed_times(
    session: Session, *, staff_id: uuid.UUID, from_at: datetime, until: datetime | None
) -> list[Appointment]:
    statement = sa.select(Appointment).where(
        Appointment.staff_id == staff_id,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.ends_at > from_at,
    )
    if until is not None:
        statement = statement.where(Appointment.starts_at < until)
    return list(session.scalars(statement.order_by(Appointment.starts_at, Appointment.id)))


def _ask_to_move(
    session: Session, *, agreed: Appointment, away: Staff, now: datetime, rules: ClinicRules
) -> Task | None:
    """This will ask sales to agree on another time or another hand; None where that was asked before."""
    asked = waiting_tasks_of_case(session, case_id=agreed.case_id, kinds=[TaskKind.BOOK_APPOINTMENT])
    if asked:
        return None
    case = session.get_one(Case, agreed.case_id)
    try:
        task = assign_task(
            session,
            kind=TaskKind.BOOK_APPOINTMENT,
            case=case,
            customer_id=case.customer_id,
            roles=_SELLING,
            due_at=max(now + _AT_ONCE, agreed.starts_at - _BEFORE_IT),
            detail={"why": "staff_away", "appointment_id": str(agreed.id)},
            now=now,
            rules=rules,
        )
    except NobodyHasRole:
        log.error("appointment.nobody_to_move", appointment_id=str(agreed.id))  # noqa: TRY400 - a refusal, no bug
        return None
    facts = _facts(session, case=case, agreed=agreed, away=away, rules=rules)
    tell_holder(
        session,
        task=task,
        kind="appointment_to_move",
        data=facts,
        key=f"appointment_to_move:{task.id}:{task.staff_id}",
        now=now,
    )
    return task


def _facts(
    session: Session, *, case: Case, agreed: Appointment, away: Staff, rules: ClinicRules
) -> dict[str, Any]:
    treatment = session.get_one(TreatmentType, agreed.treatment_type_id)
    others = _stand_ins(session, agreed=agreed, treatment=treatment, rules=rules)
    return {
        **case_facts(case, customer=session.get_one(Customer, case.customer_id)),
        "treatment": treatment_or_none(treatment),
        "starts_at": agreed.starts_at.isoformat(),
        "zone": session.get_one(Branch, agreed.branch_id).zone,
        "away_name": away.name,
        "stand_ins": [{"staff_id": str(one.id), "name": one.name} for one in others[:_NAMED]],
    }


def _stand_ins(
    session: Session, *, agreed: Appointment, treatment: TreatmentType, rules: ClinicRules
) -> list[Staff]:
    """This will list who could keep an agreed time: they may do it, are there then, and have no other time then.

    Whoever is asked first for this treatment stands first.
    """
    able = who_may_perform(session, branch_id=agreed.branch_id, treatment=treatment, rules=rules)
    there = on_shift(session, branch_id=agreed.branch_id, at=agreed.starts_at)
    taken = set(
        session.scalars(
            sa.select(Appointment.staff_id).where(
                Appointment.state == AppointmentState.BOOKED,
                Appointment.starts_at < agreed.ends_at,
                Appointment.ends_at > agreed.starts_at,
            )
        )
    )
    free = [one for one in able if one.id in there and one.id not in taken and one.id != agreed.staff_id]
    asked = performing_roles(treatment, rules=rules)
    return sorted(free, key=lambda one: min(asked.index(role) for role in asked if role in one.role_set))


def _tell_them(
    session: Session,
    *,
    staff_id: uuid.UUID,
    done: Replanned,
    from_at: datetime,
    until: datetime,
    now: datetime,
) -> None:
    """This will tell whoever is away that it is noted, and that others see to it."""
    staff = session.get_one(Staff, staff_id)
    tell_staff(
        session,
        staff_id=staff_id,
        kind="away_noted",
        purpose=NoticePurpose.STAFF,
        data={
            "from_at": from_at.isoformat(),
            "until": until.isoformat(),
            "zone": session.get_one(Branch, staff.branch_id).zone,
            "handed_on": len(done.tasks.given),
            "kept": len(done.tasks.kept),
            "waiting": len(done.tasks.waiting),
            "to_move": len(done.to_move),
        },
        key=f"away_noted:{staff_id}:{from_at:%Y%m%dT%H%M}:{now:%Y%m%dT%H%M%S}",
        now=now,
    )
