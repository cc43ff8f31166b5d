"""What is said because a day has come: an appointment is near, a birthday."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def reminder_day_before(writing: Writing, facts: Facts) -> list[Part]:
    """This function will remind of an appointment, say how to prepare, and ask whether she comes."""
    prepare = writing.tongue.of(facts, "prepare")
    more = [flex.gap(), flex.heading(writing.say("appointment_booked.prepare")), flex.bullets(prepare)]
    return _reminder(writing, facts, title="reminder.title", more=more if prepare else [])


def reminder_same_day(writing: Writing, facts: Facts) -> list[Part]:
    """This function will remind of an appointment that is close."""
    return _reminder(writing, facts, title="reminder.title_near", more=[])


def appointment_confirmed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will thank a customer who said that she comes; the second time it says that this is known."""
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    words = writing.say(f"appointment_confirmed.{'again' if facts.get('again') else 'text'}", when=when)
    return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))


def birthday_wish(writing: Writing, facts: Facts) -> list[Part]:
    """This function will wish a customer well, and tell her points if she has any. It offers nothing."""
    words = [writing.say("birthday_wish.text", name=writing.name(facts, "name"))]
    if (balance := int(facts["balance"])) > 0:
        words.append(writing.say("birthday_wish.points", balance=balance))
    words.append(writing.say("birthday_wish.stop"))
    return flex.with_quick([flex.plain("\n".join(words))], writing.customer_menu(camera=False))


def birthday_kept(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say which birthday was kept, for what, and until when."""
    words = writing.say("birthday_kept.text", day=writing.tongue.birthday(facts["birthday"]))
    return flex.with_quick([flex.plain(words)], writing.customer_menu())


def ask_birthday(writing: Writing) -> Part:
    """This function will make the quick reply that opens a calendar for a birthday."""
    label = writing.say("birthday_kept.tell")
    action = flex.pick_date(
        writing.buttons.make("birthday", now=writing.now), until=writing.now.date().isoformat()
    )
    return flex.quick(label, action)


def _reminder(writing: Writing, facts: Facts, *, title: str, more: list[Part]) -> list[Part]:
    tongue, branch = writing.tongue, facts["branch"]
    when = tongue.moment(facts["starts_at"], facts["zone"])
    asked = "reminder.confirmed" if facts["confirmed"] else "reminder.ask"
    body = [
        flex.text(when, weight="bold", size="lg", color=flex.BRAND),
        flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment"))),
        flex.fact(writing.say("words.where"), f"{tongue.of(branch, 'name')} {tongue.of(branch, 'address')}"),
        *more,
        flex.text(writing.say(asked), margin="lg"),
    ]
    contents = flex.bubble(
        writing.say(title),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=_reminder_buttons(writing, facts, when=when),
    )
    alt = writing.say("reminder.alt", when=when)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def _reminder_buttons(writing: Writing, facts: Facts, *, when: str) -> list[Part]:
    ref = facts["appointment_id"]
    move = writing.press(
        writing.say("reminder.move"),
        "ask_to_move",
        ref,
        shown=writing.say("reminder.move_shown", when=when),
        style="secondary",
    )
    call = flex.button(
        writing.say("appointment_booked.call"), flex.call(facts["branch"]["phone"]), style="secondary"
    )
    if facts["confirmed"]:
        return [move, call]
    shown = writing.say("reminder.confirm_shown", when=when)
    return [writing.press(writing.say("reminder.confirm"), "confirm", ref, shown=shown), move, call]
