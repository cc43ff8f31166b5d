"""The same thing done by several hands at the very same time happens once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.factories.cases import Walk, a_skin_reading, a_treatment
from tests.factories.cast import two_clinics
from workflow.cases import accept_case_task, finish_treatment
from workflow.refusal import Refusal
from workflow.scans import record_reading
from workflow.store.models import (
    Case,
    CaseEvent,
    Customer,
    FollowUp,
    LoyaltyLedgerEntry,
    Notice,
    SkinReading,
    Task,
    TaskKind,
)
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

HANDS = 6


def walked(sessions: sessionmaker[Session], steps: Callable[[Walk], Any]) -> Walk:
    """Mali's way so far, committed; read from the walk's people and time only."""
    cast, _ = two_clinics(sessions)

    def prepare(session: Session) -> Walk:
        a_treatment(session, cast)
        walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
        steps(walk)
        return walk

    return in_transaction(sessions, prepare, clinic_id=cast.clinic_id)


def all_at_once(
    sessions: sessionmaker[Session], walk: Walk, press: Callable[[Session, int], Any]
) -> list[str]:
    """What came of it for each: done, or the code of the refusal."""
    ready = Barrier(HANDS)

    def one(number: int) -> str:
        def work(session: Session) -> str:
            try:
                return "done" if press(session, number) is not None else "nothing"
            except Refusal as refusal:
                return refusal.code

        ready.wait()
        return in_transaction(sessions, work, clinic_id=walk.cast.clinic_id)

    with ThreadPoolExecutor(max_workers=HANDS) as pool:
        return sorted(pool.map(one, range(HANDS)))


def counted(sessions: sessionmaker[Session], walk: Walk, model: Any, *conditions: Any) -> int:
    statement = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return in_transaction(
        sessions, lambda session: session.scalar(statement) or 0, clinic_id=walk.cast.clinic_id
    )


def test_it_is_accepted_once(sessions: sessionmaker[Session]) -> None:
    walk = walked(sessions, lambda walk: walk.scanned())
    task_id = in_transaction(
        sessions, lambda session: session.scalars(sa.select(Task.id)).one(), clinic_id=walk.cast.clinic_id
    )

    came = all_at_once(
        sessions,
        walk,
        lambda session, _: accept_case_task(session, task_id=task_id, by=walk.ploy, now=walk.now),
    )

    assert came == ["already_accepted"] * (HANDS - 1) + ["done"]
    assert counted(sessions, walk, Task, Task.kind == TaskKind.BOOK_APPOINTMENT) == 1


def test_it_is_finished_once(sessions: sessionmaker[Session]) -> None:
    walk = walked(sessions, lambda walk: walk.started())
    case_id = in_transaction(
        sessions, lambda session: session.scalars(sa.select(Case.id)).one(), clinic_id=walk.cast.clinic_id
    )

    came = all_at_once(
        sessions,
        walk,
        lambda session, _: finish_treatment(session, case_id=case_id, by=walk.ploy, now=walk.now),
    )

    assert came == ["done"] + ["illegal_move"] * (HANDS - 1)
    assert counted(sessions, walk, LoyaltyLedgerEntry) == 1
    assert counted(sessions, walk, FollowUp) == 4
    assert counted(sessions, walk, Notice, Notice.kind == "treatment_finished") == 1
    assert counted(sessions, walk, CaseEvent, CaseEvent.name == "case.finish") == 1


def test_two_photos_open_one_case(sessions: sessionmaker[Session]) -> None:
    scans: list[Any] = []

    def sends_photos(walk: Walk) -> None:
        walk.consents()
        scans.extend(walk.sends_photo().id for _ in range(HANDS // 2))

    walk = walked(sessions, sends_photos)

    came = all_at_once(
        sessions,
        walk,
        lambda session, number: record_reading(
            session,
            scan_id=scans[number % len(scans)],  # each photo is read twice, as after a lost lease
            reading=a_skin_reading(),
            photo_key=None,
            overlay_key=None,
            now=walk.now,
        ),
    )

    assert came == ["done"] * 3 + ["nothing"] * 3
    assert counted(sessions, walk, SkinReading) == 3
    assert counted(sessions, walk, Case) == 1
    assert counted(sessions, walk, Task) == 1
