"""Labels of a form's buttons, typed instead of tapped: the whole message is one, in either language."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from bot.wording.short_words import bare
from bot.wording.texts import LANGUAGES, sentences

STOP = "stop"
_STOPS = ("stop", "do_not_keep")
_WAYS = ("other_day", "back")
_OF_VALUES = ("press.", "change.")
# What people set behind a label: "don't save it", "not saving after all".
_AFTER_ALL = re.compile(r"(?:แล้ว|ดีกว่า|ก่อน|ละ|it|this|that|please)+$")


def label_said(text: str, *, form: str, values: Collection[str]) -> str | None:
    """This function will give what a button stands for whose label the whole message is.

    Args:
        text: What was typed.
        form: The form's kind.
        values: What the buttons of the question that is asked stand for.
    """
    typed, labels = bare(text), labels_of(form)
    meant = labels.get(typed) or labels.get(_AFTER_ALL.sub("", typed), ())
    return next((value for value in meant if value in values), None)


@lru_cache(maxsize=8)
def labels_of(form: str) -> Mapping[str, tuple[str, ...]]:
    """This function will give the labels of all buttons of a form, bare, with what each stands for; none that holds a fact."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for key, label in sentences(language).items():
            value = _value(key.removeprefix(f"form_{form}.")) if key.startswith(f"form_{form}.") else None
            if value is not None and "{" not in label:
                found[bare(label)] = (*found.get(bare(label), ()), value)
    return found


def _value(name: str) -> str | None:
    if name.startswith(_STOPS):
        return STOP
    if name in _WAYS:
        return name
    kind = next((one for one in _OF_VALUES if name.startswith(one)), None)
    return name.removeprefix(kind) if kind is not None else None
