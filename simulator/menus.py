"""Which rich menu each person sees: the menus of a channel, their pictures, aliases, links and the default."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RichMenu:
    """One menu and its picture, which can be set once."""

    menu_id: str
    menu: dict[str, Any]
    picture: bytes | None = None
    picture_type: str = ""


@dataclass(slots=True)
class RichMenus:
    """The rich menus of one channel."""

    by_id: dict[str, RichMenu] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    default_id: str | None = None

    def shown_to(self, user_id: str) -> RichMenu | None:
        """This function will tell the menu a person sees: their own one before the default."""
        return self.by_id.get(self.links.get(user_id, self.default_id or ""))
