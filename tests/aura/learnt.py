"""A deployment that has learnt a little from use: a version of its own is in use."""

from datetime import UTC, datetime
from pathlib import Path

from aura.learning import open_versions, release_at_hand
from nlu.encoder import best_encoder
from nlu.examples import Example
from nlu.training import train
from nlu.versions import Version

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
LEARNT = "1ea27e1ea27e"
WORDS = tuple(
    Example(f"{word} {number}", word, "th")
    for word in ("greet", "thanks", "out_of_scope")
    for number in range(6)
)


def learn(var: Path, *, base: str | None = None) -> None:
    """Put a version in use that was taught some words and nothing else; of this release unless another is named."""
    versions, base = open_versions(var), base or release_at_hand()
    versions.keep(
        train(best_encoder(), examples=WORDS),
        card=Version(LEARNT, base, NOW.isoformat(), "nok", len(WORDS), {}),
        examples=WORDS,
    )
    versions.switch(LEARNT, base=base, by="nok", now=NOW, did="trained")
