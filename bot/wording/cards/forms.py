"""The questions of forms: what was understood so far, what is to be said about it, and what can be chosen."""

from typing import Any

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def form_booking(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for treatment, day, time or a yes, with what is known of the booking."""
    slot, known = str(facts["slot"]), facts["known"]
    said = [_note(writing, note, facts) for note in facts["notes"]]
    summary = booked_words(writing, known, str(facts["zone"]))
    if slot == "confirm":
        said.append(writing.say("form_booking.confirm", what=summary))
    else:
        if summary:
            said.append(writing.say("form_booking.known", what=summary))
        options = "ask" if facts["options"] else "none"
        day = writing.tongue.day(known["day"], str(facts["zone"])) if known["day"] else ""
        said.append(writing.say(f"form_booking.{slot}_{options}", day=day))
    items = [_option(writing, facts, one) for one in facts["options"]]
    if slot == "time":
        items.append(_press(writing, facts, writing.say("form_booking.other_day"), "other_day"))
    items.append(_press(writing, facts, writing.say("form_booking.stop"), "stop"))
    return flex.with_quick([flex.plain("\n".join(said))], items)


def booked_words(writing: Writing, known: Facts, zone: str) -> str:
    """This function will write a wish as far as it is known: treatment, day with weekday and Buddhist year, time."""
    parts = [writing.treatment(known["treatment"])] if known.get("treatment") else []
    if known.get("day"):
        parts.append(writing.tongue.day(known["day"], zone))
    if known.get("time"):
        parts.append(writing.tongue.wall_clock(known["time"]))
    return " ".join(parts)


def booking_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that her wish is with sales, and that it is no appointment yet."""
    words = writing.say("booking_asked.text", what=booked_words(writing, facts["known"], str(facts["zone"])))
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def form_stopped(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that what was begun is left, and how to begin again."""
    words = writing.choice("form_stopped", facts["form"])
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def form_over(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a button belongs to a question that is over."""
    del facts
    return flex.with_quick([flex.plain(writing.say("form_over.text"))], writing.customer_menu(camera=False))


def _option(writing: Writing, facts: Facts, option: Facts) -> Part:
    slot, value = facts["slot"], str(option["v"])
    if slot == "treatment" and option.get("name_th"):
        return _press(writing, facts, writing.treatment(option), value)
    if slot == "day":
        return _press(writing, facts, writing.tongue.day(value, str(facts["zone"])), value)
    if slot == "time":
        label = writing.tongue.wall_clock(value)
        day = writing.tongue.day(facts["known"]["day"], str(facts["zone"]))
        return _press(writing, facts, label, value, shown=f"{day} {label}")
    return _press(writing, facts, writing.say(f"form_{facts['form']}.press.{value}"), value)


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
    code = str(note["code"])
    if code == "day_closed" and (why := writing.tongue.of(note, "name")):
        return writing.say("form_note.day_closed_for", why=why, **words)
    if code == "past_day" and not words:
        return writing.say("form_note.past_day_unknown")
    return writing.say(f"form_note.{code}", **words)
