"""Posting recorded webhooks to the app, as LINE would, and counting what became of their events."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from aura.clock import real_now
from aura.stage import Stage, set_stage
from bot.kinds import KNOWN_KINDS
from simulator.posting import webhook_headers
from workflow.inbound import UNSENT_MARK
from workflow.store.models import InboundEvent, InboundState
from workflow.unit_of_work import in_transaction

_SETTLED = {InboundState.HANDLED, InboundState.IGNORED}


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What became of the events.

    Attributes:
        events: How many stood in the files.
        stored: How many rows there are.
        understood: How many were of a kind that LINE is known to send, whether or not we act on it.
        unknown: How many were of a kind nobody has told us of; they are kept raw.
        failed: How many we stumbled over.
        non_200: How many webhooks were not answered 200.
    """

    events: int
    stored: int
    understood: int
    unknown: int
    failed: int
    non_200: int

    def to_json(self) -> dict[str, int]:
        """This will give the public JSON shape."""
        return asdict(self)


async def replay_folder(folder: Path, *, var: Path) -> Replayed:
    """This will post every webhook found in the folder's JSON files, and let the bot handle its events.

    Args:
        folder: Searched through and through for `.json`.
        var: Where the service keeps its files for this.
    """
    events = non_200 = 0
    async with set_stage(var=var, clock=real_now, works_by_itself=False) as stage:
        channel = stage.double.first_channel
        poster = stage.double.poster
        if poster is None:
            raise RuntimeError("the double has no poster")
        for webhook in _webhooks_in(folder):
            found = webhook.get("events")
            fresh = [_as_if_now(event) for event in found] if isinstance(found, list) else found
            events += len(fresh) if isinstance(fresh, list) else 0
            # A recorded webhook was meant for another bot; ours takes only what is meant for it.
            body = orjson.dumps({**webhook, "events": fresh, "destination": channel.bot_user_id})
            headers = webhook_headers(body, channel.secret)
            non_200 += await poster(channel.webhook_path, body, headers) != 200  # noqa: PLR2004 - HTTP
        await stage.service.drain()
        kept = _kept(stage)
    return Replayed(
        events=events,
        stored=len(kept),
        understood=sum(kind in KNOWN_KINDS for kind, _ in kept),
        unknown=sum(kind not in KNOWN_KINDS for kind, _ in kept),
        failed=sum(state not in _SETTLED for _, state in kept),
        non_200=non_200,
    )


def _webhooks_in(folder: Path) -> Iterator[dict[str, Any]]:
    """This will find the webhooks: an object with `events`, a list of such, or bare events."""
    for file in sorted(folder.rglob("*.json")):
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            continue
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict):
                yield one if "events" in one else {"events": [one]}


def _as_if_now(event: object) -> object:
    """This will send a recorded event anew: samples share placeholder ids, and their times are long past."""
    if not isinstance(event, dict):
        return event
    fresh = {**event}
    if "webhookEventId" in event:
        fresh["webhookEventId"] = secrets.token_hex(13)
    if "timestamp" in event:
        fresh["timestamp"] = int(real_now().timestamp() * 1000)
    return fresh


def _kept(stage: Stage) -> list[tuple[str, InboundState]]:
    def read(session: Session) -> list[tuple[str, InboundState]]:
        # Our own marks of messages taken back stand among the events, and are none.
        events = InboundEvent.kind != UNSENT_MARK
        rows = session.execute(sa.select(InboundEvent.kind, InboundEvent.state).where(events))
        return [(row.kind, row.state) for row in rows]

    return in_transaction(stage.service.sessions, read, clinic_id=None)
