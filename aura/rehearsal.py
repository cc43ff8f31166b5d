"""What is already going on when the demo opens: customers whose cases are under way.

Nothing is written into the tables by hand: phones act, the service answers, and the clock is where it is.
"""

from collections.abc import Awaitable, Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from aura.cast import Player
from aura.stage import Stage
from vision.samples import sample_selfie
from workflow.store.models import ChannelIdentity
from workflow.unit_of_work import in_transaction


async def rehearse(stage: Stage, *, say: Callable[[str], None]) -> None:
    """This will let the staff join and bring the other customers as far as the cast file says, once."""
    cast = stage.cast
    for player in (cast.customer, cast.sales, cast.beautician, cast.owner, *cast.others):
        stage.phone(player)
    if _has_begun(stage):
        return
    say("The staff are joining the chat…")
    await stage.join_staff()
    selfie = sample_selfie().read_bytes()
    for player in cast.others:
        say(f"A customer's case is brought to: {player.until}")
        await _bring(stage, player, selfie)


async def _bring(stage: Stage, player: Player, selfie: bytes) -> None:
    phone, sales, beautician = (
        stage.phone(player),
        stage.phone(stage.cast.sales),
        stage.phone(stage.cast.beautician),
    )
    await _act(stage, phone.write(stage.cast.words.hello))
    for purpose in ("progress_photos", "scan_analysis"):
        await _act(stage, phone.press_for("consent", f"p={purpose}&a=yes"))
    await _act(stage, phone.send_photo(selfie))
    if player.until == "scanned":
        return
    await _act(stage, beautician.press_for("accept"))
    for action in ("book", "day", "slot"):
        await _act(stage, sales.press_for(action))


async def _act(stage: Stage, doing: Awaitable[None]) -> None:
    await doing
    await stage.service.drain()


def _has_begun(stage: Stage) -> bool:
    """This will say whether anybody has ever talked to this clinic."""

    def look(session: Session) -> bool:
        return session.scalar(sa.select(sa.func.count()).select_from(ChannelIdentity)) != 0

    return in_transaction(stage.service.sessions, look, clinic_id=None)
