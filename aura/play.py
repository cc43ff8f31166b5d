"""What every scene has at hand: the stage, the phones, the clock, and looking."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aura.cast import Player
from aura.clues import Clues
from aura.stage import Stage
from simulator import Phone, SimulatedClock


@dataclass(kw_only=True)
class Play:
    """One performance."""

    stage: Stage
    clock: SimulatedClock
    selfie: bytes
    progress: bytes
    _phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def mali(self) -> Phone:
        """The customer's phone."""
        return self.phone_of(self.stage.cast.customer)

    @property
    def fon(self) -> Phone:
        """The sales person's phone."""
        return self.phone_of(self.stage.cast.sales)

    @property
    def ploy(self) -> Phone:
        """The beautician's phone."""
        return self.phone_of(self.stage.cast.beautician)

    def carer(self) -> Phone:
        """This will give the phone of whoever got the case: the physician, where only a physician may treat it."""
        task = next((task for task in self.clues.tasks if task.kind == "prepare_treatment"), None)
        expect(task is not None, "nobody was asked to prepare the treatment")
        return self.owner if task and self.clues.name_of(task.staff_id) == self.owner.name else self.ploy

    @property
    def owner(self) -> Phone:
        """The owner's phone."""
        return self.phone_of(self.stage.cast.owner)

    @property
    def clues(self) -> Clues:
        """What stands in the store about the customer."""
        return self.clues_of(self.stage.cast.customer)

    def clues_of(self, player: Player) -> Clues:
        """This will give what stands in the store about somebody."""
        return Clues(self.stage.service.sessions, clinic_id=self.stage.clinic_id, user_id=player.user_id)

    def phone_of(self, player: Player) -> Phone:
        """This will give somebody's phone, always the same one."""
        if player.user_id not in self._phones:
            self._phones[player.user_id] = self.stage.phone(player)
        return self._phones[player.user_id]

    def phones(self) -> Iterator[Phone]:
        """This will give every phone that was used so far."""
        yield from self._phones.values()

    async def settle(self) -> None:
        """This will let everything happen that is due now."""
        await self.stage.service.drain()

    async def wait(self, **time: float) -> None:
        """This will move the clock and let everything happen that became due."""
        self.clock.advance(timedelta(**time))
        await self.settle()

    async def wait_until(self, moment: datetime) -> None:
        """This will move the clock to an instant and let everything happen that became due."""
        self.clock.set(max(moment.astimezone(UTC), self.clock.now()))
        await self.settle()

    def downloads(self) -> int:
        """This will count how many photos were ever asked for at LINE's content host."""
        return len(self.stage.double.requests_to("content"))


def expect(holds: object, otherwise: str) -> None:
    """This will end the scene with these words unless it holds.

    Raises:
        AssertionError: It does not.
    """
    if not holds:
        raise AssertionError(otherwise)
