"""The web pages of the service: the owner's, the customer's, and the browser parts both use."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

import admin_web
import portal
from admin_web import Changes, PageGuard
from aura.clinics import KnownClinics
from aura.settings import Settings
from workflow.scans import PhotoStore
from workflow.unit_of_work import Sessions

NODE_MODULES = Path(__file__).resolve().parents[1] / "node_modules"
LIFF_SDK = "https://static.line-scdn.net/liff/edge/2/sdk.js"
LINE_KEYS = "https://api.line.me/oauth2/v2.1/certs"
FETCH_SECONDS = 5.0

Keys = Callable[[], Mapping[str, Any]]


class Pages:
    """What a browser sees of the service.

    Attributes:
        changes: Tells open boards that something changed.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        known: KnownClinics,
        sessions: Sessions,
        clock: Callable[[], datetime],
        photos: PhotoStore,
    ) -> None:
        """This will prepare the pages.

        Args:
            settings: Of this deployment.
            known: Where its clinics and channels stand in the store.
            sessions: The factory of sessions.
            clock: What time it is, aware UTC.
            photos: Where pictures are kept.
        """
        self._settings = settings
        self._known = known
        self._sessions = sessions
        self._clock = clock
        self._photos = photos
        self.changes = Changes(sessions)

    def add_to(
        self,
        app: FastAPI,
        *,
        keys: Keys | None = None,
        liff_sdk_url: str = LIFF_SDK,
        secure: bool = True,
    ) -> None:
        """This will add the pages to the app.

        Args:
            app: The web app.
            keys: Gives the keys that sign LIFF id tokens; LINE's own unless given.
            liff_sdk_url: Where browsers load LINE's LIFF SDK from.
            secure: Whether browsers reach it over https; the demo on a laptop is plain http.
        """
        app.include_router(
            admin_web.make_router(
                sessions=self._sessions,
                clock=self._clock,
                changes=self.changes,
                photos=self._photos,
                secure_cookies=secure,
                rules=self._known.rules,
            )
        )
        app.include_router(
            portal.make_router(
                sessions=self._sessions,
                clock=self._clock,
                changes=self.changes,
                channels=self._liff_channels(keys or portal.cached(_fetch_keys, clock=self._clock)),
                photos=self._photos,
                secure_cookies=secure,
                liff_sdk_url=liff_sdk_url,
            )
        )
        app.include_router(admin_web.make_assets_router(NODE_MODULES))
        guarded = {"/admin": {}, "/liff": portal.page_sources(liff_sdk_url)}
        app.add_middleware(PageGuard, pages=guarded, secure=secure)

    def _liff_channels(self, keys: Keys) -> dict[str, portal.LiffChannel]:
        """This will give the channels that have a LIFF page: those whose LINE Login channel is known."""
        found = {}
        for channel in self._settings.channels:
            if not channel.login_channel_id:
                continue
            channel_id, clinic_id = self._known.channels[channel.key]
            found[channel.key] = portal.LiffChannel(
                clinic_id=clinic_id,
                channel_id=channel_id,
                login_channel_id=channel.login_channel_id,
                login_channel_secret=None,
                liff_id=channel.liff_id or channel.login_channel_id,
                keys=keys,
            )
        return found


def _fetch_keys() -> Mapping[str, Any]:
    answer = httpx.get(LINE_KEYS, timeout=FETCH_SECONDS)
    answer.raise_for_status()
    found: Mapping[str, Any] = answer.json()
    return found
