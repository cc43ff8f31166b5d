"""Real Chromium, driven by Playwright, and the accessibility check that every page must pass."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers.processes import ServerFailedError
from tools.browser import HOW_TO_INSTALL, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium calls home at every start otherwise; tests talk to this machine only.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and stop it in the end.

    It is started anew for every file of tests: Playwright's synchronous API holds the thread's event loop while
    it runs, which asynchronous tests need for themselves.

    Raises:
        ServerFailedError: There is no Chromium; the message names the command that installs it.
    """
    path = find_chromium()
    if path is None:
        raise ServerFailedError(f"no Chromium for the browser tests. This mends it: {HOW_TO_INSTALL}")
    # Chromium's own sandbox can't be built by root, and test pages are our own.
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def accessibility_faults(page: Page, *, context: str | None = None) -> list[str]:
    """Return one line for each place of the page that breaks a WCAG 2.2 A or AA rule, as axe-core sees it.

    Args:
        page: The page as it stands now.
        context: A CSS selector to look at one part only.
    """
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": rules}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
