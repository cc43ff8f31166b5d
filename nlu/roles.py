"""What each day or time of a message is of: a visit, or another thing. Only what is of a visit may be taken as sure.

A message is cut into clauses, and these at blanks; the telling word nearest to a day decides (`nlu.role_words`). A piece that
tells nothing takes after its neighbours, and a message of nothing but days and times is an answer. What cannot be told is asked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from nlu import role_words as words
from nlu.mentions import WINDOW

_MARK = "¤"
"""Stands for each letter of a day or time, so that its own words tell nothing."""

_SLIPS = 2
"""So many letters that nobody can read make no other thing of an answer ("โมงง")."""


class Role(Enum):
    """What a day or time is of.

    Attributes:
        VISIT: A visit that is wished, asked for, offered or moved to.
        MAY: Likely a visit: nothing tells of another thing.
        OPEN: It is asked whether the house is open then.
        OTHER: Money, offers, work, journeys, events, duties, habits.
        ASIDE: The same, unless a word of wishing stands beside it.
        OLD: A visit that is called off.
        STANDS: A visit that stands already.
        DONE: It is over.
        UNKNOWN: Nobody can tell.
    """

    VISIT = "visit"
    MAY = "may"
    OPEN = "open"
    OTHER = "other"
    ASIDE = "aside"
    OLD = "old"
    STANDS = "stands"
    DONE = "done"
    UNKNOWN = "unknown"


_TABLES = (
    (words.OLD, Role.OLD),
    (words.DONE, Role.DONE),
    (words.STANDS, Role.STANDS),
    (words.OTHER, Role.OTHER),
    (words.OPEN, Role.OPEN),
    (words.VISIT, Role.VISIT),
    (words.ASIDE, Role.ASIDE),
    (words.MAY, Role.MAY),
)
"""What tells of which role; a letter read by an earlier table is read by no later one."""

_WISHED = frozenset({Role.VISIT, Role.MAY, Role.OPEN})
_MOVED_TO = re.compile(
    r"(?:เป็น|แทน|(?:เลื่อน|ย้าย|ขยับ|เปลี่ยน|ถอย)[^ ¤]{0,12} ?ไป|\bto|\bfor) ?(?:วันที่|วัน|ตอน|the)? ?$"
)
_MOVES = re.compile(r"(?:เลื่อน|ย้าย|ขยับ|เปลี่ยน|ถอย)[^¤]{0,22}(?:ไป|เป็น|มา) ?(?:วันที่|วัน|ตอน|ช่วง)? ?$")
"""Right before a day: she moves to it, whatever else is told."""


@dataclass(frozen=True)
class _Hit:
    """A telling word."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True)
class _Piece:
    """A piece of a clause between two blanks, with the telling words in it; bare where nothing else stands in it."""

    start: int
    end: int
    clause: int
    hits: tuple[_Hit, ...]
    is_bare: bool


class Roles:
    """The telling words of a message, ready to be asked about its days and times."""

    def __init__(self, text: str, mentions: Iterable[tuple[int, int]]) -> None:
        """This function will read a message.

        Args:
            text: The message, tidied.
            mentions: Where its days and times stand.
        """
        letters = list(text)
        self._spans = sorted(mentions)
        for start, end in self._spans:
            letters[start:end] = _MARK * (end - start)
        self._text = "".join(letters)
        self._pieces = tuple(_pieces(self._text))

    def of(self, start: int, end: int) -> Role:
        """This function will say what the day or time that stands there is of."""
        at = next(n for n, piece in enumerate(self._pieces) if piece.end > start)
        piece = self._pieces[at]
        if not piece.hits:
            return self._of_neighbours(at, start, end)
        role = self._nearest(piece.hits, start, end, first=piece.start)
        return self._doubted(at) if role is Role.MAY and len(piece.hits) == 1 else role

    @property
    def call_off(self) -> bool:
        """Whether a visit is called off anywhere in the message."""
        return any(hit.role is Role.OLD for piece in self._pieces for hit in piece.hits)

    def _nearest(self, hits: Sequence[_Hit], start: int, end: int, *, first: int) -> Role:
        """This function will let the telling word nearest to it decide; of two as near, the one on the side of the first."""
        if _MOVES.search(self._text[max(0, start - WINDOW) : start]):
            return Role.VISIT
        strong = _strong(hits)
        if any(hit.role is Role.OLD for hit in strong) and not _MOVED_TO.search(
            self._text[max(0, start - WINDOW) : start]
        ):
            return Role.OLD
        ahead = [hit for hit in strong if hit.end <= start]
        behind = [hit for hit in strong if hit.start >= end]
        if not ahead or not behind:
            return (ahead[-1:] or behind[:1] or strong[:1])[0].role
        near, far = self._gap(ahead[-1].end, start), self._gap(end, behind[0].start)
        if near == far:
            named = next((at for at, _ in self._spans if at >= first), first)
            return (ahead[-1] if any(hit.end <= named for hit in strong) else behind[0]).role
        return (ahead[-1] if near < far else behind[0]).role

    def _gap(self, start: int, end: int) -> int:
        """This function will count the letters between that tell anything at all."""
        return len(_rest(self._text[start:end]))

    def _doubted(self, at: int) -> Role:
        """This function will weigh one weak word by what was said before it in the same clause."""
        ahead = [one for one in self._pieces[:at] if one.clause == self._pieces[at].clause and one.hits]
        role = _strong(ahead[-1].hits)[-1].role if ahead else Role.MAY
        if role is Role.OLD:
            return role
        return Role.UNKNOWN if role in {Role.OTHER, Role.DONE} else Role.MAY

    def _of_neighbours(self, at: int, start: int, end: int) -> Role:
        """This function will say what a piece is of that tells nothing itself: what its clause tells, or the whole."""
        piece = self._pieces[at]
        ahead = [one for one in self._pieces[:at] if one.clause == piece.clause and one.hits][-1:]
        behind = [one for one in self._pieces[at + 1 :] if one.clause == piece.clause and one.hits][:1]
        near = [_strong(one.hits)[-1] for one in ahead] + [_strong(one.hits)[0] for one in behind]
        roles = {hit.role for hit in near}
        if len(roles) == 1 or (roles and roles <= _WISHED):
            return near[0].role
        if roles:
            gaps = self._gap(near[0].end, start), self._gap(end, near[1].start)
            if near[0].role is Role.STANDS and not gaps[0]:
                return Role.STANDS
            return Role.UNKNOWN if min(gaps) or not max(gaps) else near[gaps.index(0)].role
        return self._of_the_whole(piece, is_first=piece.start == 0)

    def _of_the_whole(self, piece: _Piece, *, is_first: bool) -> Role:
        """This function will say what a clause is of that tells nothing, by all that the message tells."""
        every = {hit.role for one in self._pieces for hit in one.hits}
        if every <= _WISHED:
            return Role.VISIT if piece.is_bare or every else Role.UNKNOWN
        if Role.OLD in every and Role.VISIT not in every:
            return Role.OLD
        return Role.VISIT if piece.is_bare and (is_first or Role.VISIT in every) else Role.UNKNOWN


def _strong(hits: Sequence[_Hit]) -> Sequence[_Hit]:
    """This function will leave out weak words beside strong ones, and asides beside a wish."""
    strong = [hit for hit in hits if hit.role is not Role.MAY]
    if any(hit.role is Role.VISIT for hit in strong):
        strong = [hit for hit in strong if hit.role is not Role.ASIDE]
    return strong or hits


def _rest(text: str) -> str:
    return words.FILLING.sub("", text.replace(_MARK, " "))


def _pieces(text: str) -> Iterator[_Piece]:
    """This function will cut a message into clauses, and these at blanks."""
    hits = _hits(text)
    hard = {hit.start() if words.CONNECTIVE.match(hit[0]) else hit.end() for hit in words.HARD.finditer(text)}
    cuts = sorted({0, len(text), *hard, *(hit.end() for hit in words.SOFT.finditer(text))})
    clause = 0
    for start, end in pairwise(cuts):
        clause += start in hard
        within = tuple(hit for hit in hits if start <= hit.start < end)
        yield _Piece(start, end, clause, within, is_bare=len(_rest(text[start:end])) <= _SLIPS)


def _hits(text: str) -> tuple[_Hit, ...]:
    """This function will find the telling words; no letter tells twice."""
    taken = bytearray(len(text) + 1)
    found = []
    for table, role in _TABLES:
        for hit in table.finditer(text):
            if hit.end() > hit.start() and not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
                found.append(_Hit(hit.start(), hit.end(), role))
    return tuple(sorted(found, key=lambda one: one.start))
