"""What is agreed for a day, and what waits to be done."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from insights.figure import Figure, Period, Row
from workflow.store.models import Appointment, AppointmentState, Task, TaskState


def appointments(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will count the appointments that start that day, by whether the customer has said that she comes."""
    period = Period.of_day(day, zone)
    asked = (
        sa.select(Appointment.id, Appointment.case_id, Appointment.starts_at, Appointment.confirmed_at)
        .where(
            Appointment.starts_at >= period.starts_at,
            Appointment.starts_at < period.ends_at,
            Appointment.state != AppointmentState.CANCELLED,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for row_id, case_id, starts_at, confirmed_at in session.execute(asked):
        rows[confirmed_at is not None].append(Row(id=row_id, case_id=case_id, amount=1, at=starts_at))
    every = tuple(sorted((*rows[True], *rows[False]), key=lambda row: row.at))
    parts = {
        name: Figure.of_rows(tuple(rows[is_confirmed]), period)
        for name, is_confirmed in (("confirmed", True), ("unconfirmed", False))
    }
    return Figure(value=len(every), rows=every, parts=parts, period=period)


def tasks_waiting(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will count the tasks nobody has finished yet, of whatever day."""
    del day, zone
    return Figure.of_rows(_tasks(session))


def tasks_overdue(session: Session, *, day: date, zone: ZoneInfo) -> Figure:
    """This will count the tasks nobody has finished yet that were due before the day began."""
    return Figure.of_rows(_tasks(session, Task.due_at < Period.of_day(day, zone).starts_at))


def _tasks(session: Session, *more: sa.ColumnElement[bool]) -> tuple[Row, ...]:
    asked = (
        sa.select(Task.id, Task.case_id, Task.due_at)
        .where(Task.state.in_([TaskState.OPEN, TaskState.ACCEPTED]), *more)
        .order_by(Task.due_at, Task.id)
    )
    found: Iterable[Any] = session.execute(asked)
    return tuple(Row(id=row_id, case_id=case_id, amount=1, at=at) for row_id, case_id, at in found)
