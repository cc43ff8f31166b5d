"""A question that a customer asked with a condition of hers: what she hears, and what whoever answers it reads."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

_OF_HEALTH = frozenset({"asks_health", "health_answers"})
"""Tasks that are about her health alone; others name it beside something else."""


def passed_on(writing: Writing, facts: Facts) -> str:
    """This function will say what was passed on to those who treat, and what to do until they answer."""
    about = _conditions(writing, facts)
    if facts.get("treatment"):
        name = writing.treatment(facts["treatment"])
        about = f"{name} ({about})" if about else name
    first = writing.say("handed_to_person.asks_health_about", what=about) if about else ""
    return f"{first} {writing.say('handed_to_person.asks_health')}".strip()


def readable(facts: Facts) -> Facts:
    """This function will take what she told of her health out of a card for somebody who may not read it."""
    hidden = {"words": None, "conditions": None, "flags": None}
    return {**facts, **hidden} if facts.get("hides_health") else facts


def answers(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list which questions a customer did not answer with no, and what the clinic's file says then."""
    parts = []
    for flag in facts["flags"]:
        said = writing.say(f"health_told.said_{flag['said']}")
        action = writing.choice("health_told.action", flag["action"])
        parts += [
            flex.text(f"{writing.tongue.of(flag, 'ask') or flag['th']} {said}", weight="bold", margin="md"),
            flex.small(action),
        ]
        if more := writing.tongue.of(flag, "more"):
            parts.append(flex.small(writing.say("health_told.more", what=more)))
    return parts or [flex.text(writing.say("health_told.none", count=facts["asked"]), margin="md")]


def health_facts(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the lines of a task about it: the treatment, what she told, and who may read that."""
    if facts["why"] not in _OF_HEALTH and not facts.get("tells_health"):
        return []
    parts = []
    if facts["why"] in _OF_HEALTH and facts.get("treatment"):
        parts.append(flex.fact(writing.say("words.treatment"), writing.treatment(facts["treatment"])))
    if about := _conditions(writing, facts):
        parts.append(flex.fact(writing.say("call_customer.health"), about))
    if facts.get("flags") is not None:
        parts += answers(writing, facts)
    hidden = "health_hidden" if facts["why"] in _OF_HEALTH else "health_elsewhere"
    note = f"call_customer.{hidden}" if facts.get("hides_health") else "health_told.note"
    return [*parts, flex.small(writing.say(note), margin="md")]


def _conditions(writing: Writing, facts: Facts) -> str:
    return ", ".join(str(writing.tongue.of(one, "name")) for one in facts.get("conditions") or ())
