"""Taking back a wish for a time, or the day of it: what was held is given back, and whoever was to call her is told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.dialogue.became import agreed_time
from bot.dialogue.booking_treatment import BOOKING, key_of, known_of
from bot.dialogue.further import EARLIER
from bot.dialogue.talk import Talk
from bot.dialogue.wish import ASKED, HELD, LEFT, Wish, noted_wishes, told_of, waiting_wishes
from bot.handover import call_off, call_off_one, note_on_calls
from bot.turns.choose import give_back
from workflow.cases import open_case_of
from workflow.customers import form_to_resume, keep_form


def take_back(talk: Talk, wishes: Sequence[Wish]) -> None:
    """This function will take back what she wished, and say so; what else she wishes stays, and that is said too."""
    stay = [one for one in waiting_wishes(talk) if one not in wishes]
    facts: dict[str, Any] = {}
    for one in wishes:
        facts = {**facts, **one.facts}
    told = {**known_of(talk, facts)} if len(wishes) == 1 else known_of(talk, {})
    is_told = any(one.stands == HELD for one in wishes) and _gives_back(talk)
    _leave_in_form(talk, [one for one in stay if one.stands == LEFT])
    if any(one.stands != HELD for one in stay):
        _keep_only(talk, stay, told)
    else:
        call_off(talk.session, customer=talk.customer, is_told=is_told, key=str(talk.event.id), now=talk.now)
    data = {"known": told, "zone": talk.place.zone, "stay": told_of(talk, stay), "agreed": agreed_time(talk)}
    talk.say("wish_withdrawn", data)


def take_out(talk: Talk, wish: Wish, keys: Collection[str]) -> None:
    """This function will take some treatments out of a wish for several, which staff have; the others stay wished for."""
    named = [key for key in (wish.facts.get("treatment"), *wish.facts.get("others", ())) if key]
    kept = [key for key in dict.fromkeys(named) if key not in keys]
    gone = [key for key in dict.fromkeys(named) if key in keys]
    now_wished = {**wish.facts, "treatment": kept[0], "others": kept[1:]}
    noted = noted_wishes(talk.session, customer_id=talk.customer.id)
    wishes = [now_wished if key_of(talk, one) == wish.key else one for one in noted]
    told = known_of(talk, {"treatment": gone[0], "others": gone[1:]})
    stay = [{"state": ASKED, "known": known_of(talk, one)} for one in wishes]
    call_off_one(
        talk.session,
        customer=talk.customer,
        wish=_as_noted(wishes),
        told={"known": told, "stay": stay, "zone": talk.place.zone},
        key=str(talk.event.id),
        now=talk.now,
    )
    data = {"known": told, "zone": talk.place.zone, "stay": stay, "agreed": agreed_time(talk)}
    talk.say("wish_withdrawn", data)


def forget_day(talk: Talk, wish: Wish) -> None:
    """This function will let go of the day of a wish that suits her no more; the wish itself stays."""
    if wish.stands == HELD:
        _gives_back(talk)
    elif wish.stands == ASKED:
        noted = noted_wishes(talk.session, customer_id=talk.customer.id)
        for one in (one for one in noted if key_of(talk, one) == wish.key):
            one.pop("day", None)
            one.pop("time", None)
        note_on_calls(talk.session, customer_id=talk.customer.id, wish=_as_noted(noted))


def _leave_in_form(talk: Talk, stay: Sequence[Wish]) -> None:
    """This function will leave in the form what of it stays; with nothing left it is closed."""
    left = form_to_resume(talk.identity, talk.now, kind=BOOKING)
    if left is None:
        return
    if not stay:
        talk.close()
        return
    left.filled.clear()
    left.filled.update({**stay[0].facts, EARLIER: [dict(one.facts) for one in stay[1:]]})
    keep_form(talk.session, identity=talk.identity, state=left, now=talk.now, lasts=timedelta(0))


def _as_noted(wishes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """This function will write several wishes as one note: the newest, and those before it."""
    return {**wishes[0], EARLIER: [dict(one) for one in wishes[1:]]} if wishes else {}


def _keep_only(talk: Talk, stay: Sequence[Wish], gone: Mapping[str, Any]) -> None:
    """This function will leave with staff what stays, and tell whoever has heard of it what is wished no more."""
    call_off_one(
        talk.session,
        customer=talk.customer,
        wish=_as_noted([one.facts for one in stay if one.stands == ASKED]),
        told={"known": gone, "stay": told_of(talk, stay), "zone": talk.place.zone},
        key=str(talk.event.id),
        now=talk.now,
    )


def _gives_back(talk: Talk) -> bool:
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    if found is None:
        return False
    held = give_back(talk.session, person=talk.person, found=found, cause=talk.event.id, now=talk.now)
    return held is not None
