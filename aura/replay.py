"""Posting recorded webhooks to the app, as LINE would, and counting what became of their events."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from aura.clock import real_now
from aura.stage import Stage, set_stage
from simulator.posting import webhook_headers
from workflow.store.models import InboundEvent, InboundState
from workflow.unit_of_work import in_transaction


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What became of the events.

    Attributes:
        events: How many stood in the files.
        stored: How many rows there are: an event that came twice is one.
        understood: How many were of a kind we act on.
        unknown: How many were kept and nothing was done about.
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
            events += len(found) if isinstance(found, list) else 0
            # A recorded webhook was meant for another bot; ours takes only what is meant for it.
            body = orjson.dumps({**webhook, "destination": channel.bot_user_id})
            headers = webhook_headers(body, channel.secret)
            non_200 += await poster(channel.webhook_path, body, headers) != 200  # noqa: PLR2004 - HTTP
        await stage.service.drain()
        states = _states(stage)
    return Replayed(
        events=events,
        stored=sum(states.values()),
        understood=states.get(InboundState.HANDLED, 0),
        unknown=states.get(InboundState.IGNORED, 0),
        failed=states.get(InboundState.FAILED, 0) + states.get(InboundState.WAITING, 0),
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


def _states(stage: Stage) -> dict[InboundState, int]:
    def count(session: Session) -> dict[InboundState, int]:
        rows = session.execute(sa.select(InboundEvent.state, sa.func.count()).group_by(InboundEvent.state))
        return {row[0]: row[1] for row in rows}

    return in_transaction(stage.service.sessions, count, clinic_id=None)
