"""Bringing the clinics of config.yml into the store. Safe to repeat: what is there is updated, nothing is doubled."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
import structlog
import yaml
from sqlalchemy.orm import Session

import workflow.catalogue
from aura.calendar_settings import HOLIDAYS_KNOWN_FOR, WEEKDAYS
from aura.settings import BranchSettings, ChannelSettings, ClinicSettings, Settings
from workflow.actor import Actor
from workflow.calendars import set_calendar, set_weekly_shifts
from workflow.cases import plan_without
from workflow.catalogue import load_catalogue
from workflow.settings import ClinicRules
from workflow.store.base import Base
from workflow.store.models import Branch, Channel, Clinic, Resource, Staff
from workflow.unit_of_work import Sessions, in_transaction, scope_to

log = structlog.get_logger(__name__)

CATALOGUE = Path(workflow.catalogue.__file__).parent / "clinic"

Row = TypeVar("Row", bound=Base)
# Any constant; "clinics" in ASCII.
_SETTING_UP = 0x636C696E696373


@dataclass(frozen=True, kw_only=True)
class KnownClinics:
    """Where the configured clinics and channels stand in the store.

    Attributes:
        clinics: Clinic key to id.
        channels: Channel key to (channel id, clinic id).
        rules: Clinic id to its rules.
    """

    clinics: dict[str, uuid.UUID]
    channels: dict[str, tuple[uuid.UUID, uuid.UUID]]
    rules: dict[uuid.UUID, ClinicRules]


def set_up_clinics(sessions: Sessions, *, settings: Settings, now: datetime) -> KnownClinics:
    """This will write what config.yml says into the store, in one transaction.

    Several processes may start at once: on PostgreSQL they take turns, on SQLite a transaction is alone anyway.
    """

    def write(session: Session) -> KnownClinics:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(_SETTING_UP)))
        clinics = {clinic.key: _clinic(session, clinic, now=now) for clinic in settings.clinics}
        channels = {
            channel.key: (
                _channel(session, channel, clinic_id=clinics[channel.clinic]),
                clinics[channel.clinic],
            )
            for channel in settings.channels
        }
        rules = {clinics[clinic.key]: clinic.rules for clinic in settings.clinics}
        return KnownClinics(clinics=clinics, channels=channels, rules=rules)

    return in_transaction(sessions, write, clinic_id=None)


def _clinic(session: Session, told: ClinicSettings, *, now: datetime) -> uuid.UUID:
    scope_to(session, None)
    clinic = _row(session, Clinic, key=told.key)
    clinic.name_th, clinic.name_en = told.name_th, told.name_en
    session.flush()
    scope_to(session, clinic.id)
    branches = {
        branch.key: _branch(session, branch, clinic_id=clinic.id, now=now) for branch in told.branches
    }
    _staff(session, told, clinic_id=clinic.id, branches=branches, now=now)
    load_catalogue(
        session,
        clinic_id=clinic.id,
        file=CATALOGUE / "treatments.yaml",
        texts=CATALOGUE / "texts.yaml",
        prices=CATALOGUE / "prices.yaml",
        now=now,
    )
    return clinic.id


def _staff(
    session: Session,
    told: ClinicSettings,
    *,
    clinic_id: uuid.UUID,
    branches: Mapping[str, uuid.UUID],
    now: datetime,
) -> None:
    """This will write who works there; whoever the file no longer names has left, and may do nothing from now on.

    What they had before them goes to others.
    """
    for person in told.staff:
        staff = _row(session, Staff, clinic_id=clinic_id, name=person.name)
        staff.branch_id = branches[person.branch]
        staff.roles = [str(role) for role in person.roles]
        staff.skills = list(person.skills)
        staff.active = True
        session.flush()
        shifts = [
            (WEEKDAYS.index(weekday), hours) for weekday, spans in person.shifts.items() for hours in spans
        ]
        set_weekly_shifts(session, staff_id=staff.id, branch_id=staff.branch_id, shifts=shifts)
    names = {person.name for person in told.staff}
    left = [one for one in session.scalars(sa.select(Staff).where(Staff.active)) if one.name not in names]
    for staff in left:
        staff.active = False
        log.warning("staff.left", staff_id=str(staff.id))
    session.flush()
    by = Actor.system(clinic_id)
    for staff in left:
        plan_without(session, staff_id=staff.id, from_at=now, until=None, by=by, now=now, rules=told.rules)


def _branch(session: Session, told: BranchSettings, *, clinic_id: uuid.UUID, now: datetime) -> uuid.UUID:
    branch = _row(session, Branch, clinic_id=clinic_id, key=told.key)
    for name in ("name_th", "name_en", "zone", "opens_at", "closes_at", "phone", "address_th", "address_en"):
        setattr(branch, name, getattr(told, name))
    session.flush()
    set_calendar(
        session,
        branch_id=branch.id,
        weekly=told.by_weekday,
        days=told.days,
        holidays_until=told.holidays_until,
    )
    if told.holidays_until and told.holidays_until < now.date() + HOLIDAYS_KNOWN_FOR:
        log.warning("calendar.ends", branch_id=str(branch.id), on=told.holidays_until.isoformat())
    _resources(session, told, branch=branch)
    return branch.id


def _resources(session: Session, told: BranchSettings, *, branch: Branch) -> None:
    """This will write the rooms and devices, one row a place; what the file no longer names is out of use."""
    named = {
        (kind, one.name, place)
        for kind, resources in told.resources.items()
        for one in resources
        for place in range(1, one.places + 1)
    }
    there = {
        (row.kind, row.name, row.place): row
        for row in session.scalars(sa.select(Resource).where(Resource.branch_id == branch.id))
    }
    for key in sorted(named - there.keys()):
        kind, name, place = key
        session.add(
            Resource(clinic_id=branch.clinic_id, branch_id=branch.id, kind=kind, name=name, place=place)
        )
    for key, row in there.items():
        row.active = key in named
    session.flush()


def _channel(session: Session, told: ChannelSettings, *, clinic_id: uuid.UUID) -> uuid.UUID:
    scope_to(session, clinic_id)
    channel = _row(session, Channel, key=told.key, clinic_id=clinic_id)
    channel.kind, channel.bot_user_id = "line", told.bot_user_id
    session.flush()
    return channel.id


def _row(session: Session, table: type[Row], **identity: object) -> Row:
    """This will find the row that these values name, or begin a new one."""
    found: Sequence[Row] = session.scalars(sa.select(table).filter_by(**identity)).all()
    if found:
        return found[0]
    row = table(**identity)
    session.add(row)
    return row


def names_of_treatments() -> Mapping[str, Sequence[str]]:
    """This will give what each treatment is called in chat, from the clinic's treatment file."""
    words = (CATALOGUE / "treatments.yaml").read_text(encoding="utf-8")
    told = yaml.load(words, Loader=yaml.CSafeLoader)  # as safe as `safe_load`, and seven times as fast
    return {
        treatment["id"]: [*treatment["names"].get("chat_th", []), treatment["names"]["th"]]
        for treatment in told["treatments"]
    }
