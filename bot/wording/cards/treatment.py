"""The treatment itself: begun, finished or stopped, for the customer and for staff."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

STOP_REASONS = ("unwell", "reaction", "wish", "device")


def treatment_started(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell the customer that it has begun."""
    words = writing.say("treatment_started.text", treatment=writing.treatment(facts.get("treatment")))
    return [flex.plain(words)]


def treatment_begun(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give whoever treats the buttons to finish or stop."""
    name = writing.name(facts)
    words = writing.say("treatment_begun.text", name=name)
    buttons = [
        writing.press(
            writing.say(f"treatment_begun.{action}"),
            action,
            facts["case_id"],
            shown=writing.say(f"treatment_begun.{action}_shown", name=name),
            style=style,
        )
        for action, style in (("finish", "primary"), ("stop", "secondary"))
    ]
    contents = flex.bubble(writing.say("stage.in_treatment"), [flex.text(words)], buttons=buttons)
    return [flex.card(words, contents)]


def treatment_done(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm to whoever treated that everything is kept."""
    words = writing.say("treatment_done.text", name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def stop_reason_asked(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask why a treatment is stopped."""
    items = [
        writing.press_quick(writing.say(f"stop_reason.{reason}"), "stop_why", facts["case_id"], r=reason)
        for reason in STOP_REASONS
    ]
    words = writing.say("stop_reason_asked.text", name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], items)


def treatment_halted(writing: Writing, facts: Facts) -> list[Part]:
    """This function will confirm to whoever treated that the treatment stands stopped."""
    words = writing.say("treatment_halted.text", name=writing.name(facts))
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def treatment_stopped(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell sales that a treatment was stopped and needs another time."""
    given = str(facts.get("reason") or "")
    known = f"stop_reason.{given}"
    reason = writing.say(known) if writing.tongue.has(known) else flex.clip(given, 100) or "–"
    name = writing.name(facts)
    words = writing.say("treatment_stopped.text", name=name, reason=reason)
    book = writing.press(
        writing.say("task_accepted.book"),
        "book",
        facts["case_id"],
        shown=writing.say("task_accepted.book_shown", name=name),
    )
    contents = flex.bubble(writing.say("task.book_appointment"), [flex.text(words)], buttons=[book])
    return [flex.card(words, contents)]


def treatment_finished(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the customer her care plan, her points, and when we ask how she is."""
    zone = facts["zone"]
    treatment = writing.treatment(facts.get("treatment"))
    body: list[Part] = []
    if care := writing.tongue.of(facts, "aftercare"):
        body += [
            flex.heading(writing.say("treatment_finished.care"), margin="none"),
            flex.bullets(care),
            flex.gap(),
        ]
    promised = [
        writing.say(
            "treatment_finished.follow_up", day=row["day"], when=writing.tongue.day(row["due_at"], zone)
        )
        for row in facts["follow_ups"]
    ]
    body += [flex.heading(writing.say("treatment_finished.follow_ups")), flex.bullets(promised), flex.gap()]
    earned, balance = facts["points_earned"], facts["balance"]
    key = "treatment_finished.points" if earned else "treatment_finished.balance"
    body += [
        flex.text(
            writing.say(key, points=earned, balance=balance), weight="bold", color=flex.GOLD, margin="lg"
        ),
        flex.small(writing.say("treatment_finished.trouble"), margin="lg"),
    ]
    contents = flex.bubble(writing.say("treatment_finished.title"), body, subtitle=treatment)
    alt = writing.say("treatment_finished.alt", treatment=treatment)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def treatment_finished_sales(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell sales in the clinic's own words that the customer is ready for the next offer."""
    name = writing.name(facts)
    words = writing.say("treatment_finished_sales.text", name=name)
    body = [flex.fact(writing.say("words.treatment"), writing.treatment(facts.get("treatment")))]
    if facts.get("next_from"):
        when = writing.tongue.day(facts["next_from"], facts["zone"])
        body.append(flex.fact(writing.say("treatment_finished_sales.again"), when))
    if following := facts.get("next"):
        body += [
            flex.gap(),
            flex.heading(writing.say("treatment_finished_sales.next")),
            flex.fact(writing.say("words.treatment"), writing.treatment(following)),
            flex.fact(writing.say("words.price"), writing.tongue.baht(following.get("price_satang"))),
        ]
    done = writing.press(
        writing.say("treatment_finished_sales.done"),
        "done",
        facts["task_id"],
        shown=writing.say("treatment_finished_sales.done_shown", name=name),
        style="secondary",
    )
    contents = flex.bubble(
        writing.say("treatment_finished_sales.title"),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=[done],
    )
    return flex.with_quick([flex.plain(words), flex.card(words, contents)], writing.staff_menu())
