"""Due notices are taken once, in order for each person, and a slow lane never holds up a fast one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from workflow.customers import ChannelIdentity
from workflow.notices import (
    DueNotice,
    Leaving,
    Notice,
    NoticePurpose,
    NoticeState,
    ReplyChance,
    begin_sending_all,
    drop_reply_token,
    notice,
    postpone,
    settle,
    take_due_notices,
    tell,
)
from workflow.store.base import new_id
from workflow.store.scope import held_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


LEASE = timedelta(seconds=10)
SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def write(
    sessions: Sessions,
    to: ChannelIdentity,
    *keys: str,
    purpose: NoticePurpose = NoticePurpose.TRANSACTIONAL,
    due_at: datetime = NOW,
) -> list[Notice]:
    def work(session: Session) -> list[Notice]:
        written = [
            tell(session, to=to, kind="greeting", purpose=purpose, data={}, key=key, now=NOW, due_at=due_at)
            for key in keys
        ]
        return [row for row in written if row is not None]

    return in_transaction(sessions, work, clinic_id=to.clinic_id)


def set_out(session: Session, *, lane: int = 2, now: datetime = NOW, limit: int = 100) -> list[DueNotice]:
    """Take what is due, and have all of it leave."""
    taken = take_due_notices(session, lane=lane, now=now, lease=LEASE, limit=limit)
    leaving = [Leaving(row.id, "{}", by_reply=False) for row in taken]
    begin_sending_all(session, leaving, until=now + LEASE, now=now)
    return [row.leased(now + LEASE) for row in taken]


def claim(sessions: Sessions, *, lane: int = 2, now: datetime = NOW, limit: int = 100) -> list[str]:
    gone = in_transaction(
        sessions, lambda session: set_out(session, lane=lane, now=now, limit=limit), clinic_id=None
    )
    return [row.dedupe_key for row in gone]


def begin(
    session: Session, row: Notice, body: str = "{}", *, by_reply: bool = False, now: datetime = NOW
) -> None:
    leaving = [Leaving(row.id, body, by_reply=by_reply)]
    begin_sending_all(session, leaving, until=now + LEASE, now=now)


def end(sessions: Sessions, row: Notice, state: NoticeState = NoticeState.ACCEPTED) -> bool:
    return in_transaction(
        sessions,
        lambda session: settle(
            session, notice_id=row.id, attempt=session.get_one(Notice, row.id).attempts, state=state, now=NOW
        ),
        clinic_id=None,
    )


def test_it_gives_a_due_notice_once_until_its_lease_runs_out(sessions: Sessions, cast: Cast) -> None:
    write(sessions, cast.mali_on_line, "first")

    assert claim(sessions) == ["first"]
    assert claim(sessions) == []
    assert claim(sessions, now=NOW + LEASE - SECOND) == []
    assert claim(sessions, now=NOW + LEASE) == ["first"]


def test_it_counts_attempts(sessions: Sessions, cast: Cast) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    claim(sessions)
    claim(sessions, now=NOW + LEASE)

    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert (kept.attempts, kept.lease_until) == (2, NOW + 2 * LEASE)


def test_it_gives_one_notice_per_person_in_the_order_they_were_written(
    sessions: Sessions, cast: Cast
) -> None:
    first, second, third = write(sessions, cast.mali_on_line, "first", "second", "third")
    write(sessions, cast.fon_on_line, "for fon")

    assert claim(sessions) == ["first", "for fon"]
    end(sessions, first)
    assert claim(sessions) == ["second"]
    end(sessions, second, NoticeState.DEAD)
    assert claim(sessions) == ["third"]
    end(sessions, third)
    assert claim(sessions) == []


def test_it_does_not_give_what_is_not_due_and_that_holds_up_nobody(sessions: Sessions, cast: Cast) -> None:
    write(sessions, cast.mali_on_line, "tomorrow", due_at=NOW + timedelta(days=1))
    write(sessions, cast.mali_on_line, "now")

    assert claim(sessions) == ["now"]


@pytest.mark.parametrize(
    ("purpose", "lane"),
    [
        (NoticePurpose.URGENT, 0),
        (NoticePurpose.ANSWER, 1),
        (NoticePurpose.TRANSACTIONAL, 2),
        (NoticePurpose.STAFF, 2),
        (NoticePurpose.CARE, 3),
    ],
)
def test_it_claims_each_purpose_in_its_lane(
    sessions: Sessions, cast: Cast, purpose: NoticePurpose, lane: int
) -> None:
    write(sessions, cast.mali_on_line, "it", purpose=purpose)

    assert [claim(sessions, lane=number) for number in range(4)] == [
        ["it"] if number == lane else [] for number in range(4)
    ]


def test_a_slow_lane_never_holds_up_a_fast_one_but_waits_for_it(sessions: Sessions, cast: Cast) -> None:
    write(sessions, cast.mali_on_line, "care before", purpose=NoticePurpose.CARE)
    (urgent,) = write(sessions, cast.mali_on_line, "urgent", purpose=NoticePurpose.URGENT)
    write(sessions, cast.mali_on_line, "result", purpose=NoticePurpose.TRANSACTIONAL)

    assert claim(sessions, lane=2) == []
    assert claim(sessions, lane=0) == ["urgent"]
    end(sessions, urgent)
    assert claim(sessions, lane=2) == ["result"]
    assert claim(sessions, lane=3) == ["care before"]


def test_what_is_urgent_waits_for_nothing_earlier_of_the_same_person(sessions: Sessions, cast: Cast) -> None:
    write(sessions, cast.mali_on_line, "stuck answer", purpose=NoticePurpose.ANSWER)
    claim(sessions, lane=1)
    write(sessions, cast.mali_on_line, "stuck page", purpose=NoticePurpose.URGENT)
    claim(sessions, lane=0)
    write(sessions, cast.mali_on_line, "page", purpose=NoticePurpose.URGENT)

    assert claim(sessions, lane=0) == ["page"]


def test_one_that_was_sent_keeps_its_place_while_it_waits_to_be_tried_again(
    sessions: Sessions, cast: Cast
) -> None:
    first, _ = write(sessions, cast.mali_on_line, "first", "second")
    claim(sessions)

    in_transaction(
        sessions,
        lambda session: postpone(
            session,
            notice_id=first.id,
            attempt=session.get_one(Notice, first.id).attempts,
            until=NOW + 5 * SECOND,
            reason="timeout",
        ),
        clinic_id=None,
    )

    assert claim(sessions, now=NOW + SECOND) == []
    assert claim(sessions, now=NOW + 5 * SECOND) == ["first"]


def test_one_that_the_channel_certainly_refused_may_let_others_pass(sessions: Sessions, cast: Cast) -> None:
    first, _ = write(sessions, cast.mali_on_line, "first", "second")
    claim(sessions)

    in_transaction(
        sessions,
        lambda session: postpone(
            session,
            notice_id=first.id,
            attempt=session.get_one(Notice, first.id).attempts,
            until=NOW + timedelta(days=8),
            reason="monthly_limit",
            lets_others_pass=True,
        ),
        clinic_id=None,
    )

    assert claim(sessions, now=NOW + SECOND) == ["second"]
    kept = in_transaction(sessions, lambda session: notice(session, notice_id=first.id), clinic_id=None)
    assert kept.first_sent_at == NOW, "it is not younger for having waited"


@pytest.mark.parametrize(("told", "known"), [(None, True), (True, True), (False, False)])
def test_a_sending_that_was_begun_may_have_gone_until_it_is_known_that_it_did_not(
    sessions: Sessions, cast: Cast, *, told: bool | None, known: bool
) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    def work(session: Session) -> None:
        begin(session, row)
        postpone(
            session,
            notice_id=row.id,
            attempt=session.get_one(Notice, row.id).attempts,
            until=NOW,
            reason="rate_limit",
            may_have_gone=told,
        )

    assert not row.may_have_gone
    in_transaction(sessions, work, clinic_id=None)
    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert kept.may_have_gone is known


@pytest.mark.parametrize("gives_up", ["by a push at once", "after a reply"])
def test_the_free_answer_is_given_up_before_anything_is_pushed(
    sessions: Sessions, cast: Cast, gives_up: str
) -> None:
    def work(session: Session) -> Notice:
        row = tell(
            session,
            to=cast.mali_on_line,
            kind="greeting",
            purpose=NoticePurpose.ANSWER,
            data={},
            key="first",
            now=NOW,
            reply=ReplyChance(token="r" * 32, until=NOW),
        )
        assert row is not None
        begin(session, row, by_reply=gives_up == "after a reply")
        session.refresh(row)
        assert (row.reply_token is None) is (gives_up != "after a reply")
        drop_reply_token(session, notice_id=row.id, attempt=session.get_one(Notice, row.id).attempts)
        session.refresh(row)
        return row

    kept = in_transaction(sessions, work, clinic_id=cast.clinic_id)
    assert kept.reply_token is None


def test_the_first_body_stays(sessions: Sessions, cast: Cast) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    for body, now in (("one", NOW), ("two", NOW + SECOND)):
        in_transaction(sessions, partial(begin, row=row, body=body, now=now), clinic_id=None)

    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert (kept.body, kept.first_sent_at) == ("one", NOW)


def test_only_the_first_to_settle_settles(sessions: Sessions, cast: Cast) -> None:
    (row,) = write(sessions, cast.mali_on_line, "first")

    assert [end(sessions, row), end(sessions, row, NoticeState.DEAD)] == [True, False]

    kept = in_transaction(sessions, lambda session: notice(session, notice_id=row.id), clinic_id=None)
    assert (kept.state, kept.settled_at, kept.lease_until) == (NoticeState.ACCEPTED, NOW, None)
    assert not in_transaction(
        sessions,
        lambda session: postpone(
            session,
            notice_id=row.id,
            attempt=session.get_one(Notice, row.id).attempts,
            until=NOW,
            reason=None,
        ),
        clinic_id=None,
    )


def test_workers_at_once_share_the_due_notices_and_none_is_given_twice(
    sessions: Sessions, cast: Cast
) -> None:
    people = [cast.mali_on_line, cast.fon_on_line, cast.ploy_on_line, cast.anan_on_line]
    for person in people:
        write(sessions, person, *(f"{person.external_id}:{number}" for number in range(10)))
    start = Barrier(4)
    given: list[tuple[str, str]] = []

    def worker() -> None:
        while batch := in_transaction(
            sessions,
            partial(set_out, limit=2),
            clinic_id=None,
        ):
            for row in batch:
                given.append((str(row.recipient_id), row.dedupe_key))
                end(sessions, row)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(lambda: (start.wait(), worker())) for _ in range(4)]:
            done.result()
    # A worker that found nothing, because the others held each person's first, has left; whoever is last finishes.
    worker()

    assert len(given) == len(set(given)) == 40
    for person in people:
        mine = [key for recipient, key in given if recipient == str(person.id)]
        assert mine == [f"{person.external_id}:{number}" for number in range(10)]


def a_crowd(session: Session, one: Notice, *, people: int, each: int) -> None:
    """Copies of a notice for many people, so that the planner has rows enough to choose by."""
    person = session.get_one(ChannelIdentity, one.recipient_id)

    def copies(row: Notice | ChannelIdentity, **changes: object) -> dict[str, object]:
        columns = sa.inspect(type(row)).column_attrs
        return {column.key: getattr(row, column.key) for column in columns} | changes

    recipients = [new_id() for _ in range(people)]
    session.execute(
        sa.insert(ChannelIdentity),
        [copies(person, id=recipient, external_id=str(recipient)) for recipient in recipients],
    )
    session.execute(
        sa.insert(Notice),
        [
            copies(one, id=(new := new_id()), dedupe_key=str(new), recipient_id=recipient)
            for recipient in recipients
            for _ in range(each)
        ],
    )
    session.connection().execute(sa.text("ANALYZE"))


def test_a_take_looks_only_at_waiting_rows_through_the_index(sessions: Sessions, cast: Cast) -> None:
    later = write(sessions, cast.mali_on_line, "later", due_at=NOW + LEASE)[0]
    statements: list[tuple[str, object]] = []

    def explain(session: Session) -> str:
        with held_to(session, later.clinic_id):
            a_crowd(session, later, people=400, each=10)
        engine = session.get_bind()

        def remember(
            _conn: object, _cursor: object, statement: str, parameters: object, _ctx: object, _many: object
        ) -> None:
            if "FROM notice" in statement:
                statements.append((statement, parameters))

        sa.event.listen(engine, "before_cursor_execute", remember)
        take_due_notices(session, lane=2, now=NOW, lease=LEASE, limit=10)
        sa.event.remove(engine, "before_cursor_execute", remember)
        statement, parameters = statements[-1]
        cursor = session.connection().connection.cursor()
        prefix = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        return str(cursor.execute(prefix + statement, parameters).fetchall())

    plan = in_transaction(sessions, explain, clinic_id=None)

    assert "ix_notice_due" in plan
    assert "ix_notice_recipient" in plan
    assert "Seq Scan on notice" not in plan
