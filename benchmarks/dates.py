"""`aura bench dates --file F.tsv`: how many days and times are read rightly, asked about needlessly, or read wrongly.

Wrong is the worst: nobody would notice. The file has the columns of `nlu.date_figures.read_dated_phrases`. The baseline is
dateparser, the library most used for dates in running text, asked for Thai and English; it knows no ranges and asks nothing.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from dateparser.search import search_dates

from aura.clinics import names_of_treatments
from aura.commands.answers import refuse
from nlu import Entity
from nlu.date_figures import DatedPhrase, date_figures, read_dated_phrases
from nlu.entities import ClinicNames, EntityFinder

OURS = Path(__file__).resolve().parents[1] / "tests" / "nlu" / "dates_neighbours.tsv"
ZONE = ZoneInfo("Asia/Bangkok")


def run(*, file: Path | None = None) -> dict[str, Any]:
    """This will judge the reading of days and times by a file; by our own where none is given."""
    try:
        rows = read_dated_phrases(file or OURS, zone=ZONE)
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}", code=2)
    except ValueError as error:
        refuse(str(error), code=2)
    finder = EntityFinder(ClinicNames(names_of_treatments()))
    milliseconds: list[float] = []

    def ours(phrase: DatedPhrase) -> Iterable[Entity]:
        start = time.perf_counter()
        found = finder.find(phrase.text, now=phrase.sent_at, zone=ZONE)
        milliseconds.append(1000 * (time.perf_counter() - start))
        return found

    finder.find("", now=datetime.now(UTC), zone=ZONE)  # The rules are made ready on first use.
    figures = date_figures(rows, ours)
    plain = date_figures(rows, _by_dateparser)
    return {
        "name": "dates",
        "baseline": "share right over that of dateparser",
        "ratio": round(figures["right"] / plain["right"], 2) if plain["right"] else None,
        "figures": {
            **figures,
            "baseline_right": plain["right"],
            "baseline_wrong": plain["wrong"],
            "p50_ms": round(float(np.percentile(milliseconds, 50)), 3),
            "p95_ms": round(float(np.percentile(milliseconds, 95)), 3),
        },
    }


def _by_dateparser(phrase: DatedPhrase) -> Iterable[Entity]:
    """This will read a phrase as dateparser does: the first day it finds, and the first time that was not made up."""
    sent = phrase.sent_at.astimezone(ZONE).replace(tzinfo=None)
    found = search_dates(
        phrase.text,
        languages=["th", "en"],
        settings={"RELATIVE_BASE": sent, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"},
    )
    moments = [moment for _, moment in found or ()]
    # It fills in midnight, or the hour of sending, where the words name none.
    times = [moment for moment in moments if moment.time() not in {sent.time(), datetime.min.time()}]
    days = [moment for moment in moments if moment.date() != sent.date()] or moments
    yield from (Entity("date", day.date().isoformat(), phrase.text) for day in days[:1])
    yield from (Entity("time", at.time().isoformat("minutes"), phrase.text) for at in times[:1])
