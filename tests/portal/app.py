"""The customer's page as an app of its own, with a LINE that signs id tokens by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from admin_web import Changes, PageGuard, make_assets_router
from portal import LiffChannel, make_router, page_sources
from tests.insights.cast import NOW
from workflow.scans import FolderPhotos
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from sqlalchemy.orm import Session, sessionmaker

    from tests.insights.cast import Cast
    from workflow.customers import Customer

    T = TypeVar("T")

NODE_MODULES = Path(__file__).parents[2] / "node_modules"
LOGIN, SECRET = "2000000001", "0123456789abcdef0123456789abcdef"
FAKE_SDK = "/liff/static/liff-fake.js?tokens=/demo/liff-token"


def line_key(key_id: str = "k1") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": key_id, "alg": "ES256", "use": "sig"})


KEY = line_key()


def claims_of(user_id: str, **changed: object) -> dict[str, Any]:
    """What LINE says of a person in an id token."""
    now = int(NOW.timestamp())
    return {
        "iss": "https://access.line.me",
        "sub": user_id,
        "aud": LOGIN,
        "exp": now + 3600,
        "iat": now,
        "name": "Mali",
        **changed,
    }


def signed(claims: dict[str, Any], key: ECKey = KEY) -> str:
    """An id token as LIFF gives it."""
    return jwt.encode({"alg": "ES256", "typ": "JWT", "kid": "k1"}, claims, key)


def signed_with_secret(claims: dict[str, Any], secret: str = SECRET) -> str:
    """An id token as LINE Login on the web gives it."""
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(secret))


@dataclass
class Portal:
    """A running portal."""

    sessions: sessionmaker[Session]
    cast: Cast
    folder: Path
    sdk: str = FAKE_SDK
    now: datetime = NOW
    token: str | None = None

    def __post_init__(self) -> None:
        self.photos = FolderPhotos(self.folder, clock=lambda: NOW)
        self.channel = LiffChannel(
            clinic_id=self.cast.clinic_id,
            channel_id=self.cast.channel.id,
            login_channel_id=LOGIN,
            login_channel_secret=SECRET,
            liff_id=f"{LOGIN}-abcdefgh",
            keys=lambda: {"keys": [KEY.as_dict(private=False)]},
        )
        self.changes = Changes(self.sessions, every=0.2)
        self.doors = {"anan": self.channel}
        self.app = FastAPI()
        self.app.include_router(make_assets_router(NODE_MODULES))
        self.app.include_router(
            make_router(
                sessions=self.sessions,
                clock=lambda: self.now,
                changes=self.changes,
                channels=self.doors,
                photos=self.photos,
                secure_cookies=False,
                liff_sdk_url=self.sdk,
            )
        )
        self.app.add_middleware(PageGuard, pages={"/liff": page_sources(self.sdk)}, secure=False)

        @self.app.get("/demo/liff-token")
        def token(liff_id: str) -> dict[str, str]:
            assert liff_id == self.channel.liff_id
            assert self.token is not None
            return {"idToken": self.token}

    def write(self, work: Callable[[Session], T]) -> T:
        return in_transaction(self.sessions, work, clinic_id=self.cast.clinic_id)

    @staticmethod
    def token_of(customer: Customer) -> str:
        """The id token of a customer of the cast."""
        return signed(claims_of(f"U{customer.id.hex}"))
