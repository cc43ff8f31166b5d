"""The words on a simulated picture, and which make of them a picture carries."""

import hashlib
from functools import cache

from bot.wording.texts import Tongue

# Always in Thai, whatever she reads: whoever else is shown the picture here reads Thai.
_LANGUAGE = "th"


def watermark() -> str:
    """This function will give the words that run over every simulated picture."""
    return Tongue(_LANGUAGE).say("simulation.watermark")


@cache
def simulation_words_version() -> str:
    """This function will name the wording: a fingerprint of the watermark and of the promise beside the picture."""
    said = [watermark(), *(Tongue(language).say("simulation.no_promise") for language in ("th", "en"))]
    return f"{_LANGUAGE}-{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:12]}"
