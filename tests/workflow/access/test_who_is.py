"""Who writes, and where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.cast import Cast, two_clinics
from tests.factories.clinics import a_branch
from tests.factories.people import a_staff
from workflow.access import (
    Person,
    Staff,
    branch,
    branch_of,
    channel_by_key,
    clinic_by_key,
    first_branch,
    staff_member,
    staff_with,
    who_is,
)
from workflow.actor import ActorKind, Role
from workflow.refusal import NotFound
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


@pytest.mark.parametrize(
    ("account", "kind", "id_of", "roles"),
    [
        ("mali_on_line", ActorKind.CUSTOMER, "mali", set()),
        ("fon_on_line", ActorKind.STAFF, "fon", {Role.SALES}),
        ("ploy_on_line", ActorKind.STAFF, "ploy", {Role.BEAUTICIAN}),
        ("anan_on_line", ActorKind.STAFF, "anan", {Role.OWNER, Role.PHYSICIAN}),
    ],
)
def test_it_knows_the_cast(
    sessions: Sessions, cast: Cast, *, account: str, kind: ActorKind, id_of: str, roles: set[Role]
) -> None:
    person = in_transaction(
        sessions,
        lambda session: who_is(
            session, channel_id=cast.channel.id, external_id=getattr(cast, account).external_id
        ),
        clinic_id=cast.clinic_id,
    )

    actor = person.actor(cast.clinic_id)
    assert (actor.kind, actor.id, actor.roles) == (kind, getattr(cast, id_of).id, roles)


def test_a_stranger_is_nobody_and_may_do_nothing(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> Person:
        return who_is(session, channel_id=cast.channel.id, external_id="Ustranger")

    person = in_transaction(sessions, work, clinic_id=cast.clinic_id)

    actor = person.actor(cast.clinic_id)
    assert (person.identity, actor.kind, actor.id, actor.roles) == (
        None,
        ActorKind.CUSTOMER,
        None,
        frozenset(),
    )


def test_staff_who_left_are_nobody(sessions: Sessions, cast: Cast) -> None:
    def leave(session: Session) -> None:
        session.get_one(Staff, cast.fon.id).active = False

    in_transaction(sessions, leave, clinic_id=cast.clinic_id)

    person = in_transaction(
        sessions,
        lambda session: who_is(session, channel_id=cast.channel.id, external_id=cast.fon_on_line.external_id),
        clinic_id=cast.clinic_id,
    )
    assert person.identity is not None
    assert (person.staff, person.actor(cast.clinic_id).roles) == (None, frozenset())


def test_it_gives_active_staff_with_a_role(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> list[list[str]]:
        ari = a_branch(session, cast.clinic, key="ari")
        a_staff(session, ari, Role.BEAUTICIAN, Role.SALES, name="ใหม่")
        a_staff(session, ari, Role.BEAUTICIAN, name="left", active=False)
        return [
            [staff.name for staff in staff_with(session, role=Role.BEAUTICIAN)],
            [staff.name for staff in staff_with(session, role=Role.BEAUTICIAN, branch_id=ari.id)],
            [staff.name for staff in staff_with(session, role=Role.PHYSICIAN)],
            [staff.name for staff in staff_with(session, role=Role.MANAGER)],
        ]

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == [
        ["พลอย", "ใหม่"],
        ["ใหม่"],
        ["หมออนันต์"],
        [],
    ]


def test_people_belong_to_a_branch_and_strangers_to_the_first(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        ari = a_branch(session, cast.clinic, key="ari")
        new = a_staff(session, ari, Role.SALES)
        assert branch_of(session, person=Person(None, None, new)).key == "ari"
        assert branch_of(session, person=Person(None, cast.mali, None)).key == "siam"
        assert branch_of(session, person=Person(None, None, None)).key == "siam"
        assert first_branch(session).id == cast.branch.id
        assert branch(session, branch_id=ari.id).key == "ari"
        assert staff_member(session, staff_id=new.id).id == new.id
        with pytest.raises(NotFound):
            branch(session, branch_id=new.id)
        with pytest.raises(NotFound):
            staff_member(session, staff_id=ari.id)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)


def test_the_edges_find_channel_and_clinic_by_key(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        channel, clinic = channel_by_key(session, key="aura-line"), clinic_by_key(session, key="aura")
        assert channel is not None
        assert clinic is not None
        assert (channel.id, clinic.id) == (cast.channel.id, cast.clinic_id)
        assert channel_by_key(session, key="nothing") is None
        assert clinic_by_key(session, key="nothing") is None

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
