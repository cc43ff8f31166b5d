"""The parts that every card of a task is made of: what it is, when it is due, and the buttons that bring it forward."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

_NEEDS_YES = frozenset({"prepare_treatment", "red_flag", "call_customer"})


def what(writing: Writing, task: Facts) -> str:
    """This function will say what a task asks for; why, where it says so."""
    title = writing.say(f"task.{task['kind']}")
    about = task.get("about")
    if not about:
        return title
    about = "undelivered" if str(about).startswith("undelivered") else about
    for prefix in ("call_customer", "about"):
        if writing.tongue.has(f"{prefix}.{about}"):
            return f"{title} · {writing.say(f'{prefix}.{about}')}"
    return title


def due(writing: Writing, task: Facts, zone: str) -> str:
    """This function will say when a task is due, and whether that is over."""
    when = writing.tongue.moment(task["due_at"], zone)
    return f"{when} ({writing.say('my_tasks.late')})" if task.get("is_late") else when


def given_by(writing: Writing, given: Facts) -> str:
    """This function will say who had a task before, and why it was passed on."""
    because = given.get("because")
    known = because and because != "other" and writing.tongue.has(f"decline.{because}")
    said = f" ({writing.say(f'decline.{because}')})" if known else ""
    who = writing.tongue.name(given.get("from_name"))
    return writing.choice_of("task_given", given["why"], who=who, because=said)


def given_first(writing: Writing, facts: Facts) -> list[Part]:
    """This function will make the first line of a card that comes again because its task was passed on."""
    given = facts.get("given")
    return [flex.text(given_by(writing, given), weight="bold"), flex.gap()] if given else []


def facts_of(writing: Writing, task: Facts) -> list[Part]:
    """This function will list what a task is, about whom, and when it is due."""
    return [
        flex.text(what(writing, task), weight="bold"),
        flex.fact(writing.say("words.customer"), writing.name(task)),
        flex.fact(writing.say("words.due"), due(writing, task, task["zone"])),
    ]


def next_button(writing: Writing, task: Facts, *, style: str = "secondary") -> list[Part]:
    """This function will make the button that brings a task forward; none where it waits for somebody else."""
    found = _next(writing, task)
    if found is None:
        return []
    label, action, ref = found
    return [writing.press(label, action, ref, shown=f"{label}: {writing.name(task)}", style=style)]


def more_button(writing: Writing, task: Facts, *, style: str = "secondary") -> Part:
    """This function will make the button behind which a task is put off, declined or handed over."""
    label = writing.say("task.more")
    return writing.press(
        label, "task_more", task["task_id"], shown=f"{label}: {writing.name(task)}", style=style
    )


def _next(writing: Writing, task: Facts) -> tuple[str, str, str] | None:
    kind, case_id = task["kind"], task.get("case_id")
    if kind == "prepare_treatment" and task["state"] == "accepted":
        return None
    if task["state"] == "open" and kind in _NEEDS_YES:
        return writing.say("task.accept"), "accept", task["task_id"]
    if kind == "book_appointment" and case_id:
        return writing.say("task_accepted.book"), "book", case_id
    if kind == "do_treatment" and case_id:
        if task.get("is_under_way"):
            return writing.say("treatment_begun.finish"), "finish", case_id
        return writing.say("appointment_booked_staff.start"), "start", case_id
    return writing.say("task.done"), "done", task["task_id"]
