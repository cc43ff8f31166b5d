"""Understanding what people write to the clinic, in Thai, English and both at once."""

from nlu.embedded import load_understander, train_model
from nlu.examples import known_intents
from nlu.red_flags import red_flags_in
from nlu.understanding import OUT_OF_SCOPE, SIDE_EFFECT, Entity, Understander, Understanding

__all__ = [
    "OUT_OF_SCOPE",
    "SIDE_EFFECT",
    "Entity",
    "Understander",
    "Understanding",
    "known_intents",
    "load_understander",
    "red_flags_in",
    "train_model",
]
