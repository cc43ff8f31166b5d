"""Before and after: a customer sees what changed and what she can do next; staff see every number."""

from typing import Any

from bot.wording import flex
from bot.wording.cards.reading import number, unit
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing
from vision import SCORED_METRICS

_CHANGED = ("better", "worse")
# The shapes of the pictures, as vision draws them: two faces side by side, and the chart.
_PAIR, _CHART = "1040:778", "1:1"
_MOST_PLACES = 3


def progress_compared(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the customer's card of before and after: what changed, and a next step."""
    body = _changed(writing, facts) if facts["comparable"] else _incomparable(writing, facts)
    label = writing.say("reading_ready.book")
    contents = _card(
        writing,
        facts,
        writing.say("progress_compared.title"),
        body,
        [writing.press(label, "ask_to_book", None, shown=label)],
    )
    return flex.with_quick(
        [flex.card(writing.say("progress_compared.alt"), _with_chart(writing, facts, contents))],
        writing.customer_menu(),
    )


def progress_compared_staff(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the card for staff: every metric, changed or not."""
    name = writing.name(facts)
    body = _incomparable(writing, facts)
    if facts["comparable"]:
        body = [_change(writing, metric, change) for metric, change in _changes(facts)]
        body.append(flex.small(writing.say("reading_ready.plus_minus"), margin="lg"))
    contents = _card(writing, facts, writing.say("progress_compared.title_staff", name=name), body, [])
    contents = _with_chart(writing, facts, contents)
    return [flex.card(writing.say("progress_compared.alt_staff", name=name), contents)]


def _card(writing: Writing, facts: Facts, title: str, body: list[Part], buttons: list[Part]) -> Part:
    pair = writing.picture(facts.get("pair_key"), ratio=_PAIR)
    return flex.bubble(
        title,
        [*body, flex.small(writing.say("progress_compared.noted"), margin="lg")],
        subtitle=writing.say("progress_compared.subtitle"),
        hero=pair or writing.picture(facts.get("overlay_key")),
        buttons=buttons,
    )


def _with_chart(writing: Writing, facts: Facts, contents: Part) -> Part:
    """This function will put the chart of her measures beside the card, if there is one."""
    chart = writing.picture(facts.get("chart_key"), ratio=_CHART)
    if chart is None:
        return contents
    words = [
        flex.text(writing.say("progress_compared.chart_text")),
        flex.small(writing.say("progress_compared.noted"), margin="lg"),
    ]
    beside = flex.bubble(writing.say("progress_compared.chart_title"), words, hero=chart)
    return flex.carousel([contents, beside])


def _changes(facts: Facts) -> list[tuple[str, dict[str, Any]]]:
    """This function will give the metrics that were compared, in the order of the report."""
    return [
        (name, facts["changes"][name]) for name in SCORED_METRICS if facts["changes"].get(name) is not None
    ]


def _changed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the rows of what changed, and count the rest."""
    changes = _changes(facts)
    body = [_change(writing, name, change) for name, change in changes if change["verdict"] in _CHANGED]
    verdicts = [change["verdict"] for _, change in changes]
    for verdict in ("no_measurable_change", "not_measurable"):
        if count := verdicts.count(verdict):
            which = "more" if body else "all"
            key = f"progress_compared.{which}_{verdict}"
            body.append(flex.text(writing.say(key, count=count), margin="lg"))
    body.append(flex.small(writing.say("reading_ready.plus_minus"), margin="lg"))
    return body


def _incomparable(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say why two photos cannot be compared, and how to take the next one."""
    tips = dict.fromkeys(writing.choice("incomparable_tip", reason) for reason in facts["reasons"])
    return [
        flex.text(writing.say("progress_compared.incomparable")),
        flex.bullets([writing.choice("incomparable", reason) for reason in facts["reasons"]]),
        flex.text(writing.say("progress_compared.tip"), margin="lg"),
        flex.bullets(list(tips)),
    ]


def _change(writing: Writing, name: str, change: dict[str, Any]) -> Part:
    verdict = change["verdict"]
    colour = {"better": flex.GOOD, "worse": flex.CARE}.get(verdict, flex.SOFT)
    parts = [
        flex.text(writing.say(f"metric.{name}"), weight="bold"),
        flex.text(writing.say(f"verdict.{verdict}"), color=colour),
    ]
    if verdict != "not_measurable" and change.get("before") is not None and change.get("after") is not None:
        words = writing.say(
            "progress_compared.change",
            before=number(change["before"]),
            after=number(change["after"]),
            unit=unit(writing, change),
            mdc=number(change["mdc"] or 0),
        )
        parts.append(flex.small(words))
    if places := _places(writing, change):
        parts.append(flex.small(writing.say("progress_compared.where", places=places)))
    return flex.box(parts, margin="lg", spacing="xs")


def _places(writing: Writing, change: dict[str, Any]) -> str:
    """This function will name the regions where a change is seen most; left and right are one place here."""
    places = dict.fromkeys(writing.choice("region", _region(region)) for region in change.get("where", ()))
    return " · ".join(list(places)[:_MOST_PLACES])


def _region(name: str) -> str:
    return name.removesuffix("_right").removesuffix("_left")
