"""What config.yml says of hours: weekdays, holidays, closures, shifts and places. Hours are written as 10:00-20:00."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from workflow.calendars import DayKind, DayTold, holiday_keys, holidays_chosen, known_until

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_CELL_MINUTES = 5
# More than this is a slip of the pen: a branch that closes for longer has another problem.
_LONGEST_CLOSURE = timedelta(days=366)


# Times are offered a quarter ahead; somebody must hear in good time that the public holidays are no longer known.
HOLIDAYS_KNOWN_FOR = timedelta(days=180)


def _read_hours(told: Any) -> Any:  # noqa: ANN401 - whatever YAML gave
    """This will read 10:00-20:00 as two times."""
    try:
        starts, ends = (time.fromisoformat(part.strip()) for part in told.split("-"))
    except (AttributeError, ValueError) as error:
        raise ValueError(f"{told!r} are no hours; write them like 10:00-20:00") from error
    if starts == ends:
        raise ValueError(f"{told!r} begins when it ends")
    for one in (starts, ends):
        if one.minute % _CELL_MINUTES or one.second:
            raise ValueError(f"{told!r} must begin and end on a full five minutes")
    return starts, ends


def _read_weekday(told: Any) -> Any:  # noqa: ANN401 - whatever YAML gave
    return None if told == "closed" else _read_hours(told)


def _as_list(told: Any) -> Any:  # noqa: ANN401 - whatever YAML gave
    return told if isinstance(told, list) else [told]


Hours: TypeAlias = Annotated[tuple[time, time], BeforeValidator(_read_hours)]
WeekdayHours: TypeAlias = Annotated[tuple[time, time] | None, BeforeValidator(_read_weekday)]
Shifts: TypeAlias = dict[Weekday, Annotated[list[Hours], BeforeValidator(_as_list)]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HolidaySettings(_Part):
    """Which public holidays close a branch; on all others it is open."""

    closed: list[str] | Literal["all"] = Field(default_factory=list)
    substitution_days: bool = False  # also the working day that stands in for one on a weekend

    @field_validator("closed")
    @classmethod
    def _are_holidays(cls, value: list[str] | Literal["all"]) -> list[str] | Literal["all"]:
        if value != "all" and (unknown := sorted(set(value) - holiday_keys())):
            raise ValueError(
                f"no holiday is called {', '.join(unknown)}; there are: {', '.join(sorted(holiday_keys()))}"
            )
        return value


class ClosureSettings(_Part):
    """Dates on which a branch is closed, the last one too."""

    first: date
    last: date
    name_th: str
    name_en: str

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the closure from {self.first} ends before it begins, on {self.last}")
        if self.last - self.first > _LONGEST_CLOSURE:
            raise ValueError(f"the closure from {self.first} lasts more than a year")
        return self


class SpecialHoursSettings(_Part):
    """One date with hours of its own."""

    day: date
    hours: Hours
    name_th: str
    name_en: str


class ResourceSettings(_Part):
    """A room or device; one with several places treats so many at a time."""

    name: str
    places: int = Field(default=1, ge=1, le=50)


def _named(told: Any) -> Any:  # noqa: ANN401 - whatever YAML gave
    return {"name": told} if isinstance(told, str) else told


Resources: TypeAlias = dict[str, list[Annotated[ResourceSettings, BeforeValidator(_named)]]]


class BranchCalendarSettings(_Part):
    """When a branch is open, besides its usual hours."""

    weekly: dict[Weekday, WeekdayHours] = Field(default_factory=dict)
    holidays: HolidaySettings = HolidaySettings()
    closures: list[ClosureSettings] = Field(default_factory=list)
    special_hours: list[SpecialHoursSettings] = Field(default_factory=list)

    @model_validator(mode="after")
    def _say_each_date_once(self) -> Self:
        days = [day for day, _ in self._by_hand()]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise ValueError(f"closures and special_hours name {twice[0]} twice")
        return self

    @property
    def by_weekday(self) -> dict[int, tuple[time, time] | None]:
        """Weekday (0 is Monday) to hours; None: closed."""
        return {WEEKDAYS.index(weekday): hours for weekday, hours in self.weekly.items()}

    @property
    def days(self) -> dict[date, DayTold]:
        """The dates unlike their weekday; what the clinic says of a date goes before the holiday it is."""
        keys = holiday_keys() if self.holidays.closed == "all" else frozenset(self.holidays.closed)
        chosen = holidays_chosen(keys, substitution_days=self.holidays.substitution_days)
        told = {
            one.on: DayTold(kind=DayKind.HOLIDAY, hours=None, name_th=one.name_th, name_en=one.name_en)
            for one in chosen
        }
        return {**told, **dict(self._by_hand())}

    @property
    def holidays_until(self) -> date | None:
        """The last date of which the public holidays are known; None: the branch keeps none."""
        return known_until() if self.holidays.closed else None

    def _by_hand(self) -> Iterator[tuple[date, DayTold]]:
        for closure in self.closures:
            words = DayTold(
                kind=DayKind.CLOSURE, hours=None, name_th=closure.name_th, name_en=closure.name_en
            )
            for number in range((closure.last - closure.first).days + 1):
                yield closure.first + timedelta(days=number), words
        for special in self.special_hours:
            yield (
                special.day,
                DayTold(
                    kind=DayKind.HOURS,
                    hours=special.hours,
                    name_th=special.name_th,
                    name_en=special.name_en,
                ),
            )
