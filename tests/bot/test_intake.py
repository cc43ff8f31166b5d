"""Group commit on both engines: one writer, answers after the commit, nothing lost, neighbours unharmed."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot import intake as intake_room
from bot.intake import Intake
from tests.factories.cast import Cast, two_clinics
from workflow.inbound import NewEvent
from workflow.store.models import InboundEvent
from workflow.unit_of_work import in_transaction

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SOON = 5  # seconds; only a test that fails waits for them


@pytest.fixture
def cast(sessions: sessionmaker[Session]) -> Cast:
    return two_clinics(sessions)[0]


def an_event(cast: Cast, event_id: str | None = None) -> NewEvent:
    return NewEvent(
        clinic_id=cast.clinic_id,
        channel_id=cast.channel.id,
        event_id=event_id or uuid4().hex,
        person="U1",
        kind="message.text",
        happened_at=NOW,
        received_at=NOW,
        raw="{}",
    )


def stored(sessions: sessionmaker[Session]) -> int:
    count = sa.select(sa.func.count()).select_from(InboundEvent)
    return in_transaction(sessions, lambda session: session.scalar(count) or 0, clinic_id=None)


async def test_when_it_answers_the_rows_are_there_and_the_inbox_was_woken(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    woken: list[None] = []
    intake = Intake(sessions, lambda: NOW, lambda: woken.append(None))
    await intake.start()
    await intake.keep([an_event(cast), an_event(cast)])
    assert (stored(sessions), len(woken)) == (2, 1)
    await intake.stop()


async def test_many_webhooks_at_once_share_few_commits(
    sessions: sessionmaker[Session], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[int] = []
    keep_events = intake_room.keep_events

    def counting(session: Session, *, rows: Sequence[NewEvent]) -> int:
        commits.append(len(rows))
        return keep_events(session, rows=rows)

    monkeypatch.setattr(intake_room, "keep_events", counting)
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    await asyncio.gather(*(intake.keep([an_event(cast)]) for _ in range(500)))
    assert stored(sessions) == 500
    assert len(commits) < 20
    assert max(commits) <= intake_room.ROWS_IN_ONE_COMMIT
    await intake.stop()


async def test_the_same_event_in_many_webhooks_is_one_row(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    await asyncio.gather(*(intake.keep([an_event(cast, "E1")]) for _ in range(20)))
    assert stored(sessions) == 1
    await intake.stop()


async def test_a_row_that_cannot_be_stored_costs_only_its_own_webhook(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    orphan = replace(an_event(cast), channel_id=uuid4())
    outcomes = await asyncio.gather(
        intake.keep([an_event(cast)]),
        intake.keep([orphan]),
        intake.keep([an_event(cast)]),
        return_exceptions=True,
    )
    assert [isinstance(outcome, SQLAlchemyError) for outcome in outcomes] == [False, True, False]
    assert stored(sessions) == 2
    await intake.stop()


async def test_who_hangs_up_does_not_take_the_others_down(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    hangs_up = asyncio.create_task(intake.keep([an_event(cast)]))
    stays = asyncio.create_task(intake.keep([an_event(cast)]))
    await asyncio.sleep(0)
    hangs_up.cancel()
    await stays
    assert stored(sessions) == 2, "what LINE sent is kept, whoever waits for the answer"
    await intake.stop()


async def test_a_full_queue_answers_late_but_loses_nothing(
    sessions: sessionmaker[Session], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_room, "WEBHOOKS_WAITING", 3)
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    await asyncio.gather(*(intake.keep([an_event(cast)]) for _ in range(50)))
    assert stored(sessions) == 50
    await intake.stop()


async def test_stopping_writes_what_is_waiting(sessions: sessionmaker[Session], cast: Cast) -> None:
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    waiting = [asyncio.create_task(intake.keep([an_event(cast)])) for _ in range(10)]
    await asyncio.sleep(0)
    await intake.stop()
    await asyncio.gather(*waiting)
    assert stored(sessions) == 10


async def test_an_intake_that_was_not_started_says_so(sessions: sessionmaker[Session], cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        await Intake(sessions, lambda: NOW, lambda: None).keep([an_event(cast)])


async def test_a_database_in_trouble_fails_every_webhook_at_once_and_the_writer_goes_on(
    sessions: sessionmaker[Session], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    keep_events = intake_room.keep_events

    def in_trouble(session: Session, *, rows: Sequence[NewEvent]) -> int:
        tries.append(len(rows))
        raise OperationalError("insert", {}, Exception("disk is full"))

    monkeypatch.setattr(intake_room, "keep_events", in_trouble)
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    outcomes = await asyncio.gather(
        *(intake.keep([an_event(cast)]) for _ in range(40)), return_exceptions=True
    )
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
    assert len(tries) < 5
    monkeypatch.setattr(intake_room, "keep_events", keep_events)
    await intake.keep([an_event(cast)])
    assert stored(sessions) == 1
    await intake.stop()


async def test_the_writer_outlives_a_round_that_fails_around_its_commit(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    woken: list[None] = []

    def wake() -> None:
        woken.append(None)
        if len(woken) == 1:
            raise ZeroDivisionError

    intake = Intake(sessions, lambda: NOW, wake)
    await intake.start()
    for _ in range(2):
        async with asyncio.timeout(SOON):
            await intake.keep([an_event(cast)])
    assert (stored(sessions), len(woken), intake.is_writing) == (2, 2, True)
    await intake.stop()


async def test_without_a_writer_nobody_waits(
    sessions: sessionmaker[Session], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    await intake.stop()
    monkeypatch.setattr(intake, "_waiting", asyncio.Queue())

    assert not intake.is_writing
    async with asyncio.timeout(SOON):
        with pytest.raises(RuntimeError, match="not started"):
            await intake.keep([an_event(cast)])


async def test_webhooks_do_not_wait_for_the_threads_of_the_workers(
    sessions: sessionmaker[Session], cast: Cast
) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    done = threading.Event()
    working = asyncio.create_task(asyncio.to_thread(done.wait, 2 * SOON))
    await asyncio.sleep(0)
    intake = Intake(sessions, lambda: NOW, lambda: None)
    await intake.start()
    try:
        async with asyncio.timeout(SOON):
            await intake.keep([an_event(cast)])
    finally:
        done.set()
    await working
    assert stored(sessions) == 1
    await intake.stop()
