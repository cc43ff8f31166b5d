"""The engine elsewhere, where a deployment has one."""

import re
import time
from collections.abc import Callable

from aura.understanding_settings import NluSettings
from nlu.embedded import EmbeddedEngine
from nlu.engine import Engine
from nlu.examples import known_intents
from nlu.rasa.places import version_at_hand
from nlu.remote import RelayedEngine, RemoteParser, Trouble

__all__ = ["RemoteParser", "advice_on_engine", "parser_of", "relayed"]

_IN_THE_CLEAR = "what people write goes there in the clear: use https, or a server on this machine"
_ANOTHER = "it answers with another version than the one in use: run `aura nlu train-rasa` and start its server again"
_OUR_VERSION = re.compile("[0-9a-f]{12}")
"""How we name a version; an engine with names of its own is left in peace."""

_ADVICE = {
    Trouble.UNREACHABLE: "it cannot be reached: is `aura nlu serve --engine rasa` running, and AURA_NLU_URL right?",
    Trouble.TOO_SLOW: "it answers too late",
    Trouble.REFUSED: "it does not take AURA_NLU_TOKEN: both sides need the same",
    Trouble.ERROR: "it answers with an error: look at its log",
    Trouble.GARBAGE: "what answers there is no engine that knows our intents: was `make rasa` done for this release?",
}


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


def advice_on_engine(settings: NluSettings) -> str | None:
    """This will ask the engine elsewhere something harmless, and say what to do; empty where all is well.

    Returns:
        None where a deployment has no such engine.
    """
    parser = parser_of(settings)
    if parser is None:
        return None
    try:
        guess = parser.ask("hello", intents=known_intents())
        failed = parser.counts().fell_back
    finally:
        parser.close()
    if guess is None:
        return f"{_ADVICE[Trouble(next(iter(failed)))]} (the embedded engine answers instead)"
    version = guess.model.partition("+")[0]
    if _OUR_VERSION.fullmatch(version) and version != version_at_hand():
        return _ANOTHER
    return "" if settings.is_private else _IN_THE_CLEAR
