"""What a card is written with: a language, our addresses, our buttons, and the time it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.buttons import Buttons
from bot.links import Links
from bot.wording import flex
from bot.wording.flex import Part
from bot.wording.texts import Tongue

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Writing:
    """Everything a card needs beside its facts.

    Attributes:
        tongue: The language.
        links: Makes addresses of pictures and pages.
        buttons: Makes what stands behind buttons.
        now: When it is written (aware UTC).
    """

    tongue: Tongue
    links: Links
    buttons: Buttons
    now: datetime

    def say(self, key: str, **facts: object) -> str:
        """This function will give a sentence."""
        return self.tongue.say(key, **facts)

    def name(self, facts: Facts, key: str = "customer_name") -> str:
        """This function will give a name out of the facts."""
        return self.tongue.name(facts.get(key))

    def choice(self, prefix: str, word: object) -> str:
        """This function will give the sentence of a word of a closed list, or of `other` where it is a new one."""
        key = f"{prefix}.{word}"
        return self.say(key if self.tongue.has(key) else f"{prefix}.other")

    def choice_of(self, prefix: str, word: object, **facts: object) -> str:
        """This function will do the same for a sentence with facts in it."""
        key = f"{prefix}.{word}"
        return self.say(key if self.tongue.has(key) else f"{prefix}.other", **facts)

    def treatment(self, facts: Facts | None) -> str:
        """This function will give a treatment's name."""
        return str(self.tongue.of(facts, "name")) if facts else self.say("words.treatment")

    def press(
        self, label: str, action: str, ref: str | None, *, shown: str, style: str = "primary", **extra: str
    ) -> Part:
        """This function will make a button that comes back to us."""
        return flex.button(label, self._behind(action, ref, shown, extra), style=style)

    def press_quick(
        self, label: str, action: str, ref: str | None = None, *, shown: str = "", **extra: str
    ) -> Part:
        """This function will make a quick reply that comes back to us."""
        return flex.quick(label, self._behind(action, ref, shown or label, extra))

    def _behind(self, action: str, ref: str | None, shown: str, extra: Mapping[str, str]) -> Part:
        return flex.postback(self.buttons.make(action, ref, now=self.now, **extra), shown)

    def picture(self, key: str | None, *, ratio: str = "4:5") -> Part | None:
        """This function will make the picture of a card, if there is one."""
        return flex.picture(self.links.picture(key, now=self.now), ratio=ratio) if key else None

    def customer_menu(self, *, camera: bool = True) -> list[Part]:
        """This function will make the quick replies every customer has at hand."""
        items = (
            flex.camera_buttons(self.say("menu.scan_take"), self.say("menu.scan_choose")) if camera else []
        )
        actions = ("status", "points", "ask_to_book", "talk_to_human")
        names = ("status", "points", "book", "person")
        return [
            *items,
            *(
                self.press_quick(self.say(f"menu.{name}"), action)
                for name, action in zip(names, actions, strict=True)
            ),
        ]

    def staff_menu(self) -> list[Part]:
        """This function will make the quick replies every member of staff has at hand."""
        return [
            self.press_quick(self.say("menu.tasks"), "my_tasks"),
            *flex.camera_buttons(self.say("menu.scan_take"), self.say("menu.scan_choose")),
        ]
