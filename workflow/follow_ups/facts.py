"""What must be known to send follow-ups, and what their cards say: looked up for many at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from workflow.follow_ups.treatment_facts import treatment_facts
from workflow.notices import identities_of
from workflow.store.base import ClinicRow
from workflow.store.models import (
    Branch,
    Case,
    ChannelIdentity,
    FollowUp,
    Protocol,
    TaskKind,
    TreatmentSession,
    TreatmentType,
)
from workflow.tasks import cases_with_waiting_tasks

RECOMMENDS_NEXT = 30
WANTS_PHOTO = frozenset({7, 30})

Row = TypeVar("Row", bound=ClinicRow)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one follow-up.

    Attributes:
        case: Its case.
        done: The session it follows.
        zone: The branch's zone.
        to: Where the customer is reached, if anywhere.
        treatment: What was done.
        protocol: By which steps.
        recommended: What day 30 recommends, if anything.
    """

    case: Case
    done: TreatmentSession
    zone: ZoneInfo
    to: ChannelIdentity | None
    treatment: TreatmentType
    protocol: Protocol
    recommended: TreatmentType | None


def facts_of(session: Session, follow_ups: Sequence[FollowUp]) -> dict[uuid.UUID, Facts]:
    """This will look up what must be known of follow-ups of one clinic, by their id."""
    cases = _by_id(session, Case, {one.case_id for one in follow_ups})
    sessions = _by_id(session, TreatmentSession, {one.session_id for one in follow_ups})
    branches = _by_id(session, Branch, {case.branch_id for case in cases.values()})
    treatments = _by_id(session, TreatmentType, {done.treatment_type_id for done in sessions.values()})
    protocols = _by_id(session, Protocol, {done.protocol_id for done in sessions.values()})
    reached = identities_of(session, customer_ids={one.customer_id for one in follow_ups})
    done_before = {one.id: treatments[sessions[one.session_id].treatment_type_id] for one in follow_ups}
    recommended = _recommended(
        session, [one for one in follow_ups if one.day == RECOMMENDS_NEXT], done_before
    )
    zones = {branch.id: ZoneInfo(branch.zone) for branch in branches.values()}
    return {
        one.id: Facts(
            case=cases[one.case_id],
            done=sessions[one.session_id],
            zone=zones[cases[one.case_id].branch_id],
            to=reached.get(one.customer_id),
            treatment=done_before[one.id],
            protocol=protocols[sessions[one.session_id].protocol_id],
            recommended=recommended.get(one.id),
        )
        for one in follow_ups
    }


def words_of(follow_up: FollowUp, facts: Facts) -> dict[str, Any]:
    """This will gather what the card of this day says."""
    day = f"d{follow_up.day}"
    lines = {language: texts.get(day, []) for language, texts in facts.protocol.aftercare.items()}
    return {
        "follow_up_id": str(follow_up.id),
        "day": follow_up.day,
        "case_code": facts.case.code,
        "treatment": treatment_facts(facts.treatment),
        "lines_th": lines.get("th", []),
        "lines_en": lines.get("en", []),
        "next": treatment_facts(facts.recommended) if facts.recommended else None,
        "wants_photo": follow_up.day in WANTS_PHOTO,
        "zone": facts.zone.key,
    }


def _recommended(
    session: Session, follow_ups: Sequence[FollowUp], done_before: Mapping[uuid.UUID, TreatmentType]
) -> dict[uuid.UUID, TreatmentType]:
    """This will find what each recommends; nothing is recommended while trouble after the last one is open."""
    keys = {one.id: done_before[one.id].next_key for one in follow_ups}
    if not any(keys.values()):
        return {}
    in_trouble = cases_with_waiting_tasks(
        session, case_ids={one.case_id for one in follow_ups}, kinds=[TaskKind.RED_FLAG]
    )
    of_these = sa.select(TreatmentType).where(
        TreatmentType.key.in_({key for key in keys.values() if key}), TreatmentType.active
    )
    offered: dict[str | None, TreatmentType] = {one.key: one for one in session.scalars(of_these)}
    return {
        one.id: offered[keys[one.id]]
        for one in follow_ups
        if keys[one.id] in offered and one.case_id not in in_trouble
    }


def _by_id(session: Session, model: type[Row], ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Row]:
    """This will give rows by their id; those that the session holds already are not read again."""
    held = {row_id: session.identity_map.get(identity_key(model, row_id)) for row_id in ids}
    missing = [row_id for row_id, row in held.items() if row is None]
    found = (
        {}
        if not missing
        else {row.id: row for row in session.scalars(sa.select(model).where(model.id.in_(missing)))}
    )
    return {row_id: row if row is not None else found[row_id] for row_id, row in held.items()}
