"""Red flags: what a customer in trouble is told at once, and what calls staff. Nothing here says that all is well."""

from bot.wording import flex
from bot.wording.cards.task_parts import more_button
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing
from workflow.catalogue import Urgency, red_flag_groups


def red_flag(writing: Writing, facts: Facts) -> list[Part]:
    """This function will call a member of staff to a customer in trouble."""
    name = writing.name(facts)
    zone = facts["zone"]
    body = [
        flex.text(writing.say(f"urgency.{facts['urgency']}"), weight="bold", size="lg", color=flex.ALERT),
        flex.fact(writing.say("words.customer"), name),
        flex.bullets([_group(writing, key) for key in facts["groups"]]),
    ]
    if facts.get("treatment"):
        done = writing.treatment(facts["treatment"])
        if facts.get("finished_at"):
            done = f"{done} · {writing.tongue.moment(facts['finished_at'], zone)}"
        body.append(flex.fact(writing.say("red_flag.done_treatment"), done))
    body.append(flex.fact(writing.say("red_flag.told"), writing.tongue.moment(facts["told_at"], zone)))
    body += _her_words(writing, facts)
    buttons = [
        writing.press(
            writing.say(f"red_flag.{label}"),
            action,
            facts["task_id"],
            shown=writing.say(f"red_flag.{label}_shown", name=name),
            style=style,
        )
        for label, action, style in (("accept", "accept", "primary"), ("done", "done", "secondary"))
    ]
    buttons.append(more_button(writing, facts, style="link"))
    contents = flex.bubble(
        writing.say("red_flag.title"),
        body,
        subtitle=str(facts.get("case_code") or ""),
        buttons=buttons,
        colour=flex.ALERT,
    )
    alt = "alt_legal" if set(facts["groups"]) == {"legal_threat"} else "alt"
    return [flex.card(writing.say(f"red_flag.{alt}", name=name), contents)]


def _her_words(writing: Writing, facts: Facts) -> list[Part]:
    """This function will show what she wrote, which may hold another wish, to whoever may read it."""
    if not facts.get("words"):
        return []
    if facts.get("hides_health"):
        return [flex.small(writing.say("red_flag.words_hidden"), margin="md")]
    return [flex.fact(writing.say("red_flag.words"), str(facts["words"]))]


def danger_told(writing: Writing, facts: Facts) -> list[Part]:
    """This function will call whoever can act to words of danger that staff or a stranger wrote."""
    writer = str(facts.get("writer_name") or writing.say("danger_told.stranger"))
    body = [
        flex.text(writing.say(f"urgency.{facts['urgency']}"), weight="bold", size="lg", color=flex.ALERT),
        flex.fact(writing.say("danger_told.writer"), writer),
        flex.bullets([_group(writing, key) for key in facts["groups"]]),
    ]
    if facts.get("words"):
        body.append(flex.fact(writing.say("danger_told.words"), str(facts["words"])))
    body.append(
        flex.fact(writing.say("red_flag.told"), writing.tongue.moment(facts["told_at"], facts["zone"]))
    )
    contents = flex.bubble(writing.say("danger_told.title"), body, colour=flex.ALERT)
    return [flex.card(writing.say("danger_told.alt", writer=writer), contents)]


def danger_passed_on(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a member of staff whether anybody was paged about their words, and whom to ring.

    Despair may be their own: it is met with the calm words and the line that a customer is given too.
    """
    words = [writing.say("danger_passed_on.text" if facts["paged"] else "danger_passed_on.nobody")]
    if line := facts.get("mental_health_line"):
        words.insert(0, writing.say("danger_passed_on.distress", line=str(line)))
    return flex.with_quick([flex.plain(" ".join(words))], writing.staff_menu())


def _group(writing: Writing, key: str) -> str:
    group = red_flag_groups().get(key)
    if group is None:
        return key
    return group.th if writing.tongue.language == "th" else group.en


def red_flag_customer(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a customer in trouble what to do now and whom to ring.

    Who is in despair is met with calm words and the line where somebody listens, before anything said of the body;
    who threatens to go to law is ill of nothing, and is told that those responsible know.
    """
    number, groups = str(facts["emergency_number"]), set(facts["groups"])
    if groups == {"legal_threat"}:
        return _law_customer(writing, facts)
    line = str(facts.get("mental_health_line") or "")
    urgency = _of_the_body(facts) if line else facts["urgency"]
    kinds = _kinds(urgency, despair=bool(line))
    body = [
        flex.text(writing.say(f"red_flag_customer.{kind}", number=number, line=line), margin="md")
        for kind in kinds
    ]
    buttons = [_call(writing, "call_emergency", number)]
    if line:
        buttons.insert(int(urgency == "emergency"), _call(writing, "call_listener", line))
    if facts.get("branch_phone"):
        clinic = flex.call(str(facts["branch_phone"]))
        buttons.append(flex.button(writing.say("red_flag_customer.call_clinic"), clinic, style="secondary"))
    contents = flex.bubble(writing.say("red_flag_customer.title"), body, buttons=buttons, colour=flex.ALERT)
    alt = ("alt_both" if urgency else "alt_distress") if line else "alt"
    return [flex.card(writing.say(f"red_flag_customer.{alt}", number=number, line=line), contents)]


def _of_the_body(facts: Facts) -> str | None:
    """This function will give how urgent what was told beside despair is; None where it was nothing of the body."""
    known = red_flag_groups()
    of_the_body = set(facts["groups"]) - {"distress", "legal_threat"}
    told = [known[key].urgency for key in of_the_body if key in known]
    if told:
        return min(told, key=list(Urgency).index).value
    return str(facts["urgency"]) if of_the_body else None


def _kinds(urgency: str | None, *, despair: bool) -> list[str]:
    """This function will name the paragraphs of the answer; despair is heard first, and nothing slower follows it."""
    if not despair:
        return [str(urgency)]
    if urgency is None:
        return ["distress"]
    pressing = urgency in (Urgency.EMERGENCY, Urgency.WITHIN_MINUTES)
    return ["distress", urgency if pressing else "beside_distress"]


def _call(writing: Writing, label: str, number: str) -> Part:
    return flex.button(writing.say(f"red_flag_customer.{label}", number=number), {**flex.call(number)})


def _law_customer(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell who threatens to go to law that those responsible were told."""
    phone = facts.get("branch_phone")
    clinic = flex.call(str(phone)) if phone else None
    buttons = (
        [flex.button(writing.say("red_flag_customer.call_clinic"), clinic, style="secondary")]
        if clinic
        else []
    )
    contents = flex.bubble(
        writing.say("red_flag_customer.legal_title"),
        [flex.text(writing.say("red_flag_customer.legal"))],
        buttons=buttons,
    )
    return [flex.card(writing.say("red_flag_customer.alt_legal"), contents)]
