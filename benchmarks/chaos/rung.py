"""What must hold of everything that only the time brings about: schedules ring once, and tasks are passed up once."""

from collections import Counter
from collections.abc import Iterator

from benchmarks.chaos.testimony import Evidence

#: What a clock tells one person at most once a day, whatever it is keyed by.
_ONCE_A_DAY = frozenset({"morning_card", "monthly_card", "birthday_wish"})


def rung_once(evidence: Evidence) -> Iterator[str]:
    """A clock rings once for each of its times, and a task takes each step once, telling each colleague once."""
    cards = Counter((one.kind, one.day, one.person) for one in evidence.told if one.kind in _ONCE_A_DAY)
    for (kind, day, person), times in cards.items():
        if times > 1:
            yield f"{kind} was made {times} times on {day} for {person}"
    for errand in evidence.errands:
        for step, times in Counter(step for step, _ in errand.passed_up).items():
            if times > 1:
                yield f"task {errand.id} took step {step} {times} times"
        heard = Counter(one for _, told in errand.passed_up for one in told)
        for staff_id, times in heard.items():
            if times > 1:
                yield f"task {errand.id} was passed up {times} times to {staff_id}"


def not_rung(evidence: Evidence) -> Iterator[str]:
    """A clock that was there rang, and none is set further than to the time after its next: it would be silent."""
    keys = {one.key for one in evidence.told}
    for day in evidence.mornings:
        for staff_id in evidence.leaders:
            if f"morning_card:{day}:{staff_id}" not in keys:
                yield f"{staff_id} had no morning card on {day}"
    for clock in evidence.clocks:
        if not clock.now < clock.next_run_at <= clock.latest:
            yield f"{clock.key} rings next at {clock.next_run_at.isoformat()}, and it is {clock.now.isoformat()}"


def not_passed_up(evidence: Evidence) -> Iterator[str]:
    """A task that waits too long has taken the steps of its rule, and whoever is said to have heard of it was told."""
    keys = {one.key for one in evidence.told}
    for errand in evidence.errands:
        if errand.steps_taken < errand.steps_due:
            yield f"task {errand.id} took {errand.steps_taken} steps up, and {errand.steps_due} were due"
        for step, told in errand.passed_up:
            for staff_id in told:
                if f"task_passed_up:{errand.id}:{step}:{staff_id}" not in keys:
                    yield f"task {errand.id}: {staff_id} is said to have heard of step {step}, and was never told"
