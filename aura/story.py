"""The whole clinic story, played headless against LINE's double: every step acts and looks as people do."""

import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aura.play import Play
from aura.scenes import SCENES
from aura.stage import set_stage
from simulator import SimulatedClock
from simulator.phone import texts_in

# A Monday morning in Bangkok, with the clinic open.
BEGINS = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SPECIFICATION = Path(__file__).resolve().parents[2] / "shared" / "line" / "messaging-api.yml"
LONGEST_LINE = 160


@dataclass(kw_only=True)
class Step:
    """One step of the story as it went."""

    name: str
    ok: bool
    seconds: float
    transcript: list[str] = field(default_factory=list)
    trouble: str | None = None


@dataclass(kw_only=True)
class Told:
    """The whole story as it went."""

    steps: list[Step]
    violations: list[str]

    @property
    def ok(self) -> bool:
        """Whether every step went as it should, and no request broke LINE's contract."""
        return bool(self.steps) and all(step.ok for step in self.steps) and not self.violations

    def to_json(self) -> dict[str, Any]:
        """This will give the story's public JSON shape."""
        return {"ok": self.ok, "violations": self.violations, "steps": [asdict(step) for step in self.steps]}


async def tell_story(
    selfie: bytes,
    *,
    progress: bytes | None = None,
    show: Callable[[Step], None] = lambda _: None,
    database_url: str = "",
) -> Told:
    """This will play every scene in order and stop at the first that fails.

    Args:
        selfie: A photo's bytes.
        progress: Her photo of day 7; the same again unless given.
        show: Called after each step.
        database_url: The store; a SQLite file of its own unless given.
    """
    clock = SimulatedClock(BEGINS)
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="aura-story-") as folder:
        async with set_stage(
            var=Path(folder),
            clock=clock,
            works_by_itself=False,
            specification=_specification(),
            database_url=database_url,
        ) as stage:
            play = Play(stage=stage, clock=clock, selfie=selfie, progress=progress or selfie)
            for name, scene in SCENES:
                step = await _act(name, scene, play)
                steps.append(step)
                show(step)
                if not step.ok:
                    break
            violations = [
                f"{found.method} {found.path}: {fault}"
                for found in stage.double.violations
                for fault in found.faults
            ]
    return Told(steps=steps, violations=violations)


async def _act(name: str, scene: Callable[[Play], Awaitable[None]], play: Play) -> Step:
    began = time.perf_counter()
    trouble = None
    try:
        await scene(play)
    except AssertionError as error:
        trouble = str(error) or "the scene did not go as it should"
    return Step(
        name=name,
        ok=trouble is None,
        seconds=round(time.perf_counter() - began, 3),
        transcript=_transcript(play),
        trouble=trouble,
    )


def _transcript(play: Play) -> list[str]:
    """This will write down what came in on every phone since the last step."""
    lines = []
    for phone in play.phones():
        for message in phone.unread():
            said = " · ".join(dict.fromkeys(texts_in(message)))
            lines.append(f"{phone.name} ← {said[:LONGEST_LINE]}")
    return lines


def _specification() -> Path | None:
    """This will find LINE's own specification, where it lies beside the checkout and can be checked with."""
    try:
        import openapi_core  # noqa: F401, PLC0415 - comes with the development tools only
    except ImportError:
        return None
    return SPECIFICATION if SPECIFICATION.is_file() else None
