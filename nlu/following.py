"""Engines and understanders that always use the version in use: another one put in use is read with the next message."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import structlog

from nlu.encoder import Encoder, best_encoder
from nlu.engine import Engine, Guess
from nlu.model import IntentModel
from nlu.understanding import OwnNames, Understander, Understanding
from nlu.version import version_of
from nlu.versions import Versions

Made = TypeVar("Made")

log = structlog.get_logger(__name__)


class Followed(Generic[Made]):
    """What is made of the version in use, by the pointer of a folder of versions. Safe to share between threads.

    While one thread reads a new model (some tenths of a second), the others go on with the old one.
    """

    def __init__(
        self, versions: Versions, *, base: str, made_of: Callable[[IntentModel | None], Made]
    ) -> None:
        """This function will load what is in use now.

        Args:
            versions: Where versions are kept.
            base: The hash of the data and code at hand.
            made_of: Given a model (None: the product's own), makes what is wanted of it.
        """
        self._versions, self._base, self._make = versions, base, made_of
        self._loading = Lock()
        self._mark = versions.mark()
        self._made = made_of(versions.load(base=base))

    def now(self) -> Made:
        """This function will give what is made of the version in use now."""
        if self._versions.mark() != self._mark and self._loading.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._loading.release()
        return self._made

    def _follow(self) -> None:
        # First the mark: what changes while it is read is seen by the next message.
        self._mark = self._versions.mark()
        self._made = self._make(self._versions.load(base=self._base))
        log.info("model.in_use", version=self._versions.current)


class FollowingUnderstander:
    """Understands with the version in use. Safe to share between threads."""

    def __init__(
        self, versions: Versions, *, base: str, understander_of: Callable[[IntentModel | None], Understander]
    ) -> None:
        """This function will load what is in use now.

        Args:
            versions: Where versions are kept.
            base: The hash of the data and code at hand.
            understander_of: Puts a model (None: the product's own) under the clinic's rules.
        """
        self._followed = Followed(versions, base=base, made_of=understander_of)

    def understand(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> Understanding:
        """This function will say what a message means. See `nlu.understanding.Understander`."""
        return self._followed.now().understand(text, now=now, zone=zone, own=own)


class FollowingEngine:
    """Guesses with the version in use. Safe to share between threads."""

    def __init__(
        self, versions: Versions, *, base: str, engine_of: Callable[[IntentModel | None], Engine]
    ) -> None:
        """This function will load what is in use now.

        Args:
            versions: Where versions are kept.
            base: The hash of the data and code at hand.
            engine_of: Makes an engine of a model (None: the product's own).
        """
        self._followed = Followed(versions, base=base, made_of=engine_of)

    def guess(self, text: str) -> Guess:
        """This function will say how likely each intent is. See `nlu.engine.Engine`."""
        return self._followed.now().guess(text)


def follow(
    folder: Path, *, understander_of: Callable[[IntentModel | None, Encoder], Understander]
) -> FollowingUnderstander:
    """This function will follow a folder of versions, with one sentence encoder for all of them.

    Args:
        folder: Where versions are kept.
        understander_of: Puts a model (None: the product's own) with its encoder under the clinic's rules.
    """
    encoder = best_encoder()
    return FollowingUnderstander(
        Versions(folder),
        base=version_of(encoder.name),
        understander_of=lambda model: understander_of(model, encoder),
    )


def follow_engine(
    folder: Path, *, engine_of: Callable[[IntentModel | None, Encoder], Engine]
) -> FollowingEngine:
    """This function will follow a folder of versions by an engine alone, with one sentence encoder for all of them.

    Args:
        folder: Where versions are kept.
        engine_of: Makes an engine of a model (None: the product's own) and its encoder.
    """
    encoder = best_encoder()
    return FollowingEngine(
        Versions(folder),
        base=version_of(encoder.name),
        engine_of=lambda model: engine_of(model, encoder),
    )


def model_in_use(folder: Path) -> IntentModel | None:
    """This function will read the version in use; None is the product's own.

    Args:
        folder: Where versions are kept.
    """
    return Versions(folder).load(base=version_of(best_encoder().name))
