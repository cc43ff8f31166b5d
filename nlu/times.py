"""Times of day as Thais say them. "3 โมง" could be morning or afternoon: it gives no time and is asked.

The rules and their reasons are in DATES.md beside this file.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from nlu import time_words as words
from nlu.clock_rules import CLOCK_RULES
from nlu.mentions import Mention, Says, after, before, found_by, joined

_NOON, _NOON_HOURS = time(12), words.PARTS["noon"]


def times_in(text: str) -> tuple[Mention[time], ...]:
    """This function will find the times of day that a tidied message names, in the order of the words."""
    mentions = found_by(CLOCK_RULES, text)
    parts = [
        part for part in found_by(words.PART_RULES, _blanked(text, mentions)) if not _is_ruled_out(part, text)
    ]
    together = joined(mentions, text, _several)
    exact = [
        _weighed(_narrowed(mention, parts), text) for mention in together if not _is_campaign(mention, text)
    ]
    # "ช่วงบ่าย 2 โมง" names the time already.
    meant = [mention for mention in exact if mention.says is not Says.NOT]
    return tuple(sorted(meant or parts, key=lambda mention: mention.start))


def _blanked(text: str, mentions: Sequence[Mention[time]]) -> str:
    """This function will blank out what was read already."""
    letters = list(text)
    for mention in mentions:
        letters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(letters)


def _is_campaign(mention: Mention[time], text: str) -> bool:
    """This function will tell whether figures are a campaign's name, a room's number or the like."""
    return bool(words.CAMPAIGN_BEFORE.search(before(text, mention)))


def _several(left: Mention[time], right: Mention[time], between: str) -> Mention[time] | None:
    """This function will join two times to a range, or to a choice between both."""
    possible = {Says.ONE, Says.ASK}
    if left.says not in possible or right.says not in possible:
        return None
    joint = replace(left, end=right.end)
    if words.RANGE_BETWEEN.match(between):
        start = left.first or next((at for at in left.choices if right.first and at < right.first), None)
        if start and right.first and start < right.first and len(_earlier(left, right)) == 1:
            return replace(joint, says=Says.SPAN, first=start, last=right.first, choices=())
        return replace(joint, says=Says.ASK, first=None, choices=())
    if words.OR_BETWEEN.match(between):
        both = tuple(sorted({*left.possible, *right.possible}))
        return replace(joint, says=Says.ASK, first=None, choices=both)
    return None


def _earlier(left: Mention[time], right: Mention[time]) -> list[time]:
    return [at for at in left.possible if right.first and at < right.first]


def _weighed(mention: Mention[time], text: str) -> Mention[time]:
    """This function will let the words around a time change what it means."""
    # A day between was blanked out.
    ahead, behind = re.sub(" +", " ", before(text, mention)), after(text, mention)
    if words.PAID_BEFORE.search(ahead) or _is_ruled_out(mention, text):
        return replace(mention, says=Says.NOT)
    is_late = words.LEAVING_BEFORE.search(ahead) or words.AFTER_BEFORE.search(ahead)
    if (
        mention.says is Says.ASK and mention.choices and is_late
    ):  # work ends late, and nobody waits for dawn to be over
        mention = replace(mention, says=Says.ONE, first=max(mention.choices), choices=())
    if mention.says is not Says.ONE or mention.first is None:
        return mention
    at = mention.first
    whole = replace(mention, says=Says.SPAN, first=None, last=None)
    if (
        words.AFTER_BEFORE.search(ahead)
        or words.LEAVING_BEFORE.search(ahead)
        or words.AFTER_AFTER.search(behind)
    ):
        return replace(whole, first=at)
    if words.BEFORE_BEFORE.search(before(text, mention)):  # not before the day that stands between
        return replace(whole, last=at)
    if words.UNSURE_BEFORE.search(ahead) or words.UNSURE_AFTER.search(behind):
        return replace(mention, says=Says.ASK, first=None, choices=(at,))
    is_about_noon = at == _NOON and (words.ABOUT_BEFORE.search(ahead) or words.ABOUT_AFTER.search(behind))
    return replace(whole, first=_NOON_HOURS[0], last=_NOON_HOURS[1]) if is_about_noon else mention


def _is_ruled_out(mention: Mention[time], text: str) -> bool:
    """This function will tell whether a time does not suit, or is of another thing."""
    ahead, behind = re.sub(" +", " ", before(text, mention)), after(text, mention)
    return bool(
        words.NOT_MEANT_BEFORE.search(ahead)
        or words.HABIT_BEFORE.search(ahead)
        or words.NOT_MEANT_AFTER.search(behind)
    )


def _narrowed(mention: Mention[time], parts: Sequence[Mention[time]]) -> Mention[time]:
    """This function will settle "5 โมง" by a part of the day named in the same message, as in "เย็นนี้ 5 โมง"."""
    if mention.says is not Says.ASK or len(parts) != 1:
        return mention
    part = parts[0]
    fitting = [at for at in mention.choices if (part.first or time.min) <= at <= (part.last or time.max)]
    if len(fitting) != 1:
        return mention
    return replace(mention, says=Says.ONE, first=fitting[0], choices=())
