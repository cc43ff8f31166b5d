"""Agreeing a time: days, times, and what everybody is told of it."""

from bot.wording import flex
from bot.wording.cards.choosing import with_closed
from bot.wording.cards.contacts import offer
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def days_to_book(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer the days that have a free time, and the later ones behind a button."""
    name = writing.name(facts)
    days = facts["days"]
    if not days:
        return flex.with_quick(
            [flex.plain(writing.say("days_to_book.none", name=name))], writing.staff_menu()
        )
    items, version = [], str(facts["case_version"])
    for day in days:
        written = writing.tongue.day(day, facts["zone"])
        shown = writing.say("days_to_book.shown", day=written)
        items.append(writing.press_quick(written, "day", facts["case_id"], shown=shown, d=day, n=version))
    if later := facts.get("later"):
        items.append(
            writing.press_quick(writing.say("days_to_book.later"), "book", facts["case_id"], f=later)
        )
    if facts.get("can_cancel"):
        items.append(writing.press_quick(writing.say("days_to_book.cancel"), "ask_cancel", facts["case_id"]))
    words = with_closed(writing, facts, writing.say("days_to_book.text", name=name))
    return flex.with_quick([flex.plain(words)], items)


def times_to_book(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer the free times of a day, and the later ones behind a button."""
    name, zone = writing.name(facts), facts["zone"]
    day = writing.tongue.day(facts["day"], zone)
    items, version = [], str(facts["case_version"])
    for slot in facts["slots"]:
        written = writing.tongue.clock(slot, zone)
        shown = writing.say("times_to_book.shown", time=f"{day} {written}")
        items.append(writing.press_quick(written, "slot", facts["case_id"], shown=shown, t=slot, n=version))
    if later := facts.get("later"):
        since = writing.say("times_to_book.later", time=writing.tongue.clock(later, zone))
        extra = {"d": facts["day"], "f": later, "n": version}
        items.append(writing.press_quick(since, "day", facts["case_id"], shown=f"{day} {since}", **extra))
    other = writing.say("times_to_book.other_day")
    items.append(writing.press_quick(other, "book", facts["case_id"]))
    key = "times_to_book.text" if facts["slots"] else "times_to_book.none"
    return flex.with_quick([flex.plain(writing.say(key, day=day, name=name))], items)


def book_button(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer a time where the customer asks for one: at once, or by way of her next case."""
    name = writing.name(facts)
    shown = writing.say("task_accepted.book_shown", name=name)
    cancel: list[Part] = []
    if case_id := facts.get("cancel_case_id"):
        label = writing.say("days_to_book.cancel")
        cancel = [writing.press(label, "ask_cancel", case_id, shown=f"{label}: {name}", style="secondary")]
    if case_id := facts.get("book_case_id"):
        return [writing.press(writing.say("call_customer.open"), "book", case_id, shown=shown), *cancel]
    if customer_id := facts.get("next_customer_id"):
        return [writing.press(writing.say("task_accepted.book"), "next", customer_id, shown=shown)]
    return cancel


def wished(writing: Writing, facts: Facts) -> str:
    """This function will write the treatment, day and time a customer named, as far as she did; nothing where she did not."""
    day, time = facts.get("wish_date"), facts.get("wish_time")
    wished_for = writing.tongue.of(facts, "wish_treatment")
    words = [str(wished_for)] if wished_for else []
    words += [str(writing.tongue.of(place, "name"))] if (place := facts.get("wish_branch")) else []
    words += [writing.tongue.day(day, "UTC")] if day else []
    if time:
        words.append(writing.tongue.clock(f"2000-01-01T{time}+00:00", "UTC"))
    return " ".join(words)


def next_case_opened(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a treated customer's next case is open, and what comes before its time."""
    words = writing.say(
        "next_case_opened.text",
        name=writing.name(facts),
        code=facts["case_code"],
        treatment=writing.treatment(facts.get("treatment")),
    )
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def appointment_made(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm to whoever booked that it is booked."""
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    words = writing.say("appointment_made.text", name=writing.name(facts), when=when)
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def appointment_booked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the customer date, time, place, and how to prepare."""
    tongue, branch = writing.tongue, facts["branch"]
    when = tongue.moment(facts["starts_at"], facts["zone"])
    body = [
        flex.text(when, weight="bold", size="lg", color=flex.BRAND),
        flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment"))),
        flex.fact(writing.say("words.duration"), writing.say("words.minutes", minutes=facts["duration_min"])),
        flex.fact(writing.say("words.where"), f"{tongue.of(branch, 'name')} {tongue.of(branch, 'address')}"),
    ]
    if prepare := tongue.of(facts, "prepare"):
        body += [flex.gap(), flex.heading(writing.say("appointment_booked.prepare")), flex.bullets(prepare)]
    menu = writing.customer_menu(camera=False)
    if facts.get("asks_phone"):
        body += [flex.gap(), flex.text(writing.say("appointment_booked.asks_phone"), margin="lg")]
        menu.insert(0, offer(writing))
    title = "appointment_booked.title_moved" if facts.get("moved") else "appointment_booked.title"
    contents = flex.bubble(
        writing.say(title),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=[
            flex.button(writing.say("appointment_booked.call"), flex.call(branch["phone"]), style="secondary")
        ],
    )
    alt = writing.say("appointment_booked.alt", when=when)
    return flex.with_quick([flex.card(alt, contents)], menu)


def appointment_booked_staff(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell whoever treats her when to be there, with the button that starts the treatment."""
    name = writing.name(facts)
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    body = [
        flex.text(when, weight="bold", size="lg", color=flex.BRAND),
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment"))),
    ]
    title, alt = "title", writing.say("appointment_booked_staff.alt", name=name, when=when)
    if was_at := facts.get("was_at"):
        was = writing.tongue.moment(was_at, facts["zone"])
        title, alt = (
            "title_moved",
            writing.say("appointment_booked_staff.alt_moved", name=name, was=was, when=when),
        )
        body.insert(1, flex.fact(writing.say("appointment_booked_staff.was"), was))
    start = writing.press(
        writing.say("appointment_booked_staff.start"),
        "start",
        facts["case_id"],
        shown=writing.say("appointment_booked_staff.start_shown", name=name),
    )
    contents = flex.bubble(
        writing.say(f"appointment_booked_staff.{title}"),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=[start],
    )
    return [flex.card(alt, contents)]
