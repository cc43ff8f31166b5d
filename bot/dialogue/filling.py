"""How words and buttons fill a form: the same few steps for every form. What a form is about stands in its own file."""

from bot.dialogue.form import CONFIRM, Form, Slot
from bot.dialogue.reading import Read, is_bare, named_in, read_slot
from bot.dialogue.talk import Talk
from bot.wording.short_words import nth_said, says_no, says_stop, says_unsure, says_yes
from nlu import Entity
from workflow.customers import open_question

STOP = "stop"
"""What stands behind the button that gives a form up."""

_ASKS_FOR_A_YES = frozenset({"confirm_appointment"})
_MOMENTS = ("date", "time")


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
    text, slot = talk.event.text, form.by_name.get(talk.state.asked or "")
    if says_stop(text):
        stop(talk, form)
        return True
    entities = named_in(talk)
    read = [(one, found) for one in form.slots if (found := one.read(talk, entities)) is not None]
    has_own_ear = slot is not None and slot.says is not None
    said = _short(text, None if has_own_ear else meaning, entities)
    pressed = _chosen(talk, slot, said, text) if slot is not None else None
    if pressed == STOP:
        stop(talk, form)
        return True
    if slot is not None and pressed is not None:
        if (slot.name == CONFIRM or slot.says is not None) and _another_waits_for_yes(talk):
            talk.note("which_yes")
            ask(talk, form)
            return True
        slot.press(talk, pressed)
    elif read and (meaning in form.fills or is_bare(talk, entities)):
        for one, found in read:
            one.take(talk, found)
        form.heard(talk, meaning)
    elif said is not None or meaning in form.fills - {None}:
        ask(talk, form)
        return True
    else:
        return False
    proceed(talk, form)
    return True


def take_press(talk: Talk, form: Form, *, run: str, number: str, value: str) -> None:
    """This function will take a button as an answer; one of an earlier question is told to be old, and asks again."""
    if (run, number) != (talk.state.run, str(talk.state.number)):
        talk.note("old_button")
        ask(talk, form)
        return
    if value == STOP:
        stop(talk, form)
        return
    form.by_name[talk.state.asked or ""].press(talk, value)
    proceed(talk, form)


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
    """This function will say whether words are a bare yes, no or "not sure"; with a day or time in them they say more."""
    if any(one.entity.startswith(_MOMENTS) for one in entities):
        return None
    if says_unsure(text):
        return "unsure"
    if says_yes(text) or meaning == "affirm":
        return "yes"
    return "no" if says_no(text) or meaning == "deny" else None


def _chosen(talk: Talk, slot: Slot, said: str | None, text: str) -> str | None:
    """This function will give what a bare answer stands for at the slot that is asked: as a button would say it."""
    if slot.says is not None and (heard := slot.says(text)) is not None:
        return heard
    if said in slot.short:
        return slot.short[said or ""]
    if said == "yes" and len(slot.options(talk)) == 1 and slot.says is None:
        return str(slot.options(talk)[0]["v"])
    nth = nth_said(text, plain_numbers=slot.plain_numbers)
    options = slot.options(talk) if nth else []
    if not nth or abs(nth) > len(options):
        return None
    return str(options[nth - 1 if nth > 0 else nth]["v"])


def _another_waits_for_yes(talk: Talk) -> bool:
    """This function will say whether a yes could be meant for another question of ours too: then it is not guessed."""
    question = open_question(talk.identity, talk.now)
    return question is not None and question["kind"] in _ASKS_FOR_A_YES
