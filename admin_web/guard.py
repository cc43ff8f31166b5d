"""What holds for every page: no foreign site may act on it, nothing may be loaded into it, nothing of it is kept.

    Source: facts of OWASP ASVS 5.0 (3.4 headers, 3.5 requests from other sites); Fetch Metadata, W3C.

The middleware makes the nonce that the templates need, so that no page can be served without the guard.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Far more than any form of these pages sends.
LARGEST_BODY = 64 * 1024

# Further sources of a page, by directive: {"script-src": "https://static.line-scdn.net"}.
Sources = Mapping[str, str]


class PageGuard:
    """ASGI middleware around everything under some paths; other paths pass untouched."""

    def __init__(self, app: ASGIApp, *, pages: Mapping[str, Sources], secure: bool) -> None:
        """This will guard pages.

        Args:
            app: What answers.
            pages: Path prefix -> sources its pages may use beside their own.
            secure: The pages are served over https only, and browsers are told so.
        """
        self._app = app
        self._page = RequestBodyLimitMiddleware(app, max_body_size=LARGEST_BODY)
        self._pages = dict(pages)
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """This will refuse what comes from another site, and put the headers on every answer."""
        sources = self._sources_for(scope)
        if sources is None:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE_METHODS and comes_from_elsewhere(headers):
            await PlainTextResponse("cross-site request refused", status_code=403)(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        answer_headers = page_headers(nonce, sources, secure=self._secure)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in answer_headers.items():
                    answer.setdefault(name, value)
            await send(message)

        await self._page(scope, receive, send_guarded)

    def _sources_for(self, scope: Scope) -> Sources | None:
        if scope["type"] != "http":
            return None
        path = scope["path"]
        for prefix, sources in self._pages.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return sources
        return None


def comes_from_elsewhere(headers: Headers) -> bool:
    """This will say whether a browser tells that another site made it send this.

    A browser that sends neither header is too old to tell; SameSite=Lax on the cookie holds for it.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def page_headers(nonce: str, sources: Sources, *, secure: bool) -> dict[str, str]:
    """This will give the headers of one page."""
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}' 'strict-dynamic'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    for directive, further in sources.items():
        policy[directive] = f"{policy.get(directive, '')} {further}".strip()
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cache-Control": "no-store",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
