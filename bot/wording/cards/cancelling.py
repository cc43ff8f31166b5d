"""Cancelling an appointment: asked once more, then everybody concerned hears of it."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def cancel_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask whether the appointment is really to be cancelled."""
    name = writing.name(facts)
    sure = writing.press_quick(
        writing.say("cancel_asked.sure"),
        "cancel",
        facts["case_id"],
        shown=writing.say("cancel_asked.shown", name=name),
        n=str(facts["case_version"]),
    )
    instead = writing.press_quick(writing.say("cancel_asked.instead"), "book", facts["case_id"])
    return flex.with_quick([flex.plain(_said(writing, facts, "cancel_asked.text"))], [sure, instead])


def cancel_made(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm it to whoever cancelled, with the way to another time."""
    other = writing.press_quick(writing.say("times_to_book.other_day"), "book", facts["case_id"])
    return flex.with_quick([flex.plain(_said(writing, facts, "cancel_made.text"))], [other])


def appointment_cancelled(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell the customer that her appointment is no more."""
    words = writing.say(
        "appointment_cancelled.text", when=writing.tongue.moment(facts["starts_at"], facts["zone"])
    )
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def appointment_cancelled_staff(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell whoever would have treated her."""
    words = _said(writing, facts, "appointment_cancelled_staff.text")
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def _said(writing: Writing, facts: Facts, key: str) -> str:
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    return writing.say(key, name=writing.name(facts), when=when)
