"""Every word the bot says: a notice becomes LINE messages here, and nowhere else."""

from bot.wording.choices import NEITHER, chosen_in, says_yes_to_it
from bot.wording.pictures import overlay_words
from bot.wording.progress_pictures import pair_words, progress_chart
from bot.wording.simulated import simulation_words_version, watermark
from bot.wording.texts import consent_version
from bot.wording.wishes import wish_named
from bot.wording.wording import CARDS, Wording, word

__all__ = [
    "CARDS",
    "NEITHER",
    "Wording",
    "chosen_in",
    "consent_version",
    "overlay_words",
    "pair_words",
    "progress_chart",
    "says_yes_to_it",
    "simulation_words_version",
    "watermark",
    "wish_named",
    "word",
]
