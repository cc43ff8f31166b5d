"""What the proofs look at: plain values, so that a test can write them by hand."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Post:
    """One event LINE posted.

    Attributes:
        event_id: LINE's id of it.
        person: LINE's id of who did it.
        what: What the person meant by it.
        token: Its reply token.
        first_at: When it was posted first (seconds on any one clock).
        taken_at: When it was first answered 200; None if never.
    """

    event_id: str
    person: str
    what: str
    first_at: float
    taken_at: float | None
    token: str | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One row of what came in: our id, LINE's id, and how far it is."""

    id: str
    event_id: str
    state: str
    failure: str | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice.

    Attributes:
        id: Our id, which is the retry key.
        person: LINE's id of whom it is for.
        lane: 0 urgent, 1 answers, 2 the rest, 3 care.
        purpose: Its class.
        state: How far it is.
        reason: Why it is so.
        key: What it is about; an answer's key ends with the id of the event's row.
        body: The frozen messages.
        is_planned: Whether it lies in the future and was never tried.
        was_too_late: Whether it was too late already when it could have gone first; if not, we were too slow.
        kind: What it says.
        day: The day on which it was made, by the clinic's clock ("2026-01-31").
    """

    id: str
    person: str
    lane: int
    purpose: str
    state: str
    key: str
    reason: str | None = None
    body: str | None = None
    is_planned: bool = False
    was_too_late: bool = False
    kind: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One sending as LINE saw it; their order is LINE's.

    Attributes:
        notice_id: Which notice it was; None if no notice fits.
        person: Whom it was for.
        accepted: Whether LINE took it, whatever it answered.
        via: "reply" or "push".
        said_so: Whether it answered that it took it.
    """

    notice_id: str | None
    person: str
    accepted: bool
    via: str
    said_so: bool = True


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One event of a case: its number, name, and what else stands there."""

    seq: int
    name: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A case with everything that hangs on it.

    Attributes:
        id: Our id.
        stage: Where it stands.
        closed: Whether it is closed.
        happened: Its events.
        appointments: State of each appointment, by id.
        cells: How many five-minute cells each appointment holds.
        finished: Whether each treatment session is finished, by id.
        follow_ups: Each follow-up by session: its day, its state, and how many notices told it.
        visits: How many ledger entries each session earned.
        owed: The points that a visit of it earns.
    """

    id: str
    stage: str
    closed: bool = False
    happened: tuple[Happened, ...] = ()
    appointments: dict[str, str] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    finished: dict[str, bool] = field(default_factory=dict)
    follow_ups: dict[str, tuple[tuple[int, str, int], ...]] = field(default_factory=dict)
    visits: dict[str, tuple[int, ...]] = field(default_factory=dict)
    owed: int = 0


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo sent to be read: how far it is, and how many readings it has."""

    id: str
    state: str
    readings: int


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One schedule as it stood once, when every clock was right and everything that was due was done.

    Attributes:
        key: Of the schedule.
        now: When it was looked at (aware UTC).
        next_run_at: When it rings next (aware UTC).
        latest: The latest time that can be: the time after the next. Set further, it misses times.
    """

    key: str
    now: datetime
    next_run_at: datetime
    latest: datetime


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One task of the staff.

    Attributes:
        id: Our id.
        steps_due: How many steps upwards its rule asks for by now, while it waits.
        steps_taken: How many stand on its row.
        passed_up: Each step that stands in its history, in order: its number, and the staff who were told.
    """

    id: str
    steps_due: int = 0
    steps_taken: int = 0
    passed_up: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything of one run.

    Attributes:
        posts: What LINE posted.
        events: What came in.
        told: Every notice.
        sendings: LINE's log, in its order.
        courses: Every case.
        photos: Every photo sent to be read.
        strays: Rows that point at nothing, in words.
        balances: The points of each customer.
        clocks: The schedules, each time everything was done and all clocks were right.
        errands: The tasks.
        mornings: The days ("2026-01-31") whose morning card was due while we were there.
        leaders: Our ids of the staff who get that card.
    """

    posts: tuple[Post, ...] = ()
    events: tuple[Event, ...] = ()
    told: tuple[Told, ...] = ()
    sendings: tuple[Sending, ...] = ()
    courses: tuple[Course, ...] = ()
    photos: tuple[Photo, ...] = ()
    strays: tuple[str, ...] = ()
    balances: dict[str, int] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = ()
    errands: tuple[Errand, ...] = ()
    mornings: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
