"""The questions of forms: what was understood so far, what is to be said about it, and what can be chosen."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.wording import flex
from bot.wording.cards.health import answers
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

# What could mean several things is named in the question, if it is no more than this.
_FEW = 3

_BEGIN = {"registration": "register", "intake": "intake"}
"""The button that goes on with a form of a kind."""


def form_booking(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for treatment, day, time or a yes, with what is known of the booking."""
    slot, known = str(facts["slot"]), facts["known"]
    said = [_note(writing, note, facts) for note in facts["notes"]]
    summary = booked_words(writing, known, str(facts["zone"]))
    if slot == "confirm":
        said.append(writing.say("form_booking.confirm", what=summary))
        if beside_words(writing, known) or known.get("branch"):
            said.insert(-1, writing.say("beside.arranged"))
    else:
        if summary and slot != "time":
            said.append(writing.say("form_booking.known", what=summary))
        options = "ask" if facts["options"] else "none"
        said.append(writing.say(f"form_booking.{slot}_{options}", what=summary))
    items = [_option(writing, facts, one) for one in facts["options"]]
    if slot == "time":
        items.append(_press(writing, facts, writing.say("form_booking.other_day"), "other_day"))
    items.append(_press(writing, facts, writing.say("form_booking.stop"), "stop"))
    return flex.with_quick([flex.plain("\n".join(said))], items)


def booked_words(writing: Writing, known: Facts, zone: str) -> str:
    """This function will write a wish as far as it is known: treatment, day with weekday and Buddhist year, time."""
    named = [known["treatment"]] if known.get("treatment") else []
    names = [writing.treatment(one) for one in (*named, *(known.get("others") or ()))]
    parts = [" + ".join(names)] if names else []
    if people := people_words(writing, known):
        parts.append(people)
    if known.get("branch"):
        parts.append(str(writing.tongue.of(known["branch"], "name")))
    if known.get("day"):
        parts.append(writing.tongue.day(known["day"], zone))
    if known.get("time"):
        parts.append(writing.tongue.wall_clock(known["time"]))
    elif known.get("part"):
        parts.append(_part(writing, *known["part"]))
    return " ".join(parts)


def _part(writing: Writing, first: str, last: str) -> str:
    """This function will write a part of the day; the last minute before an hour is "before" that hour."""
    is_before = last[-2:] in {"29", "59"}
    ends = time.fromisoformat(last) if last else None
    if ends is not None and is_before:
        ends = (datetime.combine(date.min, ends) + timedelta(minutes=1)).time()
    at = {
        name: writing.tongue.wall_clock(value)
        for name, value in (("first", first), ("last", ends.isoformat("minutes") if ends else ""))
        if value
    }
    key = "both" if len(at) > 1 else ("since" if first else ("before" if is_before else "until"))
    return writing.say(f"part_of_day.{key}", **at)


def wishes_words(writing: Writing, known: Sequence[Facts], zone: str) -> str:
    """This function will write several wishes one after the other."""
    return ", ".join(filter(None, (booked_words(writing, one, zone) for one in known)))


def stay_words(writing: Writing, facts: Facts) -> list[str]:
    """This function will write what else she wishes, which stays as it is; nothing where there is nothing."""
    known = [one["known"] for one in facts.get("stay") or ()]
    what = wishes_words(writing, known, str(facts["zone"])) if known else ""
    return [writing.say("wishes.stay", what=what)] if what else []


def people_words(writing: Writing, facts: Facts) -> str:
    """This function will write for how many people a time is wished; nothing where it is for her alone."""
    people = facts.get("people")
    if not people:
        return ""
    return writing.say("beside.more") if people == "more" else writing.say("beside.people", count=people)


def beside_words(writing: Writing, facts: Facts) -> str:
    """This function will write what is wished for beside the treatment; nothing where there is nothing."""
    names = [writing.treatment(one) for one in facts.get("others") or ()]
    return ", ".join([*names, *filter(None, [people_words(writing, facts)])])


def booking_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that her wish is with sales, and that it is no appointment yet."""
    words = writing.say("booking_asked.text", what=booked_words(writing, facts["known"], str(facts["zone"])))
    if beside_words(writing, facts["known"]):
        words = f"{words}\n{writing.say('beside.arranged')}"
    if earlier := wishes_words(writing, facts.get("earlier") or (), str(facts["zone"])):
        words = f"{words}\n{writing.say('wishes.stay', what=earlier)}"
    items = writing.customer_menu(camera=False)
    if known := facts["known"].get("treatment"):
        label = writing.say("form_intake.start")
        items.insert(0, writing.press_quick(label, "intake", None, k=known["key"]))
    return flex.with_quick([flex.plain(words)], items)


def form_intake(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for the consent the questions need, or the next question."""
    said = [_note(writing, note, facts) for note in facts["notes"]]
    known = facts["known"]
    if facts["slot"] == "treatment":
        said.append(writing.say("form_intake.which"))
    elif facts["slot"] == "consent":
        name = writing.treatment(known["treatment"])
        said += [
            writing.say("form_intake.why", treatment=name),
            writing.say("consent.health_answers.text"),
            writing.say("form_intake.agree"),
        ]
    else:
        left = writing.say("form_intake.left", count=known["left"])
        said.append(f"{writing.tongue.of(known['question'], 'ask')} {left}")
    items = [_option(writing, facts, one) for one in facts["options"]]
    if facts["slot"] == "answer":
        items.append(_press(writing, facts, writing.say("form_intake.back"), "back"))
    items.append(_press(writing, facts, writing.say(f"form_intake.stop_{facts['slot']}"), "stop"))
    return flex.with_quick([flex.plain("\n".join(said))], items)


def intake_done(writing: Writing, facts: Facts) -> list[Part]:
    """This function will thank her for her answers, without a judgement of them."""
    words = writing.say("intake_done.person" if facts["needs_person"] else "intake_done.text")
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def health_told(writing: Writing, facts: Facts) -> list[Part]:
    """This function will show those who treat what a customer answered, and others only that she did."""
    name = writing.name(facts)
    body = [
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("words.treatment"), writing.treatment(facts["treatment"])),
    ]
    if facts.get("hides_health"):
        body.append(flex.text(writing.say("health_told.answered"), margin="md"))
    else:
        body += answers(writing, facts)
    body.append(flex.small(writing.say("health_told.note"), margin="lg"))
    contents = flex.bubble(writing.say("health_told.title"), body)
    return [flex.card(writing.say("health_told.alt", name=name), contents)]


def form_stopped(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that what was begun is left, what stays as it was, and how to begin again."""
    said = [writing.choice("form_stopped", facts["form"])]
    for name in ("given_back", "agreed"):
        if facts.get(name):
            when = writing.tongue.moment(facts[name], str(facts["zone"]))
            said.append(writing.say(f"booking_put_off.{name}", when=when))
    stay = stay_words(writing, facts)
    if stay or facts.get("agreed"):
        said[0] = writing.say("form_stopped.nothing_new")
    words = "\n".join([*said, *stay])
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def form_over(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a question is over, and what became of it."""
    state = facts.get("state") or "text"
    when = writing.tongue.moment(facts["starts_at"], facts["zone"]) if facts.get("starts_at") else ""
    name = {"name": writing.name(facts, "name")} if state == "registered" else {}
    words = [writing.say(f"form_over.{state}", **({"when": when} if when else name))]
    if facts.get("end"):
        words.append(writing.say("registered.phone", end=facts["end"]))
    return flex.with_quick([flex.plain("\n".join(words))], writing.customer_menu(camera=False))


def form_lapsed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a booking was left too long for an answer, that nothing was booked, and how to go on."""
    summary = booked_words(writing, facts["known"], str(facts["zone"]))
    words = writing.say("form_lapsed.known", what=summary) if summary else writing.say("form_lapsed.text")
    return flex.with_quick([flex.plain(f"{words}\n{writing.say('form_lapsed.how')}")], _go_on(writing))


def booking_put_off(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a wish is kept, until when, and what of it is not held any more."""
    zone = str(facts["zone"])
    said = [writing.say("booking_put_off.text")]
    for name in ("given_back", "held", "agreed"):
        if facts.get(name):
            when = writing.tongue.moment(facts[name], zone)
            said.append(writing.say(f"booking_put_off.{name}", when=when))
    summary, until = booked_words(writing, facts["known"], zone), writing.tongue.moment(facts["until"], zone)
    kept = "kept_what" if summary else "kept"
    words = {"what": summary, "until": until} if summary else {"until": until}
    said += [writing.say(f"booking_put_off.{kept}", **words), writing.say("form_lapsed.how")]
    return flex.with_quick([flex.plain("\n".join(said))], _go_on(writing))


def form_put_off(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that what was begun is kept while she is away, and how it goes on."""
    form, until = str(facts["form"]), writing.tongue.moment(facts["until"], str(facts["zone"]))
    words = f"{writing.choice_of('form_put_off', form, until=until)}\n{writing.say('form_put_off.how')}"
    items = writing.customer_menu(camera=False)
    if form in _BEGIN:
        items.insert(0, writing.press_quick(writing.say(f"form_put_off.{form}_on"), _BEGIN[form], None))
    return flex.with_quick([flex.plain(words)], items)


def _go_on(writing: Writing) -> list[Part]:
    """This function will offer to go on with a booking, or something else."""
    go_on = writing.press_quick(writing.say("form_lapsed.go_on"), "ask_to_book", None)
    return [go_on, *writing.customer_menu(camera=False)]


def _option(writing: Writing, facts: Facts, option: Facts) -> Part:
    slot, value = facts["slot"], str(option["v"])
    if slot == "treatment" and option.get("name_th"):
        return _press(writing, facts, writing.treatment(option), value)
    if slot == "branch":
        return _press(writing, facts, str(writing.tongue.of(option, "name")), value)
    if slot == "day":
        return _press(writing, facts, _written(writing, facts, value), value)
    if slot == "time":
        label = _written(writing, facts, value)
        day = writing.tongue.day(facts["known"]["day"], str(facts["zone"]))
        return _press(writing, facts, label, value, shown=f"{day} {label}")
    if slot == "consent":
        return _press(writing, facts, writing.say("form_intake.agree_button"), value)
    return _press(writing, facts, writing.say(f"form_{facts['form']}.press.{value}"), value)


def _written(writing: Writing, facts: Facts, value: str) -> str:
    """This function will write a day or a time that is offered."""
    if facts["slot"] == "time":
        return writing.tongue.wall_clock(value)
    return writing.tongue.day(value, str(facts["zone"]))


def _press(writing: Writing, facts: Facts, label: str, value: str, *, shown: str = "") -> Part:
    """This function will make a button of this question; it names its form, the filling in, and the question."""
    return writing.press_quick(
        label, "form", None, shown=shown, k=facts["form"], r=facts["run"], n=facts["n"], v=value
    )


def _note(writing: Writing, note: Facts, facts: Facts) -> str:
    """This function will say what must be said before the question."""
    zone = str(facts["zone"])
    words: dict[str, Any] = {}
    if note.get("day"):
        words["day"] = writing.tongue.day(str(note["day"]), zone)
    if note.get("time"):
        words["time"] = writing.tongue.wall_clock(str(note["time"]))
    if note.get("digits"):
        words["digits"] = note["digits"]
    if note.get("what"):
        words["what"] = note["what"]
    code = str(note["code"])
    if code == "laid_aside":
        aside: Facts = (facts["known"].get("earlier") or ({},))[-1]
        words["what"] = booked_words(writing, aside, zone) if aside else ""
    if code == f"which_{facts['slot']}" and 0 < len(facts["options"]) <= _FEW:
        choices = [_written(writing, facts, str(one["v"])) for one in facts["options"]]
        return writing.say("form_note.meant", choices=f" {writing.say('form_note.or')} ".join(choices))
    if code == "day_closed" and (why := writing.tongue.of(note, "name")):
        return writing.say("form_note.day_closed_for", why=why, **words)
    if code == "past_day" and not words:
        return writing.say("form_note.past_day_unknown")
    return writing.say(f"form_note.{code}", **words)
