"""A stranger becomes one customer, however many first messages come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cast import Cast, two_clinics
from tests.factories.clinics import a_branch
from tests.factories.people import NOW, a_customer
from workflow.customers import (
    ChannelIdentity,
    Customer,
    ask,
    block_identity,
    close_question,
    customer,
    customer_by_code,
    customers_of_sales,
    find_customer,
    hand_to_person,
    is_called,
    is_with_person,
    meet_customer,
    open_question,
    short_code,
    unblock_identity,
)
from workflow.refusal import BadRequest, NotFound
from workflow.store.base import new_id
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def meet(sessions: Sessions, cast: Cast, *, external_id: str = "Unew", name: str = "แพร") -> Customer:
    return in_transaction(
        sessions,
        lambda session: meet_customer(
            session,
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            external_id=external_id,
            name=name,
            language="en",
            now=NOW,
        ),
        clinic_id=cast.clinic_id,
    )[1]


def count(sessions: Sessions, cast: Cast, table: type[Customer | ChannelIdentity]) -> int:
    return in_transaction(
        sessions,
        lambda session: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0,
        clinic_id=cast.clinic_id,
    )


def test_it_makes_a_stranger_known_once(sessions: Sessions, cast: Cast) -> None:
    before = count(sessions, cast, Customer)

    first, second = meet(sessions, cast), meet(sessions, cast, name="another name")

    assert (first.id, first.name, first.language) == (second.id, "แพร", "en")
    assert (first.branch_id, first.created_at) == (cast.branch.id, NOW)
    assert len(first.code) == 6
    assert count(sessions, cast, Customer) == before + 1


def test_an_identity_that_was_nobody_becomes_hers(sessions: Sessions, cast: Cast) -> None:
    def before(session: Session) -> None:
        session.add(
            ChannelIdentity(clinic_id=cast.clinic_id, channel_id=cast.channel.id, external_id="Unobody")
        )

    in_transaction(sessions, before, clinic_id=cast.clinic_id)
    identities = count(sessions, cast, ChannelIdentity)

    met = meet(sessions, cast, external_id="Unobody")

    assert met.name == "แพร"
    assert count(sessions, cast, ChannelIdentity) == identities


def test_staff_are_not_made_customers(sessions: Sessions, cast: Cast) -> None:
    with pytest.raises(BadRequest):
        meet(sessions, cast, external_id=cast.fon_on_line.external_id)


def test_an_unknown_language_becomes_thai(sessions: Sessions, cast: Cast) -> None:
    met = in_transaction(
        sessions,
        lambda session: meet_customer(
            session,
            clinic_id=cast.clinic_id,
            channel_id=cast.channel.id,
            external_id="Uja",
            name="花子",
            language="ja",
            now=NOW,
        ),
        clinic_id=cast.clinic_id,
    )[1]

    assert met.language == "th"


def test_first_messages_at_once_make_one_customer(sessions: Sessions, cast: Cast) -> None:
    before = count(sessions, cast, Customer)
    start = Barrier(4)

    def first_message() -> Customer:
        start.wait()
        return meet(sessions, cast)

    with ThreadPoolExecutor(4) as pool:
        met = [done.result() for done in [pool.submit(first_message) for _ in range(4)]]

    assert len({customer.id for customer in met}) == 1
    assert count(sessions, cast, Customer) == before + 1


def test_short_codes_have_no_letters_that_are_misread() -> None:
    codes = {short_code(new_id()) for _ in range(500)}

    assert len(codes) > 495
    assert not set("".join(codes)) & set("ILOU")


def test_it_finds_customers_by_code_and_by_part_of_the_name(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> list[list[str]]:
        pair = a_customer(session, cast.branch, name="Pear 100%", sales=cast.fon)
        written = f" {pair.code[:3].lower()}-{pair.code[3:]} ".replace("0", "o").replace("1", "l")
        return [
            [found.name for found in find_customer(session, words=words)]
            for words in (written, "pear", "มะ", "%", "nobody", "  ")
        ]

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == [
        ["Pear 100%"],
        ["Pear 100%"],
        ["มะลิ"],
        ["Pear 100%"],
        [],
        [],
    ]


def test_a_whole_name_stands_before_names_that_only_contain_it_and_is_told_from_them(
    sessions: Sessions, cast: Cast
) -> None:
    def work(session: Session) -> list[tuple[str, bool]]:
        for name in ("Ann", "Annabel", "Joann"):
            a_customer(session, cast.branch, name=name)
        return [(one.name, is_called(one, " ann ")) for one in find_customer(session, words="ann ")]

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == [
        ("Ann", True),
        ("Joann", False),
        ("Annabel", False),
    ]


def test_sales_sees_her_own_customers_newest_first(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> list[str]:
        a_customer(session, cast.branch, name="newer", sales=cast.fon)
        a_customer(session, cast.branch, name="nobody's")
        return [found.name for found in customers_of_sales(session, staff_id=cast.fon.id, limit=5)]

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == ["newer", "มะลิ"]


def test_it_gives_a_customer_or_says_not_found(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        assert customer(session, customer_id=cast.mali.id).name == "มะลิ"
        found = customer_by_code(session, code=cast.mali.code)
        assert found is not None
        assert found.id == cast.mali.id
        with pytest.raises(NotFound):
            customer(session, customer_id=cast.fon.id)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_a_second_branch_does_not_take_the_newcomers(sessions: Sessions, cast: Cast) -> None:
    in_transaction(
        sessions, lambda session: a_branch(session, cast.clinic, key="ari"), clinic_id=cast.clinic_id
    )

    assert meet(sessions, cast).branch_id == cast.branch.id


def test_an_open_question_lasts_and_ends(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        assert open_question(identity, NOW) is None
        ask(session, identity=identity, kind="book", ref="42", now=NOW, lasts=timedelta(minutes=5))
        session.expire_all()
        assert open_question(identity, NOW) == {"kind": "book", "ref": "42"}
        assert open_question(identity, NOW + timedelta(minutes=5)) is None
        close_question(identity)
        session.flush()
        session.expire_all()
        assert open_question(identity, NOW) is None

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_blocking_and_handing_over_are_remembered(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        block_identity(session, identity=identity, now=NOW)
        block_identity(session, identity=identity, now=NOW + timedelta(days=1))
        assert identity.blocked_at == NOW
        unblock_identity(session, identity=identity)
        assert identity.blocked_at is None
        hand_to_person(identity, NOW + timedelta(hours=1))
        assert is_with_person(identity, NOW)
        assert not is_with_person(identity, NOW + timedelta(hours=1))

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
