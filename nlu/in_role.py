"""Takes days and times as what they are of: sure only where they are of a visit, else asked, over, or none at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from nlu import date_words, time_words
from nlu import role_words as words
from nlu.mentions import Mention, Says, T, before
from nlu.roles import Role, Roles

_DAY = timedelta(days=1)
_NO_VISIT = frozenset({Says.PAST, Says.NOT})
_WISHED = frozenset({Role.VISIT, Role.MAY})
_IS_OTHER = frozenset({Role.OTHER, Role.ASIDE, Role.OLD})

Days = tuple[Mention[date], ...]
Times = tuple[Mention[time], ...]


def in_their_roles(
    days: Sequence[Mention[date]], times: Sequence[Mention[time]], text: str
) -> tuple[Days, Times, Days]:
    """This function will weigh what the days and times of a message are of.

    Args:
        days: The days it names.
        times: The times it names.
        text: The message, tidied.

    Returns:
        The days and the times, and the days of visits that stand or are called off, which are no wish.
    """
    if date_words.LEAVE.search(text):
        return tuple(days), tuple(times), ()
    spans = [(day.start, day.end) for day in days] + [(at.start, at.end) for at in times]
    roles = Roles(text, spans)
    of_days = [
        (day, Role.VISIT if _is_beside(day, text) else _not_done_yet(day, roles.of(day.start, day.end), text))
        for day in days
    ]
    of_times = [(at, Role.VISIT if _is_left(at, text) else roles.of(at.start, at.end)) for at in times]
    is_away = words.AWAY.search(text) is not None or roles.call_off
    kept = _beside(_kept(of_days, is_away=is_away), of_days, text, has_time=bool(times))
    moves_day = any(role in _WISHED and day.says not in _NO_VISIT for day, role in of_days) and any(
        role is Role.STANDS for _, role in of_days
    )
    old = [day for day, role in of_days if role in {Role.OLD, Role.STANDS} and day.says not in _NO_VISIT]
    return tuple(kept), tuple(_kept(of_times, is_away=is_away or moves_day)), tuple(old)


def _is_left(at: Mention[time], text: str) -> bool:
    """This function will tell whether a time is when work or school ends: what comes after it is free."""
    return at.says is Says.SPAN and time_words.LEAVING_BEFORE.search(before(text, at)) is not None


def _not_done_yet(day: Mention[date], role: Role, text: str) -> Role:
    """This function will see to it that "this Thursday" still ahead is no day on which anything was done."""
    is_ahead = day.says is Says.ONE and date_words.AHEAD.search(text, day.start, day.end)
    if role is not Role.DONE or not is_ahead:
        return role
    return Role.UNKNOWN if date_words.GONE_BEFORE.search(before(text, day)) else Role.VISIT


def _is_beside(day: Mention[date], text: str) -> bool:
    """This function will tell whether it is "the day after that", which was read as wished or not already."""
    return date_words.BESIDE.fullmatch(text, day.start, day.end) is not None


def _kept(named: Sequence[tuple[Mention[T], Role]], *, is_away: bool) -> list[Mention[T]]:
    """This function will take each in its role; what stands already gives way to what is wished."""
    gives_way = is_away or any(role in _WISHED and one.says not in _NO_VISIT for one, role in named)
    return [_taken(one, role, gives_way=gives_way) for one, role in named]


def _taken(one: Mention[T], role: Role, *, gives_way: bool) -> Mention[T]:
    if one.says in _NO_VISIT:
        return one
    if role is Role.DONE:
        return replace(one, says=Says.PAST, first=one.earlier, last=None, choices=())
    if role in _IS_OTHER or (role is Role.STANDS and gives_way):
        return replace(one, says=Says.NOT)
    if role is Role.UNKNOWN:
        return replace(one, says=Says.ASK, first=None, last=None, choices=one.possible)
    return one


def _beside(
    kept: list[Mention[date]], named: Sequence[tuple[Mention[date], Role]], text: str, *, has_time: bool
) -> list[Mention[date]]:
    """This function will read a visit after, before or on the day of another thing, where only that day is named."""
    if len(named) != 1:
        return kept
    day, rest = named[0][0], text[named[0][0].end :]
    end = day.last or day.first
    if end and day.says in {Says.ONE, Says.SPAN} and not has_time and words.SUITS_AFTER_THAT.search(rest):
        return [replace(day, says=Says.SPAN, first=end + _DAY, last=None)]
    if day.first is None or kept[0].says is not Says.NOT:
        return kept
    if words.THAT_DAY.search(rest):
        return [day]
    if words.AFTER_THAT.search(rest):  # with a time named too, nobody knows whether after the time or the day
        after = replace(day, says=Says.SPAN, first=(day.last or day.first) + _DAY, last=None)
        return [
            replace(day, says=Says.ASK, first=None, last=None, choices=(day.first,)) if has_time else after
        ]
    before_it = replace(day, says=Says.SPAN, first=None, last=day.first - _DAY)
    return [before_it] if words.BEFORE_THAT.search(rest) else kept
