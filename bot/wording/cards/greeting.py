"""Meeting a customer: the welcome, and asking for consent, each purpose by itself."""

from collections.abc import Sequence

from bot.wording import flex
from bot.wording.cards.reminders import ask_birthday
from bot.wording.flex import Part
from bot.wording.texts import consent_version
from bot.wording.writing import Facts, Writing

# Asked for when she comes; what she says of her health is asked for only before those questions.
PURPOSES = ("scan_analysis", "progress_photos", "marketing_messages", "improve_understanding")
WITHDRAWABLE = (*PURPOSES, "health_answers", "outside_words")
"""What can be taken back: also what is asked for elsewhere, when it is first needed."""


def welcome(writing: Writing, facts: Facts) -> list[Part]:
    """This function will greet a new customer and ask for her consents."""
    tongue = writing.tongue
    hello = writing.say("welcome.text", name=writing.name(facts, "name"), clinic=tongue.of(facts, "clinic"))
    asked = facts.get("asked") or ()
    if not asked:
        return flex.with_quick([flex.plain(hello)], writing.customer_menu())
    words = f"{hello}\n\n{writing.say('welcome.ask')}"
    return flex.with_quick(
        [flex.plain(words), consent_card(writing, asked)], writing.customer_menu(camera=False)
    )


def welcome_back(writing: Writing, facts: Facts) -> list[Part]:
    """This function will greet a customer we know."""
    words = writing.say("welcome_back.text", name=writing.name(facts, "name"))
    return flex.with_quick([flex.plain(words)], writing.customer_menu())


def consent_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for consent because something needs it: a photo that waits, or a wish to be scanned."""
    words = writing.say(f"consent_asked.{facts.get('because') or 'text'}", name=writing.name(facts, "name"))
    return [flex.plain(words), consent_card(writing, facts["asked"])]


def consent_card(writing: Writing, asked: Sequence[str]) -> Part:
    """This function will make the card of consents: each purpose with its own yes and no."""
    body = [flex.text(writing.say("consent.intro"))]
    for purpose in (known for known in PURPOSES if known in asked):
        body += [
            flex.gap(),
            flex.heading(writing.say(f"consent.{purpose}.title")),
            flex.text(writing.say(f"consent.{purpose}.text"), margin="sm"),
            flex.box(yes_and_no(writing, purpose), layout="horizontal", spacing="sm", margin="md"),
        ]
    body += [flex.gap(), flex.small(writing.say("consent.footer"), margin="lg")]
    contents = flex.bubble(writing.say("consent.title"), body, subtitle=writing.say("consent.subtitle"))
    return flex.card(writing.say("consent.alt"), contents)


def yes_and_no(writing: Writing, purpose: str) -> list[Part]:
    """This function will make yes and no of the same size: saying no must be as easy."""
    version = consent_version(writing.tongue.language)
    short = writing.say(f"consent.{purpose}.short")
    return [
        writing.press(
            writing.say(f"words.{label}"),
            "consent",
            None,
            shown=f"{writing.say(f'words.{label}')}: {short}",
            style=style,
            p=purpose,
            a=answer,
            v=version,
        )
        for label, answer, style in (("agree", "yes", "primary"), ("disagree", "no", "secondary"))
    ]


def consent_kept(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm one answer, and say what is possible now."""
    purpose = writing.say(f"consent.{facts['purpose']}.short")
    said = "granted" if facts["granted"] else "refused"
    words = [writing.say(f"consent_kept.{said}{'_again' * bool(facts.get('again'))}", purpose=purpose)]
    if facts["purpose"] == "scan_analysis":
        words.append(writing.say(f"consent_kept.{facts['then']}"))
    menu = writing.customer_menu(camera=bool(facts["granted"]))
    if facts["purpose"] == "marketing_messages" and facts["granted"]:
        words.append(writing.say("birthday_kept.offer"))
        menu = [ask_birthday(writing), *menu]
    return flex.with_quick([flex.plain("\n".join(words))], menu)


def withdraw_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask which consent is to be taken back."""
    granted = [purpose for purpose in WITHDRAWABLE if purpose in facts["granted"]]
    if not granted:
        words = writing.say("withdraw_asked.none")
        return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))
    names = [writing.say(f"consent.{purpose}.short") for purpose in granted]
    buttons = [
        writing.press(name, "withdraw", None, shown=name, style="secondary", p=purpose)
        for name, purpose in zip(names, granted, strict=True)
    ]
    everything = writing.say("withdraw_asked.all")
    buttons.append(writing.press(everything, "withdraw", None, shown=everything, p="all"))
    contents = flex.bubble(
        writing.say("withdraw_asked.title"), [flex.text(writing.say("withdraw_asked.text"))], buttons=buttons
    )
    return [flex.card(writing.say("withdraw_asked.alt"), contents)]


def consent_withdrawn(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm what was taken back and what was erased."""
    purposes = ", ".join(writing.say(f"consent.{purpose}.short") for purpose in facts["purposes"])
    erased = int(facts["erased"])
    words = [writing.say("consent_withdrawn.text", purposes=purposes)]
    if "health_answers" in facts["purposes"]:
        words.append(writing.say("consent_withdrawn.health"))
    if erased or set(facts["purposes"]) != {"health_answers"}:
        key = "consent_withdrawn.erased" if erased else "consent_withdrawn.nothing"
        words.append(writing.say(key, count=erased))
    if "improve_understanding" in facts["purposes"]:
        words.append(writing.say("consent_withdrawn.words"))
    return flex.with_quick([flex.plain("\n".join(words))], writing.customer_menu(camera=False))
