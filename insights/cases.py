"""How many cases stand where, and what the day brought: the figures of the owner's first page.

Those that take `days` are about so many days up to and with `day`, for the month's card.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from insights.figure import Figure, Period, Row, share
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Case,
    FollowUp,
    LoyaltyLedgerEntry,
    Stage,
    Task,
    TaskKind,
    TaskState,
    TreatmentSession,
)

Rows = sa.Select[*tuple[Any, ...]]
Column = InstrumentedAttribute[Any]

FUNNEL_DAYS = 30


def cases_of_day(period: Period) -> sa.ColumnElement[bool]:
    """This will say which cases a day is about: opened before its end, and not closed before it began."""
    return sa.and_(
        Case.opened_at < period.ends_at,
        sa.or_(Case.closed_at.is_(None), Case.closed_at >= period.starts_at),
    )


def cases_by_stage(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will count the day's cases by the stage each has reached by now."""
    period = Period.of_day(day, zone)
    asked = sa.select(Case.id, Case.stage, Case.stage_at).where(cases_of_day(period)).order_by(Case.stage_at)
    by_stage: dict[Stage, list[Row]] = {stage: [] for stage in Stage}
    for case_id, stage, stage_at in session.execute(asked):
        by_stage[stage].append(Row(id=case_id, case_id=case_id, amount=1, at=stage_at))
    parts = {stage.value: Figure.of_rows(tuple(rows), period) for stage, rows in by_stage.items()}
    every = tuple(row for rows in by_stage.values() for row in rows)
    return Figure(value=len(every), rows=every, parts=parts, period=period)


def scanned(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the cases opened that day, each by a reading."""
    period = Period.of_day(day, zone, days=days)
    return _first_of_each_case(session, sa.select(Case.id, Case.id, Case.opened_at), Case.opened_at, period)


def booked(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the cases an appointment was agreed for that day; one that was cancelled counts no more."""
    period = Period.of_day(day, zone, days=days)
    asked = sa.select(Appointment.id, Appointment.case_id, Appointment.booked_at).where(
        Appointment.state != AppointmentState.CANCELLED
    )
    return _first_of_each_case(session, asked, Appointment.booked_at, period)


def treated(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the cases with a treatment session finished that day."""
    period = Period.of_day(day, zone, days=days)
    asked = sa.select(TreatmentSession.id, TreatmentSession.case_id, TreatmentSession.finished_at)
    return _first_of_each_case(session, asked, TreatmentSession.finished_at, period)


def followed_up(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the cases that a follow-up was sent to that day."""
    period = Period.of_day(day, zone, days=days)
    asked = sa.select(FollowUp.id, FollowUp.case_id, FollowUp.sent_at)
    return _first_of_each_case(session, asked, FollowUp.sent_at, period)


def points_issued(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will add up the points earned that day; points spent are not subtracted."""
    period = Period.of_day(day, zone, days=days)
    entry = LoyaltyLedgerEntry
    asked = (
        sa.select(entry.id, entry.case_id, entry.points, entry.at)
        .where(entry.points > 0, entry.at >= period.starts_at, entry.at < period.ends_at)
        .order_by(entry.at)
    )
    rows = tuple(
        Row(id=row_id, case_id=case_id, amount=points, at=at)
        for row_id, case_id, points, at in session.execute(asked)
    )
    return Figure.of_rows(rows, period)


def red_flags_open(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will count the red flags that nobody has settled yet, of whatever day."""
    del day, zone
    asked = (
        sa.select(Task.id, Task.case_id, Task.made_at)
        .where(Task.kind == TaskKind.RED_FLAG, Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED]))
        .order_by(Task.made_at)
    )
    return Figure.of_rows(_rows(session.execute(asked)))


def funnel(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will follow the cases scanned in the 30 days up to `day`: how many got how far by the end of that day.

    It follows the same cases from step to step, so that no step can hold more than the one before it.
    """
    period = Period.of_day(day, zone, days=FUNNEL_DAYS)
    rows = tuple(
        Row(id=case_id, case_id=case_id, amount=1, at=opened_at)
        for case_id, opened_at in session.execute(_opened_in(period))
    )
    parts = {"scanned": Figure.of_rows(rows, period)}
    agreed = Appointment.state != AppointmentState.CANCELLED
    before = "scanned"
    for step, reached in {
        "booked": _case_ids(session, Appointment.case_id, Appointment.booked_at, period, agreed),
        "treated": _case_ids(session, TreatmentSession.case_id, TreatmentSession.finished_at, period),
        "followed_up": _case_ids(session, FollowUp.case_id, FollowUp.sent_at, period),
    }.items():
        left = len(rows)
        rows = tuple(row for row in rows if row.id in reached)
        parts[step] = Figure.of_rows(rows, period)
        parts[f"{step}_of_{before}"] = Figure(value=share(len(rows), left), period=period)
        before = step
    first = len(parts["scanned"].rows)
    return Figure(value=share(len(rows), first), parts=parts, period=period)


def _opened_in(period: Period) -> Rows:
    return (
        sa.select(Case.id, Case.opened_at)
        .where(Case.opened_at >= period.starts_at, Case.opened_at < period.ends_at)
        .order_by(Case.opened_at)
    )


def _case_ids(
    session: Session,
    case_id: Column,
    at: Column,
    period: Period,
    *more: sa.ColumnElement[bool],
) -> set[Any]:
    """This will give the cases with something of that kind in the period."""
    asked = sa.select(case_id).where(at >= period.starts_at, at < period.ends_at, *more)
    return set(session.scalars(asked))


def _first_of_each_case(session: Session, asked: Rows, at: Column, period: Period) -> Figure:
    """This will count each case once, by the first thing of that kind in the period."""
    found = session.execute(asked.where(at >= period.starts_at, at < period.ends_at).order_by(at))
    seen: dict[Any, Row] = {}
    for row in _rows(found):
        seen.setdefault(row.case_id, row)
    return Figure.of_rows(tuple(seen.values()), period)


def _rows(found: Iterable[Any]) -> tuple[Row, ...]:
    return tuple(Row(id=row_id, case_id=case_id, amount=1, at=at) for row_id, case_id, at in found)
