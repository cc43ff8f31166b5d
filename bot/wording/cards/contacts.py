"""How a customer is called and reached: the questions of registering, what is read back, and her number for who calls her."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing
from workflow.customers import as_written

PURPOSE_OF = ("name", "phone", "birthday")
"""Each is asked with what it is for."""


def form_registration(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for a name, a number or a birthday, or read all of it back on a card."""
    said = [_note(writing, note) for note in facts["notes"]]
    if facts["slot"] == "confirm":
        return _read_back(writing, facts, said)
    is_first = facts["slot"] == "name" and facts["known"]["is_new"]
    if is_first:
        said.append(writing.say("form_registration.begin"))
    said.append(writing.say(f"form_registration.{facts['slot']}"))
    items = [_option(writing, facts, one) for one in facts["options"]]
    items.append(_quick(writing, facts, writing.say("form_registration.stop"), "stop"))
    return flex.with_quick([flex.plain("\n".join(said))], items)


def _read_back(writing: Writing, facts: Facts, said: list[str]) -> list[Part]:
    known, nothing = facts["known"], writing.say("form_registration.nothing")
    phone, birthday = known["phone"], known["birthday"]
    removed = writing.say("form_registration.removes") if known["removes"] else nothing
    body = [
        flex.fact(writing.say("form_registration.label.name"), writing.name(known, "name")),
        flex.fact(writing.say("form_registration.label.phone"), as_written(phone) if phone else removed),
    ]
    if any(one["v"] == "birthday" for one in facts["options"]):
        day = writing.tongue.birthday(birthday) if birthday else nothing
        body.append(flex.fact(writing.say("form_registration.label.birthday"), day))
    body.append(flex.small(writing.say("form_registration.rights"), margin="lg"))
    buttons = [_press(writing, facts, str(one["v"])) for one in facts["options"]]
    contents = flex.bubble(writing.say("form_registration.confirm"), body, buttons=buttons)
    card = flex.card(writing.say("form_registration.alt"), contents)
    stop = _quick(writing, facts, writing.say("form_registration.do_not_keep"), "stop")
    return flex.with_quick([*([flex.plain("\n".join(said))] if said else []), card], [stop])


def registered(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say what is kept now; of the number only its end, for chats are looked at by others too."""
    words = [writing.say("registered.text", name=writing.name(facts, "name"))]
    if facts["removed"]:
        words.append(writing.say("registered.removed"))
    elif facts["end"]:
        words.append(writing.say("registered.phone", end=facts["end"]))
    words.append(writing.say("registered.change"))
    return flex.with_quick([flex.plain("\n".join(words))], writing.customer_menu(camera=False))


def offer(writing: Writing) -> Part:
    """This function will make the quick reply that begins a registration."""
    return writing.press_quick(writing.say("form_registration.start"), "register")


def number_facts(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list, on a card of work, her name in her channel and how her number ends; what is not known is left out."""
    told = []
    if facts.get("shown_name"):
        told.append(flex.fact(writing.say("customer_phone.shown_name"), writing.name(facts, "shown_name")))
    if facts.get("phone_end"):
        ends = writing.say("customer_phone.ends", end=facts["phone_end"])
        told.append(flex.fact(writing.say("form_registration.label.phone"), ends))
    return told


def number_button(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the button that shows the whole number to who may call her."""
    if not facts.get("phone_end"):
        return []
    label = writing.say("customer_phone.show")
    shown = writing.say("customer_phone.show_shown", name=writing.name(facts))
    return [writing.press(label, "phone_of", facts["phone_of"], shown=shown, style="secondary")]


def customer_phone(writing: Writing, facts: Facts) -> list[Part]:
    """This function will show a customer's number to who may call her, with a button that dials it."""
    name, phone = writing.name(facts), str(facts["phone"])
    body = [
        flex.fact(writing.say("words.customer"), name),
        flex.text(as_written(phone), weight="bold", size="lg", margin="md"),
        flex.small(writing.say("customer_phone.purpose"), margin="lg"),
    ]
    dial = flex.button(writing.say("customer_phone.dial"), flex.call(phone))
    contents = flex.bubble(writing.say("customer_phone.title"), body, buttons=[dial])
    return [flex.card(writing.say("customer_phone.alt", name=name), contents)]


def _option(writing: Writing, facts: Facts, option: Facts) -> Part:
    value = str(option["v"])
    if option.get("phone"):
        return _quick(writing, facts, as_written(str(option["phone"])), value)
    if option.get("name"):
        label = writing.say("form_registration.press.keep_name", name=writing.name(option, "name"))
        return _quick(writing, facts, label, value)
    if value == "pick":
        data = writing.buttons.make("form", now=writing.now, **_of(facts, value))
        until = writing.now.date().isoformat()
        return flex.quick(writing.say("form_registration.press.pick"), flex.pick_date(data, until=until))
    return _quick(
        writing,
        facts,
        writing.say(f"form_registration.press.{value}", end=option.get("end", "")),
        value,
    )


def _quick(writing: Writing, facts: Facts, label: str, value: str) -> Part:
    return writing.press_quick(label, "form", None, **_of(facts, value))


def _press(writing: Writing, facts: Facts, value: str) -> Part:
    label = writing.say(f"form_registration.change.{value}")
    style = "primary" if value == "yes" else "secondary"
    return writing.press(label, "form", None, shown=label, style=style, **_of(facts, value))


def _of(facts: Facts, value: str) -> dict[str, str]:
    """This function will name the form, the filling in of it and the question that a button belongs to."""
    return {"k": facts["form"], "r": facts["run"], "n": facts["n"], "v": value}


def _note(writing: Writing, note: Facts) -> str:
    """This function will say what must be said before the question."""
    return writing.say(f"form_note.{note['code']}", digits=note.get("digits", ""))
