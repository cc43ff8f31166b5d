"""Days off that staff ask for in chat."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def leave_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell who leads that somebody asks for a day off, in her words, and where it is noted."""
    name = writing.name(facts, "name")
    body = [flex.text(writing.say("leave.says", name=name)), flex.text(f"“{facts['words']}”", margin="md")]
    if facts.get("on"):
        body.append(flex.fact(writing.say("leave.day"), writing.tongue.day(facts["on"], facts["zone"])))
    body.append(flex.small(writing.say("leave.nothing_yet"), margin="lg"))
    contents = flex.bubble(writing.say("leave.title"), body, subtitle=name, buttons=[_note(writing, facts)])
    return flex.with_quick([flex.card(writing.say("leave.alt", name=name), contents)], writing.staff_menu())


def leave_own(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give who leads the way to the page where they note their own day off."""
    contents = flex.bubble(
        writing.say("leave.own_title"), [flex.text(writing.say("leave.own"))], buttons=[_note(writing, facts)]
    )
    return flex.with_quick([flex.card(writing.say("leave.own"), contents)], writing.staff_menu())


def leave_passed_on(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell who asks for a day off who has heard of it, and that nothing is changed yet."""
    if not facts["told"]:
        return flex.with_quick([flex.plain(writing.say("leave.nobody"))], writing.staff_menu())
    who = ", ".join(writing.tongue.name(name) for name in facts["told"])
    words = writing.say("leave.told", who=who)
    if facts.get("on"):
        day = writing.tongue.day(facts["on"], facts["zone"])
        words = writing.say("leave.told_day", who=who, day=day)
    words = f"{words}\n{writing.say('leave.until_then')}"
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def _note(writing: Writing, facts: Facts) -> Part:
    """This function will make the button to the page, with the day she named."""
    name = writing.name(facts, "name")
    extra = {"d": facts["on"]} if facts.get("on") else {}
    return writing.press(
        writing.say("leave.note"),
        "away_page",
        facts["staff_id"],
        shown=writing.say("leave.shown", name=name),
        **extra,
    )
