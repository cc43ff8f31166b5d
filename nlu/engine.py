"""What an engine is: it says how likely each intent is. Everything else is ours, and the same above every engine."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Guess:
    """What an engine makes of one text.

    Attributes:
        ranking: Every intent it knows with its probability, likeliest first, then by name. Never empty.
        engine: `embedded` or `rasa`: who really answered, whoever was asked.
        model: Which model answered.
    """

    ranking: tuple[tuple[str, float], ...]
    engine: str
    model: str


class Engine(Protocol):
    """Guesses intents. Safe to share between threads."""

    def guess(self, text: str) -> Guess:
        """This function will say how likely each intent is.

        Args:
            text: What was written, tidied (`nlu.spelling.tidy`), at least one letter or sign.
        """
        ...
