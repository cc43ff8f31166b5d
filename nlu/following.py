"""An understander that always uses the version in use: another one put in use is read with the next message."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

import structlog

from nlu.model import IntentModel
from nlu.understanding import Understander, Understanding
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

    def understand(self, text: str, *, now: datetime, zone: ZoneInfo) -> Understanding:
        """This function will say what a message means. See `nlu.understanding.Understander`."""
        if self._versions.mark() != self._mark and self._loading.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._loading.release()
        return self._understander.understand(text, now=now, zone=zone)

    def _follow(self) -> None:
        # First the mark: what changes while it is read is seen by the next message.
        self._mark = self._versions.mark()
        self._understander = self._make(self._versions.load(base=self._base))
        log.info("model.in_use", version=self._versions.current)
