"""Rendering the customer's page: her language, the words of this room, and the bot's way of writing times."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.wording.texts import LANGUAGES, Tongue

_HERE = Path(__file__).parent
LANGUAGE_COOKIE = "aura_portal_language"


class Pages:
    """The templates and texts of the portal."""

    def __init__(self) -> None:
        self._texts: dict[str, Any] = {
            language: _read((_HERE / "texts" / f"{language}.yml").read_text(encoding="utf-8"))
            for language in LANGUAGES
        }
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language(self, request: Request, default: str = "th") -> str:
        """This will give the language she chose on the page, else the one she writes in."""
        chosen = request.cookies.get(LANGUAGE_COOKIE, default)
        return chosen if chosen in LANGUAGES else "th"

    def page(
        self, request: Request, template: str, *, language: str, status: int = 200, **facts: object
    ) -> HTMLResponse:
        """This will render a page.

        Raises:
            AttributeError: The request did not come through the page guard, which makes the nonce.
        """
        html = self._render(
            template, language=language, nonce=request.state.nonce, path=request.url.path, **facts
        )
        return HTMLResponse(html, status_code=status, headers={"Content-Language": language})

    def fragment(self, template: str, *, language: str, **facts: object) -> str:
        """This will render a part of a page."""
        return self._render(template, language=language, **facts)

    def _render(self, template: str, *, language: str, **facts: object) -> str:
        tongue = Tongue(language)

        def moment(at: datetime, zone: str) -> str:
            return tongue.moment(at.isoformat(), zone)

        return self._templates.get_template(template).render(
            t=self._texts[language], tongue=tongue, moment=moment, **facts
        )


def _read(texts: str) -> Any:  # noqa: ANN401 - a tree of texts
    """This will read a catalogue; with libyaml it is as safe as `safe_load`, and ten times as fast."""
    return yaml.load(texts, Loader=yaml.CSafeLoader)
