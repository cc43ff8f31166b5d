"""The engine elsewhere, where a deployment has one."""

import time
from collections.abc import Callable

from aura.understanding_settings import NluSettings
from nlu.embedded import EmbeddedEngine
from nlu.engine import Engine
from nlu.remote import RelayedEngine, RemoteParser


def parser_of(settings: NluSettings) -> RemoteParser | None:
    """This will give the door to Rasa, or None where the embedded engine is all there is; nothing is asked yet."""
    if settings.engine == "embedded":
        return None
    return RemoteParser(address=settings.url, token=settings.token.get_secret_value(), clock=time.monotonic)


def relayed(parser: RemoteParser | None) -> Callable[[EmbeddedEngine], Engine] | None:
    """This will put the door in front of whichever embedded model is in use."""
    if parser is None:
        return None
    return lambda embedded: RelayedEngine(parser, embedded, embedded.model.intents)
