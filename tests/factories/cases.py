"""Treatments, readings and cases, and walking a case from stage to stage as the clinic would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import vision
from tests.factories.people import a_consent, acting
from vision.reading import ALL_METRICS
from workflow.actor import Actor
from workflow.booking import book_appointment
from workflow.cases import accept_case_task, finish_treatment, open_case_of, start_treatment
from workflow.scans import keep_scan, record_reading
from workflow.settings import ClinicRules
from workflow.store.models import Performer, Protocol, Purpose, TaskKind, TreatmentType
from workflow.tasks import waiting_tasks_of_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast
    from workflow.store.models import Case, Customer, Scan, Staff, Task, TreatmentSession

MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10:00 in Bangkok, when the branch opens
_numbers = count(1)


def a_treatment(
    session: Session,
    cast: Cast,
    *,
    key: str = "hydradermabrasion",
    performer: Performer = Performer.BEAUTICIAN,
    price_satang: int | None = 250_000,
    duration_min: int = 50,
    resources: tuple[str, ...] = ("treatment_room", "device_hydra"),
    min_gap_days: int | None = 7,
    next_key: str | None = None,
) -> TreatmentType:
    treatment = TreatmentType(
        clinic_id=cast.clinic_id,
        key=key,
        name_th=f"ทรีตเมนต์ {key}",
        name_en=key,
        names_in_chat=[],
        performer=performer,
        duration_min=duration_min,
        price_satang=price_satang,
        concerns=["dullness"],
        resources=list(resources),
        contraindications=[
            {
                "factor": "rosacea",
                "action": "caution",
                "th": "ผิวแพ้ง่าย",
                "en": "rosacea",
                "ask_th": "?",
                "ask_en": "?",
            },
            {
                "factor": "herpes",
                "action": "defer",
                "th": "เริม",
                "en": "herpes",
                "ask_th": "?",
                "ask_en": "?",
            },
            {"factor": "bdd", "action": "info", "th": "-", "en": "-", "ask_th": "?", "ask_en": "?"},
        ],
        red_flags=["infection"],
        min_gap_days=min_gap_days,
        next_key=next_key,
        file_version="0" * 64,
    )
    session.add(treatment)
    session.flush()
    care = {"today": ["today"], **{f"d{day}": [f"day {day}"] for day in (1, 7, 30, 90)}}
    session.add(
        Protocol(
            clinic_id=cast.clinic_id,
            treatment_type_id=treatment.id,
            version=1,
            prepare={"th": ["งดแต่งหน้า"], "en": ["no make-up"]},
            steps={"th": ["ล้างหน้า"], "en": ["cleanse"]},
            aftercare={"th": care, "en": care},
        )
    )
    session.flush()
    return treatment


def a_skin_reading(
    *, pigment: float = 20.0, score: int = 40, version: str = vision.VERSION
) -> vision.SkinReading:
    """What vision says of a well-taken photo whose worst mark is pigment."""
    quality = {
        "yaw": 0.0,
        "pitch": 0.0,
        "roll": 0.0,
        "pixels_per_mm": 8.0,
        "light": 0.5,
        "side_light": 0.02,
        "sharpness": 9.0,
    }
    metrics = {
        name: vision.Metric(30.0, "units", 70, 3.0, measurable=True, reason=None) for name in ALL_METRICS
    }
    metrics["pigment"] = vision.Metric(pigment, "OD x 100", score, 3.0, measurable=True, reason=None)
    return vision.SkinReading(quality, metrics, 65, version)


def an_unmeasurable_reading() -> vision.SkinReading:
    metric = vision.Metric(None, "units", None, None, measurable=False, reason="resolution")
    return vision.SkinReading({}, dict.fromkeys(ALL_METRICS, metric), None, vision.VERSION)


@dataclass
class Walk:
    """One customer's way, step by step, in one open transaction of her clinic."""

    session: Session
    cast: Cast
    customer: Customer
    now: datetime = MONDAY
    rules: ClinicRules = field(default_factory=ClinicRules)
    messages: count[int] = field(default_factory=lambda: _numbers)

    @property
    def mali(self) -> Actor:
        return Actor.customer(self.cast.clinic_id, self.customer.id)

    @property
    def fon(self) -> Actor:
        return acting(self.cast.fon)

    @property
    def ploy(self) -> Actor:
        return acting(self.cast.ploy)

    @property
    def anan(self) -> Actor:
        return acting(self.cast.anan)

    @property
    def case(self) -> Case:
        case = open_case_of(self.session, customer_id=self.customer.id)
        assert case is not None
        return case

    def consents(self, *purposes: Purpose) -> None:
        for purpose in purposes or (Purpose.SCAN_ANALYSIS, Purpose.PROGRESS_PHOTOS):
            a_consent(self.session, self.customer, purpose)

    def sends_photo(self, *, message_id: str | None = None) -> Scan:
        return keep_scan(
            self.session,
            customer=self.customer,
            channel_id=self.cast.channel.id,
            message_id=message_id or f"m{next(self.messages)}",
            sender=self.cast.mali_on_line,
            by=self.mali,
            now=self.now,
        )

    def is_read(self, scan: Scan, reading: vision.SkinReading | None = None) -> None:
        record_reading(
            self.session,
            scan_id=scan.id,
            reading=reading or a_skin_reading(),
            photo_key=f"{next(self.messages):032x}",
            overlay_key=f"{next(self.messages):032x}",
            now=self.now,
            rules=self.rules,
        )

    def scanned(self) -> Case:
        self.consents()
        self.is_read(self.sends_photo())
        return self.case

    def task(self, kind: TaskKind) -> Task:
        [task] = waiting_tasks_of_case(self.session, case_id=self.case.id, kinds=[kind])
        return task

    def accepted(self) -> Case:
        self.scanned()
        task = self.task(TaskKind.PREPARE_TREATMENT)
        holder = self.session.get_one(type(self.cast.ploy), task.staff_id)
        accept_case_task(self.session, task_id=task.id, by=acting(holder), now=self.now, rules=self.rules)
        return self.case

    def booked(self, *, starts_at: datetime | None = None) -> Case:
        self.accepted()
        book_appointment(
            self.session,
            case_id=self.case.id,
            starts_at=starts_at or self.now + timedelta(hours=2),
            by=self.fon,
            now=self.now,
            rules=self.rules,
        )
        return self.case

    def started(self) -> Case:
        self.booked()
        return self.begins()

    def begins(self) -> Case:
        self.now += timedelta(hours=2)
        start_treatment(
            self.session, case_id=self.case.id, by=self._treating(), now=self.now, rules=self.rules
        )
        return self.case

    def finished(self) -> TreatmentSession:
        self.started()
        return self.ends()

    def ends(self) -> TreatmentSession:
        self.now += timedelta(minutes=50)
        return finish_treatment(
            self.session, case_id=self.case.id, by=self._treating(), now=self.now, rules=self.rules
        )

    def _treating(self) -> Actor:
        assert self.case.beautician_id is not None
        staff: Staff = self.session.get_one(type(self.cast.ploy), self.case.beautician_id)
        return acting(staff)


def state_of(session: Session, *models: Any) -> list[tuple[Any, ...]]:
    """Every column of every row of these tables: what must be the same after a refusal."""
    session.flush()
    rows: list[tuple[Any, ...]] = []
    for model in models:
        table = model.__table__
        found = session.connection().execute(table.select().order_by(*table.primary_key)).all()
        rows += [(table.name, *row) for row in found]
    return rows
