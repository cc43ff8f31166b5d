"""Doors for staff: the code that makes their account known, and the owner's way to the web pages."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.turns.kit import TurnKit, answer, staff_of
from workflow.access import Person, make_sign_in_link, redeem_invite, who_is
from workflow.actor import Role
from workflow.refusal import NotAllowed, Refusal

_CODE = re.compile(r"^\s*AURA([-\s]*[0-9A-Z]{4}){2,4}\s*$", re.IGNORECASE)


def looks_like_code(text: str) -> bool:
    """This function will say whether the words are an invitation code, right or wrong."""
    return _CODE.match(text) is not None


def join(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will make the account known as the invited member of staff's.

    A refusal is answered here and not by the inbox: the count of wrong codes must be committed.
    """
    del kit
    clinic_id = session.info["clinic_id"]
    try:
        staff = redeem_invite(
            session,
            channel_id=event.channel_id,
            clinic_id=clinic_id,
            external_id=event.person,
            code=event.text,
            now=now,
        )
    except Refusal as refusal:
        known = who_is(session, channel_id=event.channel_id, external_id=event.person)
        said: dict[str, Any] = {
            "code": refusal.code,
            "facts": {},
            "zone": None,
            "is_staff": person.staff is not None,
        }
        answer(session, person=known, event=event, kind="refused", data=said, now=now)
        return
    known = who_is(session, channel_id=event.channel_id, external_id=event.person)
    data = {"name": staff.name, "roles": list(staff.roles)}
    answer(session, person=known, event=event, kind="joined", data=data, now=now)


def open_admin(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will give an owner or manager the link that signs them in, once."""
    del kit
    staff = staff_of(person)
    if staff.role_set.isdisjoint({Role.OWNER, Role.MANAGER}):
        raise NotAllowed
    token = make_sign_in_link(session, staff=staff, now=now)
    answer(session, person=person, event=event, kind="admin_link", data={"token": token}, now=now)


def staff_not_understood(
    session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime
) -> None:
    """This function will tell a member of staff what can be done here."""
    del kit
    answer(session, person=person, event=event, kind="staff_not_understood", data={}, now=now)
