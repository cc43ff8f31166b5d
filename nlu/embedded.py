"""The embedded engine: in this process, no server, no network, about 3 ms a message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nlu.encoder import Encoder, best_encoder
from nlu.engine import Engine, Guess
from nlu.entities import ClinicNames, EntityFinder
from nlu.layers import LayeredUnderstander
from nlu.model import DamagedModelError, IntentModel, load_model
from nlu.red_flags import RedFlagGate
from nlu.treatments import Names
from nlu.version import version_of


@dataclass(frozen=True)
class EmbeddedEngine:
    """The model and its encoder. Safe to share between threads."""

    model: IntentModel
    encoder: Encoder

    def guess(self, text: str) -> Guess:
        """This function will say how likely each intent is. See `nlu.engine.Engine`."""
        chances = self.model.probabilities(text, self.encoder.encode([text])[0])
        pairs = zip(self.model.intents, (round(float(chance), 6) for chance in chances), strict=True)
        return Guess(
            ranking=tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))),
            engine="embedded",
            model=self.model.name,
        )

    def nothing(self) -> Guess:
        """This function will give the guess where there is nothing to guess from."""
        return Guess(tuple((name, 0.0) for name in self.model.intents), "embedded", self.model.name)


def load_engine(
    cache: Path, *, model: IntentModel | None = None, encoder: Encoder | None = None
) -> EmbeddedEngine:
    """This function will load the engine by itself, training its model first if the cache holds none that fits.

    Args:
        cache: Folder for trained models; made if missing. Several processes may share it.
        model: What to use instead of the product's own model.
        encoder: The sentence encoder, where it is loaded already.
    """
    encoder = encoder or best_encoder()
    return EmbeddedEngine(model or kept_model(cache, encoder), encoder)


def load_understander(
    *,
    cache: Path,
    red_flags: Mapping[str, Sequence[str]],
    treatments: Names,
    branches: Names | None = None,
    staff: Names | None = None,
    holidays: Mapping[str, Sequence[date]] | None = None,
    elsewhere: Callable[[EmbeddedEngine], Engine] | None = None,
    model: IntentModel | None = None,
    encoder: Encoder | None = None,
) -> LayeredUnderstander:
    """This function will load the embedded engine, training its model first if the cache holds none that fits.

    Loading takes about a second; training takes some ten seconds and happens once per change of data or code.

    Args:
        cache: Folder for trained models; made if missing. Several processes may share it.
        red_flags: The clinic's groups of red flags with their Thai phrases.
        treatments: A treatment's id with the names people call it.
        branches: The same of branches.
        staff: The same of staff, with or without a title.
        holidays: The dates of public holidays by key (`songkran`, `makha_bucha` ...), as many years as are known.
        elsewhere: Given the embedded engine, makes the one to ask instead of it; it may fall back to the embedded one.
        model: What the embedded engine is to use instead of the product's own model (`nlu.versions`).
        encoder: The sentence encoder, where it is loaded already.
    """
    engine = load_engine(cache, model=model, encoder=encoder)
    return LayeredUnderstander(
        engine=elsewhere(engine) if elsewhere else engine,
        at_hand=engine,
        thresholds=engine.model.thresholds,
        nothing=engine.nothing(),
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
