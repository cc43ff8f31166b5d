"""Three customers and two beauticians want the same few times, hold them, book, move and change their minds.

A time is given exactly if a naive look at every cell finds it free, what is agreed has every cell it needs and no other
has one of them, and what was held too long is in nobody's way.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories.cases import MONDAY, Walk, a_treatment
from tests.factories.cast import Cast, two_clinics
from tests.factories.clinics import a_resource
from tests.factories.people import a_customer, a_staff, an_identity
from tests.workflow.machines.pace import pace
from workflow.actor import Role
from workflow.booking import SlotTaken, book_appointment, hold_of, hold_slot, move_appointment, release_hold
from workflow.cases import IllegalMove, booked_appointment
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, AppointmentState, Resource, ResourceCell
from workflow.tasks import AlreadyDone
from workflow.unit_of_work import Sessions, scope_to

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from workflow.refusal import Refusal

RULES = ClinicRules()
CELL = timedelta(minutes=5)
LENGTH, CLEANING = timedelta(minutes=50), timedelta(minutes=RULES.cleaning_minutes)
KINDS = ("treatment_room", "device_hydra")
TOMORROW = MONDAY + timedelta(days=1, hours=1)
CASES, STAFF = st.integers(0, 2), st.sampled_from([0, 0, 1])
MINUTES = st.sampled_from([0, 0, 5, RULES.hold_minutes])  # that pass before
TIMES = st.sampled_from([TOMORROW + timedelta(minutes=20 * number) for number in range(3)])


class Desk(RuleBasedStateMachine):
    """One day of one branch with two of everything, in one transaction that is taken back at the end."""

    def __init__(self, sessions: Sessions, cast: Cast) -> None:
        super().__init__()
        self.session, self.cast, self.now = sessions(), cast, MONDAY

    @initialize()
    def cases_are_accepted(self) -> None:
        scope_to(self.session, self.cast.clinic_id)
        a_treatment(self.session, self.cast)
        second = a_staff(self.session, self.cast.branch, Role.BEAUTICIAN, name="แพร")
        for kind in KINDS:
            a_resource(self.session, self.cast.branch, kind=kind, name="2")
        self.staff = [self.cast.ploy.id, second.id]
        rooms = self.session.execute(sa.select(Resource.id, Resource.kind).where(Resource.kind.in_(KINDS)))
        self.rooms: list[tuple[uuid.UUID, str]] = [(row.id, row.kind) for row in rooms]
        self.walks = [self.a_case() for _ in range(3)]

    def a_case(self) -> Walk:
        customer = a_customer(self.session, self.cast.branch, sales=self.cast.fon)
        an_identity(self.session, self.cast.channel, customer=customer)
        walk = Walk(self.session, self.cast, customer)
        walk.accepted()
        return walk

    def teardown(self) -> None:
        self.session.close()

    @rule(who=CASES, at=TIMES, staff=STAFF, herself=st.booleans(), minutes=MINUTES)
    def hold(self, who: int, at: datetime, staff: int, herself: bool, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        walk, staff_id = self.walks[who], self.staff[staff]
        expected = None if self.is_free(walk, at, staff_id) else SlotTaken
        by = walk.mali if herself else walk.fon
        case_id = walk.case.id
        self.attempt(
            lambda: hold_slot(
                self.session, case_id=case_id, starts_at=at, by=by, now=self.now, staff_id=staff_id
            ),
            expected,
        )
        if expected is None:
            held = hold_of(self.session, case_id=case_id)
            assert held is not None
            assert held.held_until > self.now

    @rule(who=CASES)
    def release(self, who: int) -> None:
        case_id = self.walks[who].case.id
        was_held = hold_of(self.session, case_id=case_id) is not None
        assert release_hold(self.session, case_id=case_id, by=self.walks[who].fon, now=self.now) == was_held

    @rule(who=CASES, at=TIMES, staff=STAFF, minutes=MINUTES)
    def book(self, who: int, at: datetime, staff: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        walk, staff_id = self.walks[who], self.staff[staff]
        case_id = walk.case.id
        if booked_appointment(self.session, case_id=case_id) is not None:
            expected: type[Refusal] | None = IllegalMove
        else:
            expected = None if self.is_free(walk, at, staff_id) else SlotTaken
        self.attempt(
            lambda: book_appointment(
                self.session, case_id=case_id, starts_at=at, by=walk.fon, now=self.now, staff_id=staff_id
            ),
            expected,
        )

    @rule(who=CASES, at=TIMES, staff=STAFF, minutes=MINUTES)
    def move(self, who: int, at: datetime, staff: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        walk, staff_id = self.walks[who], self.staff[staff]
        case_id = walk.case.id
        agreed = booked_appointment(self.session, case_id=case_id)
        if agreed is None:
            expected: type[Refusal] | None = IllegalMove
        elif (agreed.starts_at, agreed.staff_id) == (at, staff_id):
            expected = AlreadyDone
        else:
            expected = None if self.is_free(walk, at, staff_id) else SlotTaken
        self.attempt(
            lambda: move_appointment(
                self.session, case_id=case_id, starts_at=at, by=walk.fon, now=self.now, staff_id=staff_id
            ),
            expected,
        )

    def attempt(self, button: Callable[[], object], expected: type[Refusal] | None) -> None:
        """Press it; a refusal must be the one that was foreseen, and leaves every cell as it was."""
        before = self.cells()
        if expected is None:
            button()
            event("a time was given")
            return
        try:
            button()
        except expected:
            event(f"refused: {expected.code}")
            left = self.cells()
            assert left.items() <= before.items(), "at most a hold that was over is gone"
            return
        raise AssertionError(f"{expected.code} was foreseen")

    def cells(self) -> dict[tuple[uuid.UUID, datetime], tuple[uuid.UUID | None, uuid.UUID | None]]:
        rows = self.session.scalars(sa.select(ResourceCell).execution_options(populate_existing=True))
        return {(row.resource_id, row.cell_at): (row.appointment_id, row.hold_id) for row in rows}

    def is_free(self, walk: Walk, at: datetime, staff_id: uuid.UUID) -> bool:
        """Look at every cell there is: what the case itself has taken is no hindrance, nor is what was held too long."""
        agreed = booked_appointment(self.session, case_id=walk.case.id)
        mine = hold_of(self.session, case_id=walk.case.id)
        others = {
            (row.resource_id, row.cell_at)
            for row in self.session.scalars(sa.select(ResourceCell))
            if not (agreed and row.appointment_id == agreed.id)
            and not (mine and row.hold_id == mine.id)
            and not (row.held_until and row.held_until <= self.now)
        }

        def free(resource_id: uuid.UUID, length: timedelta) -> bool:
            return all((resource_id, at + CELL * number) not in others for number in range(length // CELL))

        return (
            free(staff_id, LENGTH)
            and free(walk.customer.id, LENGTH)
            and all(
                any(free(room, LENGTH + CLEANING) for room, its_kind in self.rooms if its_kind == kind)
                for kind in KINDS
            )
        )

    @invariant()
    def what_is_agreed_has_all_it_needs_and_what_is_not_has_nothing(self) -> None:
        if not hasattr(self, "walks"):
            return
        taken: dict[uuid.UUID, set[tuple[uuid.UUID, datetime]]] = {}
        for cell, (appointment_id, _) in self.cells().items():
            if appointment_id is not None:
                taken.setdefault(appointment_id, set()).add(cell)
        agreed = self.session.scalars(
            sa.select(Appointment).where(Appointment.state == AppointmentState.BOOKED)
        ).all()
        assert set(taken) == {one.id for one in agreed}
        for one in agreed:
            whom = {resource_id for resource_id, _ in taken[one.id]}
            kinds = sorted(kind for room, kind in self.rooms if room in whom)
            assert {one.staff_id, one.customer_id} <= whom
            assert kinds == sorted(KINDS)
            assert taken[one.id] == {
                (resource_id, one.starts_at + CELL * number)
                for resource_id in whom
                for number in range(
                    (LENGTH if resource_id in (one.staff_id, one.customer_id) else LENGTH + CLEANING) // CELL
                )
            }


def test_a_time_is_given_exactly_if_a_naive_look_finds_it_free(sessions: Sessions) -> None:
    cast, _ = two_clinics(sessions)

    run_state_machine_as_test(lambda: Desk(sessions, cast), settings=pace(sessions, examples=8, steps=16))
