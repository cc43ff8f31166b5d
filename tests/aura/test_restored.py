"""After a backup was put back: what was done since is not done again, on both engines and for every clinic."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from aura.cli import app
from aura.commands import restoring
from aura.restored import TASKS_REST, PutAside, put_aside_what_was_done
from tests.factories.cases import MONDAY, Walk, a_treatment
from tests.factories.cast import Cast, two_clinics
from tests.factories.deliveries import a_new_event, a_notice
from workflow.actor import Role
from workflow.follow_ups import claim_due_follow_ups
from workflow.inbound import claim_next_events, keep_events
from workflow.notices import forget_old_words, take_due_notices
from workflow.scans import claim_due_scans, claim_due_simulations
from workflow.schedules import due_schedules
from workflow.store.models import (
    Customer,
    FollowUp,
    FollowUpState,
    InboundEvent,
    Notice,
    NoticeState,
    Scan,
    ScanKind,
    Schedule,
    Simulation,
    Task,
    TaskKind,
)
from workflow.tasks import assign_task
from workflow.unit_of_work import Portion, Sessions, in_transaction

if TYPE_CHECKING:
    from datetime import datetime

    from click.testing import Result
    from sqlalchemy.orm import Session

TAKEN = MONDAY + timedelta(hours=10)
NOW = TAKEN + timedelta(days=8)  # two follow-ups have been due since
MINUTE = timedelta(minutes=1)
WAITING = {"notices": 1, "follow_ups": 2, "events": 1, "scans": 1, "simulations": 1, "tasks": 1}


@pytest.fixture
def clinics(sessions: Sessions) -> tuple[Cast, Cast]:
    """Two clinics as the backup found them: one of each thing waits, and all of it has been due since."""
    both = two_clinics(sessions)
    for cast in both:
        in_transaction(
            sessions, lambda session, cast=cast: _let_wait(session, cast), clinic_id=cast.clinic_id
        )
        in_transaction(
            sessions,
            lambda session, cast=cast: keep_events(
                session, rows=[a_new_event(cast.channel, happened_at=MONDAY)]
            ),
            clinic_id=None,
        )

    def set_clocks(session: Session) -> None:
        session.add(Schedule(key="rang since", next_run_at=TAKEN + MINUTE, rings="daily"))
        session.add(Schedule(key="rings tomorrow", next_run_at=NOW + timedelta(days=1), rings="daily"))

    in_transaction(sessions, set_clocks, clinic_id=None)
    return both


def _let_wait(session: Session, cast: Cast) -> None:
    a_treatment(session, cast, next_key="laser_toning_qs")
    walk = Walk(session, cast, session.get_one(Customer, cast.mali.id))
    walk.consents()
    walk.finished()
    session.flush()
    _finish(
        session, sa.update(Task).values(look_at=None)
    )  # of her visit, all of it was done before the backup
    a_notice(session, cast.mali_on_line, key="told since", now=MONDAY)
    in_good_time = a_notice(session, cast.mali_on_line, key="tomorrow", now=MONDAY)
    in_good_time.due_at = NOW + timedelta(days=1)
    assign_task(
        session,
        kind=TaskKind.CALL_CUSTOMER,
        customer_id=cast.mali.id,
        roles=(Role.SALES,),
        now=MONDAY,
    )
    _finish(session, sa.update(Notice).where(Notice.kind != "greeting").values(state=NoticeState.ACCEPTED))
    session.add(
        Simulation(
            clinic_id=cast.clinic_id,
            customer_id=cast.mali.id,
            scan_id=session.scalars(sa.select(Scan.id)).first(),
            staff_id=cast.fon.id,
            wish={"redness": -0.2},
            wish_code="redness-20",
            words_version="th-1",
            asked_at=MONDAY,
            due_at=MONDAY,
        )
    )
    session.add(
        Scan(
            clinic_id=cast.clinic_id,
            customer_id=cast.mali.id,
            kind=ScanKind.FIRST,
            channel_id=cast.channel.id,
            message_id=f"photo of {cast.clinic.key}",
            sender_id=cast.mali_on_line.id,
            sent_at=MONDAY,
            due_at=MONDAY,
        )
    )


def _finish(session: Session, statement: sa.Update) -> None:
    session.flush()
    session.execute(statement, execution_options={"synchronize_session": False})


def restore(sessions: Sessions, *, taken_at: datetime = TAKEN, now: datetime = NOW) -> list[PutAside]:
    return in_transaction(
        sessions, lambda session: put_aside_what_was_done(session, taken_at=taken_at, now=now), clinic_id=None
    )


def what_workers_find(sessions: Sessions, now: datetime = NOW) -> dict[str, int]:
    def claim(session: Session) -> dict[str, int]:
        lease = {"now": now, "lease": MINUTE, "limit": 100}
        tasks = session.scalars(sa.select(Task.id).where(Task.look_at <= now)).all()
        return {
            "notices": sum(len(take_due_notices(session, lane=lane, **lease)) for lane in range(4)),
            "follow_ups": len(claim_due_follow_ups(session, **lease)),
            "events": len(claim_next_events(session, **lease)),
            "scans": len(claim_due_scans(session, **lease)),
            "simulations": len(claim_due_simulations(session, **lease)),
            "tasks": len(tasks),
            "clocks": len(due_schedules(session, now=now)),
        }

    return in_transaction(sessions, claim, clinic_id=None)


def test_without_it_workers_do_everything_again(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    assert clinics
    found = what_workers_find(sessions)
    assert all(found.values()), found


def test_workers_find_nothing_to_do_again(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    assert clinics
    restore(sessions)
    assert not any(what_workers_find(sessions).values())


def test_it_counts_every_clinic_and_a_second_time_there_is_nothing(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    assert clinics
    assert restore(sessions) == [
        PutAside(clinic="aura", counts=WAITING),
        PutAside(clinic="other", counts=WAITING),
        PutAside(clinic=None, counts={"clocks": 1}),
    ]
    assert not any(count for one in restore(sessions) for count in one.counts.values())


def test_what_is_not_due_yet_is_still_done(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    restore(sessions)

    def look(session: Session) -> tuple[list[str], list[int], list[str]]:
        return (
            list(session.scalars(sa.select(Notice.dedupe_key).where(Notice.state == NoticeState.WAITING))),
            sorted(session.scalars(sa.select(FollowUp.day).where(FollowUp.state == FollowUpState.PLANNED))),
            list(session.scalars(sa.select(Schedule.key))),
        )

    for cast in clinics:
        found = in_transaction(sessions, look, clinic_id=cast.clinic_id)
        assert found == (["tomorrow"], [30, 90], ["rings tomorrow"])


def test_what_came_after_the_backup_is_left_alone(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, _ = clinics
    later = TAKEN + MINUTE
    in_transaction(
        sessions,
        lambda session: keep_events(
            session, rows=[a_new_event(ours.channel, person="Ulater", happened_at=later)]
        ),
        clinic_id=None,
    )
    in_transaction(
        sessions,
        lambda session: a_notice(session, ours.fon_on_line, key="later", now=later) and None,
        clinic_id=ours.clinic_id,
    )

    restore(sessions)

    found = what_workers_find(sessions)
    assert (found["events"], found["notices"]) == (1, 1)


def test_the_rows_say_why_and_their_words_are_forgotten_in_time(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    restore(sessions)

    def look(session: Session) -> set[str | None]:
        ended = {
            Notice.reason: Notice.settled_at,
            FollowUp.failure: FollowUp.settled_at,
            InboundEvent.failure: InboundEvent.settled_at,
            Scan.unreadable_reason: Scan.settled_at,
        }
        return {
            reason
            for why, when in ended.items()
            for reason in session.scalars(sa.select(why).where(when == NOW))
        }

    for cast in clinics:
        assert in_transaction(sessions, look, clinic_id=cast.clinic_id) == {"restored"}
        in_transaction(sessions, _say_something, clinic_id=cast.clinic_id)
        forgotten = in_transaction(
            sessions,
            lambda session: forget_old_words(session, before=NOW + MINUTE, portion=Portion()),
            clinic_id=cast.clinic_id,
        )
        assert forgotten.rows == 1


def _say_something(session: Session) -> None:
    session.scalars(sa.select(Notice).where(Notice.reason == "restored")).one().data = {"words": "secret"}


def test_a_task_stays_with_its_holder_and_is_passed_up_a_day_later(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    restore(sessions)

    task = in_transaction(
        sessions,
        lambda session: session.scalars(sa.select(Task).where(Task.kind == TaskKind.CALL_CUSTOMER)).one(),
        clinic_id=clinics[0].clinic_id,
    )
    assert (task.staff_id, task.look_at) == (clinics[0].fon.id, NOW + TASKS_REST)


class TestTheCommand:
    @pytest.fixture
    def url(self, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> str:
        url = engine.url.render_as_string(hide_password=False)
        for name, value in {
            "AURA_DATABASE_URL": url,
            "AURA_SECRET": "x" * 32,
            "AURA_LINE_AURA_SECRET": "s",
            "AURA_LINE_AURA_TOKEN": "t",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(restoring, "real_now", lambda: NOW)
        return url

    def test_prints_what_it_did(self, url: str, clinics: tuple[Cast, Cast]) -> None:
        assert url
        assert clinics
        told = run("--taken-at", TAKEN.isoformat(), "--yes", "--json")
        assert told.exit_code == 0
        ours, theirs, clocks = json.loads(told.stdout)
        assert {ours["clinic"], theirs["clinic"]} == {"aura", "other"}
        assert ours["events"] == theirs["notices"] == 1
        assert clocks["clocks"] >= 1

    def test_asks_first(self, url: str, clinics: tuple[Cast, Cast], sessions: Sessions) -> None:
        assert url
        assert clinics
        told = CliRunner().invoke(app, ["restored", "--taken-at", TAKEN.isoformat()], input="n\n")
        assert told.exit_code == 1
        assert what_workers_find(sessions)["events"] == 2

    @pytest.mark.parametrize("when", ["yesterday", "2026-11-22T03:00", "2100-01-01T00:00+07:00"])
    def test_refuses_a_time_that_is_none(self, url: str, when: str) -> None:
        assert url
        assert run("--taken-at", when, "--yes").exit_code == 2


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["restored", *words])
