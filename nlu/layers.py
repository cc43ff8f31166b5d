"""What is ours above every engine: red flags, entities, and when a guess is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu.clauses import clauses_in
from nlu.engine import Engine, Guess
from nlu.entities import EntityFinder
from nlu.model import Thresholds
from nlu.red_flags import RedFlagGate
from nlu.spelling import tidy
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, OwnNames, Understanding

URGENT_FROM = 0.1
"""The probability of `report_side_effect` from which a person must look, whatever the likeliest intent is.

Low, because a miss may cost an eye and a false alarm costs a look. Together with the red flags: training on one half of
the utterances and judging by the other, recall .956 at precision .77; on the 483 rows of held_out_blind.tsv 45 of 45
at .74, where all are heard up to .2 and .05 would cost 12 more false alarms.
"""

CLAUSE_URGENT_FROM = 0.2
"""The same of one clause, so that a side effect is heard beside a price. Measured on held_out_blind.tsv, recall 1.0 at any:
precision .776 without clauses, .682 from .1, .703 from .2, .726 from .3; on held_out_people.tsv, where the whole alone hears
.971, recall is 1.0 at .723. It costs 0.3 further guesses a message.
"""

LONGEST_READ = 600
"""Intents and entities are read from this many leading characters; red flags from the whole message."""


@dataclass(frozen=True)
class LayeredUnderstander:
    """An engine with the rules above it. Safe to share between threads.

    Attributes:
        engine: Guesses the intent.
        at_hand: The embedded engine, by which clauses are judged: an engine elsewhere is asked once a message, and whoever
            waits for it waits once. Measured over Rasa, on two busy cores, of messages with several clauses: p50 30 ms where
            Rasa judged them too, 17 ms so; and the same messages were urgent, of 939.
        thresholds: When a guess is too weak to act upon; of the embedded model, whichever engine guesses.
        nothing: What is guessed of a message without any letters.
        gate: Finds red flags.
        finder: Finds entities.
    """

    engine: Engine
    at_hand: Engine
    thresholds: Thresholds
    nothing: Guess
    gate: RedFlagGate
    finder: EntityFinder

    def understand(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> Understanding:
        """This function will say what a message means. See `nlu.understanding.Understander`."""
        flags = self.gate.groups_in(text)
        read = tidy(text[:LONGEST_READ])
        if not read:
            return self._nothing(flags)
        guess = self.engine.guess(read)
        likely = dict(guess.ranking)
        return Understanding(
            intent=guess.ranking[0][0],
            confidence=guess.ranking[0][1],
            ranking=guess.ranking,
            entities=self.finder.find(text[:LONGEST_READ], now=now, zone=zone, own=own),
            urgent=bool(flags) or self._is_urgent(read, likely),
            red_flags=flags,
            fallback=self._is_unsure(likely),
            engine=guess.engine,
            model=guess.model,
        )

    def _is_urgent(self, read: str, likely: Mapping[str, float]) -> bool:
        """This function will tell whether the message, or a clause of it, may report a side effect."""
        return likely.get(SIDE_EFFECT, 0.0) >= URGENT_FROM or any(
            dict(self.at_hand.guess(clause).ranking).get(SIDE_EFFECT, 0.0) >= CLAUSE_URGENT_FROM
            for clause in clauses_in(read)
        )

    def _is_unsure(self, likely: Mapping[str, float]) -> bool:
        """This function will tell whether no in-scope intent is likely enough, or none at all may be meant."""
        best = max((chance for name, chance in likely.items() if name != OUT_OF_SCOPE), default=0.0)
        beyond = likely.get(OUT_OF_SCOPE, 0.0)
        return best < self.thresholds.top or beyond >= self.thresholds.out_of_scope or beyond > best

    def _nothing(self, flags: tuple[str, ...]) -> Understanding:
        """This function will answer a message without any letters."""
        return Understanding(
            intent=OUT_OF_SCOPE,
            confidence=0.0,
            ranking=self.nothing.ranking,
            entities=(),
            urgent=bool(flags),
            red_flags=flags,
            fallback=True,
            engine=self.nothing.engine,
            model=self.nothing.model,
        )
