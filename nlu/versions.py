"""The models a deployment has made of what it learnt: kept side by side, one of them in use, and who changed that.

    learned/
    ├── current.json        which version is in use; replaced whole, so that a reader sees the old or the new
    ├── history.jsonl       every attempt and change, one JSON object a line: what, when, by whom, with which figures
    ├── th/nlu.yml en/nlu.yml   what the version in use was taught beside the product's own training files
    └── models/<version>/   model.npz, model.json, card.json and the same training files

A version is the hash of the product's data and code and of what was learnt. It is only used with the data and code it
was made with: after an upgrade the product's own model is, until `aura nlu train` has been run again.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from nlu.examples import Example
from nlu.learned import read_learned, write_learned
from nlu.model import DamagedModelError, IntentModel, load_model

SHIPPED = "shipped"
"""How the product's own model is called where a version is named."""

_POINTER, _HISTORY, _CARD = "current.json", "history.jsonl", "card.json"
_SHORTEST_NAME = 4

log = structlog.get_logger(__name__)


class NoSuchVersionError(Exception):
    """No version that could be used is called that."""


@dataclass(frozen=True)
class Version:
    """One kept model.

    Attributes:
        name: Its hash.
        base: The hash of the product's data and code it was made with.
        made_at: When, ISO 8601.
        by: Who made it.
        learnt: How many utterances it was taught beside the product's.
        figures: By the file it was judged by, the figures that floors know.
    """

    name: str
    base: str
    made_at: str
    by: str
    learnt: int
    figures: Mapping[str, Mapping[str, Any]]


def name_of(base: str, examples: Sequence[Example]) -> str:
    """This function will name the version that these learnt utterances make; the product's own where there are none."""
    if not examples:
        return base
    told = json.dumps([[each.language, each.intent, each.text] for each in examples], ensure_ascii=False)
    return hashlib.sha256(f"{base}\n{told}".encode()).hexdigest()[:12]


class Versions:
    """The folder of versions. Every process reads it; only commands write."""

    def __init__(self, folder: Path) -> None:
        """This function will take the folder, which need not be there yet."""
        self.folder = folder

    def mark(self) -> tuple[int, int, int] | None:
        """This function will give what changes whenever another version is put in use; it costs one look at a file."""
        try:
            state = (self.folder / _POINTER).stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino

    @property
    def current(self) -> str:
        """The name of the version in use; `SHIPPED` where that is the product's own model."""
        try:
            name = json.loads((self.folder / _POINTER).read_text(encoding="utf-8"))["version"]
        except FileNotFoundError:
            return SHIPPED
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("model.pointer_unreadable", error=type(error).__name__)  # noqa: TRY400 - the reason is in the name
            return SHIPPED
        return str(name)

    def kept(self) -> Sequence[Version]:
        """This function will list the versions that are there, the oldest first; one without a card is none."""
        folders = sorted((self.folder / "models").glob("*/"), key=lambda each: each.name)
        found = [version for folder in folders if (version := self._card(folder.name)) is not None]
        return sorted(found, key=lambda version: version.made_at)

    def load(self, *, base: str) -> IntentModel | None:
        """This function will read the version in use, or the latest before it that can be read; None is the product's own.

        Args:
            base: The hash of the data and code at hand (`nlu.version.version_of`).
        """
        wanted = self.current
        for name in (wanted, *self._before(wanted)) if wanted != SHIPPED else ():
            card = self._card(name)
            if card is not None and card.base != base:
                log.warning("model.of_another_release", version=name)
                continue
            try:
                return load_model(self._place(name))
            except DamagedModelError:
                log.error("model.damaged", version=name)  # noqa: TRY400 - what is wrong with it helps nobody
        return None

    def keep(self, model: IntentModel, *, card: Version, examples: Sequence[Example]) -> None:
        """This function will keep a model with its card and what it was taught, whole or not at all."""
        place = self._place(card.name)
        beside = place.with_name(f".{card.name}.{secrets.token_hex(4)}")
        try:
            replace(model, version=card.name).save(beside)
            write_learned(beside, examples)
            (beside / _CARD).write_text(json.dumps(vars(card), ensure_ascii=False), encoding="utf-8")
            shutil.rmtree(place, ignore_errors=True)
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def switch(self, name: str, *, base: str, by: str, now: datetime, did: str) -> None:
        """This function will put another version in use; running processes have it with their next message.

        Args:
            name: A version, or its first letters, or `SHIPPED`.
            base: The hash of the data and code at hand.
            by: Who does it.
            now: Aware UTC.
            did: The word for it in the history.

        Raises:
            NoSuchVersionError: There is none, it is of another release, or it is damaged.
        """
        before, chosen = self.current, self._usable(name, base=base)
        examples = () if chosen == SHIPPED else read_learned(self._place(chosen))
        write_learned(self.folder, examples)
        beside = self.folder / f".{_POINTER}.{secrets.token_hex(4)}"
        beside.write_text(json.dumps({"version": chosen}), encoding="utf-8")
        beside.replace(self.folder / _POINTER)
        self.note({"did": did, "version": chosen, "before": before}, by=by, now=now)

    def note(self, what: Mapping[str, Any], *, by: str, now: datetime) -> None:
        """This function will write a line into the history, which nothing takes back."""
        self.folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"at": now.isoformat(), "by": by, **what}, ensure_ascii=False)
        with (self.folder / _HISTORY).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def history(self) -> Iterator[Mapping[str, Any]]:
        """This function will read the history, the oldest first; a line cut short by a crash is passed over."""
        try:
            lines = (self.folder / _HISTORY).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def _before(self, name: str) -> Iterator[str]:
        """This function will give what was in use below a version, the latest first.

        Going back takes away what was gone back from: it was wrong enough for somebody to leave it, so it never serves again
        because another breaks.
        """
        stack: list[str] = []
        for line in self.history():
            one = str(line.get("version") or SHIPPED)
            if line.get("did") == "refused":
                continue
            if one == SHIPPED:
                stack.clear()
            elif one in stack:
                del stack[stack.index(one) + 1 :]
            else:
                stack.append(one)
        if name in stack:
            yield from reversed(stack[: stack.index(name)])

    def _usable(self, name: str, *, base: str) -> str:
        if name in {SHIPPED, base}:
            return SHIPPED
        fitting = [card for card in self.kept() if card.name.startswith(name) and len(name) >= _SHORTEST_NAME]
        if len(fitting) != 1:
            raise NoSuchVersionError(f"no one version is called {name!r}; `aura nlu versions` shows them")
        if fitting[0].base != base:
            raise NoSuchVersionError(f"{fitting[0].name} was made by another release; train again instead")
        try:
            load_model(self._place(fitting[0].name))
        except DamagedModelError as error:
            raise NoSuchVersionError(f"{fitting[0].name} is damaged: {error}") from error
        return fitting[0].name

    def _card(self, name: str) -> Version | None:
        try:
            return Version(**json.loads((self._place(name) / _CARD).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _place(self, name: str) -> Path:
        return self.folder / "models" / name
