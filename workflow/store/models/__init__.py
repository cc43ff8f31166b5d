"""All tables. They live together so that they never make an import cycle; each domain re-exports its own."""

from workflow.store.models.booking import Appointment, AppointmentState, Hold, ResourceCell
from workflow.store.models.calendars import DayKind, OpeningHours, Shift, SpecialDay, TimeOff
from workflow.store.models.care import CheckIn, FollowUp, FollowUpState, LoyaltyLedgerEntry
from workflow.store.models.case import Case, CaseEvent, Stage
from workflow.store.models.clinic import Branch, Channel, Clinic, Resource, Staff, StaffInvite
from workflow.store.models.delivery import (
    InboundEvent,
    InboundState,
    Notice,
    NoticePurpose,
    NoticeState,
    Schedule,
)
from workflow.store.models.health import HealthAnswer, HealthSaid
from workflow.store.models.learning import LastWords, Utterance, UtteranceSource, UtteranceState, UtteranceWhy
from workflow.store.models.passage import Passage, PassageOrigin, PassageState, Phrasing, PhrasingState
from workflow.store.models.people import ChannelIdentity, Consent, Customer, Purpose
from workflow.store.models.scan import Scan, ScanKind, ScanState, SkinReading
from workflow.store.models.simulation import Simulation, SimulationState
from workflow.store.models.task import Task, TaskEvent, TaskKind, TaskState
from workflow.store.models.treatment import (
    Performer,
    PlanState,
    Protocol,
    TreatmentPlan,
    TreatmentSession,
    TreatmentType,
)
from workflow.store.models.web import SignInLink, WebSession

__all__ = [
    "Appointment",
    "AppointmentState",
    "Branch",
    "Case",
    "CaseEvent",
    "Channel",
    "ChannelIdentity",
    "CheckIn",
    "Clinic",
    "Consent",
    "Customer",
    "DayKind",
    "FollowUp",
    "FollowUpState",
    "HealthAnswer",
    "HealthSaid",
    "Hold",
    "InboundEvent",
    "InboundState",
    "LastWords",
    "LoyaltyLedgerEntry",
    "Notice",
    "NoticePurpose",
    "NoticeState",
    "OpeningHours",
    "Passage",
    "PassageOrigin",
    "PassageState",
    "Performer",
    "Phrasing",
    "PhrasingState",
    "PlanState",
    "Protocol",
    "Purpose",
    "Resource",
    "ResourceCell",
    "Scan",
    "ScanKind",
    "ScanState",
    "Schedule",
    "Shift",
    "SignInLink",
    "Simulation",
    "SimulationState",
    "SkinReading",
    "SpecialDay",
    "Staff",
    "StaffInvite",
    "Stage",
    "Task",
    "TaskEvent",
    "TaskKind",
    "TaskState",
    "TimeOff",
    "TreatmentPlan",
    "TreatmentSession",
    "TreatmentType",
    "Utterance",
    "UtteranceSource",
    "UtteranceState",
    "UtteranceWhy",
    "WebSession",
]
