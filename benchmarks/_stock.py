"""The clinic that `aura bench dispatch` works for: its customers, and what each of them is due to be told.

Every customer has one check-in card of day 7 due, with the facts that `workflow.follow_ups` writes for it, taken from
the clinic's own catalogue. Rows are written in bulk, so that filling costs seconds.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.catalogue import PRICES, TEXTS, TREATMENTS, load_catalogue
from workflow.follow_ups import treatment_facts
from workflow.store.base import Base, new_id
from workflow.store.engine import make_engine, migrate
from workflow.store.models import (
    Branch,
    Channel,
    ChannelIdentity,
    Clinic,
    Consent,
    Customer,
    Notice,
    NoticePurpose,
    NoticeState,
    Protocol,
    Purpose,
    TreatmentType,
)
from workflow.unit_of_work import in_transaction, make_sessions

KIND, DAY, LANE = "follow_up_7", 7, 3
TREATMENT = "hydradermabrasion"
CHANNEL = uuid.UUID(int=2)
CLINIC = uuid.UUID(int=1)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 12:00 in Bangkok: a polite hour
AT_ONCE = 2000


@dataclass(frozen=True)
class Due:
    """One thing that somebody is due to be told, as a queue library's job carries it."""

    notice_id: uuid.UUID
    recipient_id: uuid.UUID
    data: dict[str, Any]


def fill(url: str, *, customers: int) -> None:
    """This will make the tables, the clinic, and its customers with their accounts and consents."""
    engine = make_engine(url)
    migrate(engine)
    sessions = make_sessions(engine)
    in_transaction(sessions, _clinic, clinic_id=None)
    in_transaction(sessions, _place, clinic_id=CLINIC)
    in_transaction(sessions, lambda session: _customers(session, customers), clinic_id=CLINIC)
    engine.dispose()


def _clinic(session: Session) -> None:
    session.add(Clinic(id=CLINIC, key="bench", name_th="bench", name_en="bench"))


def _place(session: Session) -> None:
    session.add(Channel(id=CHANNEL, clinic_id=CLINIC, key="bench", kind="line", bot_user_id="U" + "b" * 32))
    hours = {"opens_at": time(10), "closes_at": time(20)}
    words = {
        "name_th": "สาขา",
        "name_en": "branch",
        "address_th": "-",
        "address_en": "-",
        "phone": "021234567",
    }
    session.add(Branch(id=CLINIC, clinic_id=CLINIC, key="bench", zone="Asia/Bangkok", **hours, **words))
    load_catalogue(session, clinic_id=CLINIC, file=TREATMENTS, texts=TEXTS, prices=PRICES, now=NOON)


def _customers(session: Session, number: int) -> None:
    people, accounts, consents = [], [], []
    for count in range(number):
        person = new_id()
        people.append(
            {
                "id": person,
                "clinic_id": CLINIC,
                "branch_id": CLINIC,
                "code": f"C{count:07d}",
                "name": f"สมศรี {count}",
                "language": "th" if count % 5 else "en",
                "created_at": NOON,
            }
        )
        accounts.append(
            {
                "id": new_id(),
                "clinic_id": CLINIC,
                "channel_id": CHANNEL,
                "external_id": f"U{count:032d}",
                "customer_id": person,
            }
        )
        consents += [
            {"id": new_id(), "clinic_id": CLINIC, "customer_id": person, "purpose": purpose, "granted": True,
             "wording_version": "bench", "at": NOON}
            for purpose in (Purpose.SCAN_ANALYSIS, Purpose.PROGRESS_PHOTOS)
        ]  # fmt: skip
    for model, rows in ((Customer, people), (ChannelIdentity, accounts), (Consent, consents)):
        insert(session, model, rows)


def add_due(url: str, *, number: int) -> list[Due]:
    """This will write one due notice for each of the first `number` customers, after taking all others away."""
    engine = make_engine(url)
    due = in_transaction(make_sessions(engine), lambda session: _add_due(session, number), clinic_id=CLINIC)
    engine.dispose()
    return due


def _add_due(session: Session, number: int) -> list[Due]:
    session.execute(sa.delete(Notice).where(Notice.due_at <= NOON))
    accounts = session.scalars(
        sa.select(ChannelIdentity.id).order_by(ChannelIdentity.external_id).limit(number)
    ).all()
    facts = card_facts(session)
    due = [Due(new_id(), account, {**facts, "follow_up_id": str(new_id())}) for account in accounts]
    made = NOON - timedelta(hours=1)
    insert(session, Notice, [
        {"id": one.notice_id, "clinic_id": CLINIC, "channel_id": CHANNEL, "recipient_id": one.recipient_id,
         "kind": KIND, "purpose": NoticePurpose.CARE, "lane": LANE, "data": one.data, "made_at": made,
         "due_at": made, "dedupe_key": f"{KIND}:{one.notice_id}"}
        for one in due
    ])  # fmt: skip
    return due


def card_facts(session: Session) -> dict[str, Any]:
    """This will gather what the day's card says, as `workflow.follow_ups` does."""
    treatment = session.scalars(sa.select(TreatmentType).where(TreatmentType.key == TREATMENT)).one()
    aftercare = (
        session.scalars(sa.select(Protocol).where(Protocol.treatment_type_id == treatment.id).limit(1))
        .one()
        .aftercare
    )
    return {
        "day": DAY,
        "case_code": "K0001",
        "treatment": treatment_facts(treatment),
        "lines_th": aftercare["th"][f"d{DAY}"],
        "lines_en": aftercare["en"][f"d{DAY}"],
        "next": None,
        "wants_photo": True,
        "zone": "Asia/Bangkok",
    }


def due_now(url: str) -> list[Due]:
    """This will give what is due."""
    engine = make_engine(url)
    rows = sa.select(Notice.id, Notice.recipient_id, Notice.data).where(Notice.due_at <= NOON)
    due = in_transaction(
        make_sessions(engine), lambda session: [Due(*row) for row in session.execute(rows)], clinic_id=CLINIC
    )
    engine.dispose()
    return due


def accepted(url: str) -> int:
    """This will count the due notices that are settled as accepted."""
    engine = make_engine(url)
    counted = sa.select(sa.func.count()).where(Notice.state == NoticeState.ACCEPTED, Notice.due_at <= NOON)
    done = in_transaction(make_sessions(engine), lambda session: session.scalar(counted), clinic_id=CLINIC)
    engine.dispose()
    return int(done or 0)


def insert(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """This will insert rows in bulk. The session holds the connection to the clinic."""
    table = sa.inspect(model).local_table
    connection = session.connection()
    for some in _slices(rows, AT_ONCE):
        connection.execute(sa.insert(table), some)


def _slices(rows: Sequence[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), size):
        yield list(rows[start : start + size])
