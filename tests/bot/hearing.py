"""An engine that is unsure where a test wants it to be: what it guesses of some words is put into its mouth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.inbox import Inbox
from nlu import Understander, Understanding
from tests.bot.world import World

Ranking = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class UnsureOf:
    """Understands like the real engine, but guesses as told of certain words."""

    real: Understander
    guesses: Mapping[str, Ranking]

    def understand(self, text: str, **by: Any) -> Understanding:
        found = self.real.understand(text, **by)
        ranking = self.guesses.get(text)
        if ranking is None:
            return found
        sure = ranking[0][1] >= 0.35
        return replace(
            found,
            intent=ranking[0][0],
            confidence=ranking[0][1],
            ranking=ranking,
            urgent=False,
            fallback=not sure,
        )


def unsure(world: World, **guesses: Ranking) -> None:
    """Let the engine guess as told; the words are given with `_` for a space."""
    spoken = {words.replace("_", " "): ranking for words, ranking in guesses.items()}
    kit = replace(world.kit, understander=UnsureOf(world.kit.understander, spoken))
    world.inbox = Inbox(sessions=world.sessions, kit=kit)
