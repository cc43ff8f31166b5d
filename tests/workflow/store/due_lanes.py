"""The lanes of due work, and how a test writes rows of each: what holds for one must hold for all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.factories.cases import Walk, a_treatment
from tests.factories.people import NOW, a_customer, an_identity
from workflow.follow_ups.claims import FOLLOW_UPS
from workflow.inbound.claims import EVENTS
from workflow.notices.claims import LANES
from workflow.passages.phrasings import PHRASINGS
from workflow.scans.claims import SCANS, SIMULATIONS
from workflow.store.base import new_id
from workflow.store.models import (
    Customer,
    FollowUp,
    FollowUpState,
    InboundEvent,
    InboundState,
    Notice,
    NoticePurpose,
    NoticeState,
    Phrasing,
    PhrasingState,
    Scan,
    ScanKind,
    ScanState,
    Simulation,
    SimulationState,
    TreatmentSession,
)
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast
    from workflow.store.base import DueRow
    from workflow.store.due_work import Lane
    from workflow.store.models import ChannelIdentity

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody for whom there is work, known in each of the ways that lanes name a person."""

    customer: Customer
    on_line: ChannelIdentity


@dataclass(frozen=True)
class Work:
    """One lane under test.

    Attributes:
        name: What a failing test is called by.
        lane: The product's own description.
        row: Makes a row that is due at a time.
        done: The state of a row whose work was done.
    """

    name: str
    lane: Lane[Any]
    row: Callable[[Session, Cast, Person, datetime], DueRow]
    done: StrEnum


def an_event(_: Session, cast: Cast, whose: Person, due_at: datetime) -> InboundEvent:
    return InboundEvent(
        clinic_id=cast.clinic_id,
        channel_id=cast.channel.id,
        event_id=f"E{next(_numbers)}",
        person=whose.on_line.external_id,
        kind="message",
        happened_at=due_at,
        received_at=due_at,
        raw="{}",
    )


def a_notice_of(purpose: NoticePurpose, lane: int) -> Callable[[Session, Cast, Person, datetime], Notice]:
    def make(_: Session, cast: Cast, whose: Person, due_at: datetime) -> Notice:
        return Notice(
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            recipient_id=whose.on_line.id,
            kind="greeting",
            purpose=purpose,
            lane=lane,
            data={},
            dedupe_key=f"N{next(_numbers)}",
            made_at=NOW,
            due_at=due_at,
        )

    return make


def a_scan(_: Session, cast: Cast, whose: Person, due_at: datetime) -> Scan:
    return Scan(
        clinic_id=cast.clinic_id,
        customer_id=whose.customer.id,
        kind=ScanKind.FIRST,
        channel_id=cast.channel.id,
        message_id=f"M{next(_numbers)}",
        sender_id=whose.on_line.id,
        sent_at=NOW,
        due_at=due_at,
    )


def a_simulation(session: Session, cast: Cast, whose: Person, due_at: datetime) -> Simulation:
    photo = a_scan(session, cast, whose, due_at)
    photo.state = ScanState.READ
    session.add(photo)
    session.flush()
    return Simulation(
        clinic_id=cast.clinic_id,
        customer_id=whose.customer.id,
        scan_id=photo.id,
        staff_id=cast.fon.id,
        wish={"redness": -0.2},
        wish_code="redness-20",
        words_version="th-1",
        asked_at=NOW,
        due_at=due_at,
    )


def a_follow_up(session: Session, cast: Cast, whose: Person, due_at: datetime) -> FollowUp:
    """A follow-up of whatever treatment was done: the lane looks only at whose it is."""
    done = session.query(TreatmentSession).first()
    if done is None:
        a_treatment(session, cast)
        done = Walk(session, cast, session.get_one(Customer, cast.mali.id)).finished()
        for planned in session.query(FollowUp):
            planned.state = FollowUpState.CANCELLED
    return FollowUp(
        clinic_id=cast.clinic_id,
        case_id=done.case_id,
        customer_id=whose.customer.id,
        session_id=done.id,
        day=1000 + next(_numbers),
        due_at=due_at,
    )


def a_phrasing(_: Session, cast: Cast, whose: Person, due_at: datetime) -> Phrasing:
    return Phrasing(
        clinic_id=cast.clinic_id,
        event_id=new_id(),
        customer_id=whose.customer.id,
        intent="ask_aftercare",
        passage_ids=[],
        is_sure=False,
        asked_at=NOW,
        due_at=due_at,
    )


WORKS = (
    Work("events", EVENTS, an_event, InboundState.HANDLED),
    Work("answers", LANES[1], a_notice_of(NoticePurpose.ANSWER, 1), NoticeState.ACCEPTED),
    Work("care", LANES[3], a_notice_of(NoticePurpose.CARE, 3), NoticeState.ACCEPTED),
    Work("scans", SCANS, a_scan, ScanState.READ),
    Work("simulations", SIMULATIONS, a_simulation, SimulationState.MADE),
    Work("phrasings", PHRASINGS, a_phrasing, PhrasingState.PHRASED),
    Work("follow-ups", FOLLOW_UPS, a_follow_up, FollowUpState.SENT),
)


def a_person(session: Session, cast: Cast) -> Person:
    customer = a_customer(session, cast.branch, name="ก")
    return Person(customer, an_identity(session, cast.channel, customer=customer))


def people(sessions: Sessions, cast: Cast, number: int) -> list[Person]:
    return in_transaction(
        sessions,
        lambda session: [a_person(session, cast) for _ in range(number)],
        clinic_id=cast.clinic_id,
    )


def write(sessions: Sessions, cast: Cast, work: Work, *due: tuple[Person, datetime]) -> list[uuid.UUID]:
    """Write waiting rows, in this order, and give their ids."""

    def write_all(session: Session) -> list[uuid.UUID]:
        rows = []
        for whose, at in due:
            row = work.row(session, cast, whose, at)
            session.add(row)
            session.flush()
            rows.append(row.id)
        return rows

    return in_transaction(sessions, write_all, clinic_id=cast.clinic_id)
