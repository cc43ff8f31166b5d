"""Work for staff: a case to accept, what is waiting, whom to call."""

from bot.wording import flex
from bot.wording.cards.booking import book_button, wished
from bot.wording.cards.contacts import number_button, number_facts
from bot.wording.cards.forms import beside_words, wishes_words
from bot.wording.cards.health import health_facts, readable
from bot.wording.cards.reading import short_reading, simulate_button
from bot.wording.cards.talk import what_was_tried
from bot.wording.cards.task_parts import due, given_first, more_button, next_button, what
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

_STEPS, _TASKS = 8, 8
_FLAG_COLOURS = {"contraindicated": flex.ALERT, "defer": flex.CARE, "doctor_review": flex.MIDDLE}


def prepare_treatment(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give a beautician a new case: reading, what to ask first, the steps, and a button."""
    name = writing.name(facts)
    treatment = facts.get("treatment")
    proposal = writing.treatment(treatment) if treatment else writing.say("prepare_treatment.no_treatment")
    body = [
        *given_first(writing, facts),
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("words.treatment"), proposal),
        flex.fact(writing.say("words.due"), writing.tongue.moment(facts["due_at"], facts["zone"])),
        flex.gap(),
        *short_reading(writing, facts),
        *_flags(writing, facts),
        *_steps(writing, facts),
    ]
    label = writing.say("prepare_treatment.accept")
    shown = writing.say("prepare_treatment.accept_shown", name=name)
    cannot = writing.say("prepare_treatment.decline")
    again = "_given" if facts.get("given") else ""
    contents = flex.bubble(
        writing.say(f"prepare_treatment.title{again}", name=name),
        body,
        subtitle=str(facts.get("case_code") or ""),
        hero=writing.picture(facts.get("overlay_key")),
        buttons=[
            writing.press(label, "accept", facts["task_id"], shown=shown),
            writing.press(cannot, "decline", facts["task_id"], shown=f"{cannot}: {name}", style="secondary"),
            more_button(writing, facts, style="link"),
            *simulate_button(writing, facts, style="link"),
        ],
    )
    return [flex.card(writing.say(f"prepare_treatment.alt{again}", name=name), contents)]


def _flags(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list every question to ask first, under what follows where the answer is yes."""
    flags = facts.get("flags") or []
    if not flags:
        return []
    parts = [flex.gap(), flex.heading(writing.say("prepare_treatment.flags"))]
    for action in dict.fromkeys(flag["action"] for flag in flags):  # as they come: the gravest first
        colour = _FLAG_COLOURS.get(action, flex.SOFT)
        follows = writing.say("prepare_treatment.if_yes", action=writing.choice("flag", action))
        questions = [_question(writing, flag) for flag in flags if flag["action"] == action]
        parts.append(flex.text(follows, size="xs", color=colour, weight="bold", margin="md"))
        parts += [flex.text(f"• {question}", size="xs", margin="xs") for question in questions]
    return parts


def _question(writing: Writing, flag: Facts) -> str:
    language = writing.tongue.language
    return str(writing.tongue.of(flag, "ask") or flag.get(language) or flag.get("th") or "–")


def _steps(writing: Writing, facts: Facts) -> list[Part]:
    steps = writing.tongue.of(facts, "steps")
    if not steps:
        return []
    return [
        flex.gap(),
        flex.heading(writing.say("prepare_treatment.steps")),
        flex.bullets(list(steps)[:_STEPS], numbered=True),
    ]


def task_accepted(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell sales that the case has its beautician, and let a time be arranged."""
    name = writing.name(facts)
    words = writing.say(
        "task_accepted.text", beautician=writing.tongue.name(facts.get("beautician_name")), name=name
    )
    label = writing.say("task_accepted.book")
    contents = flex.bubble(
        writing.say("task_accepted.title"),
        [
            flex.text(words),
            flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment"))),
        ],
        subtitle=str(facts.get("case_code") or ""),
        buttons=[
            writing.press(
                label, "book", facts["case_id"], shown=writing.say("task_accepted.book_shown", name=name)
            )
        ],
    )
    return [flex.card(words, contents)]


def task_taken(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm to whoever took a task that it is theirs."""
    words = writing.choice_of("task_taken", facts["task_kind"], name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def task_done(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm that a task is done."""
    return flex.with_quick(
        [flex.plain(writing.say("task_done.text", name=writing.name(facts)))], writing.staff_menu()
    )


def my_tasks(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list the waiting tasks of a member of staff, each with its next button and what else may be."""
    tasks, before = facts["tasks"][:_TASKS], facts.get("before", 0)
    total = facts.get("total", len(facts["tasks"]))
    if not tasks:
        return flex.with_quick([flex.plain(writing.say("my_tasks.none"))], writing.staff_menu())
    body: list[Part] = []
    for number, task in enumerate(tasks):
        if number:
            body.append(flex.gap())
        body += _task(writing, task, facts["zone"])
    left = total - before - len(tasks)
    buttons: list[Part] = []
    if left > 0:
        words = writing.say("my_tasks.more", count=left)
        following = facts.get("next_page")
        if following is None:
            body.append(flex.small(words, margin="lg"))
        else:
            buttons.append(
                writing.press(words, "my_tasks", None, shown=words, style="secondary", p=str(following))
            )
    contents = flex.bubble(writing.say("my_tasks.title"), body, buttons=buttons)
    alt = writing.say("my_tasks.alt", count=total)
    return flex.with_quick([flex.card(alt, contents)], writing.staff_menu())


def _task(writing: Writing, task: Facts, zone: str) -> list[Part]:
    urgent = task["kind"] == "red_flag" or bool(task.get("is_late"))
    when = flex.small(
        f"{writing.name(task)} · {due(writing, task, zone)}", **({"color": flex.ALERT} if urgent else {})
    )
    parts = [flex.text(what(writing, task), weight="bold", margin="md"), when]
    if until := task.get("put_off_until"):
        parts.append(flex.small(writing.say("my_tasks.put_off", until=writing.tongue.moment(until, zone))))
    if task.get("waits"):
        parts.append(flex.small(writing.say("my_tasks.waits")))
    buttons = [*next_button(writing, task), more_button(writing, task, style="link")]
    return [*parts, flex.box(buttons, layout="horizontal", spacing="sm")]


def call_customer(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask a member of staff to contact a customer."""
    facts = readable(facts)
    name = writing.name(facts)
    why = "undelivered" if str(facts["why"]).startswith("undelivered") else facts["why"]
    body = [
        *given_first(writing, facts),
        flex.text(writing.say(f"call_customer.{why}"), weight="bold"),
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("call_customer.code"), str(facts["customer_code"])),
        *number_facts(writing, facts),
    ]
    for other in facts.get("others") or ():
        who = f"{writing.name(other, 'name')} {other['code']}"
        body.append(flex.fact(writing.say("call_customer.other"), who))
    if when := wished(writing, facts):
        body.append(flex.fact(writing.say("call_customer.wish"), when))
    if more := beside_words(writing, facts.get("beside") or {}):
        body.append(flex.text(writing.say("beside.too", what=more), weight="bold"))
    if earlier := wishes_words(writing, facts.get("earlier") or (), str(facts.get("zone"))):
        body.append(flex.fact(writing.say("call_customer.earlier"), earlier))
    body += health_facts(writing, facts)
    if facts.get("words"):
        body.append(flex.fact(writing.say("call_customer.words"), str(facts["words"])))
    if facts.get("tried"):
        body += what_was_tried(writing, facts["tried"])
    buttons = [
        *book_button(writing, facts),
        *number_button(writing, facts),
        *_call_buttons(writing, facts),
        more_button(writing, facts, style="link"),
    ]
    contents = flex.bubble(writing.say("call_customer.title"), body, buttons=buttons)
    return [flex.card(writing.say("call_customer.alt", name=name), contents)]


def _call_buttons(writing: Writing, facts: Facts) -> list[Part]:
    name = writing.name(facts)
    return [
        writing.press(
            writing.say(f"call_customer.{label}"),
            action,
            facts["task_id"],
            shown=writing.say(f"call_customer.{label}_shown", name=name),
            style=style,
        )
        for label, action, style in (("accept", "accept", "secondary"), ("done", "done", "secondary"))
    ]
