"""Finding every free half-hour of ninety days, beside a loop that asks the database for each; and the race for a few.

    aura bench booking

`ratio` is the loop's time divided by the search's, on the store where that is least; both must find the same times.
The race: three hundred customers press for twenty times at once; the figures say how many had one and how many overlap.
"""

import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from benchmarks._clinic import TODAY, FullClinic, full_clinic
from tests.factories.cases import MONDAY
from workflow.booking import SlotTaken, book_appointment, coming_days, hold_slot
from workflow.booking.needs import Needs, needs_of
from workflow.booking.slots import GRID
from workflow.booking.taking import cells_to_take, taken_cells
from workflow.calendars import openings
from workflow.cases import case
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, Hold, ResourceCell
from workflow.unit_of_work import (
    Sessions,
    in_transaction,
    make_engine,
    make_sessions,
    migrate,
    scope_to,
)

STORES = ("sqlite", "postgres")
DAYS, STAFF, ROUNDS = 90, 6, 7
RIVALS, TIMES, THREADS = 300, 20, 12


def run(
    *,
    stores: Sequence[str] = STORES,
    days: int = DAYS,
    staff: int = STAFF,
    rivals: int = RIVALS,
    times: int = TIMES,
    rounds: int = ROUNDS,
) -> dict[str, Any]:
    """This will measure both on each store and give the figures.

    Args:
        stores: `sqlite`, `postgres` or both.
        days: How many are searched.
        staff: How many treat, each with books of their own.
        rivals: How many customers press at once.
        times: For how many times.
        rounds: How often the search is timed; the median counts.
    """
    # What everybody is told is logged; three thousand lines of it say nothing about speed.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    figures: dict[str, Any] = {"days": days, "staff": staff, "rivals": rivals, "times": times}
    ratios = []
    for store in stores:
        with tempfile.TemporaryDirectory() as folder:
            found = _on(store, folder, days=days, staff=staff, rivals=rivals, times=times, rounds=rounds)
        ratios.append(found["loop_ms"] / found["search_ms"])
        figures |= {f"{store}_{name}": value for name, value in found.items()}
    return {
        "name": "booking",
        "ratio": round(min(ratios), 1),
        "baseline": "a loop that asks the database for each half-hour; how many times as long it takes",
        "figures": figures,
    }


def _on(store: str, folder: str, **sizes: int) -> dict[str, Any]:
    if store == "sqlite":
        return _measure(f"sqlite:///{Path(folder) / 'bench.db'}", store, **sizes)
    from tests.servers.postgres import PostgresServer  # noqa: PLC0415 - a test server, not part of the product

    server = PostgresServer.start()
    try:
        return _measure(server.url(server.create_database()), store, **sizes)
    finally:
        server.stop()


def _measure(
    url: str, store: str, *, days: int, staff: int, rivals: int, times: int, rounds: int
) -> dict[str, Any]:
    engine = make_engine(url)
    migrate(engine)
    sessions = make_sessions(engine)
    _say(f"{store}: filling the books of {staff} people for {days} days")
    clinic = full_clinic(sessions, days=days, staff=staff, customers=rivals + times)
    figures = {
        "appointments": clinic.appointments,
        **_searched(sessions, clinic, days=days, rounds=rounds, store=store),
    }
    for name, deciding in (("race", False), ("race_with_holds", True)):
        _say(f"{store}: {rivals} press for {times} times{' and hold them first' if deciding else ''}")
        first_day = days + 1 + 30 * deciding
        figures |= {
            f"{name}_{what}": value
            for what, value in _race(
                sessions, clinic, rivals=rivals, times=times, first_day=first_day, deciding=deciding
            ).items()
        }
    engine.dispose()
    return figures


def _searched(
    sessions: Sessions, clinic: FullClinic, *, days: int, rounds: int, store: str
) -> dict[str, Any]:
    """This will time the search and the loop in turns; the median of each counts."""
    ways: dict[str, Callable[[Session, int], list[datetime]]] = {
        "search": lambda session, count: _fast(session, clinic, days=count),
        "loop": lambda session, count: _one_by_one(session, clinic, days=count),
    }
    spent: dict[str, list[float]] = {"search": [], "loop": [], "search_one_day": []}
    found: dict[str, list[datetime]] = {}
    with sessions() as session:
        scope_to(session, clinic.clinic_id)
        for number in range(rounds):
            for name, way in ways.items():
                if name == "loop" and number % 3:
                    continue
                began = time.perf_counter()
                found[name] = way(session, days)
                spent[name].append(time.perf_counter() - began)
            began = time.perf_counter()
            ways["search"](session, 1)
            spent["search_one_day"].append(time.perf_counter() - began)
            _say(f"{store}: searched {number + 1} of {rounds}")
    if found["search"] != found["loop"]:
        raise AssertionError("the search and the loop found different times")
    return {
        "free_times": len(found["search"]),
        **{f"{name}_ms": round(statistics.median(times) * 1000, 2) for name, times in spent.items()},
    }


def _fast(session: Session, clinic: FullClinic, *, days: int) -> list[datetime]:
    found = coming_days(session, case_id=clinic.cases[0], now=MONDAY, days=days)
    return [starts_at for day in found for starts_at in day.starts]


def _one_by_one(session: Session, clinic: FullClinic, *, days: int) -> list[datetime]:
    """This will ask for each half-hour whether everybody and everything is free: a query each."""
    needs = needs_of(session, case=case(session, case_id=clinic.cases[0]), staff_id=None, rules=ClinicRules())
    found = []
    for day in openings(session, branch_id=needs.branch.id, first=TODAY, days=days):
        start, closes = day.hours or (MONDAY, MONDAY)
        while start + needs.length <= closes:
            if start > MONDAY and _is_free(session, needs, start):
                found.append(start)
            start += GRID
    return found


def _is_free(session: Session, needs: Needs, starts_at: datetime) -> bool:
    span = (starts_at - needs.longest_before, starts_at + needs.length + needs.longest_after)
    taken = taken_cells(session, resource_ids=needs.resource_ids, span=span)
    return cells_to_take(needs, starts_at=starts_at, taken=taken) is not None


def _race(
    sessions: Sessions, clinic: FullClinic, *, rivals: int, times: int, first_day: int, deciding: bool
) -> dict[str, Any]:
    """This will let everybody press at once, and count what came of it from the tables."""
    starts = [MONDAY + timedelta(days=first_day + number // 9, hours=number % 9) for number in range(times)]

    def press(number: int) -> str:
        told = {"case_id": clinic.cases[number], "starts_at": starts[number % times], "by": clinic.sales}

        def step(take: Callable[..., object]) -> None:
            in_transaction(
                sessions, lambda session: take(session, **told, now=MONDAY), clinic_id=clinic.clinic_id
            )

        try:
            if deciding:
                step(hold_slot)
            step(book_appointment)
        except SlotTaken:
            return "refused"
        return "booked"

    booked_already = _with_time(sessions, clinic)
    free = [number for number, one in enumerate(clinic.cases) if one not in booked_already][:rivals]
    began = time.perf_counter()
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        answers = list(pool.map(press, free))
    seconds = time.perf_counter() - began
    booked, overlaps, held = in_transaction(
        sessions, lambda session: _outcome(session, starts), clinic_id=clinic.clinic_id
    )
    return {
        "pressed": len(free),
        "booked": booked,
        "refused": answers.count("refused"),
        "overlaps": overlaps,
        "holds_left": held,
        "seconds": round(seconds, 2),
    }


def _with_time(sessions: Sessions, clinic: FullClinic) -> set[Any]:
    statement = sa.select(Appointment.case_id).where(Appointment.state == "booked")
    return in_transaction(
        sessions, lambda session: set(session.scalars(statement)), clinic_id=clinic.clinic_id
    )


def _outcome(session: Session, starts: Sequence[datetime]) -> tuple[int, int, int]:
    """This will count appointments, pairs of them that overlap on a person, and holds that were left."""
    agreed = session.scalars(
        sa.select(Appointment).where(
            Appointment.state == "booked",
            Appointment.starts_at.between(min(starts), max(starts) + timedelta(hours=1)),
        )
    ).all()
    overlaps = sum(
        one.starts_at < two.ends_at and two.starts_at < one.ends_at
        for number, one in enumerate(agreed)
        for two in agreed[number + 1 :]
        if one.staff_id == two.staff_id
    )
    taken = session.scalar(
        sa.select(sa.func.count())
        .select_from(ResourceCell)
        .where(ResourceCell.appointment_id.in_([one.id for one in agreed]))
    )
    if taken != 44 * len(agreed):  # two people for ten cells, room and device for twelve
        overlaps += 1
    return len(agreed), overlaps, len(session.scalars(sa.select(Hold)).all())


def _say(words: str) -> None:
    print(words, file=sys.stderr)
