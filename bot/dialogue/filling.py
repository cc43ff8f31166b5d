"""How words and buttons fill a form: the same few steps for every form. What a form is about stands in its own file."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.dialogue.form import CONFIRM, Form, Slot
from bot.dialogue.reading import Read, is_bare, named_in, names_moment, read_slot
from bot.dialogue.talk import CHECK_IN, Talk
from bot.turns.misses import is_given_to_person
from bot.wording.form_labels import STOP, label_said
from bot.wording.health_words import NOT_TO_THIS
from bot.wording.short_words import (
    asks_or_waits,
    feels_said,
    nth_said,
    place_said,
    says_no,
    says_stop,
    says_unsure,
    says_yes,
)
from bot.wording.talk_words import says_goodbye, says_later
from nlu import Entity
from workflow.customers import RESUMES_WITHIN

_NOT_BY_LABEL = frozenset({"yes", "pick"})
"""A yes may be meant for something else of ours, and a day is picked on a calendar."""

_WAYS_OUT = {"time": "other_day", "answer": "back"}
"""What else the buttons of some questions stand for."""

_DOUBTS = {"confirm_appointment": "which_yes", CHECK_IN: "which_check_in"}
"""What else a short answer could be meant for, with the note that asks for which of the two."""

_YES_OR_NO = frozenset({"affirm", "deny"})
_GOODBYE = "goodbye"
_NO_ANSWER = frozenset({"told_apart"})
"""What a form keeps of a turn that is no answer to anything."""


def proceed(talk: Talk, form: Form) -> None:
    """This function will ask what is asked next, or finish the form where nothing is open."""
    form.settle(talk)
    following = next((slot for slot in form.slots if slot.is_open(talk)), None)
    if following is None:
        form.done(talk)
        return
    talk.state.asked = following.name
    talk.state.number += 1
    ask(talk, form)


def ask(talk: Talk, form: Form) -> None:
    """This function will ask the open question, once more where it was asked before."""
    talk.keep()
    talk.say(f"form_{form.kind}", form.question(talk))


def ask_in_vain(talk: Talk, form: Form) -> None:
    """This function will ask once more after an answer that was none; the third time in a row a person takes over."""
    is_given = is_given_to_person(
        talk.session, kit=talk.kit, person=talk.person, event=talk.event, asked="form", now=talk.now
    )
    if is_given:
        return
    if not talk.notes:
        talk.note("in_vain")
    ask(talk, form)


def put_off(talk: Talk, form: Form) -> None:
    """This function will let the form rest while she is away, and say that it is kept, and how it goes on."""
    if form.put_off is not None:
        form.put_off(talk)
        return
    talk.rest()
    until = (talk.now + RESUMES_WITHIN).isoformat()
    talk.say("form_put_off", {"form": form.kind, "until": until, "zone": talk.place.zone})


def stop(talk: Talk, form: Form) -> None:
    """This function will give the form up."""
    talk.close()
    form.stopped(talk)


def take_words(talk: Talk, form: Form, meaning: str | None) -> bool:
    """This function will take words as an answer to the form.

    Args:
        talk: The turn.
        form: The form that is open.
        meaning: Their intent; None where nothing is sure enough.

    Returns:
        Whether they were one; words about something else are for another turn, and the question waits.
    """
    text, label = talk.event.text, _label(talk, form)
    if label is not None:
        _take_value(talk, form, label)
        return True
    if says_later(text) or says_goodbye(text):
        put_off(talk, form)
        return True
    heard = _hear(talk, form, meaning)
    if heard.pressed == STOP or says_stop(text):
        stop(talk, form)
        return True
    return any(way(talk, form, heard) for way in _WAYS)


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """What words say to a form.

    Attributes:
        meaning: Their intent; None where nothing is sure enough.
        entities: What they name.
        slot: The slot that is asked for.
        read: What they say of any slot.
        said: A bare "yes", "no" or "unsure".
        pressed: What they stand for at the slot that is asked for, as a button would say it.
    """

    meaning: str | None
    entities: tuple[Entity, ...]
    slot: Slot | None
    read: list[tuple[Slot, Read]]
    said: str | None
    pressed: str | None

    @property
    def is_whole(self) -> bool:
        """Whether they are surely for a slot."""
        return any(found.whole for _, found in self.read)


def _hear(talk: Talk, form: Form, meaning: str | None) -> _Heard:
    text, slot = talk.event.text, form.by_name.get(talk.state.asked or "")
    entities = named_in(talk)
    read = [(one, found) for one in form.slots if (found := one.read(talk, entities)) is not None]
    has_own_ear = slot is not None and slot.says is not None
    said = None if read else _short(text, None if has_own_ear else meaning, entities)
    is_whole = any(found.whole for _, found in read)
    pressed = _chosen(talk, slot, said, text) if slot is not None and not is_whole else None
    return _Heard(meaning=meaning, entities=entities, slot=slot, read=read, said=said, pressed=pressed)


def _rule_out(talk: Talk, form: Form, heard: _Heard) -> bool:
    """This function will take words that rule something out, with what they name instead."""
    if not form.rules_out(talk):
        return False
    for slot, found in heard.read:
        slot.take(talk, found)
    proceed(talk, form)
    return True


def _press(talk: Talk, form: Form, heard: _Heard) -> bool:
    """This function will take words that stand for a button; where they could be meant for another question, it asks."""
    if heard.slot is None or heard.pressed is None:
        return False
    before = _filled(talk)
    doubt = "not_to_this" if heard.pressed == NOT_TO_THIS else _meant_for_another(talk, heard.slot)
    if doubt is None:
        heard.slot.press(talk, heard.pressed)
    else:
        talk.note(doubt)
    _go_on(talk, form, is_answer=_filled(talk) != before)
    return True


def _fill(talk: Talk, form: Form, heard: _Heard) -> bool:
    """This function will take what words say of any slot, where they are meant for the form."""
    is_meant = heard.is_whole or heard.meaning in form.fills or is_bare(talk, heard.entities)
    if not heard.read or not is_meant:
        return False
    before = _filled(talk)
    for slot, found in heard.read:
        slot.take(talk, found)
    form.heard(talk, heard.meaning)
    is_unclear = all(found.choices is not None for _, found in heard.read)
    _go_on(talk, form, is_answer=not is_unclear or _filled(talk) != before)
    return True


def _leave(talk: Talk, form: Form, heard: _Heard) -> bool:
    """This function will take a goodbye in other words than ours."""
    if heard.meaning != _GOODBYE or heard.said is not None:
        return False
    put_off(talk, form)
    return True


def _ask_again(talk: Talk, form: Form, heard: _Heard) -> bool:
    """This function will ask again behind words that are for the form and say nothing to it."""
    is_unclear = _is_unclear_yes(heard.slot, heard.meaning, talk.event.text)
    if heard.said is None and heard.meaning not in form.fills - {None} and not is_unclear:
        return False
    ask_in_vain(talk, form)
    return True


_WAYS = (_rule_out, _press, _fill, _leave, _ask_again)
"""How words are taken, in this order; each says whether it took them."""


def _go_on(talk: Talk, form: Form, *, is_answer: bool) -> None:
    """This function will ask what comes next, or the same once more where nothing was answered."""
    if is_answer:
        proceed(talk, form)
    else:
        ask_in_vain(talk, form)


def _filled(talk: Talk) -> dict[str, Any]:
    """This function will give what is known by now, to be held against what is known later."""
    return deepcopy({name: said for name, said in talk.filled.items() if name not in _NO_ANSWER})


def take_press(talk: Talk, form: Form, *, run: str, number: str, value: str) -> None:
    """This function will take a button as an answer; one of an earlier question is told to be old, and asks again."""
    if (run, number) != (talk.state.run, str(talk.state.number)):
        talk.note("old_button")
        ask(talk, form)
        return
    _take_value(talk, form, value)


def _label(talk: Talk, form: Form) -> str | None:
    """This function will give what a button of the open question stands for whose label was typed.

    A question with its own ear hears its answers by that: nothing that is no plain consent may pass for one.
    """
    slot, values = form.by_name.get(talk.state.asked or ""), {STOP}
    if slot is not None:
        values.add(_WAYS_OUT.get(slot.name, STOP))
        values |= {str(one["v"]) for one in slot.options(talk)} if slot.says is None else set()
    return label_said(talk.event.text, form=form.kind, values=values - _NOT_BY_LABEL)


def _take_value(talk: Talk, form: Form, value: str) -> None:
    """This function will take what stands behind a button of the open question."""
    if value == STOP:
        stop(talk, form)
        return
    form.by_name[talk.state.asked or ""].press(talk, value)
    proceed(talk, form)


def take_sticker(talk: Talk, form: Form, *, is_yes: bool) -> None:
    """This function will take a sticker: a yes where the open question is answered by one, else the question again."""
    slot = form.by_name.get(talk.state.asked or "")
    has_own_ear = slot is not None and slot.says is not None
    if slot is not None and is_yes and not has_own_ear and _asks_for_yes(talk, slot):
        pressed = _chosen(talk, slot, "yes", "")
        if pressed is not None:
            slot.press(talk, pressed)
            proceed(talk, form)
            return
    talk.note("sticker_words" if has_own_ear else "sticker")
    ask(talk, form)


def _asks_for_yes(talk: Talk, slot: Slot) -> bool:
    """This function will say whether a question names one thing and asks whether that is right."""
    narrowed = talk.filled.get(f"{slot.name}s")
    is_narrowed = isinstance(narrowed, dict) and "choices" in narrowed
    return slot.name == CONFIRM or (is_narrowed and len(slot.options(talk)) == 1)


def reads(name: str) -> "_ByEntity":
    """This function will make the reading of a slot whose entity has a name."""
    return _ByEntity(name)


class _ByEntity:
    """Reads a slot by its entity."""

    def __init__(self, name: str) -> None:
        """This will keep the entity's name."""
        self._name = name

    def __call__(self, talk: Talk, entities: tuple[Entity, ...]) -> Read | None:
        """This will read it."""
        del talk
        return read_slot(entities, self._name)


def _short(text: str, meaning: str | None, entities: tuple[Entity, ...]) -> str | None:
    """This function will say whether words are a bare yes, no or "not sure"; with a day or time in them they say more.

    A yes must be a plain one: something is done at it, and the engine takes "are you sure" for one too.
    """
    if names_moment(entities):
        return None
    if says_unsure(text):
        return "unsure"
    if says_yes(text):
        return "yes"
    return "no" if says_no(text) or (meaning == "deny" and not asks_or_waits(text)) else None


def _chosen(talk: Talk, slot: Slot, said: str | None, text: str) -> str | None:
    """This function will give what a bare answer stands for at the slot that is asked: as a button would say it."""
    if slot.says is not None and (heard := slot.says(talk, text)) is not None:
        return heard
    if said in slot.short:
        return slot.short[said or ""]
    is_yes = said == "yes" and slot.says is None
    if not is_yes and nth_said(text, plain_numbers=slot.plain_numbers) is None:
        return None
    options = slot.options(talk)
    if is_yes:
        only = str(options[0]["v"]) if len(options) == 1 else None
        return only if only not in slot.short.values() else None  # what a no stands for
    at = place_said(text, among=len(options), plain_numbers=slot.plain_numbers)
    return str(options[at]["v"]) if at is not None else None


def _is_unclear_yes(slot: Slot | None, meaning: str | None, text: str) -> bool:
    """This function will say whether words sound like a yes or no that the slot's own ear did not take.

    How somebody is ("not so well") is none: a follow-up may wait for it.
    """
    return slot is not None and slot.says is not None and meaning in _YES_OR_NO and feels_said(text) is None


def _meant_for_another(talk: Talk, slot: Slot) -> str | None:
    """This function will say what else of ours a short answer could be meant for: then it is not guessed but asked, once.

    Returns:
        The note that says so: a reminder that waits for its yes, or a follow-up. None where nothing else waits, where
        the words are no answer to it, or where she was asked already and answers this question once more.
    """
    if slot.name != CONFIRM and slot.says is None and feels_said(talk.event.text) is None:
        return None
    asked = {about: _DOUBTS[kind] for about, kind in talk.waiting.items() if kind in _DOUBTS}
    told = talk.filled.setdefault("told_apart", [])
    new = [one for one in asked if one not in told]
    told += new
    return asked[new[0]] if new else None
