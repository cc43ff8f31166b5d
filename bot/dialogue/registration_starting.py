"""How a registration begins: by a wish for it, or by the button that offers it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from bot.dialogue import CONFIRM, Talk, named_in, new_state, proceed, registration
from bot.events import Incoming
from bot.turns.kit import Turn, TurnKit, named
from bot.wording.contact_words import changes_said, number_said, removes_number, tells_of_another
from workflow.access import Person
from workflow.customers import Customer, form_to_resume, open_form

_FORM = registration.FORM
_NOT_RESUMED = frozenset({CONFIRM, "failed", "phones", "told_apart"})


def start(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin with what is known already, pick up what was left, and take what the words name."""
    talk = begun(session, kit=kit, person=person, event=event, now=now)
    wanted = changes_said(event.text)
    if wanted or talk.customer.registered_at is not None:
        take_over_what_is_kept(talk)
    if pick_up(talk) and open_form(talk.identity, talk.now) is None:
        talk.note("picked_up")
    for name in wanted:
        talk.filled.pop(name, None)
    if "birthday" in wanted and not registration.may_keep_birthday(talk):
        talk.note("birthday_for_greetings")
    if is_to_be_removed(event, talk.customer):
        talk.filled["phone"] = registration.REMOVE
    take_named(talk)
    proceed(talk, _FORM)


def begun(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> Talk:
    """This function will begin a registration in which nothing stands yet."""
    state = new_state(registration.REGISTRATION, event)
    return Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)


def take_named(talk: Talk, *, only: Collection[str] = frozenset(_FORM.by_name)) -> None:
    """This function will take what words name of these slots."""
    entities = named_in(talk)
    for slot in _FORM.slots:
        if slot.name in only and (read := slot.read(talk, entities)) is not None:
            slot.take(talk, read)


def is_number(event: Incoming, meaning: str | None) -> bool:
    """This function will say whether words give a number and want nothing else."""
    is_all = number_said(event.text) is not None or (meaning is None and not tells_of_another(event.text))
    return is_all and named(event, "phone") is not None


def is_to_be_removed(event: Incoming, customer: Customer) -> bool:
    """This function will say whether words ask that the number which is kept of her be forgotten."""
    return customer.phone is not None and removes_number(event.text)


def take_over_what_is_kept(talk: Talk) -> None:
    """This function will fill in what she told before: only what she wants otherwise, or never told, is asked."""
    talk.filled["name"] = talk.customer.name
    if talk.customer.phone is not None:
        talk.filled["phone"] = registration.NO
    if talk.customer.registered_at is not None or talk.customer.birthday is not None:
        talk.filled["birthday"] = registration.NO


def pick_up(talk: Talk) -> bool:
    """This function will take over what she had told before she left the form; whether that was anything."""
    left = form_to_resume(talk.identity, talk.now, kind=registration.REGISTRATION)
    kept = {name: said for name, said in left.filled.items() if name not in _NOT_RESUMED} if left else {}
    talk.filled.update(kept)
    return bool(kept)


BY_INTENT: Mapping[str, Turn] = MappingProxyType({"register": start})
BY_BUTTON: Mapping[str, Turn] = MappingProxyType({"register": start})
