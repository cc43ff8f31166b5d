"""Two clinics as rows: Dr. Anan's, with Khun Mali, Fon and Ploy, and another that must never see any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from workflow.store.base import new_id
from workflow.store.models import (
    Appointment,
    AppointmentState,
    Branch,
    Case,
    CaseEvent,
    Channel,
    ChannelIdentity,
    Clinic,
    Customer,
    FollowUp,
    FollowUpState,
    LoyaltyLedgerEntry,
    Notice,
    NoticePurpose,
    NoticeState,
    Performer,
    Protocol,
    Scan,
    ScanKind,
    ScanState,
    SkinReading,
    Staff,
    Stage,
    Task,
    TaskKind,
    TreatmentSession,
    TreatmentType,
)
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

BANGKOK = ZoneInfo("Asia/Bangkok")
# A Sunday, two in the afternoon by the clinic's clock.
NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
TODAY = NOW.astimezone(BANGKOK).date()


@dataclass(frozen=True)
class Cast:
    """The rows of one clinic that every test knows."""

    clinic: Clinic
    branch: Branch
    channel: Channel
    owner: Staff
    sales: Staff
    beautician: Staff
    treatment: TreatmentType
    protocol: Protocol

    @property
    def clinic_id(self) -> uuid.UUID:
        return self.clinic.id


def a_clinic(session: Session, key: str = "anan", *, owner: str = "หมออานันท์") -> Cast:
    """A clinic with a branch, a LINE channel, three people who work there and one treatment.

    The session is across clinics before, and the clinic's own after.
    """
    clinic = Clinic(id=new_id(), key=key, name_th="คลินิกอานันท์", name_en="Anan Clinic")
    branch = Branch(
        id=new_id(),
        clinic_id=clinic.id,
        key="ari",
        name_th="อารีย์",
        name_en="Ari",
        zone="Asia/Bangkok",
        opens_at=time(10),
        closes_at=time(20),
        phone="02-000-0000",
        address_th="ซอยอารีย์ 1 กรุงเทพฯ",
        address_en="Soi Ari 1, Bangkok",
    )
    channel = Channel(id=new_id(), clinic_id=clinic.id, key=key, kind="line", bot_user_id=f"U{key}")
    people = [
        Staff(id=new_id(), clinic_id=clinic.id, branch_id=branch.id, name=name, roles=roles)
        for name, roles in ((owner, ["owner"]), ("ฝน", ["sales"]), ("พลอย", ["beautician"]))
    ]
    treatment = TreatmentType(
        id=new_id(),
        clinic_id=clinic.id,
        key="hydradermabrasion",
        name_th="ไฮดราเดอร์มาเบรชัน",
        name_en="Hydradermabrasion",
        names_in_chat=[],
        performer=Performer.BEAUTICIAN,
        duration_min=60,
        price_satang=250_000,
        concerns=["pigment"],
        resources=[],
        contraindications=[],
        red_flags=[],
        file_version="1",
    )
    protocol = Protocol(
        id=new_id(),
        clinic_id=clinic.id,
        treatment_type_id=treatment.id,
        version=1,
        prepare={"th": [], "en": []},
        steps={"th": [], "en": []},
        aftercare={"th": {}, "en": {}},
    )
    session.add(clinic)
    session.flush()
    scope_to(session, clinic.id)
    session.add(branch)
    session.flush()
    session.add_all([channel, *people, treatment])
    session.flush()
    session.add(protocol)
    session.flush()
    return Cast(clinic, branch, channel, *people, treatment, protocol)


def a_customer(session: Session, cast: Cast, name: str = "มะลิ") -> Customer:
    """A customer who is known on the clinic's LINE."""
    customer = Customer(
        id=new_id(),
        clinic_id=cast.clinic_id,
        branch_id=cast.branch.id,
        code=new_id().hex[-6:].upper(),
        name=name,
        language="th",
        sales_id=cast.sales.id,
        created_at=NOW - timedelta(days=3),
    )
    session.add(customer)
    session.flush()
    session.add(
        ChannelIdentity(
            id=new_id(),
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            external_id=f"U{customer.id.hex}",
            customer_id=customer.id,
        )
    )
    session.flush()
    return customer


def a_case(
    session: Session,
    cast: Cast,
    *,
    stage: Stage = Stage.SCANNED,
    customer: Customer | None = None,
    opened_at: datetime = NOW - timedelta(hours=1),
    **columns: object,
) -> Case:
    """A case of a customer, with the event that opened it."""
    customer = customer or a_customer(session, cast)
    case = Case(
        **{
            "id": new_id(),
            "clinic_id": cast.clinic_id,
            "code": f"C{new_id().hex[-6:].upper()}",
            "customer_id": customer.id,
            "branch_id": cast.branch.id,
            "sales_id": cast.sales.id,
            "beautician_id": cast.beautician.id,
            "stage": stage,
            "concern": "pigment",
            "treatment_type_id": cast.treatment.id,
            "opened_at": opened_at,
            "stage_at": opened_at,
            **columns,
        }
    )
    session.add(case)
    session.flush()
    add(
        session,
        cast,
        CaseEvent,
        case_id=case.id,
        seq=1,
        name="case.scanned",
        by_kind="system",
        detail={},
        at=opened_at,
    )
    return case


def an_appointment(session: Session, cast: Cast, case: Case, **columns: object) -> Appointment:
    """An appointment of a case, tomorrow at the same hour unless said otherwise."""
    starts_at: Any = columns.pop("starts_at", NOW + timedelta(days=1))
    return add(
        session,
        cast,
        Appointment,
        branch_id=cast.branch.id,
        case_id=case.id,
        customer_id=case.customer_id,
        treatment_type_id=cast.treatment.id,
        staff_id=cast.beautician.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **{"state": AppointmentState.BOOKED, "booked_at": NOW, **columns},
    )


def a_treatment(session: Session, cast: Cast, case: Case, *, finished_at: datetime) -> TreatmentSession:
    """A session that was done and finished."""
    started_at = finished_at - timedelta(hours=1)
    appointment = an_appointment(
        session,
        cast,
        case,
        starts_at=started_at,
        state=AppointmentState.DONE,
        booked_at=started_at - timedelta(days=1),
    )
    return add(
        session,
        cast,
        TreatmentSession,
        case_id=case.id,
        appointment_id=appointment.id,
        treatment_type_id=cast.treatment.id,
        protocol_id=cast.protocol.id,
        staff_id=cast.beautician.id,
        started_at=started_at,
        finished_at=finished_at,
    )


def a_follow_up(
    session: Session, cast: Cast, done: TreatmentSession, *, day: int, sent_at: datetime | None = None
) -> FollowUp:
    """A follow-up of a session: sent if a time is given, planned if not."""
    case = session.get_one(Case, done.case_id)
    assert done.finished_at is not None
    return add(
        session,
        cast,
        FollowUp,
        case_id=case.id,
        customer_id=case.customer_id,
        session_id=done.id,
        day=day,
        due_at=sent_at or done.finished_at + timedelta(days=day),
        state=FollowUpState.SENT if sent_at else FollowUpState.PLANNED,
        sent_at=sent_at,
    )


def points(
    session: Session, cast: Cast, case: Case, amount: int, *, at: datetime = NOW
) -> LoyaltyLedgerEntry:
    """An entry of the points ledger."""
    return add(
        session,
        cast,
        LoyaltyLedgerEntry,
        customer_id=case.customer_id,
        points=amount,
        reason="visit",
        key=new_id().hex,
        case_id=case.id,
        at=at,
    )


def a_red_flag(session: Session, cast: Cast, case: Case, **columns: object) -> Task:
    """A red flag that somebody was asked to settle."""
    return add(
        session,
        cast,
        Task,
        case_id=case.id,
        customer_id=case.customer_id,
        kind=TaskKind.RED_FLAG,
        staff_id=cast.beautician.id,
        **{"detail": {"groups": ["severe_pain"]}, "made_at": NOW, "due_at": NOW, **columns},
    )


def a_reading(session: Session, cast: Cast, case: Case, **columns: object) -> SkinReading:
    """A scan that was read, with one metric that could be measured and one that could not."""
    identity = session.query(ChannelIdentity).filter_by(customer_id=case.customer_id).one()
    scan = add(
        session,
        cast,
        Scan,
        customer_id=case.customer_id,
        case_id=case.id,
        kind=ScanKind.FIRST,
        channel_id=cast.channel.id,
        message_id=new_id().hex,
        sender_id=identity.id,
        **{"state": ScanState.READ, "overlay_key": new_id().hex, "sent_at": NOW, "due_at": NOW, **columns},
    )
    metrics = {
        "redness": _metric(2.4, "ΔE", 71, 0.6),
        "pigment": _metric(7.9, "%", 48, 1.3),
        "texture": {**_metric(None, "dB", None, None), "measurable": False, "reason": "blurred"},
    }
    return add(
        session,
        cast,
        SkinReading,
        scan_id=scan.id,
        overall=60,
        concern="pigment",
        quality={"sharpness": 120.0},
        metrics=metrics,
        vision_version="1",
        read_at=NOW,
    )


def a_notice(session: Session, cast: Cast, case: Case, **columns: object) -> Notice:
    """Something the customer was told."""
    identity = session.query(ChannelIdentity).filter_by(customer_id=case.customer_id).one()
    return add(
        session,
        cast,
        Notice,
        channel_id=cast.channel.id,
        recipient_id=identity.id,
        case_id=case.id,
        **{
            "kind": "reading_ready",
            "purpose": NoticePurpose.TRANSACTIONAL,
            "lane": 1,
            "data": {},
            "dedupe_key": new_id().hex,
            "made_at": NOW,
            "due_at": NOW,
            "state": NoticeState.ACCEPTED,
            **columns,
        },
    )


def add(session: Session, cast: Cast, table: type[Any], **columns: object) -> Any:
    """Any row of the clinic."""
    row = table(id=new_id(), clinic_id=cast.clinic_id, **columns)
    session.add(row)
    session.flush()
    return row


def _metric(value: float | None, unit: str, score: int | None, mdc: float | None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "score": score, "mdc": mdc, "measurable": True, "reason": None}
