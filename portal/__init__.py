"""The customer's own page inside LINE (LIFF): her case, her points, her consents."""

from portal.id_tokens import IdTokenRefusedError, KeysUnavailableError, LiffChannel, cached, verify_id_token
from portal.router import make_router, page_sources

__all__ = [
    "IdTokenRefusedError",
    "KeysUnavailableError",
    "LiffChannel",
    "cached",
    "make_router",
    "page_sources",
    "verify_id_token",
]
