"""What owners and managers get by themselves: the day and the month at a glance, and which clock does not do its work."""

from collections.abc import Sequence

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

NOTHING = "–"
# Shown as a share of a hundred.
_SHARES = frozenset({"answered"})


def morning_card(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the day's appointments, what waits, and what the day before brought."""
    tongue, zone = writing.tongue, facts["zone"]
    day = tongue.day(facts["day"], zone)
    today = writing.say("glance.count", count=facts["appointments"])
    if first_at := facts.get("first_at"):
        today = writing.say(
            "glance.count_from", count=facts["appointments"], time=tongue.clock(first_at, zone)
        )
    body = [
        _row(writing.say("glance.appointments"), today),
        _row(writing.say("glance.unconfirmed"), _number(facts["unconfirmed"])),
        flex.gap(),
        flex.heading(writing.say("glance.waiting")),
        *(_line(writing, name, number) for name, number in facts["waiting"].items()),
        flex.gap(),
        flex.heading(writing.say("glance.yesterday")),
        *(_line(writing, name, number) for name, number in facts["yesterday"].items()),
    ]
    title = writing.say("glance.morning", name=writing.name(facts, "name"))
    return _card(
        writing, title=title, subtitle=day, body=body, alt=writing.say("glance.morning_alt", day=day)
    )


def monthly_card(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the figures of a month, each beside the month before."""
    month = writing.tongue.month(facts["month"])
    body = [
        _row(
            writing.say(f"glance.{name}"),
            writing.say("glance.beside", this=_number(this, name), before=_number(before, name)),
        )
        for name, (this, before) in facts["figures"].items()
    ]
    body.append(flex.small(writing.say("glance.beside_what"), margin="lg"))
    title = writing.say("glance.month", month=month)
    return _card(
        writing,
        title=title,
        subtitle=writing.name(facts, "name"),
        body=body,
        alt=writing.say("glance.month_alt", month=month),
    )


def clock_fails(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say what could not be done at its time, and what people do meanwhile."""
    tongue = writing.tongue
    what = writing.choice("clock_fails.what", facts["what"])
    body = [
        flex.text(what, weight="bold"),
        flex.fact(writing.say("clock_fails.due"), tongue.moment(facts["due_at"], facts["zone"])),
        flex.gap(),
        flex.text(writing.say("clock_fails.tried", times=facts["times"])),
        flex.text(writing.choice("clock_fails.meanwhile", facts["what"]), margin="md"),
        flex.small(writing.say("clock_fails.ask"), margin="lg"),
    ]
    return _card(
        writing,
        title=writing.say("clock_fails.title"),
        subtitle=writing.name(facts, "name"),
        body=body,
        alt=writing.say("clock_fails.alt", what=what),
        colour=flex.ALERT,
    )


def _line(writing: Writing, name: str, number: float | None) -> Part:
    colour = flex.ALERT if name == "red_flags_open" and number else flex.INK
    return _row(writing.say(f"glance.{name}"), _number(number, name), colour=colour)


def _row(label: str, value: str, *, colour: str = flex.INK) -> Part:
    """This function will make a line of a table: what it is on the left, how much on the right."""
    parts = [
        flex.small(label, flex=5),
        flex.text(value, flex=5, weight="bold", align="end", color=colour),
    ]
    return flex.box(parts, layout="horizontal", spacing="sm", margin="md")


def _number(number: float | None, name: str = "") -> str:
    """This function will write a figure; where there was nothing to divide by, a dash and no nought."""
    if number is None:
        return NOTHING
    return f"{number:.0%}" if name in _SHARES else f"{number:,}"


def _card(
    writing: Writing, *, title: str, subtitle: str, body: Sequence[Part], alt: str, colour: str = flex.BRAND
) -> list[Part]:
    open_admin = writing.press(
        writing.say("glance.open"), "open_admin", None, shown=writing.say("menu.admin"), style="secondary"
    )
    contents = flex.bubble(title, body, subtitle=subtitle, buttons=[open_admin], colour=colour)
    return flex.with_quick([flex.card(alt, contents)], writing.staff_menu())
