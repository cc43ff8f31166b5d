"""Giving up a booking in the middle of it: what was held for it is given back, and all else she wished stays."""

from uuid import UUID

from bot.dialogue.became import agreed_time
from bot.dialogue.booking_treatment import BOOKING
from bot.dialogue.form import Form
from bot.dialogue.further import EARLIER, follow_up
from bot.dialogue.talk import Talk
from bot.dialogue.wish import LEFT, told_of, waiting_wishes
from bot.turns.choose import give_back
from bot.wording.cancel_words import keeps_as_it_is
from workflow.cases import case
from workflow.tasks import finish_calls_about_time


def give_up(talk: Talk, form: Form) -> None:
    """This function will say that nothing was booked, and what stays; nobody calls her about a wish that she has given up.

    A time that is held for what she gives up is given back, unless she only leaves it where it is.
    """
    given_back = None
    case_id = talk.filled.get("case_id")
    if case_id is not None and not keeps_as_it_is(talk.event.text):
        found = case(talk.session, case_id=UUID(case_id))
        given_back = give_back(
            talk.session, person=talk.person, found=found, cause=talk.event.id, now=talk.now
        )
    follow_up(talk, form)
    if not talk.filled.get(EARLIER):
        finish_calls_about_time(
            talk.session,
            customer_id=talk.customer.id,
            by=talk.person.actor(talk.customer.clinic_id),
            now=talk.now,
            only_resting=True,
        )
    stay = [one for one in waiting_wishes(talk) if one.stands != LEFT]
    data = {
        "form": BOOKING,
        "zone": talk.place.zone,
        "given_back": given_back.isoformat() if given_back is not None else None,
        "agreed": agreed_time(talk),
        "stay": told_of(talk, stay),
    }
    talk.say("form_stopped", data)
