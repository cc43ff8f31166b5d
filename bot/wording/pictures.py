"""The words in pictures. Vision draws them; it knows none itself."""

from bot.wording.texts import Tongue
from vision import FINDING_COLOURS, OverlayWords


def overlay_words(language: str) -> OverlayWords:
    """This function will give the words of the legend under a skin reading's picture.

    Args:
        language: "th" or "en"; an unknown one is Thai.
    """
    tongue = Tongue(language)
    return OverlayWords(
        title=tongue.say("overlay.title"),
        entries={finding: tongue.say(f"overlay.{finding}") for finding in FINDING_COLOURS},
        note=tongue.say("overlay.note"),
    )
