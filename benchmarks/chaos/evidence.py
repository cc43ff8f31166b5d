"""Gathering the evidence of a run: what stands in the tables, and what LINE's double wrote down."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from benchmarks.chaos.mail import Posting
from benchmarks.chaos.rings import read_clocks, read_errands, read_leaders
from benchmarks.chaos.testimony import Clock, Course, Event, Evidence, Happened, Photo, Post, Sending, Told
from benchmarks.chaos.world import ZONE, World
from bot.gate import is_too_late
from simulator import LineDouble
from simulator.faults import AFTER_ACCEPTANCE
from simulator.record import KeptRequest
from workflow.loyalty import points_for
from workflow.settings import ClinicRules
from workflow.store.models import (
    Appointment,
    Case,
    CaseEvent,
    ChannelIdentity,
    FollowUp,
    InboundEvent,
    LoyaltyLedgerEntry,
    Notice,
    ResourceCell,
    Scan,
    SkinReading,
    Task,
    TreatmentSession,
    TreatmentType,
)

_OK, _ERRORS = 200, 500
_SOON = timedelta(minutes=30)  # longer than any wait between two tries


@dataclass
class Gathered:
    """The rows that the product forgets after a while (retention), as they were last seen. Look before time passes."""

    events: dict[str, Event] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    clocks: list[Clock] = field(default_factory=list)

    def look(self, engine: sa.Engine, world: World, rules: ClinicRules) -> None:
        """This will read what stands there now; frozen words that were forgotten since are kept."""
        with engine.connect() as connection:
            self.events |= {event.id: event for event in _events(connection)}
            self.clocks += read_clocks(connection, now=world.now(), rules=rules)
            for notice in _told(connection, world):
                before = self.told.get(notice.id)
                keeps = before is not None and notice.body is None
                self.told[notice.id] = replace(notice, body=before.body) if before and keeps else notice


def gather(
    engine: sa.Engine,
    gathered: Gathered,
    *,
    postings: Iterable[Posting],
    double: LineDouble,
    world: World,
    rules: ClinicRules,
    mornings: Iterable[date],
) -> Evidence:
    """This will put together everything there is to judge a run by.

    Args:
        engine: The database, past every policy.
        gathered: What was seen in it before it was forgotten.
        postings: What LINE posted.
        double: LINE, with its log.
        world: The clock of the run.
        rules: What the clinic has set.
        mornings: The days whose morning card was due while we were there.
    """
    posts = tuple(_post(posting) for posting in postings)
    events = tuple(gathered.events[row_id] for row_id in sorted(gathered.events))
    told = tuple(gathered.told[row_id] for row_id in sorted(gathered.told))
    with engine.connect() as connection:
        return Evidence(
            posts=posts,
            events=events,
            told=told,
            sendings=tuple(read_log(double.requests, told=told, posts=posts, events=events)),
            courses=tuple(_courses(connection, rules)),
            photos=tuple(_photos(connection)),
            strays=tuple(_strays(connection)),
            balances=_balances(connection),
            clocks=tuple(gathered.clocks),
            errands=tuple(read_errands(connection, now=world.now(), rules=rules)),
            mornings=tuple(day.isoformat() for day in mornings),
            leaders=tuple(read_leaders(connection)),
        )


def still_waiting(engine: sa.Engine, now: datetime, rules: ClinicRules) -> dict[str, int]:
    """This will count what is due or under way: events, notices, photos, promised contacts, tasks and clocks."""
    soon = now + _SOON
    waiting = {
        "events": (InboundEvent, InboundEvent.state == "waiting"),
        "notices": (
            Notice,
            sa.and_(
                Notice.state == "waiting", sa.or_(Notice.first_sent_at.is_not(None), Notice.due_at <= soon)
            ),
        ),
        "scans": (Scan, Scan.state == "waiting"),
        "follow_ups": (FollowUp, sa.and_(FollowUp.state == "planned", FollowUp.due_at <= now)),
        "tasks": (Task, Task.look_at <= now),
    }
    with engine.connect() as connection:
        counts = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table).where(condition)) or 0
            for name, (table, condition) in waiting.items()
        }
        clocks = read_clocks(connection, now=now, rules=rules)
        counts["schedules"] = sum(not one.now < one.next_run_at <= one.latest for one in clocks)
    return {name: count for name, count in counts.items() if count}


def replies_in_doubt(engine: sa.Engine) -> int:
    """This will count the answers that may have gone by reply: what became of them is known while the token lives."""
    in_doubt = (Notice.state == "waiting", Notice.first_sent_at.is_not(None), Notice.reply_token.is_not(None))
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(Notice).where(*in_doubt)) or 0


def booked_times(engine: sa.Engine) -> list[datetime]:
    """This will give when the agreed treatments begin, the earliest first."""
    statement = sa.select(Appointment.starts_at).where(Appointment.state == "booked")
    with engine.connect() as connection:
        return sorted(connection.scalars(statement.order_by(Appointment.starts_at)))


def treated_people(engine: sa.Engine) -> set[str]:
    """This will give LINE's ids of the customers whose treatment is finished."""
    statement = (
        sa.select(ChannelIdentity.external_id)
        .join(Case, Case.customer_id == ChannelIdentity.customer_id)
        .join(TreatmentSession, TreatmentSession.case_id == Case.id)
        .where(TreatmentSession.finished_at.is_not(None))
    )
    with engine.connect() as connection:
        return set(connection.scalars(statement))


def stages(engine: sa.Engine) -> dict[str, int]:
    """This will count the cases at each stage."""
    statement = sa.select(Case.stage, sa.func.count()).group_by(Case.stage)
    with engine.connect() as connection:
        return {str(stage): count for stage, count in connection.execute(statement)}


def _post(posting: Posting) -> Post:
    return Post(
        event_id=posting.event_id,
        person=posting.person,
        what=posting.what,
        token=posting.token,
        first_at=posting.first_at,
        taken_at=posting.taken_at,
    )


def _events(connection: sa.Connection) -> Iterable[Event]:
    statement = sa.select(InboundEvent.id, InboundEvent.event_id, InboundEvent.state, InboundEvent.failure)
    for row in connection.execute(statement):
        yield Event(id=str(row.id), event_id=row.event_id, state=str(row.state), failure=row.failure)


def _was_too_late(row: Any, world: World) -> bool:  # noqa: ANN401 - a row of chosen columns
    """This will say whether a notice was too late already at the first moment at which it could go."""
    return is_too_late(
        kind=row.kind,
        purpose=row.purpose,
        made_at=row.made_at,
        event_at=datetime.fromisoformat(row.starts_at) if row.starts_at else None,
        now=world.first_chance(row.due_at),
    )


def _told(connection: sa.Connection, world: World) -> tuple[Told, ...]:
    statement = (
        sa.select(
            Notice.id,
            Notice.lane,
            Notice.purpose,
            Notice.state,
            Notice.reason,
            Notice.dedupe_key,
            Notice.body,
            Notice.due_at,
            Notice.first_sent_at,
            Notice.made_at,
            Notice.kind,
            Notice.data["starts_at"].as_string().label("starts_at"),
            ChannelIdentity.external_id,
        )
        .join(ChannelIdentity, ChannelIdentity.id == Notice.recipient_id)
        .order_by(Notice.id)
    )
    return tuple(
        Told(
            id=str(row.id),
            person=row.external_id,
            lane=row.lane,
            purpose=str(row.purpose),
            state=str(row.state),
            reason=row.reason,
            key=row.dedupe_key,
            body=row.body,
            is_planned=str(row.state) == "waiting" and row.first_sent_at is None and row.due_at > world.now(),
            was_too_late=_was_too_late(row, world),
            kind=row.kind,
            day=row.made_at.astimezone(ZONE).date().isoformat(),
        )
        for row in connection.execute(statement)
    )


def _rows_of_tokens(posts: Iterable[Post], events: Iterable[Event]) -> dict[str, tuple[str, str]]:
    """This will give the event row and the person behind each reply token."""
    rows = {event.event_id: event.id for event in events}
    return {
        post.token: (rows[post.event_id], post.person)
        for post in posts
        if post.token and post.event_id in rows
    }


def read_log(
    requests: Iterable[KeptRequest], *, told: Sequence[Told], posts: Iterable[Post], events: Iterable[Event]
) -> Iterator[Sending]:
    """This will read LINE's log: which notice each sending was, and whether it was taken.

    A push carries the notice's id. A reply is known by its token, which leads to the event, and by its words: one
    event may be answered by several notices. Where there are no keys, the same words are the next notice with them.
    """
    behind = _rows_of_tokens(posts, events)
    known = {notice.id for notice in told}
    taken: set[str] = set()
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    answers: defaultdict[str, list[Told]] = defaultdict(list)
    for notice in told:
        answers[notice.key.rpartition(":")[2]].append(notice)
        alike[notice.person, notice.body or ""].append(notice.id)
    for request in requests:
        if request.endpoint not in {"push", "reply"} or not request.body:
            continue
        body, accepted = request.json, is_accepted(request)
        words = orjson.dumps(body.get("messages")).decode()
        if request.endpoint == "reply":
            row_id, person = behind.get(body.get("replyToken"), ("", ""))
            fits = [one.id for one in answers[row_id] if one.body == words]
        else:
            person = str(body.get("to"))
            fits = [request.retry_key] if request.retry_key in known else []
            if request.retry_key is None:
                fits = _next_alike(alike[person, words], taken)
        notice_id = fits[0] if fits else None
        if accepted and notice_id:
            taken.add(notice_id)
        yield Sending(
            notice_id=notice_id,
            person=person,
            accepted=accepted,
            via=request.endpoint,
            said_so=request.status == _OK,
        )


def _next_alike(alike: Sequence[str], taken: Collection[str]) -> list[str]:
    """This will choose which of the notices with the same words a sending without a key was: the next not yet taken.

    Where all of them were taken, one came twice: the last.
    """
    return [one for one in alike if one not in taken][:1] or list(alike[-1:])


def is_accepted(request: KeptRequest) -> bool:
    """This will say whether LINE took a sending, whatever it answered."""
    if request.status == _OK:
        return True
    return request.fault in AFTER_ACCEPTANCE and request.status >= _ERRORS


def _courses(connection: sa.Connection, rules: ClinicRules) -> Iterable[Course]:
    happened = _by(connection, sa.select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.name, CaseEvent.detail))
    appointments = _by(connection, sa.select(Appointment.case_id, Appointment.id, Appointment.state))
    held = Counter(connection.scalars(sa.select(ResourceCell.appointment_id)))
    sessions = _by(
        connection, sa.select(TreatmentSession.case_id, TreatmentSession.id, TreatmentSession.finished_at)
    )
    promised = _by(connection, sa.select(FollowUp.session_id, FollowUp.id, FollowUp.day, FollowUp.state))
    keys = Counter(
        key.rpartition(":")[2]
        for key in connection.scalars(sa.select(Notice.dedupe_key).where(Notice.kind.like("follow_up_%")))
    )
    earned = _by(
        connection,
        sa.select(LoyaltyLedgerEntry.case_id, LoyaltyLedgerEntry.key, LoyaltyLedgerEntry.points).where(
            LoyaltyLedgerEntry.reason == "visit"
        ),
    )
    listed = connection.execute(sa.select(TreatmentType.id, TreatmentType.price_satang))
    prices: dict[UUID | None, int | None] = {row.id: row.price_satang for row in listed}
    for case in connection.execute(sa.select(Case.id, Case.stage, Case.closed_at, Case.treatment_type_id)):
        visits: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
        for row in earned[case.id]:
            visits[row.key.rpartition(":")[2]] += (row.points,)
        yield Course(
            id=str(case.id),
            stage=str(case.stage),
            closed=case.closed_at is not None,
            happened=tuple(
                Happened(seq=row.seq, name=row.name, detail=row.detail) for row in happened[case.id]
            ),
            appointments={str(row.id): str(row.state) for row in appointments[case.id]},
            cells={str(row.id): held[row.id] for row in appointments[case.id]},
            finished={str(row.id): row.finished_at is not None for row in sessions[case.id]},
            follow_ups={
                str(row.id): tuple((one.day, str(one.state), keys[str(one.id)]) for one in promised[row.id])
                for row in sessions[case.id]
            },
            visits=dict(visits),
            owed=points_for(prices.get(case.treatment_type_id), rules=rules),
        )


def _photos(connection: sa.Connection) -> Iterable[Photo]:
    readings = Counter(connection.scalars(sa.select(SkinReading.scan_id)))
    for row in connection.execute(sa.select(Scan.id, Scan.state)):
        yield Photo(id=str(row.id), state=str(row.state), readings=readings[row.id])


def _strays(connection: sa.Connection) -> Iterable[str]:
    """This will name rows that point at nothing; the database should not allow any."""
    known = set(connection.scalars(sa.select(Appointment.id)))
    for appointment_id in set(connection.scalars(sa.select(ResourceCell.appointment_id))):
        if appointment_id is not None and appointment_id not in known:
            yield f"cells of appointment {appointment_id}, which is not there"
    cases = set(connection.scalars(sa.select(Case.id)))
    for case_id in set(connection.scalars(sa.select(LoyaltyLedgerEntry.case_id))):
        if case_id is not None and case_id not in cases:
            yield f"points for case {case_id}, which is not there"


def _balances(connection: sa.Connection) -> dict[str, int]:
    statement = sa.select(LoyaltyLedgerEntry.customer_id, sa.func.sum(LoyaltyLedgerEntry.points)).group_by(
        LoyaltyLedgerEntry.customer_id
    )
    return {str(customer): int(points) for customer, points in connection.execute(statement)}


def _by(connection: sa.Connection, statement: sa.Executable) -> defaultdict[UUID | None, list[Any]]:
    """This will read rows and group them by their first column."""
    found: defaultdict[UUID | None, list[Any]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row[0]].append(row)
    return found
