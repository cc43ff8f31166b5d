"""Words of danger: they come before every other turn, at any hour, whoever writes them and whoever has the talk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.handover import tells_of_health
from bot.turns import staff_table
from bot.turns.kit import Turn, TurnKit, answer, customer_of, identity_of
from bot.turns.language import follow_words
from bot.turns.staff_words import staff_words
from nlu import red_flags_in
from workflow.access import Person, branch_of
from workflow.customers import close_form, open_question
from workflow.follow_ups import (
    Told,
    line_to_talk_to,
    page_of_danger,
    pressing_groups,
    raise_red_flag,
    scoped_flags,
)


def urgent_turn(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Turn | None:
    """This function will give the turn of words of danger; None where there are none.

    Args:
        session: The turn's session.
        kit: What turns have at hand.
        person: Who wrote; nobody known for a stranger.
        event: What was written.
        now: Aware UTC.
    """
    if not flags_in(session, kit=kit, person=person, event=event, now=now):
        return None
    return danger_told if person.customer is None else red_flag


def flags_in(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> Sequence[str]:
    """This function will name the red flags in somebody's words: those that can concern her, if a customer wrote."""
    groups = red_flags_in(event.text, kit.phrases) if event.text else ()
    if not groups:
        return ()
    if person.customer is None:
        return pressing_groups(groups, of_staff=person.staff is not None)
    return scoped_flags(session, customer_id=person.customer.id, groups=groups, now=now)


def red_flag(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will reach a person of the clinic, and tell the customer what to do meanwhile."""
    customer = customer_of(person)
    follow_words(person, event)
    # What was being filled in is beside the point now; nothing may be asked again behind what she must do.
    close_form(identity_of(person))
    groups = list(flags_in(session, kit=kit, person=person, event=event, now=now))
    by = person.actor(customer.clinic_id)
    # What is said in a group is answered in her own chat, where the group's token does not lead.
    reply = event.reply if event.is_private else None
    told = Told(
        cause=str(event.id), by=person.identity, reply=reply, tells_health=tells_of_health(event.text)
    )
    raise_red_flag(session, customer=customer, groups=groups, now=now, by=by, told=told, text=event.text)


def danger_told(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will page whoever can act about words of staff or of a stranger.

    In a group nothing is said. To staff it is said that the page went out, unless their words answer a question of
    ours, as the reason for which a treatment was stopped: then they are taken as that too.
    """
    groups = flags_in(session, kit=kit, person=person, event=event, now=now)
    paged = page_of_danger(
        session,
        groups=groups,
        words=event.text,
        writer=person.staff,
        place=branch_of(session, person=person),
        cause=str(event.id),
        now=now,
    )
    if person.staff is None or person.identity is None or not event.is_private or event.is_standby:
        return
    question = open_question(person.identity, now)
    if question is not None and question["kind"] in staff_table.BY_QUESTION:
        staff_words(session, kit=kit, person=person, event=event, now=now)
        return
    data = {"paged": paged, **line_to_talk_to(groups)}
    answer(session, person=person, event=event, kind="danger_passed_on", data=data, now=now)
