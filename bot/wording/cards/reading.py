"""The skin reading: every number with its error, or why it could not be measured. Nothing here judges a face."""

from typing import Any

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing
from vision import SCORED_METRICS

DESCRIBED = ("tone", "tone_hue")  # never scored
ORDER = (*SCORED_METRICS, *DESCRIBED)
# How much of a metric is told. A customer reads no value that one photo cannot tell from nothing, and no tone, which is
# neither good nor bad; staff read every number; a short list has scores only.
CUSTOMER, STAFF, SHORT = "customer", "staff", "short"
# Calm, middling, worth looking after. Only how full a bar is tells the score; the colour helps the eye.
_CALM, _MIDDLING = 70, 45


def reading_ready(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the customer's card of her reading."""
    body = [
        *_overall(writing, facts),
        flex.gap(),
        *_metrics(writing, facts["metrics"], told=CUSTOMER),
        flex.small(writing.say("reading_ready.plus_minus"), margin="lg"),
        *_proposal(writing, facts),
        flex.text(writing.say("reading_ready.next"), margin="lg"),
        flex.small(writing.say("reading_ready.disclaimer"), margin="lg"),
    ]
    label = writing.say("reading_ready.book")
    contents = flex.bubble(
        writing.say("reading_ready.title"),
        body,
        subtitle=_subtitle(writing, facts),
        hero=writing.picture(facts.get("overlay_key")),
        buttons=[writing.press(label, "ask_to_book", None, shown=label)],
    )
    alt = writing.say("reading_ready.alt", overall=_score(facts.get("overall")))
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu())


def reading_ready_sales(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the card for whoever sells: the same numbers, and who has the case."""
    name = writing.name(facts)
    beautician = facts.get("beautician_name")
    state = (
        writing.say("reading_ready_sales.assigned", beautician=writing.tongue.name(beautician))
        if beautician
        else writing.say("reading_ready_sales.waiting")
    )
    body = [
        *_overall(writing, facts),
        flex.gap(),
        *_metrics(writing, facts["metrics"], told=STAFF),
        *_proposal(writing, facts),
        flex.text(state, margin="lg"),
    ]
    title = writing.say("reading_ready_sales.title", name=name)
    contents = flex.bubble(
        title,
        body,
        subtitle=str(facts.get("case_code") or ""),
        hero=writing.picture(facts.get("overlay_key")),
        buttons=simulate_button(writing, facts, style="secondary"),
    )
    alt = writing.say("reading_ready_sales.alt", name=name)
    return flex.with_quick([flex.card(alt, contents)], writing.staff_menu())


def simulate_button(writing: Writing, facts: Facts, *, style: str) -> list[Part]:
    """This function will offer a simulation where the photo is kept, so that one can be made."""
    if not facts.get("photo_kept"):
        return []
    shown = writing.say("simulation.open_shown", name=writing.name(facts))
    return [
        writing.press(writing.say("simulation.open"), "simulate", facts["scan_id"], shown=shown, style=style)
    ]


def short_reading(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the lines by which staff see a reading inside another card, or say that it is gone."""
    if facts.get("reading_gone"):
        return [flex.text(writing.say("reading_ready_sales.gone"))]
    return [*_overall(writing, facts), *_metrics(writing, facts["metrics"], told=SHORT)]


def _subtitle(writing: Writing, facts: Facts) -> str:
    taken_at = facts.get("taken_at")
    when = writing.tongue.moment(taken_at, facts["zone"]) if taken_at else ""
    return " · ".join(part for part in (when, str(facts.get("case_code") or "")) if part)


def _overall(writing: Writing, facts: Facts) -> list[Part]:
    overall = facts.get("overall")
    if overall is None:
        return [flex.text(writing.say("reading_ready.no_overall"), weight="bold")]
    concern = facts.get("concern")
    parts = [
        flex.box(
            [
                flex.text(writing.say("reading_ready.overall"), weight="bold", flex=3, gravity="bottom"),
                flex.text(
                    writing.say("reading_ready.out_of", score=overall),
                    size="xl",
                    weight="bold",
                    color=flex.BRAND,
                    align="end",
                    flex=4,
                ),
            ],
            layout="horizontal",
        ),
        flex.bar(overall / 100, flex.BRAND),
    ]
    if concern:
        name = writing.say(f"metric.{concern}")
        parts.append(flex.small(writing.say("reading_ready.concern", concern=name), margin="sm"))
    return parts


def _metrics(writing: Writing, metrics: Facts, *, told: str) -> list[Part]:
    """This function will make a row of each metric, in the order of the report."""
    names = [
        name for name in (*ORDER, *(other for other in metrics if other not in ORDER)) if name in metrics
    ]
    if told != STAFF:
        names = [name for name in names if name not in DESCRIBED]
    return [_metric(writing, name, metrics[name], told=told) for name in names]


def _metric(writing: Writing, name: str, metric: dict[str, Any], *, told: str) -> Part:
    """This function will make one metric: name and score, a bar, and the value with its error."""
    label = writing.say(f"metric.{name}") if writing.tongue.has(f"metric.{name}") else name
    if not metric["measurable"] or metric["value"] is None:
        why = writing.choice("why_not", metric.get("reason"))
        said = flex.small(writing.say("reading_ready.not_measurable", why=why))
        return flex.box([flex.text(label, weight="bold"), said], margin="lg", spacing="xs")
    score = metric.get("score")
    title = [flex.text(label, weight="bold", flex=5)]
    parts: list[Part] = []
    if score is not None:
        points = writing.say("reading_ready.score_alone", score=score)
        title.append(flex.text(points, weight="bold", color=_colour(score), align="end", flex=2))
        parts.append(flex.bar(score / 100, _bar_colour(score)))
    if told == CUSTOMER and _is_unsharp(metric):
        parts.append(flex.small(writing.say("reading_ready.unsharp"), margin="xs"))
    elif told != SHORT:
        if metric.get("count"):
            parts.append(flex.small(writing.say("reading_ready.marks", count=metric["count"]), margin="xs"))
        parts.append(flex.small(_value(writing, metric), margin="xs"))
    return flex.box([flex.box(title, layout="horizontal"), *parts], margin="lg")


def _is_unsharp(metric: dict[str, Any]) -> bool:
    """This function will say whether the error is as large as the value, so that the number would mislead."""
    mdc = metric.get("mdc")
    return metric.get("score") is None or (mdc is not None and mdc >= abs(metric["value"]))


def _value(writing: Writing, metric: dict[str, Any]) -> str:
    value = number(metric["value"])
    if metric.get("mdc") is None:
        return writing.say("reading_ready.value_alone", value=value, unit=unit(writing, metric))
    return writing.say(
        "reading_ready.value", value=value, mdc=number(metric["mdc"]), unit=unit(writing, metric)
    )


def unit(writing: Writing, measured: dict[str, Any]) -> str:
    """This function will say a unit in the reader's language; one we have no word for stays as it is."""
    unit = measured.get("unit") or ""
    return writing.say(f"unit.{unit}") if writing.tongue.has(f"unit.{unit}") else unit


def _proposal(writing: Writing, facts: Facts) -> list[Part]:
    treatment = facts.get("treatment")
    if not treatment:
        return []
    return [
        flex.gap(),
        flex.heading(writing.say("reading_ready.proposal")),
        flex.fact(writing.say("words.treatment"), writing.treatment(treatment)),
        flex.fact(writing.say("words.price"), writing.tongue.baht(treatment.get("price_satang"))),
    ]


def _colour(score: int) -> str:
    if score >= _CALM:
        return flex.GOOD
    return flex.MIDDLE if score >= _MIDDLING else flex.CARE


def _bar_colour(score: int) -> str:
    return {flex.GOOD: flex.GOOD_BAR, flex.MIDDLE: flex.MIDDLE_BAR}.get(_colour(score), flex.CARE_BAR)


def number(value: float) -> str:
    """This function will write a measured number with three significant figures at most."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"  # noqa: PLR2004 - three figures


def _score(overall: object) -> str:
    return "–" if overall is None else str(overall)
