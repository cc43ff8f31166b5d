"""How the talk itself goes: in which language, with whom, which of two was meant, and what was not understood."""

from collections.abc import Sequence

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
    return _feels(writing, facts, "check_in_not_understood.text")


def check_in_in_words(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask how she is in words or by one of two buttons, after a sticker."""
    return _feels(writing, facts, "check_in_in_words.text")


def check_in_put_off(writing: Writing, facts: Facts) -> list[Part]:
    """This function will leave her the time to answer a follow-up, with its two buttons."""
    return _feels(writing, facts, "check_in_put_off.text")


def confirm_in_words(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask whether she comes in words or by a button, after a sticker."""
    return _comes(writing, facts, "confirm_in_words.text")


def confirm_put_off(writing: Writing, facts: Facts) -> list[Part]:
    """This function will leave her the time to say whether she comes, with the two buttons of the reminder."""
    return _comes(writing, facts, "confirm_put_off.text")


def _comes(writing: Writing, facts: Facts, words: str) -> list[Part]:
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    items = [
        writing.press_quick(writing.say("reminder.confirm"), "confirm", facts["appointment_id"]),
        writing.press_quick(writing.say("reminder.move"), "ask_to_move", None),
    ]
    return flex.with_quick([flex.plain(writing.say(words, when=when))], items)


def _feels(writing: Writing, facts: Facts, words: str) -> list[Part]:
    items = [
        writing.press_quick(writing.say(f"follow_up.{feels}"), "feels", facts["follow_up_id"], f=feels)
        for feels in ("good", "odd")
    ]
    return flex.with_quick(
        [flex.plain(writing.say(words))],
        [*items, *writing.customer_menu(camera=False)],
    )


def which_answered(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask whether a short answer was to the reminder or to the follow-up, with the buttons of both."""
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    items = [
        writing.press_quick(writing.say("reminder.confirm"), "confirm", facts["appointment_id"]),
        writing.press_quick(writing.say("reminder.move"), "ask_to_move", None),
        *(
            writing.press_quick(writing.say(f"follow_up.{feels}"), "feels", facts["follow_up_id"], f=feels)
            for feels in ("good", "odd")
        ),
    ]
    return flex.with_quick([flex.plain(writing.say("which_answered.text", when=when))], items)


def which_meant(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask which of two was meant, or whether one was, with a button for each."""
    names = [writing.choice("meant", intent) for intent in facts["intents"]]
    words = (
        writing.say("which_meant.two", first=names[0], second=names[1])
        if len(names) > 1
        else writing.say("which_meant.one", first=names[0])
    )
    if facts.get("again"):
        either = f" {writing.say('form_note.or')} "
        words = writing.say("which_meant.again", choices=either.join(f"“{name}”" for name in names))
    hint = flex.small(writing.say("which_meant.hint"), margin="md")
    body = [flex.text(words), hint] if len(names) > 1 else [flex.text(words)]
    title = writing.say("which_meant.title")
    contents = flex.bubble(title, body, buttons=_wishes(writing, facts["event_id"], facts["intents"]))
    return [flex.card(words, contents)]


def not_understood_again(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer what was most likely meant, after the second message that was not understood."""
    buttons = [
        *_wishes(writing, facts["event_id"], facts["intents"]),
        writing.press(
            writing.say("menu.person"), "talk_to_human", None, shown=writing.say("menu.person"), style="link"
        ),
    ]
    words = writing.say("not_understood_again.text")
    contents = flex.bubble(writing.say("not_understood_again.title"), [flex.text(words)], buttons=buttons)
    menu = writing.customer_menu(camera=False)
    return flex.with_quick([flex.card(writing.say("not_understood_again.alt"), contents)], menu)


def _wishes(writing: Writing, event_id: str, intents: Sequence[str]) -> list[Part]:
    """This function will make a button for each wish, and one for none of them."""
    buttons = []
    for intent in (*intents, "else"):
        is_else = intent == "else"
        name = writing.say("which_meant.else") if is_else else writing.choice("meant", intent)
        style = "link" if is_else else "secondary"
        buttons.append(writing.press(name, "meant", event_id, shown=name, style=style, i=intent))
    return buttons


def what_was_tried(writing: Writing, tried: Facts) -> list[Part]:
    """This function will tell a person what the bot asked and guessed before it called her."""
    steps = tried["steps"]
    lines = [writing.say("tried.count", count=len(steps))]
    for step in steps:
        names = [writing.choice("meant", intent) for intent in step["guesses"]]
        guesses = " / ".join(names) or writing.say("tried.nothing")
        lines.append(writing.say(f"tried.{step['asked']}", guesses=guesses))
    if tried.get("question"):
        lines.append(writing.say("tried.open"))
    return [flex.heading(writing.say("tried.title")), flex.bullets(lines)]
