"""An understander that always uses the version in use: another one put in use is read with the next message."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

import structlog

from nlu.encoder import Encoder, best_encoder
from nlu.model import IntentModel
from nlu.understanding import OwnNames, Understander, Understanding
from nlu.version import version_of
from nlu.versions import Versions

log = structlog.get_logger(__name__)


class FollowingUnderstander:
    """Follows the pointer of a folder of versions. Safe to share between threads.

    While one thread reads a new model (some tenths of a second), the others go on with the old one.
    """

    def __init__(
        self, versions: Versions, *, base: str, understander_of: Callable[[IntentModel | None], Understander]
    ) -> None:
        """This function will load what is in use now.

        Args:
            versions: Where versions are kept.
            base: The hash of the data and code at hand.
            understander_of: Puts a model (None: the product's own) under the clinic's rules.
        """
        self._versions, self._base, self._make = versions, base, understander_of
        self._loading = Lock()
        self._mark = versions.mark()
        self._understander = understander_of(versions.load(base=base))

    def understand(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> Understanding:
        """This function will say what a message means. See `nlu.understanding.Understander`."""
        if self._versions.mark() != self._mark and self._loading.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._loading.release()
        return self._understander.understand(text, now=now, zone=zone, own=own)

    def _follow(self) -> None:
        # First the mark: what changes while it is read is seen by the next message.
        self._mark = self._versions.mark()
        self._understander = self._make(self._versions.load(base=self._base))
        log.info("model.in_use", version=self._versions.current)


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
