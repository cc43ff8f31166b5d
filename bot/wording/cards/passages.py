"""Answers out of what the clinic has approved: as it stands, or worded automatically and marked so."""

from bot.wording import flex
from bot.wording.cards.greeting import yes_and_no
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

OUTSIDE_WORDS = "outside_words"


def passage_told(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell an approved passage, and may ask whether answers may be worded automatically."""
    passage, tongue = facts["passage"], writing.tongue
    title = str(tongue.of(passage, "title"))
    body = [
        flex.bullets(tongue.of(passage, "lines")),
        flex.small(writing.say("passage_told.from"), margin="lg"),
    ]
    messages = [flex.card(writing.say("passage_told.alt", title=title), flex.bubble(title, body))]
    if facts.get("asks"):
        messages.append(_ask(writing))
    return flex.with_quick(messages, writing.customer_menu(camera=False))


def answer_phrased(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell an answer that was worded automatically, with what it was taken from."""
    titles = ", ".join(str(writing.tongue.of(one, "title")) for one in facts["passages"])
    words = f"{facts['text']}\n\n{writing.say('answer_phrased.from', titles=titles)}"
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def _ask(writing: Writing) -> Part:
    """This function will ask for the consent without which no word of hers leaves the house."""
    body = [
        flex.text(writing.say(f"consent.{OUTSIDE_WORDS}.text")),
        flex.box(yes_and_no(writing, OUTSIDE_WORDS), layout="horizontal", spacing="sm", margin="md"),
    ]
    title = writing.say(f"consent.{OUTSIDE_WORDS}.title")
    return flex.card(title, flex.bubble(title, body))
