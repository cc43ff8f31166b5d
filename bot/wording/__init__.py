"""Every word the bot says: a notice becomes LINE messages here, and nowhere else."""

from bot.wording.pictures import overlay_words
from bot.wording.progress_pictures import pair_words, progress_chart
from bot.wording.simulated import simulation_words_version, watermark
from bot.wording.texts import consent_version
from bot.wording.wishes import wish_named
from bot.wording.wording import CARDS, Wording, word

__all__ = [
    "CARDS",
    "Wording",
    "consent_version",
    "overlay_words",
    "pair_words",
    "progress_chart",
    "simulation_words_version",
    "watermark",
    "wish_named",
    "word",
]
