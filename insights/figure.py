"""What a figure is: a number, the period it is about, and the rows that add up to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

Number = int | float | None


@dataclass(frozen=True, kw_only=True)
class Period:
    """A stretch of time, half-open: it ends where the next begins.

    Attributes:
        starts_at: The first instant, aware UTC.
        ends_at: The first instant after it, aware UTC.
    """

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of_day(cls, day: date, zone: ZoneInfo, *, days: int = 1) -> Self:
        """This will give the days up to and with `day` by the wall clock of the zone."""
        first = day - timedelta(days=days - 1)
        return cls(
            starts_at=datetime.combine(first, time(), zone),
            ends_at=datetime.combine(day + timedelta(days=1), time(), zone),
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row behind a figure.

    Attributes:
        id: The row's own id (a case, an appointment, a ledger entry, ...).
        case_id: The case it belongs to, where there is one.
        amount: What it adds to the figure.
        at: When it happened, aware UTC.
    """

    id: uuid.UUID
    case_id: uuid.UUID | None
    amount: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with what it is made of.

    Attributes:
        value: The number; None where there is nothing to divide by, which is not zero.
        rows: The rows whose amounts add up to it; empty for a ratio.
        parts: The figures it is split into, by name.
        period: The time it is about; None for how things stand now.
    """

    value: Number
    rows: tuple[Row, ...] = ()
    parts: Mapping[str, "Figure"] = field(default_factory=dict)
    period: Period | None = None

    @classmethod
    def of_rows(cls, rows: tuple[Row, ...], period: Period | None = None) -> Self:
        """This will add up the rows."""
        return cls(value=sum(row.amount for row in rows), rows=rows, period=period)

    def to_json(self) -> dict[str, Any]:
        """This will give the figure as plain JSON values; rows as the ids of their cases."""
        told: dict[str, Any] = {"value": self.value}
        if self.period is not None:
            told["period"] = [self.period.starts_at.isoformat(), self.period.ends_at.isoformat()]
        if self.parts:
            told["parts"] = {name: part.to_json() for name, part in self.parts.items()}
        else:
            told["rows"] = [
                {
                    "id": str(row.id),
                    "case_id": None if row.case_id is None else str(row.case_id),
                    "amount": row.amount,
                    "at": row.at.isoformat(),
                }
                for row in self.rows
            ]
        return told


def share(part: int, whole: int) -> float | None:
    """This will divide; nothing divided by nothing is not zero but unknown."""
    return None if whole == 0 else part / whole
