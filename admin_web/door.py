"""Who may come in: a cookie is looked up on every request, and nobody but owners and managers passes."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from fastapi import HTTPException, Request, Response
from sqlalchemy.orm import Session

from insights.workplace import Workplace, workplace_of
from workflow.access import WebSession, end_web_session, use_sign_in_link, web_session
from workflow.actor import Actor, Role
from workflow.unit_of_work import Sessions, in_transaction

MAY_LOOK = frozenset({Role.OWNER, Role.MANAGER})
SIGN_IN = "/admin/sign-in"
_TWELVE_HOURS = 12 * 3600  # as long as the session may last at most, workflow/access


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """An owner or manager with a live session."""

    web_session_id: uuid.UUID
    clinic_id: uuid.UUID
    workplace: Workplace

    @property
    def actor(self) -> Actor:
        """Who they are to the rules."""
        return Actor.staff(self.clinic_id, self.workplace.staff_id, self.workplace.roles)


@dataclass(frozen=True, kw_only=True)
class Door:
    """The way into the owner's pages.

    Attributes:
        sessions: The store.
        clock: Gives the present, aware UTC.
        secure_cookies: The pages are served over https; False only for the demo on a loopback address.
    """

    sessions: Sessions
    clock: Callable[[], datetime]
    secure_cookies: bool

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers hold `__Host-` to https, this host and the whole path."""
        return "__Host-aura_staff" if self.secure_cookies else "aura_staff"

    def visitor(self, request: Request) -> Visitor:
        """This will give who asks, or send them to the sign-in page.

        Raises:
            HTTPException: Nobody is signed in (303), or somebody who may not look (303).
        """
        found = self._look_up(request)
        if found is None:
            turn_away("over" if self.cookie in request.cookies else None)
        if not found.workplace.roles & MAY_LOOK:
            turn_away("role")
        return found

    def visitor_or_none(self, request: Request) -> Visitor | None:
        """This will give who asks, or None if they may not look."""
        found = self._look_up(request)
        return found if found and found.workplace.roles & MAY_LOOK else None

    def let_in(self, token: str, answer: Response) -> None:
        """This will use a sign-in link, once, and give the browser its cookie.

        Raises:
            SignInLinkDead: The link is unknown, used or too old.
        """
        now = self.clock()

        def use(session: Session) -> str:
            return use_sign_in_link(session, token=token, now=now)[1]

        # A link is known by its token only; the session it opens says for which clinic.
        cookie_token = in_transaction(self.sessions, use, clinic_id=None)
        answer.set_cookie(
            self.cookie,
            cookie_token,
            max_age=_TWELVE_HOURS,
            path="/",
            secure=self.secure_cookies,
            httponly=True,
            samesite="lax",
        )

    def let_out(self, request: Request, answer: Response) -> None:
        """This will end the session, here and on the server."""
        now = self.clock()

        def end(session: Session) -> None:
            found = web_session(session, cookie_token=request.cookies.get(self.cookie, ""), now=now)
            if found is not None:
                end_web_session(session, web_session_id=found.id, now=now)

        in_transaction(self.sessions, end, clinic_id=None)
        answer.delete_cookie(self.cookie, path="/", secure=self.secure_cookies, httponly=True, samesite="lax")

    def _look_up(self, request: Request) -> Visitor | None:
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        now = self.clock()

        def find(session: Session) -> WebSession | None:
            return web_session(session, cookie_token=token, now=now)

        found = in_transaction(self.sessions, find, clinic_id=None)
        if found is None or found.staff_id is None:
            return None
        staff_id = found.staff_id

        def where(session: Session) -> Workplace:
            return workplace_of(session, staff_id=staff_id)

        workplace = in_transaction(self.sessions, where, clinic_id=found.clinic_id)
        return Visitor(web_session_id=found.id, clinic_id=found.clinic_id, workplace=workplace)


def turn_away(why: str | None) -> NoReturn:
    """This will send a browser to the sign-in page, which says why."""
    raise HTTPException(303, headers={"Location": SIGN_IN if why is None else f"{SIGN_IN}?why={why}"})
