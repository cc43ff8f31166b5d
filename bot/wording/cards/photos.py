"""Photos: how to take one, why one cannot be read, and whose it is when staff send it."""

from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

_CHOICES = 10


def how_to_scan(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell how to take a photo that can be read."""
    del facts
    return flex.with_quick([flex.plain(writing.say("how_to_scan.text"))], writing.customer_menu())


def photo_unreadable(writing: Writing, facts: Facts) -> list[Part]:
    """This function will give the one reason why a photo cannot be read, and the one tip."""
    name = facts.get("customer_name")
    intro = (
        writing.say("photo_unreadable.intro_staff", name=writing.tongue.name(name))
        if name
        else writing.say("photo_unreadable.intro")
    )
    words = f"{intro}\n{writing.choice('photo_unreadable', facts['reason'])}"
    return flex.with_quick([flex.plain(words)], writing.staff_menu() if name else writing.customer_menu())


def whose_photo(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask whose photo it is; `key` says how: at first, of several found, or nobody found."""
    words = writing.say(f"whose_photo.{facts.get('found') or 'text'}", words=facts.get("words") or "")
    items = [
        writing.press_quick(
            writing.say("whose_photo.choice", name=flex.clip(one["name"], 12), code=one["code"]),
            "photo_of",
            one["id"],
            shown=writing.say("whose_photo.shown", name=writing.name(one, "name")),
            m=facts["message_id"],
        )
        for one in facts["customers"][:_CHOICES]
    ]
    return flex.with_quick([flex.plain(words)], items)


def photo_kept_for(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell staff that the photo is being read."""
    return [flex.plain(writing.say("photo_kept_for.text", name=writing.name(facts)))]


def customer_not_consented(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell staff that this customer has to agree first."""
    words = writing.say("customer_not_consented.text", name=writing.name(facts), code=facts["customer_code"])
    return flex.with_quick([flex.plain(words)], writing.staff_menu())
