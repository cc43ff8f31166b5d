"""How the talk itself goes: in which language, with whom, and what was not understood while an answer is waited for."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def language_set(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say which language is spoken from now on."""
    words = writing.say("language_set.text", name=writing.name(facts, "name"))
    return flex.with_quick([flex.plain(words)], writing.customer_menu())


def with_person(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say, once, that a person answers and the bot is silent meanwhile."""
    del facts
    menu = writing.customer_menu(camera=False)
    return flex.with_quick([flex.plain(writing.say("with_person.text"))], menu)


def check_in_not_understood(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say honestly that words were not understood, beside the two answers that are waited for."""
    items = [
        writing.press_quick(writing.say(f"follow_up.{feels}"), "feels", facts["follow_up_id"], f=feels)
        for feels in ("good", "odd")
    ]
    return flex.with_quick(
        [flex.plain(writing.say("check_in_not_understood.text"))],
        [*items, *writing.customer_menu(camera=False)],
    )
