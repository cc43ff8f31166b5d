"""Work for staff: a case to accept, what is waiting, whom to call."""

from bot.wording import flex
from bot.wording.cards.booking import book_button, wished
from bot.wording.cards.reading import short_reading
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
    contents = flex.bubble(
        writing.say("prepare_treatment.title", name=name),
        body,
        subtitle=str(facts.get("case_code") or ""),
        hero=writing.picture(facts.get("overlay_key")),
        buttons=[writing.press(label, "accept", facts["task_id"], shown=shown)],
    )
    return [flex.card(writing.say("prepare_treatment.alt", name=name), contents)]


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
    """This function will list the waiting tasks of a member of staff, each with its next button."""
    tasks = facts["tasks"]
    if not tasks:
        return flex.with_quick([flex.plain(writing.say("my_tasks.none"))], writing.staff_menu())
    body: list[Part] = []
    for number, task in enumerate(tasks[:_TASKS]):
        if number:
            body.append(flex.gap())
        body += _task(writing, task, facts["zone"])
    if len(tasks) > _TASKS:
        body.append(flex.small(writing.say("my_tasks.more", count=len(tasks) - _TASKS), margin="lg"))
    contents = flex.bubble(writing.say("my_tasks.title"), body)
    alt = writing.say("my_tasks.alt", count=len(tasks))
    return flex.with_quick([flex.card(alt, contents)], writing.staff_menu())


def _task(writing: Writing, task: Facts, zone: str) -> list[Part]:
    name = writing.name(task)
    due = writing.tongue.moment(task["due_at"], zone)
    if task.get("is_late"):
        due = f"{due} ({writing.say('my_tasks.late')})"
    head = [
        flex.text(writing.say(f"task.{task['kind']}"), weight="bold", margin="md"),
        flex.small(f"{name} · {due}"),
    ]
    found = _next_button(writing, task)
    if found is None:
        return head
    label, action, ref = found
    return [*head, writing.press(label, action, ref, shown=f"{label}: {name}", style="secondary")]


def _next_button(writing: Writing, task: Facts) -> tuple[str, str, str] | None:
    """This function will choose the button that brings a task forward; None where it waits for somebody else."""
    kind, case_id = task["kind"], task.get("case_id")
    if kind == "prepare_treatment" and task["state"] == "accepted":
        return None
    if task["state"] == "open" and kind in {"prepare_treatment", "red_flag", "call_customer"}:
        return writing.say("task.accept"), "accept", task["task_id"]
    if kind == "book_appointment" and case_id:
        return writing.say("task_accepted.book"), "book", case_id
    if kind == "do_treatment" and case_id:
        if task.get("is_under_way"):
            return writing.say("treatment_begun.finish"), "finish", case_id
        return writing.say("appointment_booked_staff.start"), "start", case_id
    return writing.say("task.done"), "done", task["task_id"]


def call_customer(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask a member of staff to contact a customer."""
    name = writing.name(facts)
    why = "undelivered" if str(facts["why"]).startswith("undelivered") else facts["why"]
    body = [
        flex.text(writing.say(f"call_customer.{why}"), weight="bold"),
        flex.fact(writing.say("words.customer"), name),
        flex.fact(writing.say("call_customer.code"), str(facts["customer_code"])),
    ]
    if when := wished(writing, facts):
        body.append(flex.fact(writing.say("call_customer.wish"), when))
    if facts.get("words"):
        body.append(flex.fact(writing.say("call_customer.words"), str(facts["words"])))
    buttons = [
        *book_button(writing, facts),
        *_call_buttons(writing, facts),
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
