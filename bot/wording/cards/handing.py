"""A task that changes hands, is put off, or waits too long; and what becomes of work when somebody is away."""

from bot.wording import flex
from bot.wording.cards.task_parts import due, facts_of, given_by, more_button, next_button, what
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

# What somebody may say; `other` asks for her own words.
_REASONS = ("busy", "not_trained", "leaving", "other")
_LATER = ("15m", "1h", "tomorrow")


def task_choices(writing: Writing, facts: Facts) -> list[Part]:
    """This function will offer what else can be done with a task, as quick replies."""
    task_id, name = facts["task_id"], writing.name(facts)
    words = writing.say(
        "task_choices.text", what=what(writing, facts), name=name, due=due(writing, facts, facts["zone"])
    )
    items: list[Part] = []
    if facts["can_wait"]:
        items += [
            writing.press_quick(writing.say(f"task_later.in_{u}"), "later", task_id, u=u) for u in _LATER
        ]
    if facts["can_go"]:
        items.append(writing.press_quick(writing.say("task_choices.hand_over"), "hand_over", task_id))
        items.append(writing.press_quick(writing.say("task_choices.decline"), "decline", task_id))
    return flex.with_quick([flex.plain(words)], [*items, *writing.staff_menu()])


def task_put_off(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say when it reminds, and that the due time stays."""
    words = writing.say(
        "task_later.text",
        name=writing.name(facts),
        until=writing.tongue.moment(facts["until"], facts["zone"]),
        due=due(writing, facts, facts["zone"]),
    )
    if facts.get("is_after_due"):
        words = f"{words}\n{writing.say('task_later.after_due')}"
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def decline_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask why somebody cannot do a task; one word is enough."""
    if facts.get("in_words"):
        return [flex.plain(writing.say("decline.in_words", name=writing.name(facts)))]
    items = [
        writing.press_quick(writing.say(f"decline.{why}"), "decline", facts["task_id"], r=why)
        for why in _REASONS
    ]
    return flex.with_quick([flex.plain(writing.say("decline.ask", name=writing.name(facts)))], items)


def colleagues_offered(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list who may have a task, whoever suits best first, each as a quick reply."""
    name, able = writing.name(facts), facts["colleagues"]
    if not able:
        return flex.with_quick([flex.plain(writing.say("hand_over.none", name=name))], writing.staff_menu())
    lines = [_colleague(writing, one, zone=facts["zone"]) for one in able]
    items = [
        writing.press_quick(
            writing.tongue.name(one["name"]),
            "hand_over",
            facts["task_id"],
            shown=writing.say("hand_over.shown", who=writing.tongue.name(one["name"])),
            to=one["staff_id"],
        )
        for one in able
    ]
    words = "\n".join([writing.say("hand_over.ask", name=name), *lines])
    return flex.with_quick([flex.plain(words)], items)


def _colleague(writing: Writing, one: Facts, *, zone: str) -> str:
    who, count = writing.tongue.name(one["name"]), one["waiting"]
    if begins := one.get("there_at"):
        when = writing.tongue.moment(begins, zone)
        return writing.say("hand_over.there_from", who=who, count=count, when=when)
    return writing.say("hand_over.there" if one["is_there"] else "hand_over.not_there", who=who, count=count)


def task_handed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say who has a task now."""
    words = writing.say(
        "task_handed.text", name=writing.name(facts), who=writing.tongue.name(facts["to_name"])
    )
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def task_given(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell somebody that a colleague's task is hers now, and why."""
    words = given_by(writing, facts)
    return [_card(writing, facts, title=writing.say("task_given.title"), words=words)]


def task_reminder(writing: Writing, facts: Facts) -> list[Part]:
    """This function will remind somebody of a task she has put off."""
    return [_card(writing, facts, title=writing.say("task_reminder.title"), words="")]


def task_late(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell the holder that a task waits too long, and that others have heard of it."""
    words = writing.say("task_late.text" if facts["is_told"] else "task_late.nobody_told")
    return [_card(writing, facts, title=writing.say("task_late.title"), words=words, colour=flex.CARE)]


def task_passed_up(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell somebody that a colleague's task waits too long, and let her take it over."""
    urgent = facts["kind"] == "red_flag"
    holder = writing.tongue.name(facts.get("holder_name"))
    name = writing.name(facts)
    state = "task_passed_up.accepted" if facts["state"] == "accepted" else "task_passed_up.open"
    words = writing.say(state, who=holder)
    buttons: list[Part] = []
    if facts["kind"] == "do_treatment":
        buttons += _book(writing, facts)
    else:
        label = writing.say("task_passed_up.take")
        buttons.append(
            writing.press(label, "take_over", facts["task_id"], shown=f"{label}: {name}", style="primary")
        )
        if facts.get("leads"):
            label = writing.say("task_choices.hand_over")
            buttons.append(
                writing.press(
                    label, "hand_over", facts["task_id"], shown=f"{label}: {name}", style="secondary"
                )
            )
    body = [flex.text(words), *facts_of(writing, facts)]
    contents = flex.bubble(
        writing.say("task_passed_up.title_urgent" if urgent else "task_passed_up.title"),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=buttons,
        colour=flex.ALERT if urgent else flex.CARE,
    )
    alt = writing.say("task_passed_up.alt", what=what(writing, facts), name=name)
    return [flex.card(alt, contents)]


def appointment_to_move(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask sales to agree on another time, or another hand, for somebody who is away."""
    name, who = writing.name(facts), writing.tongue.name(facts.get("away_name"))
    when = writing.tongue.moment(facts["starts_at"], facts["zone"])
    words = writing.say("appointment_to_move.text", who=who)
    body = [
        flex.text(words),
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment"))),
        flex.fact(writing.say("appointment_to_move.agreed"), when),
    ]
    stand_ins = [
        writing.press(
            writing.say("appointment_to_move.stand_in", who=writing.tongue.name(one["name"])),
            "stand_in",
            facts["case_id"],
            shown=writing.say(
                "appointment_to_move.stand_in_shown", who=writing.tongue.name(one["name"]), when=when
            ),
            to=one["staff_id"],
        )
        for one in facts.get("stand_ins") or []
    ]
    contents = flex.bubble(
        writing.say("appointment_to_move.title"),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=[*stand_ins, *_book(writing, facts), more_button(writing, facts)],
        colour=flex.CARE,
    )
    return [flex.card(writing.say("appointment_to_move.alt", name=name, when=when), contents)]


def stand_in_agreed(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm that a colleague keeps an agreed time."""
    words = writing.say(
        "stand_in_agreed.text",
        who=writing.tongue.name(facts["staff_name"]),
        name=writing.name(facts),
        when=writing.tongue.moment(facts["starts_at"], facts["zone"]),
    )
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def away_noted(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell somebody that she is noted as away, and that others see to her work."""
    tongue, zone = writing.tongue, facts["zone"]
    lines = [
        writing.say(
            "away_noted.text",
            since=tongue.moment(facts["from_at"], zone),
            until=tongue.until(facts["until"], zone),
        ),
        *(
            writing.say(f"away_noted.{key}", count=facts[key])
            for key in ("handed_on", "to_move", "kept", "waiting")
            if facts.get(key)
        ),
    ]
    return [flex.plain("\n".join(lines))]


def _card(writing: Writing, facts: Facts, *, title: str, words: str, colour: str = flex.BRAND) -> Part:
    """This function will make the card of a task for whoever holds it."""
    body = [*([flex.text(words)] if words else []), *facts_of(writing, facts)]
    buttons = [*next_button(writing, facts, style="primary"), more_button(writing, facts)]
    contents = flex.bubble(
        title, body, subtitle=str(facts.get("case_code") or ""), buttons=buttons, colour=colour
    )
    alt = writing.say("task_given.alt", title=title, what=what(writing, facts), name=writing.name(facts))
    return flex.card(alt, contents)


def _book(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the button that shows free times, where there is a case."""
    if not facts.get("case_id"):
        return []
    label = writing.say("appointment_to_move.other_time")
    shown = f"{label}: {writing.name(facts)}"
    return [writing.press(label, "book", facts["case_id"], shown=shown, style="secondary")]
