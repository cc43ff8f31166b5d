"""Ringing what is due: whichever process advances a schedule's row does its work, in the same transaction.

APScheduler's memory clock makes every process look (scheduler/clock.py); it decides nothing. A process that dies in
the middle leaves the row as it was, and the next look of another process finds it due.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from scheduler.keeps_failing import tell_if_it_keeps_failing
from scheduler.rules import InPortions, Job, Per, Ring, Rule
from scheduler.times import Times
from workflow.access import branches
from workflow.schedules import (
    Plan,
    Turn,
    claim_ring,
    due_schedules,
    end_ring,
    push_aside,
    set_right,
    set_up_schedules,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import Sessions, in_transaction

PUSHED_ASIDE = timedelta(minutes=10)
PORTIONS_TAKE = timedelta(hours=1)  # a process that died at work in portions is succeeded after so long

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One schedule: a rule for one clinic or branch."""

    rule: Rule
    times: Times
    clinic_id: uuid.UUID
    branch_id: uuid.UUID
    zone: ZoneInfo
    rules: ClinicRules

    @property
    def key(self) -> str:
        """Of its row."""
        return f"{self.rule.what}:{self.branch_id if self.rule.per is Per.BRANCH else self.clinic_id}"

    def following(self, after: datetime) -> datetime:
        """This will give the first time strictly after an instant at which it rings."""
        return self.times.following(after, zone=self.zone)

    def plan(self, now: datetime) -> Plan:
        """This will say when it rings, and first."""
        first = self.following(now)
        return Plan(rings=f"{self.times} {self.zone.key}", first=first, latest=self.following(first))


class Schedules:
    """Rings every rule of a table for every clinic and branch."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        clock: Callable[[], datetime],
        rules: Mapping[uuid.UUID, ClinicRules],
        table: Sequence[Rule],
        afterwards: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        """This will set the ringing up; rows are made at the first look.

        Args:
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            rules: What each clinic has set, by its id.
            table: The rules of the clock.
            afterwards: By a rule's name, what is done outside any transaction at the first look and after each look
                in which it rang; it must bear being done again, or being cut off.
        """
        self._sessions = sessions
        self._clock = clock
        self._rules = rules
        self._table = table
        self._afterwards = afterwards or {}
        self._places: dict[str, Place] | None = None

    def run_due(self) -> int:
        """This will ring what is due and say how many schedules were rung."""
        rung = set(self._afterwards) if self._places is None else set()
        places = self._places or self._set_up()
        due = in_transaction(self._sessions, partial(self._look, places), clinic_id=None)
        rings = 0
        while due:
            key = due.pop(0)
            while key in places and self._ring(places[key]):
                rings += 1
                rung.add(places[key].rule.what)
        for what in self._afterwards:
            if what in rung:
                self._afterwards[what]()
        return rings

    def _set_up(self) -> dict[str, Place]:
        """This will find out for which branches to ring, and make their rows where there are none."""
        places: dict[str, Place] = {}
        for clinic_id in self._rules:
            found = in_transaction(self._sessions, partial(self._places_of, clinic_id), clinic_id=clinic_id)
            places |= {place.key: place for place in found}
        now = self._clock()
        plans = _plans(places, now)
        in_transaction(
            self._sessions,
            lambda session: set_up_schedules(session, plans=plans, now=now),
            clinic_id=None,
        )
        self._places = places
        return places

    def _look(self, places: Mapping[str, Place], session: Session) -> list[str]:
        """This will name what is due, after mending what would stay silent."""
        now = self._clock()
        set_right(session, plans=_plans(places, now))
        return due_schedules(session, now=now)

    def _places_of(self, clinic_id: uuid.UUID, session: Session) -> list[Place]:
        found: list[Place] = []
        there = branches(session)
        rules = self._rules[clinic_id]
        for rule in self._table:
            times = rule.when(rules)
            if times is None:
                continue
            for branch in there if rule.per is Per.BRANCH else there[:1]:
                zone = ZoneInfo(branch.zone)
                found.append(
                    Place(
                        rule=rule,
                        times=times,
                        clinic_id=clinic_id,
                        branch_id=branch.id,
                        zone=zone,
                        rules=rules,
                    )
                )
        return found

    def _ring(self, place: Place) -> bool:
        """This will ring one schedule once, if it is this process's turn; work that fails is left for later."""
        try:
            if isinstance(place.rule.job, InPortions):
                return self._work_in_portions(place, place.rule.job)
            return in_transaction(
                self._sessions,
                partial(self._work, place=place, job=place.rule.job),
                clinic_id=place.clinic_id,
            )
        except Exception:
            log.exception("schedule.failed", key=place.key)
            in_transaction(self._sessions, partial(self._put_aside, place), clinic_id=place.clinic_id)
            return False

    def _put_aside(self, place: Place, session: Session) -> None:
        """This will leave a clock whose work failed for later, and say so where it keeps failing."""
        now = self._clock()
        tell_if_it_keeps_failing(
            session,
            failing=push_aside(session, key=place.key, until=now + PUSHED_ASIDE),
            what=place.rule.what,
            branch_id=place.branch_id if place.rule.per is Per.BRANCH else None,
            zone=place.zone,
            rules=place.rules,
            now=now,
        )

    def _work(self, session: Session, *, place: Place, job: Job) -> bool:
        now = self._clock()
        turn = claim_ring(
            session, key=place.key, following=place.following, missed=place.rule.missed, now=now
        )
        if turn is None:
            return False
        ring = _ring_of(place, turn, now)
        if ring is not None:
            _say_rung(ring, place, made=job(session, ring))
        return True

    def _work_in_portions(self, place: Place, job: InPortions) -> bool:
        """This will do work in its own transactions, and mark the ring as done only then."""
        now = self._clock()
        begin = partial(
            claim_ring,
            key=place.key,
            following=place.following,
            missed=place.rule.missed,
            now=now,
            work_until=now + PORTIONS_TAKE,
        )
        turn = in_transaction(self._sessions, begin, clinic_id=place.clinic_id)
        if turn is None:
            return False
        ring = _ring_of(place, turn, now)
        made = 0 if ring is None else job.work(self._sessions, ring)
        end = partial(end_ring, key=place.key, turn=turn, now=self._clock())
        in_transaction(self._sessions, end, clinic_id=place.clinic_id)
        if ring is not None:
            _say_rung(ring, place, made=made)
        return True


def _ring_of(place: Place, turn: Turn, now: datetime) -> Ring | None:
    """This will give what is rung for; None for a time that is passed over."""
    if turn.slot is None:
        log.warning("schedule.passed_over", key=place.key, next_run_at=turn.next_run_at.isoformat())
        return None
    return Ring(
        clinic_id=place.clinic_id,
        branch_id=place.branch_id,
        zone=place.zone,
        slot=turn.slot,
        now=now,
        rules=place.rules,
    )


def _say_rung(ring: Ring, place: Place, *, made: int) -> None:
    log.info("schedule.rung", key=place.key, slot=ring.slot.isoformat(), made=made)


def _plans(places: Mapping[str, Place], now: datetime) -> dict[str, Plan]:
    return {key: place.plan(now) for key, place in places.items()}
