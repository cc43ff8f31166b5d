"""A simulated picture: staff say what they expect, look first, and send it; the customer reads that it is no promise."""

from bot.wording import flex
from bot.wording.cards.reading import number, unit
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing
from vision import SCORED_METRICS


def simulation_choices(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer staff each value that a photo carries, with how much less of it they expect."""
    name = writing.name(facts)
    offered = [metric for metric in SCORED_METRICS if metric in facts["metrics"]]
    if not offered:
        return flex.with_quick([flex.plain(writing.say("simulation.nothing"))], writing.staff_menu())
    body = [flex.text(writing.say("simulation.choose"))]
    for metric in offered:
        body += [flex.gap(), *_choices(writing, metric, facts)]
    title = writing.say("simulation.choose_title", name=name)
    return flex.with_quick([flex.card(title, flex.bubble(title, body))], writing.staff_menu())


def simulation_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a picture is being made."""
    words = writing.say("simulation.asked", name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def simulation_ready(writing: Writing, facts: Facts) -> list[Part]:
    """This function will show staff the picture with what proves it, or say why there is none."""
    name = writing.name(facts)
    if facts["failure"] is not None:
        words = writing.say("simulation.failed", name=name)
        why = writing.choice("why_no_simulation", facts["failure"])
        return flex.with_quick([flex.plain(f"{words}\n{why}")], writing.staff_menu())
    body = [
        flex.small(_by(writing, facts)),
        *(part for metric in _wished(facts) for part in _proof(writing, metric, facts)),
        flex.small(
            writing.say("simulation.texture", percent=_percent(min(1.0, facts["texture_kept"]))), margin="lg"
        ),
        flex.text(writing.say("simulation.look_first"), margin="lg"),
    ]
    buttons = []
    if not facts["sent"]:
        shown = writing.say("simulation.send_shown", name=name)
        label = writing.say("simulation.send")
        buttons = [writing.press(label, "simulation_send", facts["simulation_id"], shown=shown)]
    contents = flex.bubble(
        writing.say("simulation.ready_title", name=name),
        body,
        subtitle=str(facts.get("case_code") or ""),
        hero=writing.picture(facts["picture_key"]),
        buttons=buttons,
    )
    return flex.with_quick(
        [flex.card(writing.say("simulation.ready_alt", name=name), contents)], writing.staff_menu()
    )


def simulation_sent(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that the customer got the picture."""
    words = writing.say("simulation.sent", name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def simulation_shown(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the customer's card: what is shown, by whose estimate, and that it is no promise."""
    body = [
        flex.text(writing.say("simulation.no_promise"), weight="bold"),
        flex.text(writing.say("simulation.shown"), margin="lg"),
        *(
            flex.text(_what(writing, "simulation.shown_wish", metric, facts["reached"][metric]), margin="md")
            for metric in _wished(facts)
            if facts["reached"].get(metric) is not None
        ),
        flex.small(_by(writing, facts), margin="md"),
    ]
    label = writing.say("simulation.ask")
    contents = flex.bubble(
        writing.say("simulation.shown_title"),
        body,
        hero=writing.picture(facts["picture_key"]),
        buttons=[writing.press(label, "talk_to_human", None, shown=label)],
    )
    return flex.with_quick(
        [flex.card(writing.say("simulation.shown_alt"), contents)], writing.customer_menu()
    )


def _choices(writing: Writing, metric: str, facts: Facts) -> list[Part]:
    measured, label = facts["metrics"][metric], _less_of(writing, metric)
    words = writing.say(
        "simulation.measured",
        value=number(measured["value"]),
        mdc=number(measured["mdc"]),
        unit=unit(writing, measured),
    )
    buttons = [
        writing.press(
            writing.say("simulation.level", percent=percent),
            "simulation_make",
            facts["scan_id"],
            shown=writing.say("simulation.pressed", metric=label, percent=percent),
            style="secondary",
            m=metric,
            p=str(percent),
        )
        for percent in facts["percents"]
    ]
    beside = flex.box(
        [{**button, "flex": 1} for button in buttons], layout="horizontal", spacing="sm", margin="sm"
    )
    return [flex.text(label, weight="bold", margin="lg"), flex.small(words), beside]


def _proof(writing: Writing, metric: str, facts: Facts) -> list[Part]:
    """This function will say what was expected of a value, and what the picture shows of it."""
    parts = [
        flex.text(
            _what(writing, "simulation.wished", metric, facts["wish"][metric]), weight="bold", margin="lg"
        )
    ]
    reached, shown = facts["reached"].get(metric), facts["metrics"][metric]
    if reached is not None:
        words = writing.say(
            "simulation.reached",
            percent=_percent(-reached),
            before=number(shown["before"]),
            after=number(shown["after"]),
            unit=unit(writing, shown),
            mdc=number(shown["mdc"]),
        )
        parts.append(flex.text(words))
    if shown["shortfall"] is not None:
        parts.append(flex.small(writing.choice("why_less", shown["shortfall"])))
    return parts


def _what(writing: Writing, key: str, metric: str, change: float) -> str:
    return writing.say(key, metric=_less_of(writing, metric), percent=_percent(-change))


def _less_of(writing: Writing, metric: str) -> str:
    """This function will name what there is less of: less "even tone" would be the contrary of what is shown."""
    return writing.choice("less_of", metric)


def _wished(facts: Facts) -> list[str]:
    return [metric for metric in SCORED_METRICS if metric in facts["wish"]]


def _by(writing: Writing, facts: Facts) -> str:
    return writing.say("simulation.expected_by", staff=writing.tongue.name(facts["expected_by"]))


def _percent(share: float) -> int:
    """This function will give a share in whole per cent, rounded towards nothing: no card says more than is shown."""
    return int(100 * share + 1e-6)
