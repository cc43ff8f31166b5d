"""Keeping what was promised, once: what is still true is looked up for many follow-ups at once, and decided for each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.follow_ups.calls import ask_to_call
from workflow.follow_ups.claims import postpone_follow_up
from workflow.follow_ups.facts import Facts, facts_of, words_of
from workflow.follow_ups.plan import due_times, is_too_late, next_polite
from workflow.notices import NoticePurpose, Telling, tell_all
from workflow.settings import ClinicRules
from workflow.store.models import Case, ChannelIdentity, FollowUp, FollowUpState, TaskKind
from workflow.tasks import NobodyHasRole, waiting_tasks_of_case

log = structlog.get_logger(__name__)

# Somebody should ring her within a working day when a care message cannot reach her.
CALL_WITHIN = timedelta(hours=24)


class Outcome(StrEnum):
    """What became of a due follow-up."""

    SENT = "sent"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    LEFT = "left"  # it was settled before, or is not due any more


@dataclass(frozen=True)
class Sending:
    """How the sending of a follow-up went.

    Attributes:
        outcome: What became of it.
        notice_id: What the customer is told, where it was sent.
        reason: Why it was not sent: `impolite_hour`, `case_closed`, `too_late`, `blocked` or `unreachable`.
    """

    outcome: Outcome
    notice_id: uuid.UUID | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Fate:
    """What is to become of a due follow-up, before anything is written."""

    outcome: Outcome
    reason: str | None = None
    until: datetime | None = None
    to: ChannelIdentity | None = None


def send_follow_up(
    session: Session, *, follow_up: FollowUp, now: datetime, rules: ClinicRules | None = None
) -> Sending:
    """This will send one due follow-up; see `send_follow_ups`."""
    (sending,) = send_follow_ups(session, follow_ups=[follow_up], now=now, rules=rules)
    return sending


def send_follow_ups(
    session: Session, *, follow_ups: Sequence[FollowUp], now: datetime, rules: ClinicRules | None = None
) -> list[Sending]:
    """This will send due follow-ups, each if everything that was true when it was promised still is.

    What is sent is written for all of them together; the others, of which there are few, one by one.

    Args:
        session: A session of the follow-ups' clinic, in the transaction that holds them.
        follow_ups: The due rows.
        now: Aware UTC.
        rules: The clinic's polite hours and time of follow-ups.

    Returns:
        What became of each, in the same order.
    """
    rules = rules or ClinicRules()
    due = [one for one in follow_ups if one.state is FollowUpState.PLANNED and one.due_at <= now]
    facts = facts_of(session, due)
    fates = {one.id: _fate(one, facts[one.id], now=now, rules=rules) for one in due}
    leaving = [(one, to) for one in due if (to := fates[one.id].to) is not None]
    told = _send(session, leaving, facts, now=now)
    for one in due:
        _note(session, one, fates[one.id], case=facts[one.id].case, now=now)
    return [
        Sending(fates[one.id].outcome, told.get(one.id), fates[one.id].reason)
        if one.id in fates
        else Sending(Outcome.LEFT)
        for one in follow_ups
    ]


def _fate(follow_up: FollowUp, facts: Facts, *, now: datetime, rules: ClinicRules) -> _Fate:
    """This will decide what becomes of a due follow-up. It asks nobody: what must be known was looked up."""
    finished_at = facts.done.finished_at
    if facts.case.closed_at is not None or finished_at is None:
        return _Fate(Outcome.CANCELLED, "case_closed")
    if is_too_late(due_times(finished_at, facts.zone, rules.follow_up_time)[follow_up.day], now):
        return _Fate(Outcome.CANCELLED, "too_late")
    polite_at = next_polite(now, facts.zone, polite_from=rules.polite_from, polite_until=rules.polite_until)
    if polite_at > now:
        return _Fate(Outcome.POSTPONED, "impolite_hour", until=polite_at)
    if facts.to is None or facts.to.blocked_at is not None:
        return _Fate(Outcome.CANCELLED, "unreachable" if facts.to is None else "blocked")
    return _Fate(Outcome.SENT, to=facts.to)


def _send(
    session: Session,
    leaving: Sequence[tuple[FollowUp, ChannelIdentity]],
    facts: dict[uuid.UUID, Facts],
    *,
    now: datetime,
) -> dict[uuid.UUID, uuid.UUID | None]:
    """This will write down what customers are told, and that they are; the notices' ids by those of the follow-ups."""
    tellings = [
        Telling(
            to=to,
            kind=f"follow_up_{one.day}",
            purpose=NoticePurpose.CARE,
            data=words_of(one, facts[one.id]),
            key=f"follow_up_{one.day}:{one.id}",
            case_id=one.case_id,
        )
        for one, to in leaving
    ]
    told = tell_all(session, tellings=tellings, now=now)
    for one, _ in leaving:
        one.state = FollowUpState.SENT
        one.sent_at = one.settled_at = now
    session.flush()
    return {one.id: notice_id for (one, _), notice_id in zip(leaving, told, strict=True)}


def _note(session: Session, follow_up: FollowUp, fate: _Fate, *, case: Case, now: datetime) -> None:
    """This will write down why a follow-up was not sent, and log what became of it."""
    if fate.until is not None:
        postpone_follow_up(session, follow_up_id=follow_up.id, until=fate.until, is_failure=False)
    elif fate.outcome is Outcome.CANCELLED:
        if fate.reason in {"blocked", "unreachable"}:
            call_instead(session, case=case, follow_up=follow_up, now=now)
        follow_up.state, follow_up.settled_at = FollowUpState.CANCELLED, now
    log.info(
        "follow_up.decided",
        outcome=fate.outcome.value,
        follow_up_id=str(follow_up.id),
        case_id=str(case.id),
        day=follow_up.day,
        reason=fate.reason,
    )


def call_instead(session: Session, *, case: Case, follow_up: FollowUp, now: datetime) -> None:
    """This will give somebody the task of ringing a customer whom no message reaches, once while it waits."""
    if waiting_tasks_of_case(session, case_id=case.id, kinds=[TaskKind.CALL_CUSTOMER]):
        return
    try:
        ask_to_call(
            session,
            case=case,
            roles=(Role.SALES, Role.BEAUTICIAN, Role.MANAGER, Role.OWNER),
            due_at=now + CALL_WITHIN,
            detail={"why": "follow_up_undelivered", "day": follow_up.day},
            now=now,
        )
    except NobodyHasRole:
        log.warning("follow_up.unheard", follow_up_id=str(follow_up.id), case_id=str(case.id))
