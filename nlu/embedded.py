"""The embedded engine: in this process, no server, no network, about 3 ms a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nlu.encoder import Encoder, best_encoder
from nlu.entities import ClinicNames, EntityFinder, Names
from nlu.model import DamagedModelError, IntentModel, load_model
from nlu.red_flags import RedFlagGate
from nlu.spelling import tidy
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Understanding
from nlu.version import version_of

URGENT_FROM = 0.1
"""The probability of `report_side_effect` from which a person must look, whatever the likeliest intent is.

Low, because a miss may cost an eye and a false alarm costs a look. Together with the red flags: training on one half of
the utterances and judging by the other, recall .956 at precision .77; on the 483 rows of held_out_blind.tsv 45 of 45
at .74, where all are heard up to .2 and .05 would cost 12 more false alarms.
"""

LONGEST_READ = 600
"""Intents and entities are read from this many leading characters; red flags from the whole message."""


@dataclass(frozen=True)
class EmbeddedUnderstander:
    """The model, the encoder and the rules, put together. Safe to share between threads."""

    model: IntentModel
    encoder: Encoder
    gate: RedFlagGate
    finder: EntityFinder

    def understand(self, text: str, *, now: datetime, zone: ZoneInfo) -> Understanding:
        """This function will say what a message means. See `nlu.understanding.Understander`."""
        flags = self.gate.groups_in(text)
        read = tidy(text[:LONGEST_READ])
        if not read:
            return self._nothing(flags)
        chances = self.model.probabilities(read, self.encoder.encode([read])[0])
        ranking = sorted(
            (
                (name, round(float(chance), 6))
                for name, chance in zip(self.model.intents, chances, strict=True)
            ),
            key=lambda pair: (-pair[1], pair[0]),
        )
        likely = dict(ranking)
        return Understanding(
            intent=ranking[0][0],
            confidence=ranking[0][1],
            ranking=tuple(ranking),
            entities=self.finder.find(text[:LONGEST_READ], now=now, zone=zone),
            urgent=bool(flags) or likely.get(SIDE_EFFECT, 0.0) >= URGENT_FROM,
            red_flags=flags,
            fallback=self._is_unsure(likely),
            engine="embedded",
            model=self.model.name,
        )

    def _is_unsure(self, likely: Mapping[str, float]) -> bool:
        """This function will tell whether no in-scope intent is likely enough, or none at all may be meant."""
        best = max(chance for name, chance in likely.items() if name != OUT_OF_SCOPE)
        beyond = likely.get(OUT_OF_SCOPE, 0.0)
        limits = self.model.thresholds
        return best < limits.top or beyond >= limits.out_of_scope or beyond > best

    def _nothing(self, flags: tuple[str, ...]) -> Understanding:
        """This function will answer a message without any letters."""
        return Understanding(
            intent=OUT_OF_SCOPE,
            confidence=0.0,
            ranking=tuple((name, 0.0) for name in self.model.intents),
            entities=(),
            urgent=bool(flags),
            red_flags=flags,
            fallback=True,
            engine="embedded",
            model=self.model.name,
        )


def load_understander(
    *,
    cache: Path,
    red_flags: Mapping[str, Sequence[str]],
    treatments: Names,
    branches: Names | None = None,
    staff: Names | None = None,
    holidays: Mapping[str, Sequence[date]] | None = None,
) -> EmbeddedUnderstander:
    """This function will load the embedded engine, training its model first if the cache holds none that fits.

    Loading takes about a second; training takes some ten seconds and happens once per change of data or code.

    Args:
        cache: Folder for trained models; made if missing. Several processes may share it.
        red_flags: The clinic's groups of red flags with their Thai phrases.
        treatments: A treatment's id with the names people call it.
        branches: The same of branches.
        staff: The same of staff, with or without a title.
        holidays: The dates of public holidays by key (`songkran`, `makha_bucha` ...), as many years as are known.
    """
    encoder = best_encoder()
    return EmbeddedUnderstander(
        model=kept_model(cache, encoder),
        encoder=encoder,
        gate=RedFlagGate(red_flags),
        finder=EntityFinder(ClinicNames(treatments, branches or {}, staff or {}, holidays or {})),
    )


def train_model(cache: Path) -> IntentModel:
    """This function will train the model anew, whatever is kept, and keep it for the next `load_understander`.

    Args:
        cache: The folder that `load_understander` is given.

    Returns:
        The model: its `name`, its `intents` and its `thresholds`. Takes some ten seconds on one core.

    Raises:
        BadExamplesError: A training file cannot be read; the message names file and place.
    """
    return kept_model(cache, best_encoder(), anew=True)


def kept_model(cache: Path, encoder: Encoder, *, anew: bool = False) -> IntentModel:
    """This function will read the model that fits the data and code at hand, or train and keep it.

    Args:
        cache: Folder of models, one folder per version.
        encoder: The sentence encoder the model is for.
        anew: Train even if a fitting model is kept.
    """
    folder = cache / version_of(encoder.name)
    if not anew:
        try:
            return load_model(folder)
        except DamagedModelError:
            # Nothing is lost: a model can always be made again from the training files.
            pass
    from nlu.training import train  # noqa: PLC0415 - scikit-learn takes over a second to import and only training needs it

    model = train(encoder)
    model.save(folder)
    return model
