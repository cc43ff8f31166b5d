"""How processes of a deployment, and what runs inside one, hear of each other: what is due, what changed.

In one process it is calls; with Redis the other processes hear as well. It carries hints only: everybody looks at the
rows by themselves too, and finds there what there is.
"""

import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from uuid import UUID

from aura.bells import Bell
from aura.settings import Settings
from aura.wire import Wire

_DUE, _CHANGED = "due", "changed"


class Bus:
    """What is due and what changed, said here and heard everywhere.

    Attributes:
        bell: Wakes the workers, here and in other processes.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        show: Callable[[Collection[UUID]], None],
        show_all: Callable[[], None],
    ) -> None:
        """This will connect nothing yet.

        Args:
            settings: Of this deployment.
            show: Has the open pages about these clinics and customers look again.
            show_all: Has all open pages look again.
        """
        self._show = show
        self._wire: Wire | None = None
        self.bell = Bell(tell_others=self._say_due)
        if settings.redis_url:
            self._wire = Wire(settings.redis_url, deployment=_name_of(settings))
            self._wire.hear(_DUE, lambda words: self.bell.wake(*words), missed=self.bell.wake)
            self._wire.hear(_CHANGED, lambda words: show(_ids(words)), missed=show_all)

    @property
    def reaches_others(self) -> bool | None:
        """Whether other processes hear at once: None where there is no Redis to tell them."""
        return None if self._wire is None else bool(self._wire.is_up)

    def changed(self, ids: Collection[UUID]) -> None:
        """This will have every open page about these clinics and customers look again; from any thread."""
        self._show(ids)
        if self._wire is not None:
            self._wire.say(_CHANGED, [str(one) for one in ids])

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """This will carry what is said until the block is left."""
        if self._wire is None:
            yield
            return
        async with self._wire.open():
            yield

    def _say_due(self, names: Collection[str]) -> None:
        if self._wire is not None:
            self._wire.say(_DUE, names)


def _ids(words: Collection[str]) -> set[UUID]:
    """This will read ids; whoever else may publish there, what is none is not heard."""
    found = set()
    for word in words:
        with contextlib.suppress(ValueError):
            found.add(UUID(word))
    return found


def _name_of(settings: Settings) -> str:
    """This will tell deployments apart that share one Redis: by their secret, which does not show in it."""
    return hashlib.blake2b(settings.secret.get_secret_value().encode(), digest_size=8).hexdigest()
