"""Staff who write that they are ill, or want a day off: whoever leads hears of it, and nothing changes without them."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.events import Incoming
from bot.leading import leading
from bot.turns.kit import TurnKit, answer, named, press_of, ref_of, staff_of
from workflow.access import Person, Staff, branch, make_sign_in_link, staff_member
from workflow.notices import NoticePurpose, tell_staff
from workflow.refusal import NotAllowed

ASK_FOR_LEAVE = "request_leave"
LONGEST_WORDS = 200


def ask_for_leave(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will pass the wish for a day off on to who leads, with the way to the page that notes it.

    Who leads notes her own days off herself.
    """
    del kit
    staff = staff_of(person)
    zone = branch(session, branch_id=staff.branch_id).zone
    wish: dict[str, Any] = {
        "staff_id": str(staff.id),
        "name": staff.name,
        "on": _day(event, today=now.astimezone(ZoneInfo(zone)).date()),
        "zone": zone,
        "words": event.text[:LONGEST_WORDS],
    }
    if staff.leads:
        answer(session, person=person, event=event, kind="leave_own", data=wish, now=now)
        return
    told = [
        one.name
        for one in leading(session, branch_id=staff.branch_id)
        if tell_staff(
            session,
            staff_id=one.id,
            kind="leave_asked",
            purpose=NoticePurpose.STAFF,
            data=wish,
            key=f"leave:{event.id}:{one.id}",
            now=now,
        )
    ]
    data = {**wish, "told": told}
    answer(session, person=person, event=event, kind="leave_passed_on", data=data, now=now)


def open_away_page(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will give who leads the way to the page that notes somebody's days off, filled in."""
    del kit
    staff = staff_of(person)
    if not staff.leads:
        raise NotAllowed
    absent: Staff = staff_member(session, staff_id=ref_of(event))
    page = f"/admin/staff/{absent.id}/away"
    if day := press_of(event).extra.get("d"):
        page += "?" + urlencode({"since": day, "until": day})
    data = {"token": make_sign_in_link(session, staff=staff, now=now), "to": page, "name": absent.name}
    answer(session, person=person, event=event, kind="admin_link", data=data, now=now)


def _day(event: Incoming, *, today: date) -> str | None:
    """This function will give the day that her words name; None where they name none, or one that is over."""
    try:
        day = date.fromisoformat(named(event, "date") or "")
    except ValueError:
        return None
    return day.isoformat() if day >= today else None
