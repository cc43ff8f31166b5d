"""A customer chooses a time: days, times, what is held for her, and what sales is asked to confirm."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.wording import flex
from bot.wording.cards.forms import beside_words, booked_words, stay_words, wishes_words
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing


def days_to_choose(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer the days that have a free time, and the later ones behind a button."""
    if not facts["days"]:
        return flex.with_quick(
            [flex.plain(writing.say("days_to_choose.none"))], writing.customer_menu(camera=False)
        )
    said = "accepted" if facts.get("accepted") else "text"
    words = with_closed(writing, facts, writing.say(f"days_to_choose.{said}"))
    return flex.with_quick([flex.plain(words)], day_buttons(writing, facts))


def day_buttons(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make a quick reply of each day, and one for later days."""
    items = []
    for day in facts["days"]:
        written = writing.tongue.day(day, facts["zone"])
        items.append(writing.press_quick(written, "my_day", facts["case_id"], d=day))
    if later := facts.get("later"):
        items.append(
            writing.press_quick(writing.say("days_to_choose.later"), "my_days", facts["case_id"], f=later)
        )
    return items


def with_closed(writing: Writing, facts: Facts, words: str) -> str:
    """This function will add on which of the coming days the branch is closed, and why."""
    closed = [
        writing.say(
            "days_to_choose.closed_on",
            day=writing.tongue.day(one["day"], facts["zone"]),
            why=writing.tongue.of(one, "name"),
        )
        for one in facts.get("closed") or ()
    ]
    return "\n".join([words, *closed])


def times_to_choose(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer the free times of a day, and the later ones behind a button."""
    zone = facts["zone"]
    day = writing.tongue.day(facts["day"], zone)
    items = []
    for slot in facts["slots"]:
        written = writing.tongue.clock(slot, zone)
        items.append(
            writing.press_quick(written, "my_slot", facts["case_id"], shown=f"{day} {written}", t=slot)
        )
    if later := facts.get("later"):
        since = writing.say("times_to_choose.later", time=writing.tongue.clock(later, zone))
        extra = {"d": facts["day"], "f": later}
        items.append(writing.press_quick(since, "my_day", facts["case_id"], shown=f"{day} {since}", **extra))
    items.append(writing.press_quick(writing.say("times_to_choose.other_day"), "my_days", facts["case_id"]))
    key = "times_to_choose.text" if facts["slots"] else "times_to_choose.none"
    return flex.with_quick([flex.plain(writing.say(key, day=day))], items)


def time_held(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say until when her time is held, and that sales confirms it."""
    zone = facts["zone"]
    words = writing.say(
        "time_held.text",
        when=writing.tongue.moment(facts["starts_at"], zone),
        until=_until(writing, facts),
    )
    if more := beside_words(writing, facts):
        words = f"{words}\n{writing.say('beside.too', what=more)} {writing.say('beside.arranged')}"
    items = [
        writing.press_quick(writing.say("time_held.other"), "my_days", facts["case_id"]),
        writing.press_quick(writing.say("time_held.let_go"), "my_free", facts["case_id"]),
        writing.press_quick(writing.say("form_intake.start"), "intake", facts["case_id"]),
    ]
    return flex.with_quick([flex.plain(words)], items)


def time_let_go(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that nothing is held any more."""
    again = writing.press_quick(writing.say("time_held.other"), "my_days", facts["case_id"])
    return flex.with_quick([flex.plain(writing.say("time_let_go.text"))], [again])


def time_wished(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask sales to confirm the time a customer chose, while it is held for her."""
    zone, name = facts["zone"], writing.name(facts)
    when = writing.tongue.moment(facts["starts_at"], zone)
    body = [
        flex.text(when, weight="bold", size="lg", color=flex.BRAND),
        flex.fact(writing.say("words.customer"), name),
        flex.small(writing.say("time_wished.until", until=_until(writing, facts))),
    ]
    if more := beside_words(writing, facts):
        body.insert(2, flex.text(writing.say("beside.too", what=more), weight="bold"))
    confirm = writing.press(
        writing.say("time_wished.confirm"),
        "slot",
        facts["case_id"],
        shown=writing.say("times_to_book.shown", time=when),
        **_wish(facts),
    )
    shown = writing.say("task_accepted.book_shown", name=name)
    other = writing.press(writing.say("times_to_book.other_day"), "book", facts["case_id"], shown=shown)
    contents = flex.bubble(writing.say("time_wished.title"), body, buttons=[confirm, other])
    return [flex.card(writing.say("time_wished.alt", name=name, when=when), contents)]


def time_given_back(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell sales that a customer no longer wants the time she had chosen."""
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    words = writing.say("time_given_back.text", name=writing.name(facts), when=when)
    return flex.with_quick([flex.plain(words)], [_other_day(writing, facts), *writing.staff_menu()])


def wish_withdrawn(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a customer that the time she had asked for is asked for no more, and what she still asks for."""
    what = booked_words(writing, facts["known"], str(facts["zone"]))
    stay = stay_words(writing, facts)
    if facts.get("agreed"):
        when = writing.tongue.moment(facts["agreed"], str(facts["zone"]))
        stay.append(writing.say("booking_put_off.agreed", when=when))
    key = "one" if stay else "known"
    words = writing.say(f"wish_withdrawn.{key}", what=what) if what else writing.say("wish_withdrawn.text")
    return flex.with_quick([flex.plain("\n".join([words, *stay]))], writing.customer_menu(camera=False))


def wish_which(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask which of several wishes is to be cancelled; until then all stand."""
    zone = str(facts["zone"])
    named = [(booked_words(writing, one["known"], zone), str(one["wish"])) for one in facts["wishes"]]
    items = [
        writing.press_quick(what or writing.say("wish_cancel_asked.sure"), "my_withdraw", w=mark)
        for what, mark in named
    ]
    items += [
        writing.press_quick(writing.say("wish_which.all"), "my_withdraw", w=str(facts["all"])),
        writing.press_quick(writing.say("wish_cancel_asked.keep"), "status"),
        writing.press_quick(writing.say("menu.person"), "talk_to_human"),
    ]
    listed = [f"{number}. {what}" for number, (what, _) in enumerate(named, start=1) if what]
    words = "\n".join([writing.say("wish_which.text"), *listed, writing.say("wish_which.how")])
    return flex.with_quick([flex.plain(words)], items)


def wish_cancel_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask whether what she has asked for is really to be cancelled; until then it stands."""
    what = booked_words(writing, facts["known"], str(facts["zone"]))
    items = [
        writing.press_quick(writing.say("wish_cancel_asked.sure"), "my_withdraw", w=str(facts["wish"])),
        writing.press_quick(writing.say("wish_cancel_asked.keep"), "status"),
        writing.press_quick(writing.say("menu.person"), "talk_to_human"),
    ]
    words = writing.say("wish_cancel_asked.text", what=f" {what}" if what else "")
    return flex.with_quick([flex.plain(words)], items)


def wish_withdrawn_staff(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell whoever was to call a customer about a time what is not to be done any more, and what still is."""
    name = writing.name(facts)
    stay = wishes_words(writing, [one["known"] for one in facts.get("stay") or ()], str(facts.get("zone")))
    words = writing.say("wish_withdrawn.staff", name=name)
    if stay:
        what = booked_words(writing, facts["known"], str(facts["zone"]))
        words = writing.say("wish_withdrawn.staff_one", name=name, what=what, stay=stay)
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def time_lapsed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a customer that her time is held no longer, with the way to hold it or another again."""
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    same = writing.say("time_lapsed.same")
    items = [
        writing.press_quick(same, "my_slot", facts["case_id"], shown=f"{same} {when}", t=facts["starts_at"]),
        writing.press_quick(writing.say("time_held.other"), "my_days", facts["case_id"]),
    ]
    words = writing.say("time_lapsed.text", when=when)
    return flex.with_quick([flex.plain(words)], [*items, *writing.customer_menu(camera=False)])


def wish_changed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell sales that a button is older than the customer's wish, with a button for what she wishes."""
    zone, name = facts["zone"], writing.name(facts)
    other = _other_day(writing, facts)
    if facts.get("hold_id") is None:
        when = writing.tongue.moment(facts["asked_for"], zone)
        words = writing.say("wish_changed.none", name=name, when=when)
        return flex.with_quick([flex.plain(words)], [other, *writing.staff_menu()])
    when = writing.tongue.moment(facts["starts_at"], zone)
    confirm = writing.press_quick(
        writing.say("time_wished.confirm"),
        "slot",
        facts["case_id"],
        shown=writing.say("times_to_book.shown", time=when),
        **_wish(facts),
    )
    words = writing.say("wish_changed.text", name=name, when=when)
    return flex.with_quick([flex.plain(words)], [confirm, other, *writing.staff_menu()])


def _wish(facts: Facts) -> dict[str, str]:
    """This function will give what a button carries that agrees to a wish: the time, the case's version and the hold."""
    return {"t": facts["starts_at"], "n": str(facts["case_version"]), "h": facts["hold_id"]}


def _other_day(writing: Writing, facts: Facts) -> Part:
    """This function will make the quick reply that shows sales the free days."""
    shown = writing.say("task_accepted.book_shown", name=writing.name(facts))
    return writing.press_quick(writing.say("times_to_book.other_day"), "book", facts["case_id"], shown=shown)


def _until(writing: Writing, facts: Facts) -> str:
    """This function will write until when a time is held: the time of day, with the day where it is another one."""
    until, zone = facts["held_until"], facts["zone"]
    days = (
        datetime.fromisoformat(until).astimezone(ZoneInfo(zone)).date()
        - writing.now.astimezone(ZoneInfo(zone)).date()
    )
    clock = writing.tongue.clock(until, zone)
    if not days:
        return clock
    if days == timedelta(days=1):
        return writing.say("time_held.tomorrow", time=clock)
    return writing.tongue.moment(until, zone)
