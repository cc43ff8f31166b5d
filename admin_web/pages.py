"""Rendering: one template, in the viewer's language and look, with the nonce of this answer."""

from pathlib import Path
from typing import Literal

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from admin_web.words import LANGUAGES, Words, load_words

_HERE = Path(__file__).parent
LANGUAGE_COOKIE, THEME_COOKIE = "aura_language", "aura_theme"
Theme = Literal["light", "dark", "auto"]


class Pages:
    """The templates and the words of all languages."""

    def __init__(self) -> None:
        self._words = load_words(_HERE / "texts")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def words_for(self, request: Request) -> Words:
        """This will give the words the viewer chose; Thai if they did not."""
        return self._words[_chosen(request, LANGUAGE_COOKIE, LANGUAGES)]

    def fragment(self, template: str, words: Words, **facts: object) -> str:
        """This will render a piece of a page."""
        return self._templates.get_template(template).render(t=words, **facts)

    def page(self, request: Request, template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
        """This will render a whole page.

        Raises:
            AttributeError: The request did not come through `PageGuard`, which makes the nonce.
        """
        words = self.words_for(request)
        theme = _chosen(request, THEME_COOKIE, ("auto", "light", "dark"))
        told = {"visitor": None, "live": False, **facts}
        html = self.fragment(
            template, words, nonce=request.state.nonce, theme=theme, path=request.url.path, **told
        )
        return HTMLResponse(html, status_code=status, headers={"Content-Language": words.language})


def _chosen(request: Request, cookie: str, choices: tuple[str, ...]) -> str:
    """This will read a choice from a cookie; anything unknown counts as the first."""
    value = request.cookies.get(cookie, "")
    return value if value in choices else choices[0]
