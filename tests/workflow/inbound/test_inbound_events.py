"""Events are kept once, and given out in order for each person, one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.deliveries import a_new_event
from tests.factories.people import NOW
from workflow.inbound import (
    InboundEvent,
    InboundState,
    LeaseLostError,
    NewEvent,
    claim_next_events,
    claim_worn_out,
    keep_events,
    postpone_event,
    settle_event,
)
from workflow.store.scope import scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def keep(sessions: Sessions, *rows: NewEvent) -> int:
    return in_transaction(sessions, lambda session: keep_events(session, rows=rows), clinic_id=None)


def claim(sessions: Sessions, *, now: datetime = NOW, limit: int = 100) -> list[InboundEvent]:
    return in_transaction(
        sessions,
        lambda session: claim_next_events(session, now=now, lease=LEASE, limit=limit),
        clinic_id=None,
    )


def worn_out(sessions: Sessions, *, now: datetime) -> list[InboundEvent]:
    return in_transaction(
        sessions, lambda session: claim_worn_out(session, now=now, lease=LEASE), clinic_id=None
    )


def end(sessions: Sessions, event: InboundEvent, state: InboundState = InboundState.HANDLED) -> None:
    in_transaction(
        sessions,
        lambda session: settle_event(session, event_id=event.id, state=state, now=NOW),
        clinic_id=event.clinic_id,
    )


def states(sessions: Sessions) -> dict[str, InboundState]:
    return in_transaction(
        sessions,
        lambda session: {row.event_id: row.state for row in session.scalars(sa.select(InboundEvent))},
        clinic_id=None,
    )


def test_it_keeps_many_events_of_many_clinics_in_one_statement(sessions: Sessions) -> None:
    ours, others = two_clinics(sessions)
    rows = [
        a_new_event(cast.channel, event_id=f"E{number}") for cast in (ours, others) for number in range(300)
    ]
    statements: list[str] = []
    engine = sessions.kw["bind"]

    def remember(_c: object, _cu: object, statement: str, _p: object, _ctx: object, _many: object) -> None:
        statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", remember)
    kept = keep(sessions, *rows)
    sa.event.remove(engine, "before_cursor_execute", remember)

    assert kept == 600
    assert len([statement for statement in statements if statement.startswith("INSERT")]) == 1
    assert keep(sessions, *rows) == 0


def test_an_event_that_comes_twice_is_kept_once_as_it_came_first(sessions: Sessions, cast: Cast) -> None:
    first = a_new_event(cast.channel, event_id="E1")
    again = a_new_event(cast.channel, event_id="E1", person="somebody else")

    assert [keep(sessions, first, first), keep(sessions, again, a_new_event(cast.channel))] == [1, 1]

    assert claim(sessions)[0].person == "Umali"


def test_the_same_event_id_of_two_channels_is_two_events(sessions: Sessions) -> None:
    ours, others = two_clinics(sessions)

    assert keep(sessions, *(a_new_event(cast.channel, event_id="E1") for cast in (ours, others))) == 2


def test_it_counts_right_when_there_are_more_than_one_statement_holds(sessions: Sessions, cast: Cast) -> None:
    rows = [a_new_event(cast.channel, event_id=f"E{number}") for number in range(2_500)]

    assert [keep(sessions, *rows[:10]), keep(sessions, *rows)] == [10, 2_490]


def test_it_keeps_nothing_when_nothing_came(sessions: Sessions) -> None:
    assert keep(sessions) == 0


def test_it_gives_one_event_per_person_in_the_order_they_happened(sessions: Sessions, cast: Cast) -> None:
    keep(
        sessions,
        a_new_event(cast.channel, event_id="mali 2", happened_at=NOW + SECOND),
        a_new_event(cast.channel, event_id="mali 1", happened_at=NOW),
        a_new_event(cast.channel, event_id="fon 1", person="Ufon", happened_at=NOW + 2 * SECOND),
    )

    first = claim(sessions)

    assert [event.event_id for event in first] == ["mali 1", "fon 1"]
    assert claim(sessions) == []
    end(sessions, first[0])
    assert [event.event_id for event in claim(sessions)] == ["mali 2"]


def test_one_that_happened_earlier_but_came_late_waits_while_a_turn_runs(
    sessions: Sessions, cast: Cast
) -> None:
    keep(sessions, a_new_event(cast.channel, event_id="second", happened_at=NOW + SECOND))
    (running,) = claim(sessions)
    keep(sessions, a_new_event(cast.channel, event_id="first", happened_at=NOW))

    assert claim(sessions) == []
    end(sessions, running)
    assert [event.event_id for event in claim(sessions)] == ["first"]


def test_after_three_attempts_it_is_given_to_be_failed_and_told_before_the_next_is(
    sessions: Sessions, cast: Cast
) -> None:
    keep(
        sessions,
        a_new_event(cast.channel, event_id="poison"),
        a_new_event(cast.channel, event_id="next", happened_at=NOW + SECOND),
    )

    given = [[event.event_id for event in claim(sessions, now=NOW + turn * LEASE)] for turn in range(4)]

    assert given == [["poison"], ["poison"], ["poison"], []]
    assert worn_out(sessions, now=NOW + 3 * LEASE - SECOND) == [], "its third turn may still be running"
    (poison,) = worn_out(sessions, now=NOW + 3 * LEASE)
    assert worn_out(sessions, now=NOW + 3 * LEASE) == [], "one at a time tells of it"
    end(sessions, poison, InboundState.FAILED)
    assert [event.event_id for event in claim(sessions, now=NOW + 3 * LEASE)] == ["next"]


def test_one_that_cannot_even_be_told_of_is_set_aside(sessions: Sessions, cast: Cast) -> None:
    keep(sessions, a_new_event(cast.channel, event_id="poison"))
    for turn in range(3):
        claim(sessions, now=NOW + turn * LEASE)

    given = [len(worn_out(sessions, now=NOW + turn * LEASE)) for turn in range(3, 6)]

    assert given == [1, 1, 0]
    assert states(sessions) == {"poison": InboundState.FAILED}


def test_a_postponed_event_keeps_its_place_and_is_worn_out_after_three_attempts(
    sessions: Sessions, cast: Cast
) -> None:
    keep(
        sessions,
        a_new_event(cast.channel, event_id="first"),
        a_new_event(cast.channel, event_id="second", happened_at=NOW + SECOND),
    )
    now = NOW
    for _ in range(3):
        (event,) = claim(sessions, now=now)
        now += 5 * SECOND
        assert in_transaction(
            sessions,
            lambda session, row=event, at=now: postpone_event(session, event_id=row.id, until=at),
            clinic_id=None,
        )
        assert claim(sessions, now=now - SECOND) == []

    assert claim(sessions, now=now) == []
    assert [event.event_id for event in worn_out(sessions, now=now)] == ["first"]


def test_a_settled_event_is_not_postponed(sessions: Sessions, cast: Cast) -> None:
    keep(sessions, a_new_event(cast.channel))
    (event,) = claim(sessions)
    end(sessions, event)

    assert not in_transaction(
        sessions, lambda session: postpone_event(session, event_id=event.id, until=NOW), clinic_id=None
    )


def test_a_turn_that_outlived_its_lease_is_rolled_back(sessions: Sessions, cast: Cast) -> None:
    keep(sessions, a_new_event(cast.channel))
    (slow,) = claim(sessions)
    (again,) = claim(sessions, now=NOW + LEASE)
    end(sessions, again)

    with pytest.raises(LeaseLostError):
        end(sessions, slow)


def test_people_on_two_channels_do_not_wait_for_each_other(sessions: Sessions) -> None:
    ours, others = two_clinics(sessions)
    keep(sessions, a_new_event(ours.channel), a_new_event(others.channel, happened_at=NOW + SECOND))

    assert len(claim(sessions)) == 2


def test_workers_at_once_never_run_two_turns_of_one_person(sessions: Sessions, cast: Cast) -> None:
    people = [f"U{number}" for number in range(4)]
    keep(
        sessions,
        *(
            a_new_event(
                cast.channel, person=person, event_id=f"{person}:{turn}", happened_at=NOW + turn * SECOND
            )
            for turn in range(8)
            for person in people
        ),
    )
    start, running, handled = Barrier(4), set(), []

    def worker() -> None:
        while events := claim(sessions, limit=2):
            for event in events:
                assert event.person not in running
                running.add(event.person)
            for event in events:
                handled.append(event.event_id)
                running.discard(event.person)
                end(sessions, event)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(lambda: (start.wait(), worker())) for _ in range(4)]:
            done.result()
    worker()

    for person in people:
        assert [event for event in handled if event.startswith(person)] == [
            f"{person}:{turn}" for turn in range(8)
        ]
    assert len(handled) == 32


def test_a_settled_turn_and_its_effects_are_one(sessions: Sessions, cast: Cast) -> None:
    keep(sessions, a_new_event(cast.channel, event_id="E1"))
    (event,) = claim(sessions)

    def turn(session: Session) -> None:
        settle_event(session, event_id=event.id, state=InboundState.HANDLED, now=NOW)
        raise RuntimeError("the turn has a bug")

    with pytest.raises(RuntimeError, match="bug"):
        in_transaction(sessions, turn, clinic_id=cast.clinic_id)

    assert states(sessions) == {"E1": InboundState.WAITING}


def test_another_clinics_turn_cannot_settle_it(sessions: Sessions) -> None:
    ours, others = two_clinics(sessions)
    keep(sessions, a_new_event(ours.channel))
    (event,) = claim(sessions)

    with sessions() as session:
        scope_to(session, others.clinic_id)
        with pytest.raises(LeaseLostError):
            settle_event(session, event_id=event.id, state=InboundState.HANDLED, now=NOW)


def test_a_lease_of_a_clock_that_ran_ahead_makes_nobody_mute(sessions: Sessions, cast: Cast) -> None:
    keep(sessions, a_new_event(cast.channel, person="mali", event_id="later", happened_at=NOW))
    tomorrow = NOW + timedelta(days=1)
    assert [event.event_id for event in claim(sessions, now=tomorrow)] == ["later"]  # its worker dies

    # What she did before comes only now, sent again.
    keep(sessions, a_new_event(cast.channel, person="mali", event_id="earlier", happened_at=NOW - SECOND))
    first = claim(sessions, now=NOW + SECOND)
    assert [event.event_id for event in first] == ["earlier"]
    assert claim(sessions, now=NOW + SECOND) == [], "one turn of hers at a time"

    in_transaction(
        sessions,
        lambda session: settle_event(
            session, event_id=first[0].id, state=InboundState.HANDLED, now=NOW + SECOND
        ),
        clinic_id=None,
    )
    assert [event.event_id for event in claim(sessions, now=NOW + 2 * SECOND)] == ["later"]
