"""What a message names: treatments and brands, branches and people, days and times, figures, the body and its troubles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from nlu.body import BodyReader
from nlu.branch_names import BranchNames
from nlu.calendar_days import Calendar
from nlu.figures import amounts_in
from nlu.moments import moments_in
from nlu.people import People
from nlu.phones import phones_in
from nlu.spelling import tidy
from nlu.treatments import Names, TreatmentReader
from nlu.understanding import Entity, OwnNames


@dataclass(frozen=True)
class ClinicNames:
    """What a clinic calls its own.

    Attributes:
        treatments: A treatment's id with the names people call it.
        branches: The same of branches.
        staff: The same of staff, with or without a title.
        holidays: The dates of holidays by key (`songkran`, `makha_bucha` ...), as many years as are known.
    """

    treatments: Names
    branches: Names = field(default_factory=dict)
    staff: Names = field(default_factory=dict)
    holidays: Mapping[str, Sequence[date]] = field(default_factory=dict)


class EntityFinder:
    """The rules and the clinic's names, ready for use. Never changes once made; safe between threads."""

    def __init__(self, names: ClinicNames) -> None:
        """This function will take what the clinic calls its own."""
        self._treatments = TreatmentReader(names.treatments)
        self._branches = BranchNames(names.branches)
        self._people = People(names.staff)
        self._body = BodyReader()
        self._holidays = names.holidays

    def find(
        self, text: str, *, now: datetime, zone: ZoneInfo, own: OwnNames | None = None
    ) -> tuple[Entity, ...]:
        """This function will find what the message names, in the order of the words.

        At most one day and one time come back: where a message names several and does not say that it moves from
        one to the other, it is `date_unclear`, for it would be a guess which is meant.

        Args:
            text: The message as typed.
            now: When it was sent, aware UTC.
            zone: The branch's time zone.
            own: The branches and the people of the clinic that was written to; those the finder was made with if left out.
        """
        branches, people = (self._branches, self._people) if own is None else _readers(own)
        tidied = tidy(text)
        phones = list(phones_in(tidied))
        rest = list(tidied)
        for _, start, end in phones:
            rest[start:end] = " " * (end - start)
        without_phones = "".join(rest)
        calendar = Calendar(now.astimezone(zone).date(), self._holidays)
        found = list(self._treatments.find(tidied))
        found += [Entity("branch", key, words) for key, words in branches.find(tidied)]
        found += people.find(without_phones)
        found += [phone for phone, _, _ in phones]
        found += amounts_in(without_phones)
        found += self._body.find(tidied)
        found += moments_in(without_phones, now=now, zone=zone, calendar=calendar)
        return tuple(sorted(found, key=lambda entity: tidied.find(entity.text)))


@lru_cache(maxsize=64)
def _readers(own: OwnNames) -> tuple[BranchNames, People]:
    """This function will make names ready; the names are the key, so that what changes is made ready anew."""
    return BranchNames(dict(own.branches)), People(dict(own.staff))
