"""Passing a wish for a time on to staff: whoever calls her knows all of her wishes, and none of them is put aside by the next."""

from typing import Any

from bot.dialogue.booking_treatment import known, known_of
from bot.dialogue.further import EARLIER, FACTS
from bot.dialogue.talk import Talk
from bot.dialogue.wish import IN_PLACE_OF, MOST_KEPT, noted_wishes
from bot.handover import call_for_person
from bot.turns.to_person import CHOOSES_WITHIN
from workflow.tasks import Task, note_wish, wake_calls_about_time


def call(talk: Talk, *, why: str, words: str | None, key: str, rests: bool = False) -> Task | None:
    """This function will have somebody call her, with all she has wished for so far; the call, or None if nobody is there.

    Args:
        talk: The turn.
        why: What she wants of her time.
        words: What she wrote.
        key: What caused it.
        rests: Whether she goes on by herself for a while, so that nobody need call until then.
    """
    wished = known(talk)
    wish: dict[str, Any] = {"wish_date": wished["day"], "wish_time": wished["time"]}
    if beside := {name: wished[name] for name in ("others", "people") if wished[name]}:
        wish["beside"] = beside
    if wished.get("branch"):
        wish["wish_branch"] = wished["branch"]
    if wished["treatment"] and "case_id" not in talk.filled:
        wish |= {f"wish_treatment_{word}": wished["treatment"][f"name_{word}"] for word in ("th", "en")}
    if others := [*_kept(talk), *talk.filled.get(EARLIER, ())]:
        wish |= {"earlier": [known_of(talk, one) for one in others], "zone": talk.place.zone}
    return call_for_person(
        talk.session,
        customer=talk.customer,
        why=why,
        words=words,
        key=f"{key}:{talk.event.id}",
        now=talk.now,
        wish=wish,
        rules=talk.kit.rules,
        not_before=talk.now + CHOOSES_WITHIN if rests else None,
    )


def pass_on(talk: Talk) -> None:
    """This function will tell sales all she wishes, at once: her call need not rest any longer."""
    wake_calls_about_time(talk.session, customer_id=talk.customer.id, rules=talk.kit.rules, now=talk.now)
    kept = _kept(talk)
    asked = call(talk, why="wants_to_book", words=None, key="booking")
    if asked is not None:
        wish = {name: talk.filled.get(name) for name in FACTS if name != "case_id"}
        note_wish(talk.session, asked, wish={**wish, EARLIER: kept})
    earlier = [known_of(talk, one) for one in kept]
    talk.say("booking_asked", {"known": known(talk), "zone": talk.place.zone, "earlier": earlier})


def _kept(talk: Talk) -> list[dict[str, Any]]:
    """This function will give what she wished before and wishes still: all but what this wish is put in the place of."""
    gone = {talk.filled.get("treatment") or None, *talk.filled.get(IN_PLACE_OF, ())}
    noted = noted_wishes(talk.session, customer_id=talk.customer.id)
    return [one for one in noted if (one.get("treatment") or None) not in gone][:MOST_KEPT]
