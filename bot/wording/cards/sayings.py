"""Short answers in words only, for customers and for staff; and every "no", politely."""

from bot.wording import flex
from bot.wording.cards.booking import wished
from bot.wording.cards.choosing import day_buttons, with_closed
from bot.wording.cards.health import passed_on
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

# Sayings that need no facts, by kind: the sentence, and whether the camera is offered beside it.
PLAIN = {
    "unsubscribed": ("unsubscribed.text", False),
    "promotions": ("promotions.text", False),
    "referral": ("referral.text", False),
    "bot_answers": ("bot_answers.text", False),
    "thanks": ("thanks.text", False),
    "goodbye": ("goodbye.text", False),
    "sticker_seen": ("sticker_seen.text", True),
    "nothing_open": ("nothing_open.text", True),
    "no_appointment": ("no_appointment.text", False),
    "not_understood": ("not_understood.text", True),
    "say_otherwise": ("say_otherwise.text", False),
    "failed": ("failed.text", False),
}


def plain(writing: Writing, facts: Facts, *, kind: str) -> list[Part]:
    """This function will say one sentence and offer the menu."""
    del facts
    key, camera = PLAIN[kind]
    return flex.with_quick([flex.plain(writing.say(key))], writing.customer_menu(camera=camera))


def answer_uncertain(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that an answer of ours may not have come: nobody can know, and it is not sent twice."""
    del facts
    return [flex.plain(writing.say("answer_uncertain.text"))]


def handed_to_person(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say that a person takes over, and why."""
    choose = facts.get("choose")
    can_choose = bool(choose and choose["days"])
    if facts["why"] == "asks_health":
        return [flex.plain(passed_on(writing, facts))]
    words = writing.say(f"handed_to_person.{facts['why']}{'_choose' * can_choose}")
    if facts["why"] == "wants_to_cancel" and facts.get("starts_at"):
        agreed = writing.tongue.moment(facts["starts_at"], facts["zone"])
        words = f"{words} {writing.say('handed_to_person.still_agreed', when=agreed)}"
    if when := wished(writing, facts):
        words = f"{words}\n{writing.say('handed_to_person.wish', when=when)}"
    if not choose or not can_choose:
        return [flex.plain(words)]
    words = with_closed(writing, choose, f"{words}\n{writing.say('handed_to_person.choose')}")
    return flex.with_quick([flex.plain(words)], day_buttons(writing, choose))


def cannot_read_kind(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say honestly what we cannot read."""
    what = writing.choice("cannot_read_kind", facts["what"])
    return flex.with_quick(
        [flex.plain(writing.say("cannot_read_kind.text", what=what))], writing.customer_menu()
    )


def refused(writing: Writing, facts: Facts) -> list[Part]:
    """This function will say no politely, with what to do instead where the rules know it, and a way to go on."""
    words = _why(writing, str(facts["code"]), facts.get("facts") or {}, str(facts.get("zone") or "UTC"))
    if whose := facts.get("whose"):
        words = writing.say("refused.not_yours_but", who=writing.tongue.name(whose))
    if state := facts.get("now"):
        words = f"{words}\n{_stands(writing, state)}"
    ways: list[Part] = []
    if case_id := facts.get("book_case_id"):
        ways.append(writing.press_quick(writing.say("call_customer.open"), "book", case_id))
    if case_id := facts.get("choose_case_id"):
        ways.append(writing.press_quick(writing.say("time_held.other"), "my_days", case_id))
    menu = writing.staff_menu() if facts.get("is_staff") else writing.customer_menu(camera=False)
    return flex.with_quick([flex.plain(words)], [*ways, *menu])


def _stands(writing: Writing, state: Facts) -> str:
    """This function will say how a case stands by now."""
    stage = writing.choice("stage", state["stage"])
    if state.get("starts_at"):
        stage = f"{stage} {writing.tongue.moment(state['starts_at'], state['zone'])}"
    return writing.say("refused.now", name=writing.name(state), stage=stage)


def _why(writing: Writing, code: str, facts: Facts, zone: str) -> str:
    words = writing.choice("refused", code)
    if code == "already_accepted" and (holder := facts.get("holder")):
        return writing.say("refused.already_accepted_by", who=writing.tongue.name(str(holder)))
    if code == "illegal_move" and writing.tongue.has(f"stage.{facts.get('stage')}"):
        return writing.say("refused.illegal_move_stage", stage=writing.say(f"stage.{facts['stage']}"))
    if code == "wrong_performer" and (names := facts.get("who_can")):
        who = ", ".join(writing.tongue.name(name) for name in names)
        return f"{words}\n{writing.say('refused.wrong_performer_who', who=who)}"
    if code == "branch_closed" and (why := writing.tongue.of(facts, "name")):
        day = writing.tongue.day(str(facts["day"]), zone)
        return writing.say("refused.branch_closed_on", day=day, why=why)
    if (earliest := facts.get("earliest_at")) and writing.tongue.has(f"refused.{code}_at"):
        when = writing.tongue.moment(str(earliest), zone)
        return f"{words}\n{writing.say(f'refused.{code}_at', when=when)}"
    return words


def staff_hello(writing: Writing, facts: Facts) -> list[Part]:
    """This function will greet a member of staff with what is waiting."""
    words = writing.say("staff_hello.text", name=writing.name(facts, "name"), count=facts["count"])
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def staff_not_understood(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a member of staff what can be done here."""
    del facts
    return flex.with_quick([flex.plain(writing.say("staff_not_understood.text"))], writing.staff_menu())


def joined(writing: Writing, facts: Facts) -> list[Part]:
    """This function will welcome a member of staff whose account has become known."""
    roles = ", ".join(writing.say(f"role.{role}") for role in facts["roles"])
    words = writing.say("joined.text", name=writing.name(facts, "name"), roles=roles)
    return flex.with_quick([flex.plain(words)], writing.staff_menu())


def admin_link(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the one-time link to the owner's pages: to the first, or to the one that was asked for."""
    to = facts.get("to")
    open_page = flex.button(
        writing.say("admin_link.open"), flex.open_link(writing.links.sign_in(facts["token"], to=to))
    )
    title = (
        writing.say("admin_link.away", name=writing.name(facts, "name")) if to else writing.say("menu.admin")
    )
    contents = flex.bubble(title, [flex.text(writing.say("admin_link.text"))], buttons=[open_page])
    return [flex.card(writing.say("admin_link.alt"), contents)]


def group_hello(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask for a private talk; nothing personal is said in a group."""
    del facts
    return [flex.plain(writing.say("group_hello.text"))]
