"""The owners' pages: today's cases by stage, live, and one page for each case and each figure."""

from admin_web.assets import asset_files, make_assets_router
from admin_web.changes import Changes
from admin_web.guard import PageGuard
from admin_web.router import make_router

__all__ = ["Changes", "PageGuard", "asset_files", "make_assets_router", "make_router"]
