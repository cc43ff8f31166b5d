"""What the three phones of the demo page show at this moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from simulator.app import LineDouble
from simulator.chats import ChatEntry
from simulator.flex import Showing, pictures_of, render

PAGE_FOLDER = Path(__file__).parent / "demo_page"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One phone of the page.

    Attributes:
        user_id: a person of the double.
        role: "customer", "sales", "beautician" or "owner"; also the phone's name in addresses.
        channel: the bot this phone talks to; the first channel when None.
    """

    user_id: str
    role: str
    channel: str | None = None


class DemoChats:
    """Draws the phones of one double; entries are drawn once and kept."""

    def __init__(
        self,
        double: LineDouble,
        clock: Callable[[], datetime],
        people: Sequence[DemoPerson],
        media_prefix: str,
        samples: Sequence[Path] = (),
    ) -> None:
        self._double = double
        self._clock = clock
        self.samples = tuple(samples)
        self.people = {person.role: person for person in people}
        self.words: Mapping[str, Any] = yaml.safe_load(
            (PAGE_FOLDER / "words.yml").read_text(encoding="utf-8")
        )
        self.templates = Environment(
            loader=FileSystemLoader(PAGE_FOLDER), autoescape=True, undefined=StrictUndefined
        )
        module = self.templates.get_template("entry.html").make_module({})
        self._entry_html: Callable[..., Markup] = module.entry_html  # type: ignore[attr-defined]
        self._quick_html: Callable[..., Markup] = module.quick_html  # type: ignore[attr-defined]
        self._menu_html: Callable[..., Markup] = module.rich_menu_html  # type: ignore[attr-defined]
        stickers = {
            number: (f"/demo/static/{sticker['file']}", sticker["name"])
            for number, sticker in self.words["stickers"].items()
        }
        self._showing = Showing(pictures_of(media_prefix), self.words["kinds"], stickers)
        self._drawn: dict[tuple[str, str, bool], str] = {}

    def channel_of(self, person: DemoPerson) -> str:
        return person.channel or self._double.first_channel.key

    def page_phones(self) -> list[dict[str, Any]]:
        """This function will list what the page's frame says of each phone."""
        phones = []
        for person in self.people.values():
            profile = self._double.people.get(person.user_id)
            name = profile.display_name if profile else person.user_id
            phones.append(
                {
                    "key": person.role,
                    "role_key": person.role,
                    "role": self.words["roles"].get(person.role, person.role),
                    "name": name,
                    "initial": _initial(name),
                    "starters": self.words["starters"].get(person.role, []),
                }
            )
        return phones

    def state(self) -> dict[str, Any]:
        """This function will tell everything on the page that changes."""
        now = self._clock()
        quota = self._double.quotas[self._double.first_channel.key]
        return {
            "now": now.isoformat(),
            "quota": {"used": quota.used(now=now), "limit": quota.limit, "replies": quota.replies},
            "faults": self._double.faults.waiting,
            "breaches": len(self._double.violations),
            "phones": [self._phone(person, now) for person in self.people.values()],
        }

    def entry(self, person: DemoPerson, entry_id: str) -> ChatEntry | None:
        return next((one for one in self._entries(person) if one["id"] == entry_id), None)

    def _entries(self, person: DemoPerson) -> list[ChatEntry]:
        channel = self.channel_of(person)
        return [entry for entry in self._double.chats[person.user_id] if entry["channel"] == channel]

    def _phone(self, person: DemoPerson, now: datetime) -> dict[str, Any]:
        entries = self._entries(person)
        return {
            "key": person.role,
            "entries": [
                {"id": entry["id"], "at": entry["at"], "html": self._html(person, entry)} for entry in entries
            ],
            "quick": self._quick(entries),
            "menu": self._menu(person),
            "loading": self._double.chats.is_loading(person.user_id, now=now),
            "blocked": not self._double.people.receives(person.user_id, self.channel_of(person)),
        }

    def _html(self, person: DemoPerson, entry: ChatEntry) -> str:
        key = (person.user_id, entry["id"], entry["unsent"])
        if key not in self._drawn:
            drawn = Markup("") if entry["unsent"] else render(_shown(entry), self._showing)
            self._drawn[key] = str(self._entry_html(entry, drawn, None))
        return self._drawn[key]

    def _quick(self, entries: Sequence[ChatEntry]) -> str:
        """Quick replies stand under the last message only, and go when anything follows, as on a phone."""
        if not entries or entries[-1]["sender"] != "bot":
            return ""
        items = entries[-1]["message"].get("quickReply", {}).get("items", [])
        return str(self._quick_html(items, _tap)).strip()

    def _menu(self, person: DemoPerson) -> str:
        channel = self.channel_of(person)
        menu = self._double.menus[channel].shown_to(person.user_id)
        if menu is None or menu.picture is None:
            return ""
        return str(self._menu_html(menu.menu, f"/demo/menus/{channel}/{menu.menu_id}", _tap)).strip()


def _initial(name: str) -> str:
    """Take the first letter that stands alone: not one of the Thai vowels written before their consonant."""
    return next((char for char in name if char.isalnum() and not "\u0e40" <= char <= "\u0e44"), "?")


def _shown(entry: ChatEntry) -> dict[str, Any]:
    """A person's photo has no address in LINE's event; the page serves it from the double."""
    message = entry["message"]
    if entry["sender"] == "person" and message.get("type") == "image":
        own = f"/demo/content/{entry['id']}"
        return {"type": "image", "originalContentUrl": own, "previewImageUrl": own}
    return message


def _tap(action: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(action)).decode()
