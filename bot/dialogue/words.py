"""What takes a customer's words into a form, one step each."""

from bot.dialogue.about_wish import of_her_time
from bot.dialogue.answering import answers_whether
from bot.dialogue.coming_back import is_back
from bot.dialogue.day_lost import loses_its_day
from bot.dialogue.going_away import puts_off
from bot.dialogue.lapsing import answers_late
from bot.dialogue.registration_beside import takes_contact, with_contact
from bot.dialogue.registration_late import registers_late
from bot.dialogue.table import answers_about_health, asks_again, takes_words, waits_or_rests

__all__ = [
    "answers_about_health",
    "answers_late",
    "answers_whether",
    "asks_again",
    "is_back",
    "loses_its_day",
    "of_her_time",
    "puts_off",
    "registers_late",
    "takes_contact",
    "takes_words",
    "waits_or_rests",
    "with_contact",
]
