"""The pages of people and their work, put together: tasks, somebody who is away, what to teach the bot, what it tells."""

import uuid
from collections.abc import Mapping
from typing import TypeAlias

from fastapi import APIRouter

from admin_web import away_page, learning_page, passages_page, task_page, tasks_page
from admin_web.door import Door
from admin_web.hands import Hands
from admin_web.live import Live
from admin_web.pages import Pages
from workflow.settings import ClinicRules

RulesOf: TypeAlias = Mapping[uuid.UUID, ClinicRules]


def make_router(door: Door, pages: Pages, live: Live, rules: RulesOf) -> APIRouter:
    """This will give the routes under `/admin/tasks`, `/admin/staff`, `/admin/learning` and `/admin/passages`."""
    hands = Hands(door=door, changes=live.changes, rules=rules)
    router = APIRouter()
    router.include_router(tasks_page.make_router(door, pages, live))
    router.include_router(task_page.make_router(door, pages, hands))
    router.include_router(away_page.make_router(door, pages, hands))
    router.include_router(learning_page.make_router(door, pages, hands))
    router.include_router(passages_page.make_router(door, pages, hands))
    return router
