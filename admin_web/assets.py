"""The browser parts every page may load: our own style sheet and scripts, and what npm installed at set-up.

Nothing of npm is committed and nothing is loaded from another host: `make_assets_router` serves these files, and no
others, under `/assets/`.
"""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

_STATIC = Path(__file__).parent / "static"
_ANUPHAN = "@fontsource-variable/anuphan/files/anuphan-{}-wght-normal.woff2"
_LOOPED = "@fontsource/ibm-plex-sans-thai-looped/files/ibm-plex-sans-thai-looped-{}-normal.woff2"

# Name under /assets/ -> path under node_modules.
FROM_NPM: Mapping[str, str] = {
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
    **{f"fonts/anuphan-{part}.woff2": _ANUPHAN.format(part) for part in ("thai", "latin", "latin-ext")},
    **{
        f"fonts/looped-{part}-{weight}.woff2": _LOOPED.format(f"{part}-{weight}")
        for part in ("thai", "latin")
        for weight in (400, 600)
    },
}
# Name under /assets/ -> file of ours. The portal and the demo page use the same style sheet.
OURS: Mapping[str, str] = {
    "house/house.css": "house.css",
    "house/pages.css": "pages.css",
    "house/live.js": "live.js",
    "house/pair.js": "pair.js",
    "house/mark.svg": "mark.svg",
}
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def asset_files(node_modules: Path) -> dict[str, Path]:
    """This will give the file behind each name that is served under `/assets/`."""
    npm = {name: node_modules / path for name, path in FROM_NPM.items()}
    return npm | {name: _STATIC / file for name, file in OURS.items()}


def make_assets_router(node_modules: Path) -> APIRouter:
    """This will serve the browser parts, which are the same for everybody and hold nothing private.

    Raises:
        FileNotFoundError: A file of npm is not there; `npm ci --ignore-scripts` in the checkout brings it.
    """
    files = asset_files(node_modules)
    missing = sorted(str(path) for path in files.values() if not path.is_file())
    if missing:
        raise FileNotFoundError(f"run `npm ci --ignore-scripts`: missing {', '.join(missing)}")
    router = APIRouter()

    @router.get("/assets/{name:path}", include_in_schema=False)
    def asset(name: str) -> FileResponse:
        """This will send one file, to be asked for again only when it has changed."""
        path = files.get(name)
        if path is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return FileResponse(path, media_type=_KINDS[path.suffix], headers=headers)

    return router
