"""Points are earned and spent in any order, each cause as often as it repeats: the ledger is a list that only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import NOW, a_customer
from tests.workflow.machines.pace import pace
from workflow.loyalty import NotEnoughPoints, balance, earn_points, history, spend_points
from workflow.store.models import LoyaltyLedgerEntry
from workflow.unit_of_work import Sessions, scope_to

if TYPE_CHECKING:
    from workflow.store.models import Customer

PERSONS = st.integers(0, 1)
CAUSES = st.sampled_from([f"cause {number}" for number in range(8)])  # few, so that they repeat


class Ledger(RuleBasedStateMachine):
    """Two customers of one clinic, in one transaction that is taken back at the end."""

    def __init__(self, sessions: Sessions, cast: Cast) -> None:
        super().__init__()
        self.session, self.cast = sessions(), cast
        self.entries: dict[str, tuple[int, int]] = {}  # of each cause: whose, and how many points

    @initialize()
    def people_come(self) -> None:
        scope_to(self.session, self.cast.clinic_id)
        self.people: list[Customer] = [a_customer(self.session, self.cast.branch) for _ in range(2)]

    def teardown(self) -> None:
        self.session.close()

    def had(self, person: int) -> int:
        return sum(points for whose, points in self.entries.values() if whose == person)

    def told(self, person: int, points: int, cause: str) -> dict[str, Any]:
        return {
            "customer_id": self.people[person].id,
            "points": points,
            "reason": "visit",
            "key": cause,
            "case_id": None,
            "now": NOW,
        }

    @rule(person=PERSONS, points=st.integers(0, 30), cause=CAUSES)
    def earn(self, person: int, points: int, cause: str) -> None:
        entry = earn_points(self.session, **self.told(person, points, cause))

        is_new = points > 0 and cause not in self.entries
        assert (entry is not None) == is_new
        if is_new:
            self.entries[cause] = (person, points)

    @rule(person=PERSONS, points=st.integers(1, 40), cause=CAUSES)
    def spend(self, person: int, points: int, cause: str) -> None:
        try:
            with self.session.begin_nested():
                entry = spend_points(self.session, **self.told(person, points, cause))
        except NotEnoughPoints:
            assert cause not in self.entries
            assert self.had(person) < points
            return
        assert (entry is not None) == (cause not in self.entries)
        if entry is not None:
            assert self.had(person) >= points
            self.entries[cause] = (person, -points)

    @invariant()
    def the_ledger_is_what_happened_and_the_balance_its_sum(self) -> None:
        rows = self.session.execute(
            sa.select(
                LoyaltyLedgerEntry.key, LoyaltyLedgerEntry.customer_id, LoyaltyLedgerEntry.points
            ).where(LoyaltyLedgerEntry.customer_id.in_([person.id for person in self.people]))
        ).all()
        assert {key: (whose, points) for key, whose, points in rows} == {
            cause: (self.people[whose].id, points) for cause, (whose, points) in self.entries.items()
        }
        for number, person in enumerate(self.people):
            assert balance(self.session, customer_id=person.id) == self.had(number) >= 0
            assert sum(entry.points for entry in history(self.session, customer_id=person.id)) == self.had(
                number
            )


def test_every_cause_counts_once_and_nobody_spends_what_she_has_not(sessions: Sessions) -> None:
    cast, _ = two_clinics(sessions)

    run_state_machine_as_test(lambda: Ledger(sessions, cast), settings=pace(sessions))
