"""The question whether a wish is to be cancelled, or which of several: until it is answered, all stand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.talk import Talk
from bot.dialogue.wish import Wish, told_of
from workflow.customers import ChannelIdentity, ask, close_question, open_question

SHALL_WE_CANCEL = "cancel_wish"
"""The question whether a wish is to be taken back; its ref is the mark of the wish, or of all."""

_ASKED_FOR = timedelta(minutes=30)
ALL = "all"


def asked_before(identity: ChannelIdentity, now: datetime) -> dict[str, Any] | None:
    """This function will give the question whether to cancel, where it is the open one."""
    question = open_question(identity, now)
    return question if question is not None and question["kind"] == SHALL_WE_CANCEL else None


def ask_which(talk: Talk, wishes: Sequence[Wish]) -> None:
    """This function will ask whether a wish is really to be cancelled, or which of several; until then all stand."""
    if open_question(talk.identity, talk.now) is None or asked_before(talk.identity, talk.now) is not None:
        ref = wishes[0].mark if len(wishes) == 1 else None
        ask(
            talk.session,
            identity=talk.identity,
            kind=SHALL_WE_CANCEL,
            ref=ref,
            now=talk.now,
            lasts=_ASKED_FOR,
        )
    if len(wishes) == 1:
        [one] = told_of(talk, wishes)
        data = {"known": one["known"], "zone": talk.place.zone, "wish": wishes[0].mark}
        talk.say("wish_cancel_asked", data)
        return
    marks = [one.mark for one in wishes]
    told = [{**one, "wish": mark} for one, mark in zip(told_of(talk, wishes), marks, strict=True)]
    talk.say("wish_which", {"wishes": told, "all": ALL, "zone": talk.place.zone})


def end_question(identity: ChannelIdentity, now: datetime) -> None:
    """This function will end that question, where it is the open one."""
    if asked_before(identity, now) is not None:
        close_question(identity)
