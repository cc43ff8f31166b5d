"""Where the Chromium is that the browser tests drive. Only the standard library: set-up runs this."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

#: The one command that mends a missing browser, for whom it may concern.
HOW_TO_INSTALL = (
    "sudo apt-get install -y --no-install-recommends chromium   (or name one you have: CHROMIUM=/path/to/it)"
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one `CHROMIUM` names, else the first on the PATH; None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _MAC if os.access(_MAC, os.X_OK) else None
