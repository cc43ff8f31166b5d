"""How a customer comes in: LINE says who she is, and her browser gets a session of our own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from fastapi import Request, Response
from sqlalchemy.orm import Session

from portal.id_tokens import LiffChannel, verify_id_token
from workflow.access import WebSession, open_web_session, web_session, who_is
from workflow.refusal import NotFound
from workflow.unit_of_work import Sessions, in_transaction

_TWELVE_HOURS = 12 * 3600  # as long as the session may last at most, workflow/access

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A customer with a live session, at the door she came in by."""

    clinic_id: UUID
    customer_id: UUID
    channel_id: UUID


@dataclass(frozen=True, kw_only=True)
class Door:
    """The way into the portal.

    Attributes:
        sessions: The store.
        clock: Gives the present, aware UTC.
        channels: The doors by their key, as it stands in the page's address.
        secure_cookies: The pages are served over https; False only for the demo on a loopback address.
    """

    sessions: Sessions
    clock: Callable[[], datetime]
    channels: Mapping[str, LiffChannel]
    secure_cookies: bool

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers hold `__Host-` to https, this host and the whole path."""
        return "__Host-aura_customer" if self.secure_cookies else "aura_customer"

    def guest(self, request: Request, channel: LiffChannel) -> Guest | None:
        """This will give the customer who asks; None without a live session of this very clinic."""
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        now = self.clock()

        def find(session: Session) -> WebSession | None:
            return web_session(session, cookie_token=token, now=now)

        # A cookie tells no clinic; the session found by it does, and must be of this door's.
        found = in_transaction(self.sessions, find, clinic_id=None)
        if found is None or found.customer_id is None or found.clinic_id != channel.clinic_id:
            return None
        return Guest(clinic_id=found.clinic_id, customer_id=found.customer_id, channel_id=channel.channel_id)

    def let_in(self, channel: LiffChannel, id_token: str, answer: Response) -> None:
        """This will sign in the customer an id token is about.

        Raises:
            IdTokenRefusedError: The token cannot be believed.
            KeysUnavailableError: Nobody can tell now.
            NotFound: It can, but she is no customer of this clinic (a stranger, or staff).
        """
        now = self.clock()
        user_id = verify_id_token(id_token, channel=channel, now=now)

        def open_session(session: Session) -> str:
            person = who_is(session, channel_id=channel.channel_id, external_id=user_id)
            if person.customer is None:
                raise NotFound
            return open_web_session(session, customer=person.customer, now=now)[1]

        token = in_transaction(self.sessions, open_session, clinic_id=channel.clinic_id)
        answer.set_cookie(
            self.cookie,
            token,
            max_age=_TWELVE_HOURS,
            path="/",
            secure=self.secure_cookies,
            httponly=True,
            samesite="lax",
        )
