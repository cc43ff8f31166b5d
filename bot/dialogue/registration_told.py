"""Whom a registration is told to: a person where it fails, and sales where a number is another customer's as well."""

from datetime import timedelta

from bot.dialogue import Talk
from bot.handover import call_for_person
from workflow.customers import close_question, hand_to_person, others_with_phone

SAME_PHONE, NO_NUMBER = "same_phone", "registration"
"""Why a person is called: words of the card `call_customer`."""


def tell_same_phone(talk: Talk) -> None:
    """This function will have a person look whether two customers are one. She is told nothing: it may be her mother."""
    others = others_with_phone(talk.session, customer=talk.customer)
    if others:
        call_for_person(
            talk.session,
            customer=talk.customer,
            why=SAME_PHONE,
            words=None,
            key=f"{SAME_PHONE}:{talk.event.id}",
            now=talk.now,
            rules=talk.kit.rules,
            wish={"others": [{"name": one.name, "code": one.code} for one in others]},
        )


def hand_over(talk: Talk, *, tries: int) -> None:
    """This function will give the talk to a person, who is told what was tried and not what was typed."""
    call_for_person(
        talk.session,
        customer=talk.customer,
        why=NO_NUMBER,
        words=None,
        key=f"{NO_NUMBER}:{talk.event.id}",
        now=talk.now,
        rules=talk.kit.rules,
        wish={"tried": {"steps": [{"asked": "phone", "guesses": []}] * tries, "question": None}},
    )
    close_question(talk.identity)
    hand_to_person(talk.identity, talk.now + timedelta(minutes=talk.kit.settings.human_minutes))
    talk.say("handed_to_person", {"why": NO_NUMBER})
