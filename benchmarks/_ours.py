"""The worker under test of `aura bench dispatch`: the product's own outbox, with the settings it has by default."""

from collections.abc import Sequence

from benchmarks._sending import Task, channel, clock, wording
from benchmarks._stock import CHANNEL, LANE, Due
from bot.outbox import Outbox
from bot.settings import BotSettings
from workflow.unit_of_work import make_engine, make_sessions


def enqueue(task: Task, due: Sequence[Due]) -> None:
    """This will do nothing: the notices that are due are the queue."""


async def work(task: Task) -> None:
    """This will send everything that is due."""
    engine = make_engine(task.database)
    async with channel(task.address, at_once=task.at_once) as line:
        outbox = Outbox(
            sessions=make_sessions(engine),
            clock=clock,
            channels={CHANNEL: line},
            wording=wording(),
            settings=BotSettings(),
        )
        while await outbox.send_lane(LANE):
            pass
    engine.dispose()
