"""Who has come to know the clinic, who answers it, and whose skin gave reason to worry."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from insights.figure import Figure, Period, Row, share
from workflow.store.models import Customer, FollowUp, FollowUpState, Task, TaskKind


def new_customers(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the customers the clinic first met in so many days up to and with `day`."""
    period = Period.of_day(day, zone, days=days)
    asked = (
        sa.select(Customer.id, sa.null(), Customer.created_at)
        .where(Customer.created_at >= period.starts_at, Customer.created_at < period.ends_at)
        .order_by(Customer.created_at, Customer.id)
    )
    return Figure.of_rows(_rows(session.execute(asked)), period)


def answered(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will say which share of the follow-ups sent in so many days was answered by now."""
    period = Period.of_day(day, zone, days=days)
    asked: sa.Select[*tuple[Any, ...]] = (
        sa.select(FollowUp.id, FollowUp.case_id, FollowUp.sent_at, FollowUp.state)
        .where(FollowUp.sent_at >= period.starts_at, FollowUp.sent_at < period.ends_at)
        .order_by(FollowUp.sent_at, FollowUp.id)
    )
    sent, with_answer = [], []
    for row_id, case_id, at, state in session.execute(asked):
        row = Row(id=row_id, case_id=case_id, amount=1, at=at)
        sent.append(row)
        if state is FollowUpState.ANSWERED:
            with_answer.append(row)
    parts = {
        "sent": Figure.of_rows(tuple(sent), period),
        "answered": Figure.of_rows(tuple(with_answer), period),
    }
    return Figure(value=share(len(with_answer), len(sent)), parts=parts, period=period)


def red_flags_raised(session: Session, *, day: date, zone: ZoneInfo, days: int = 1) -> Figure:
    """This will count the red flags raised in so many days, settled or not."""
    period = Period.of_day(day, zone, days=days)
    asked = (
        sa.select(Task.id, Task.case_id, Task.made_at)
        .where(
            Task.kind == TaskKind.RED_FLAG, Task.made_at >= period.starts_at, Task.made_at < period.ends_at
        )
        .order_by(Task.made_at, Task.id)
    )
    return Figure.of_rows(_rows(session.execute(asked)), period)


def _rows(found: Iterable[Any]) -> tuple[Row, ...]:
    return tuple(Row(id=row_id, case_id=case_id, amount=1, at=at) for row_id, case_id, at in found)
