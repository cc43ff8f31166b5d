"""Asking how she is on day 1, 7, 30 and 90, and what is said to her answer."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

TITLED = (1, 7, 30, 90)


def follow_up(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the card of any follow-up day."""
    day = int(facts["day"])
    treatment = writing.treatment(facts.get("treatment"))
    body: list[Part] = [flex.bullets(writing.tongue.of(facts, "lines") or [writing.say("follow_up.ask")])]
    buttons: list[Part] = []
    if following := facts.get("next"):
        body += [
            flex.gap(),
            flex.heading(writing.say("follow_up.next")),
            flex.fact(writing.say("words.treatment"), writing.treatment(following)),
            flex.fact(writing.say("words.price"), writing.tongue.baht(following.get("price_satang"))),
        ]
        label = writing.say("follow_up.book")
        buttons.append(writing.press(label, "ask_to_book", None, shown=label))
    body.append(flex.small(writing.say("follow_up.answer"), margin="lg"))
    body.append(flex.small(writing.say("treatment_finished.trouble"), margin="sm"))
    contents = flex.bubble(
        writing.say(f"follow_up.title_{day if day in TITLED else TITLED[0]}"),
        body,
        subtitle=writing.say("follow_up.subtitle", treatment=treatment),
        buttons=buttons,
    )
    alt = writing.say("follow_up.alt", treatment=treatment)
    return flex.with_quick([flex.card(alt, contents)], _answers(writing, facts))


def _answers(writing: Writing, facts: Facts) -> list[Part]:
    ref = facts.get("follow_up_id")
    items = [
        writing.press_quick(writing.say(f"follow_up.{feels}"), "feels", ref, f=feels)
        for feels in ("good", "odd")
    ]
    if facts.get("wants_photo"):
        items += flex.camera_buttons(writing.say("menu.scan_take"), writing.say("menu.scan_choose"))
    return items


def check_in_kept(writing: Writing, facts: Facts) -> list[Part]:
    """This function will thank a customer for her answer to a follow-up."""
    words = writing.say(f"check_in_kept.{facts['feels']}")
    return flex.with_quick([flex.plain(words)], writing.customer_menu())


def side_effect_noted(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a person looks into what she told, and when to call for help."""
    del facts
    return flex.with_quick([flex.plain(writing.say("side_effect_noted.text"))], writing.customer_menu())
