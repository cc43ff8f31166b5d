"""Dates as Thais write them. What could mean two days, or a day gone by, gives no date: it is asked, not guessed.

The rules and their reasons are in DATES.md beside this file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from nlu import date_words as words
from nlu.calendar_days import Calendar
from nlu.calendar_rules import rules_for
from nlu.mentions import Mention, Says, after, before, found_by, joined

_DAY = timedelta(days=1)


def days_in(text: str, *, calendar: Calendar) -> tuple[Mention[date], ...]:
    """This function will find the days that a message names, in the order of the words.

    Args:
        text: The message, tidied (`nlu.spelling.tidy`): lower case, Arabic digits.
        calendar: The branch's date, and its holidays.
    """
    mentions = found_by(rules_for(calendar, text), text)
    together = joined(list(joined(mentions, text, _agreeing)), text, partial(_several, text=text))
    weighed = list(_followed([_weighed(mention, text, calendar.today) for mention in together], text))
    told = _without_asides(_undenied(_beside(weighed, text), text), text)
    return tuple(_kept(mention, calendar.today) for mention in told)


def _beside(mentions: Sequence[Mention[date]], text: str) -> Iterator[Mention[date]]:
    """This function will read "the day after that" from the day named before it; who merely tells of it means no visit."""
    named: Mention[date] | None = None
    for mention in mentions:
        beside = words.BESIDE.fullmatch(text, mention.start, mention.end)
        if not beside:
            named = mention
            yield mention
            continue
        ahead, behind = before(text, mention), after(text, mention)
        is_wished = words.BESIDE_WISHED_BEFORE.search(ahead) or words.BESIDE_WISHED_AFTER.search(behind)
        if named is None or named.first is None or named.says is Says.PAST or not is_wished:
            yield replace(mention, says=Says.NOT)
            continue
        day = (named.last or named.first) + _DAY if beside["next"] else named.first - _DAY
        is_sure = named.last is None and (
            named.says is Says.NOT or words.MOVED_TO_BEFORE.search(ahead) is not None
        )
        yield replace(
            mention,
            says=Says.ONE if is_sure else Says.ASK,
            first=day if is_sure else None,
            choices=(day,) * (not is_sure),
        )


def _followed(mentions: Sequence[Mention[date]], text: str) -> Iterator[Mention[date]]:
    """This function will read "the Saturday after that" where that Saturday is named before it."""
    for at, mention in enumerate(mentions):
        named = next(
            (one.first for one in mentions[:at] if one.first and mention.weekday == one.first.weekday()), None
        )
        if named and mention.says is Says.ASK and words.FOLLOWING.search(text, mention.start, mention.end):
            yield replace(mention, says=Says.ONE, first=named + 7 * _DAY, choices=())
        else:
            yield mention


def _undenied(mentions: Iterable[Mention[date]], text: str) -> Sequence[Mention[date]]:
    """This function will leave out of what a day could be the days that the message denies."""
    every = list(mentions)
    denied = [
        (mention.first, mention.last or mention.first)
        for mention in every
        if mention.says is Says.NOT and mention.first and words.DENIED_BEFORE.search(before(text, mention))
    ]
    return [_narrowed(mention, denied) for mention in every]


def _narrowed(mention: Mention[date], denied: Sequence[tuple[date, date]]) -> Mention[date]:
    if mention.says is not Says.ASK or not denied:
        return mention
    left = [day for day in mention.choices if not any(first <= day <= last for first, last in denied)]
    if len(mention.choices) > 1 and len(left) == 1:
        return replace(mention, says=Says.ONE, first=left[0], choices=())
    return mention


def _without_asides(mentions: Sequence[Mention[date]], text: str) -> Iterator[Mention[date]]:
    """This function will leave out a day of which it is only asked whether the house is open, where another is asked for."""
    asked_for = [one for one in visits(mentions) if words.ASKED_FOR_BEFORE.search(before(text, one))]
    for mention in mentions:
        is_aside = asked_for and mention not in asked_for and words.CLOSING_AFTER.search(after(text, mention))
        yield replace(mention, says=Says.NOT) if is_aside else mention


def _agreeing(left: Mention[date], right: Mention[date], between: str) -> Mention[date] | None:
    """This function will join a weekday with the date it stands beside; if they differ, it must be asked."""
    if not words.AGREES_BETWEEN.match(between):
        return None
    if right.repeats and left.says is Says.ONE and left.first and left.first.weekday() == right.weekday:
        return left.over(left.start, right.end)
    if left.weekday is None or right.weekday is not None or right.says not in {Says.ONE, Says.ASK}:
        return None
    joint = right.over(left.start, right.end)
    fitting = [day for day in right.possible if day.weekday() == left.weekday]
    if len(fitting) == 1:
        return replace(joint, says=Says.ONE, first=fitting[0], choices=())
    if right.says is Says.ASK and right.earlier and right.earlier.weekday() == left.weekday:
        return replace(joint, says=Says.PAST, first=right.earlier)
    return replace(joint, says=Says.ASK, first=None, choices=tuple(sorted({*right.possible, *left.possible})))


def _several(left: Mention[date], right: Mention[date], between: str, *, text: str) -> Mention[date] | None:
    """This function will join two days to a range, or to a choice between both."""
    if not {left.says, right.says} <= {Says.ONE, Says.ASK} or _is_parted(left, between, text):
        return None
    joint = replace(left, end=right.end, earlier=None, weekday=None, repeats=False)
    if words.RANGE_BETWEEN.match(between):
        if left.repeats and right.repeats:
            return replace(joint, says=Says.NOT)
        if left.first and right.first and left.first < right.first:
            return replace(joint, says=Says.SPAN, last=right.first)
        return replace(joint, says=Says.ASK, first=None, choices=())
    either = words.EITHER_BEFORE.search(before(text, left)) if words.EITHER_BETWEEN.match(between) else None
    if either or words.OR_BETWEEN.match(between):
        both = tuple(sorted({*left.possible, *right.possible}))
        start = left.start - len(either[0]) if either else left.start
        return replace(joint, start=start, says=Says.ASK, first=None, choices=both)
    return None


def _is_parted(left: Mention[date], between: str, text: str) -> bool:
    """This function will tell whether two days are none of a range: "not Thursday, Friday", "from Friday to Saturday"."""
    ahead = before(text, left)
    if "," in between and (
        words.SUITS_NOT_BEFORE.search(ahead) or any(rule.search(ahead) for rule in words.NO_VISIT_BEFORE)
    ):
        return True
    return bool(words.MOVED_BETWEEN.match(between) and words.MOVED.search(text[: left.start]))


def _weighed(mention: Mention[date], text: str, today: date) -> Mention[date]:
    """This function will let the words around a day change what it means."""
    ahead, behind = before(text, mention), after(text, mention)
    suits_not = words.NO_VISIT_AFTER.search(behind) and not words.LEAVE.search(text)
    suits = ahead.endswith((" ", ",", "\n")) and words.SUITS_AFTER.search(behind)
    denied, *others = words.NO_VISIT_BEFORE
    is_of_other = not suits and any(rule.search(ahead) for rule in others) and not words.LEAVE.search(text)
    if suits_not or denied.search(ahead) or is_of_other:
        return replace(mention, says=Says.NOT)
    if mention.says in {Says.PAST, Says.NOT}:
        return mention
    is_ahead = mention.weekday is not None and words.AHEAD.search(text, mention.start, mention.end)
    # "The 21st first", "the 31st before the countdown": only a weekday is ever the one ago.
    is_first = (mention.weekday is None and words.BEFORE_AFTER.match(behind)) or (
        words.FIRST_AFTER.match(behind) and words.FIRST_BEFORE.search(ahead)
    )
    is_ago = words.OVER_AFTER.search(behind) and mention.earlier is not None and not is_first
    is_over = words.OVER_BEFORE.search(ahead) or is_ago
    if is_over and not is_ahead:
        return replace(mention, says=Says.PAST, first=mention.earlier, choices=())
    return _opened(mention, ahead, behind, today) or _unsettled(mention, ahead, behind, text)


def _unsettled(mention: Mention[date], ahead: str, behind: str, text: str) -> Mention[date]:
    """This function will unsettle a day that is one of several, of another week, or rather a season."""
    if mention.says is not Says.ONE or mention.first is None:
        return mention
    if mention.weekday is not None and words.ANY_OF_THEM.search(text):
        return replace(mention, says=Says.ASK, first=None, choices=(mention.first,))
    if mention.earlier and words.DONE_BEFORE.search(ahead) and not words.WISH.search(text):
        return replace(mention, says=Says.ASK, first=None, choices=(mention.first,))
    if (
        mention.earlier
        and words.DONE_AT_BEFORE.search(ahead)
        and not words.AHEAD.search(text, mention.start, mention.end)
    ):
        return replace(mention, says=Says.ASK, first=None, choices=(mention.first,))
    is_season = words.SEASON.fullmatch(text, mention.start, mention.end)
    if is_season or words.UNSURE_BEFORE.search(ahead) or words.UNSURE_AFTER.search(behind):
        return replace(mention, says=Says.ASK, first=None, choices=(mention.first,))
    return mention


def _opened(mention: Mention[date], ahead: str, behind: str, today: date) -> Mention[date] | None:
    """This function will read after, from, until and before a day as ranges."""
    first = mention.first
    last = mention.last if mention.says is Says.SPAN else first
    if mention.says is Says.ASK or first is None or last is None:
        return None
    whole = replace(mention, says=Says.SPAN)
    if words.AFTER_BEFORE.search(ahead) or words.AFTER_AFTER.search(behind):
        return replace(whole, first=last + _DAY, last=None)
    if mention.says is Says.ONE and (words.FROM_BEFORE.search(ahead) or words.FROM_AFTER.search(behind)):
        return replace(whole, last=None)
    if words.UNTIL_BEFORE.search(ahead):
        return replace(whole, first=None, last=last)
    if first > today and words.BEFORE_BEFORE.search(
        ahead
    ):  # who leaves early today says so with the same words
        return replace(whole, first=None, last=first - _DAY)
    return None


def _kept(mention: Mention[date], today: date) -> Mention[date]:
    """This function will see to it that no day that is over is offered for a visit."""
    if mention.says is Says.PAST or mention.says is Says.NOT:
        return mention
    choices = tuple(day for day in mention.choices if day >= today)
    if mention.says is Says.ONE and mention.first and mention.first < today:
        return replace(mention, says=Says.PAST)
    if mention.says is Says.SPAN:
        if mention.last and mention.last < today:
            return replace(mention, says=Says.PAST, first=None, last=None)
        if mention.first and mention.first < today:
            return replace(mention, first=today)
    return replace(mention, choices=choices)


def visits(mentions: Iterable[Mention[date]]) -> Iterator[Mention[date]]:
    """This function will leave out what is over and what was ruled out."""
    return (mention for mention in mentions if mention.says not in {Says.PAST, Says.NOT})
