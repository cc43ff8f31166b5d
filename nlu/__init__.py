"""Understanding what people write to the clinic, in Thai, English and both at once.

Names are loaded when they are first asked for: Rasa runs some of these files in an environment that holds no more than
those files need (`nlu.rasa`).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlu.conditions import tells_of_condition
    from nlu.embedded import load_understander, train_model
    from nlu.examples import known_intents
    from nlu.red_flags import red_flags_in
    from nlu.requests import Request, requests_in
    from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Entity, OwnNames, Understander, Understanding

_FROM = {
    "tells_of_condition": "nlu.conditions",
    "load_understander": "nlu.embedded",
    "train_model": "nlu.embedded",
    "known_intents": "nlu.examples",
    "red_flags_in": "nlu.red_flags",
    "Request": "nlu.requests",
    "requests_in": "nlu.requests",
    "OUT_OF_SCOPE": "nlu.understanding",
    "SIDE_EFFECT": "nlu.understanding",
    "Entity": "nlu.understanding",
    "OwnNames": "nlu.understanding",
    "Understander": "nlu.understanding",
    "Understanding": "nlu.understanding",
}

__all__ = [
    "OUT_OF_SCOPE",
    "SIDE_EFFECT",
    "Entity",
    "OwnNames",
    "Request",
    "Understander",
    "Understanding",
    "known_intents",
    "load_understander",
    "red_flags_in",
    "requests_in",
    "tells_of_condition",
    "train_model",
]


def __getattr__(name: str) -> object:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
