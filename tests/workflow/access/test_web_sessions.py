"""A link signs in once; a browser stays signed in while it is used, and at most twelve hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW
from workflow.access import (
    SignInLinkDead,
    Staff,
    WebSession,
    end_web_session,
    forget_ended_sessions,
    make_sign_in_link,
    open_web_session,
    use_sign_in_link,
    web_session,
)
from workflow.store.models import SignInLink
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def link(sessions: Sessions, cast: Cast) -> str:
    return in_transaction(
        sessions,
        lambda session: make_sign_in_link(session, staff=cast.anan, now=NOW),
        clinic_id=cast.clinic_id,
    )


def use(sessions: Sessions, token: str, *, now: datetime = NOW) -> tuple[WebSession, str]:
    return in_transaction(
        sessions, lambda session: use_sign_in_link(session, token=token, now=now), clinic_id=None
    )


def look(sessions: Sessions, cookie: str, *, now: datetime = NOW) -> WebSession | None:
    return in_transaction(
        sessions, lambda session: web_session(session, cookie_token=cookie, now=now), clinic_id=None
    )


def test_a_link_signs_its_owner_in_once(sessions: Sessions, cast: Cast) -> None:
    token = link(sessions, cast)

    opened, cookie = use(sessions, token)

    assert (opened.staff_id, opened.clinic_id) == (cast.anan.id, cast.clinic_id)
    seen = look(sessions, cookie)
    assert seen is not None
    assert seen.id == opened.id
    with pytest.raises(SignInLinkDead):
        use(sessions, token)


@pytest.mark.parametrize("after", [timedelta(minutes=10), timedelta(days=1)])
def test_a_link_dies_after_ten_minutes(sessions: Sessions, cast: Cast, after: timedelta) -> None:
    with pytest.raises(SignInLinkDead):
        use(sessions, link(sessions, cast), now=NOW + after)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "ก" * 500])
def test_made_up_tokens_open_nothing(sessions: Sessions, token: str) -> None:
    with pytest.raises(SignInLinkDead):
        use(sessions, token)
    assert look(sessions, token) is None


def test_only_hashes_are_kept(sessions: Sessions, cast: Cast) -> None:
    token = link(sessions, cast)
    _, cookie = use(sessions, token)

    def everything(session: Session) -> str:
        rows = [session.connection().execute(sa.select(table)).all() for table in (SignInLink, WebSession)]
        return repr(rows)

    kept = in_transaction(sessions, everything, clinic_id=None)
    assert token not in kept
    assert cookie not in kept


@pytest.mark.parametrize(
    ("seen_after", "alive"),
    [
        ([29 * MINUTE], True),
        ([30 * MINUTE], False),  # idle
        ([29 * MINUTE, 58 * MINUTE], True),  # each look counts as use
        ([step * 29 * MINUTE for step in range(1, 25)], True),  # 11 h 36 min
        ([step * 29 * MINUTE for step in range(1, 25)] + [12 * HOUR], False),  # absolute
    ],
)
def test_a_browser_stays_signed_in_while_it_is_used(
    sessions: Sessions, cast: Cast, seen_after: list[timedelta], alive: bool
) -> None:
    _, cookie = use(sessions, link(sessions, cast))

    seen = [look(sessions, cookie, now=NOW + after) for after in seen_after]

    assert (seen[-1] is not None) is alive


def test_signing_out_is_for_good(sessions: Sessions, cast: Cast) -> None:
    opened, cookie = use(sessions, link(sessions, cast))

    in_transaction(
        sessions,
        lambda session: end_web_session(session, web_session_id=opened.id, now=NOW),
        clinic_id=cast.clinic_id,
    )

    assert look(sessions, cookie) is None


def test_staff_who_leave_are_signed_out(sessions: Sessions, cast: Cast) -> None:
    token = link(sessions, cast)
    _, cookie = use(sessions, link(sessions, cast))

    def leave(session: Session) -> None:
        session.get_one(Staff, cast.anan.id).active = False

    in_transaction(sessions, leave, clinic_id=cast.clinic_id)

    assert look(sessions, cookie) is None
    with pytest.raises(SignInLinkDead):
        use(sessions, token)


def test_a_customer_signs_in_to_her_own(sessions: Sessions, cast: Cast) -> None:
    opened, cookie = in_transaction(
        sessions,
        lambda session: open_web_session(session, customer=cast.mali, now=NOW),
        clinic_id=cast.clinic_id,
    )

    seen = look(sessions, cookie)
    assert seen is not None
    assert (seen.customer_id, seen.staff_id) == (cast.mali.id, None)
    assert opened.expires_at == NOW + 12 * HOUR


def test_a_session_is_of_exactly_one_somebody(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        with pytest.raises(ValueError, match="either"):
            open_web_session(session, now=NOW)
        with pytest.raises(ValueError, match="either"):
            open_web_session(session, customer=cast.mali, staff=cast.fon, now=NOW)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_links_and_sessions_are_deleted_when_their_time_is_over(sessions: Sessions, cast: Cast) -> None:
    _, cookie = use(sessions, link(sessions, cast))

    deleted = [
        in_transaction(
            sessions,
            lambda session, at=NOW + after: forget_ended_sessions(session, before=at),
            clinic_id=None,
        )
        for after in (timedelta(0), 11 * MINUTE, 13 * HOUR)
    ]

    assert deleted == [0, 1, 1]
    assert look(sessions, cookie) is None
