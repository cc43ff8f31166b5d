"""The doors phones and LINE knock at: webhooks and pictures."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter

from aura.clinics import KnownClinics
from aura.settings import Settings
from bot.envelope import KnownChannel
from bot.intake import Intake
from bot.links import Links
from bot.pictures import make_router as make_pictures_router
from bot.webhook import make_router as make_webhook_router
from workflow.scans import PhotoStore


def webhook_door(settings: Settings, *, known: KnownClinics, intake: Intake) -> APIRouter:
    """This will make the route LINE posts to, knowing every configured channel."""
    channels = {}
    for key, channel in settings.bot.channels.items():
        channel_id, clinic_id = known.channels[key]
        channels[key] = KnownChannel(
            id=channel_id, clinic_id=clinic_id, bot_user_id=channel.bot_user_id, secrets=channel.secrets
        )
    return make_webhook_router(channels=channels, intake=intake)


def picture_door(settings: Settings, *, photos: PhotoStore, clock: Callable[[], datetime]) -> APIRouter:
    """This will make the route that phones load the pictures of cards from."""
    return make_pictures_router(photos, links_of(settings), clock)


def links_of(settings: Settings) -> Links:
    """This will give what makes this deployment's addresses."""
    # Cards name one portal; where several clinics share a service, none is better than another clinic's.
    liff_id = settings.channels[0].liff_id if len(settings.channels) == 1 else None
    secret = settings.secret.get_secret_value().encode()
    return Links(settings.bot.public_url, secret, liff_id=liff_id)
