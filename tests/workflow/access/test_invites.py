"""A code makes a LINE account a member of staff's: once, for a day, and not by guessing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW, a_staff, acting
from workflow.access import (
    InviteExpired,
    InviteUsed,
    InviteWrong,
    Staff,
    StaffInvite,
    TooManyWrongCodes,
    forgive_wrong_codes,
    invite_staff,
    redeem_invite,
    who_is,
)
from workflow.access.tokens import new_code
from workflow.actor import Actor, Role
from workflow.refusal import NotAllowed, Refusal
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@pytest.fixture
def clinics(sessions: Sessions) -> tuple[Cast, Cast]:
    return two_clinics(sessions)


@pytest.fixture
def cast(clinics: tuple[Cast, Cast]) -> Cast:
    return clinics[0]


@pytest.fixture
def nok(sessions: Sessions, cast: Cast) -> Staff:
    """A new colleague, whose LINE account nobody knows yet."""
    return in_transaction(
        sessions,
        lambda session: a_staff(session, cast.branch, Role.SALES, name="นก"),
        clinic_id=cast.clinic_id,
    )


def invite(
    sessions: Sessions, cast: Cast, staff: Staff, *, by: Actor | None = None, now: datetime = NOW
) -> str:
    return in_transaction(
        sessions,
        lambda session: invite_staff(session, staff=staff, by=by or acting(cast.anan), now=now),
        clinic_id=cast.clinic_id,
    )


def redeem(
    sessions: Sessions, cast: Cast, code: str, *, external_id: str = "Unok", now: datetime = NOW
) -> Staff | Refusal:
    """Redeem as the bot's turn does: a refusal is worded inside the transaction, which is committed."""

    def turn(session: Session) -> Staff | Refusal:
        try:
            return redeem_invite(
                session,
                channel_id=cast.channel.id,
                clinic_id=cast.clinic_id,
                external_id=external_id,
                code=code,
                now=now,
            )
        except Refusal as refusal:
            return refusal

    return in_transaction(sessions, turn, clinic_id=cast.clinic_id)


def test_a_code_makes_the_account_known(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    code = invite(sessions, cast, nok)

    redeemed = redeem(sessions, cast, f"  {code.lower().replace('-', ' ')} ")

    assert isinstance(redeemed, Staff)
    assert redeemed.id == nok.id
    person = in_transaction(
        sessions,
        lambda session: who_is(session, channel_id=cast.channel.id, external_id="Unok"),
        clinic_id=cast.clinic_id,
    )
    assert person.actor(cast.clinic_id) == Actor.staff(cast.clinic_id, nok.id, frozenset({Role.SALES}))


def test_a_customer_who_joins_the_staff_is_one_somebody(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    redeem(sessions, cast, invite(sessions, cast, nok), external_id=cast.mali_on_line.external_id)

    person = in_transaction(
        sessions,
        lambda session: who_is(
            session, channel_id=cast.channel.id, external_id=cast.mali_on_line.external_id
        ),
        clinic_id=cast.clinic_id,
    )
    assert person.customer is None
    assert person.staff is not None


def test_codes_are_long_random_and_kept_only_as_hashes(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    code = invite(sessions, cast, nok)

    kept = in_transaction(
        sessions,
        lambda session: session.scalars(sa.select(StaffInvite.code_hash)).all(),
        clinic_id=cast.clinic_id,
    )
    assert len({new_code() for _ in range(100)}) == 100
    assert len(code.replace("-", "")) == 4 + 12  # 12 letters of 5 bits: 60 bits
    assert [len(kept_hash) for kept_hash in kept] == [64]
    assert code.replace("-", "")[4:] not in kept[0]


@pytest.mark.parametrize(
    ("after", "refused"),
    [(timedelta(hours=23, minutes=59), None), (timedelta(hours=24), InviteExpired)],
)
def test_a_code_lasts_a_day(
    sessions: Sessions, cast: Cast, nok: Staff, after: timedelta, refused: type[Refusal] | None
) -> None:
    code = invite(sessions, cast, nok)

    assert type(redeem(sessions, cast, code, now=NOW + after)) is (refused or Staff)


def test_a_code_is_used_once(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    code = invite(sessions, cast, nok)
    redeem(sessions, cast, code)

    assert isinstance(redeem(sessions, cast, code, external_id="Uthief"), InviteUsed)


def test_a_newer_code_ends_the_older(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    older, newer = invite(sessions, cast, nok), invite(sessions, cast, nok)

    assert isinstance(redeem(sessions, cast, older), InviteExpired)
    assert isinstance(redeem(sessions, cast, newer), Staff)


def test_five_wrong_codes_close_the_door_for_this_account_only(
    sessions: Sessions, cast: Cast, nok: Staff
) -> None:
    code = invite(sessions, cast, nok)

    wrong = [redeem(sessions, cast, f"AURA-0000-0000-000{number}") for number in range(5)]

    assert [type(answer) for answer in wrong] == [InviteWrong] * 5
    assert [answer.facts["tries_left"] for answer in wrong if isinstance(answer, Refusal)] == [4, 3, 2, 1, 0]
    assert isinstance(redeem(sessions, cast, code), TooManyWrongCodes)
    assert isinstance(redeem(sessions, cast, code, external_id="Uhonest"), Staff)


def test_owner_may_forgive_wrong_codes_and_sales_may_not(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    code = invite(sessions, cast, nok)
    for _ in range(5):
        redeem(sessions, cast, "wrong")

    def forgive(session: Session) -> None:
        identity = who_is(session, channel_id=cast.channel.id, external_id="Unok").identity
        assert identity is not None
        with pytest.raises(NotAllowed):
            forgive_wrong_codes(session, identity=identity, by=acting(cast.fon))
        forgive_wrong_codes(session, identity=identity, by=acting(cast.anan))

    in_transaction(sessions, forgive, clinic_id=cast.clinic_id)

    assert isinstance(redeem(sessions, cast, code), Staff)


def test_a_code_of_another_clinic_is_wrong(
    sessions: Sessions, clinics: tuple[Cast, Cast], nok: Staff
) -> None:
    ours, others = clinics
    code = invite(sessions, ours, nok)

    assert isinstance(redeem(sessions, others, code), InviteWrong)


@pytest.mark.parametrize(("who", "may"), [("anan", True), ("fon", False), ("ploy", False)])
def test_only_owner_and_manager_invite(
    sessions: Sessions, cast: Cast, nok: Staff, who: str, may: bool
) -> None:
    by = acting(getattr(cast, who))

    if may:
        assert invite(sessions, cast, nok, by=by).startswith("AURA-")
    else:
        with pytest.raises(NotAllowed):
            invite(sessions, cast, nok, by=by)


def test_customers_do_not_invite_and_the_set_up_does(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    with pytest.raises(NotAllowed):
        invite(sessions, cast, nok, by=Actor.customer(cast.clinic_id, cast.mali.id))

    assert invite(sessions, cast, nok, by=Actor.system(cast.clinic_id))


def test_two_accounts_at_once_do_not_share_a_code(sessions: Sessions, cast: Cast, nok: Staff) -> None:
    code = invite(sessions, cast, nok)
    start = Barrier(3)

    def race(number: int) -> type:
        start.wait()
        return type(redeem(sessions, cast, code, external_id=f"U{number}"))

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(race, range(3)))

    assert sorted(answer.__name__ for answer in answers) == ["InviteUsed", "InviteUsed", "Staff"]
