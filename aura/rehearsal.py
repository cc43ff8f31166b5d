"""What is already going on when the demo opens: customers whose cases are under way.

Nothing is written into the tables by hand: phones act, the service answers, and the clock is where it is.
"""

import asyncio
import contextlib
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from aura.cast import Player
from aura.stage import Stage
from simulator import Phone
from simulator.phone import NotOnScreenError
from vision.samples import sample_selfie
from workflow.store.models import ChannelIdentity
from workflow.unit_of_work import in_transaction

PATIENCE = 60.0  # seconds until a button must be there
LOOK_EVERY = 0.1


async def rehearse(stage: Stage, *, say: Callable[[str], None]) -> None:
    """This will let the staff join and bring the other customers as far as the cast file says, once."""
    cast = stage.cast
    for player in (cast.customer, cast.sales, cast.beautician, cast.owner, *cast.others):
        stage.phone(player)
    if await asyncio.to_thread(_has_begun, stage):
        return
    await stage.service.ready()
    say("The staff are joining the chat…")
    await stage.join_staff()
    selfie = sample_selfie().read_bytes()
    for player in cast.others:
        say(f"A customer's case is brought to: {player.until}")
        await _bring(stage, player, selfie)
    say("The clinic is open: two customers' cases are under way.")


async def _bring(stage: Stage, player: Player, selfie: bytes) -> None:
    phone = stage.phone(player)
    sales, beautician = stage.phone(stage.cast.sales), stage.phone(stage.cast.beautician)
    await phone.write(stage.cast.words.hello)
    for purpose in ("progress_photos", "scan_analysis"):
        await _press(phone, "consent", f"p={purpose}&a=yes")
    heard = len(beautician.messages())
    await phone.send_photo(selfie)
    await _hears(beautician, heard)
    if player.until == "scanned":
        return
    for presser, action in ((beautician, "accept"), (sales, "book"), (sales, "day"), (sales, "slot")):
        heard = len(sales.messages())
        await _press(presser, action)
        await _hears(sales, heard)


async def _press(phone: Phone, action: str, holding: str = "") -> None:
    """This will press a button as soon as it is on the screen."""
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        with contextlib.suppress(NotOnScreenError):
            await phone.press_for(action, holding)
            return
        await asyncio.sleep(LOOK_EVERY)
    await phone.press_for(action, holding)


async def _hears(phone: Phone, before: int) -> None:
    """This will wait until something new is on the screen.

    Raises:
        NotOnScreenError: Nothing comes.
    """
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        if len(phone.messages()) > before:
            return
        await asyncio.sleep(LOOK_EVERY)
    raise NotOnScreenError(f"{phone.name} hears nothing")


def _has_begun(stage: Stage) -> bool:
    """This will say whether anybody has ever talked to this clinic."""

    def look(session: Session) -> bool:
        return session.scalar(sa.select(sa.func.count()).select_from(ChannelIdentity)) != 0

    return in_transaction(stage.service.sessions, look, clinic_id=stage.clinic_id)
