"""Each proof of the chaos harness finds the fault that is planted for it, and nothing in a run without faults."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.chaos.figures import Figures
from benchmarks.chaos.proof import DOUBLED, ILLEGAL, LOST, ORDER, PROOFS, UNBALANCED, find_faults
from benchmarks.chaos.testimony import (
    Clock,
    Course,
    Errand,
    Event,
    Evidence,
    Happened,
    Photo,
    Post,
    Sending,
    Told,
)

MALI = "U1"
WORDS = '[{"type":"text","text":"120"}]'


def post(event_id: str, *, first_at: float, taken_at: float | None, what: str = "points") -> Post:
    return Post(event_id=event_id, person=MALI, what=what, first_at=first_at, taken_at=taken_at)


def answer(notice_id: str, *, to_event: str, state: str = "accepted", reason: str | None = None) -> Told:
    return Told(
        id=notice_id,
        person=MALI,
        lane=1,
        purpose="answer",
        state=state,
        reason=reason,
        key=f"points:{to_event}",
        body=WORDS,
    )


def sent(notice_id: str | None, *, accepted: bool = True, via: str = "reply") -> Sending:
    return Sending(notice_id=notice_id, person=MALI, accepted=accepted, via=via)


def moved(*moves: tuple[str, str, str]) -> tuple[Happened, ...]:
    steps = [
        Happened(seq=number, name=f"case.{move}", detail={"from": before, "to": after})
        for number, (move, before, after) in enumerate(moves, start=2)
    ]
    return (Happened(seq=1, name="case.scanned"), *steps)


TREATED = moved(
    ("schedule", "scanned", "treatment_scheduled"),
    ("start", "treatment_scheduled", "in_treatment"),
    ("finish", "in_treatment", "completed"),
    ("follow_up", "completed", "follow_up"),
)
COURSE = Course(
    id="c1",
    stage="follow_up",
    happened=TREATED,
    appointments={"a0": "cancelled", "a1": "done"},
    cells={"a0": 0, "a1": 12},
    finished={"s1": True},
    follow_ups={"s1": ((1, "sent", 1), (7, "answered", 1), (30, "planned", 0), (90, "planned", 0))},
    visits={"s1": (15,)},
    owed=15,
)
NOON = datetime(2026, 1, 31, 5, tzinfo=UTC)
CLOCK = Clock(
    key="morning_card:c1", now=NOON, next_run_at=NOON + timedelta(hours=20), latest=NOON + timedelta(hours=44)
)
CARD = Told(
    id="n3",
    person="U9",
    lane=2,
    purpose="staff",
    state="accepted",
    key="morning_card:2026-01-31:s1",
    kind="morning_card",
    day="2026-01-31",
)
PASSED_UP = replace(CARD, id="n4", key="task_passed_up:t1:1:s1", kind="task_passed_up")
ERRAND = Errand(id="t1", steps_due=1, steps_taken=1, passed_up=((1, ("s1",)),))
STAFF_TOLD = tuple(Sending(notice_id=one, person="U9", accepted=True, via="push") for one in ("n3", "n4"))
SOUND = Evidence(
    posts=(post("e1", first_at=1, taken_at=2), post("e2", first_at=3, taken_at=4)),
    events=(Event(id="r1", event_id="e1", state="handled"), Event(id="r2", event_id="e2", state="handled")),
    told=(answer("n1", to_event="r1"), answer("n2", to_event="r2"), CARD, PASSED_UP),
    # LINE failed once after it had taken the first answer: the same reply again is refused, and nothing came twice.
    sendings=(
        sent("n1"),
        sent("n1", accepted=False),
        sent("n2"),
        *STAFF_TOLD,
    ),
    courses=(COURSE,),
    photos=(Photo(id="p1", state="read", readings=1),),
    balances={"mali": 15},
    clocks=(CLOCK,),
    errands=(ERRAND,),
    mornings=("2026-01-31",),
    leaders=("s1",),
)


def test_a_run_without_faults_has_none() -> None:
    assert find_faults(SOUND) == []


def with_course(**changes: object) -> Evidence:
    return replace(SOUND, courses=(replace(COURSE, **changes),))  # type: ignore[arg-type]


def with_clock(**changes: object) -> Evidence:
    return replace(SOUND, clocks=(replace(CLOCK, **changes),))  # type: ignore[arg-type]


def with_errand(**changes: object) -> Evidence:
    return replace(SOUND, errands=(replace(ERRAND, **changes),))  # type: ignore[arg-type]


def with_event(**changes: object) -> Evidence:
    return replace(SOUND, events=(replace(SOUND.events[0], **changes), SOUND.events[1]))  # type: ignore[arg-type]


PLANTED: list[tuple[str, str, Callable[[], Evidence]]] = [
    (
        LOST,
        "answered_but_not_stored",
        lambda: replace(SOUND, events=SOUND.events[1:]),
    ),
    (
        LOST,
        "never_taken",
        lambda: replace(SOUND, posts=(*SOUND.posts, post("e3", first_at=5, taken_at=None))),
    ),
    (LOST, "not_handled", lambda: with_event(state="waiting")),
    (LOST, "not_handled", lambda: with_event(state="failed", failure="TooManyAttempts")),
    (LOST, "not_answered", lambda: replace(SOUND, told=SOUND.told[1:], sendings=SOUND.sendings[2:])),
    # We believe that LINE took it, and LINE knows nothing of it.
    (LOST, "not_delivered", lambda: replace(SOUND, sendings=SOUND.sendings[2:])),
    (
        LOST,
        "not_delivered",
        lambda: replace(
            SOUND,
            told=(*SOUND.told, answer("n6", to_event="r9", state="unknown", reason="reply_unknown")),
            sendings=(*SOUND.sendings, sent("n6", accepted=False)),
        ),
    ),
    (
        LOST,
        "not_delivered",
        lambda: replace(SOUND, told=(*SOUND.told, answer("n6", to_event="r9", state="waiting"))),
    ),
    # It could have gone in time, and we were too slow.
    (
        LOST,
        "not_delivered",
        lambda: replace(
            SOUND, told=(*SOUND.told, answer("n6", to_event="r9", state="skipped", reason="too_late"))
        ),
    ),
    (
        LOST,
        "nobody_paged",
        lambda: replace(SOUND, posts=(*SOUND.posts, post("e1", first_at=5, taken_at=6, what="red_flag"))),
    ),
    (
        LOST,
        "photo_not_read",
        lambda: replace(
            SOUND, photos=(), posts=(*SOUND.posts, post("e1", first_at=5, taken_at=6, what="photo"))
        ),
    ),
    (LOST, "photo_not_read", lambda: replace(SOUND, photos=(Photo(id="p1", state="waiting", readings=0),))),
    (
        LOST,
        "promise_not_told",
        lambda: with_course(
            follow_ups={"s1": ((1, "sent", 0), (7, "sent", 1), (30, "planned", 0), (90, "planned", 0))}
        ),
    ),
    (LOST, "not_rung", lambda: replace(SOUND, told=SOUND.told[:2])),
    # A clock that ran ahead has put its next time where it is silent until then; or nobody rings what is due.
    (LOST, "not_rung", lambda: with_clock(next_run_at=NOON + timedelta(days=60))),
    (LOST, "not_rung", lambda: with_clock(next_run_at=NOON - timedelta(minutes=1))),
    (LOST, "not_passed_up", lambda: with_errand(steps_due=2)),
    (LOST, "not_passed_up", lambda: with_errand(passed_up=((1, ("s9",)),))),
    (DOUBLED, "rung_once", lambda: replace(SOUND, told=(*SOUND.told, replace(CARD, id="n8", key="again")))),
    (DOUBLED, "rung_once", lambda: with_errand(passed_up=((1, ("s1",)), (1, ())))),
    (DOUBLED, "rung_once", lambda: with_errand(passed_up=((1, ("s1",)), (2, ("s1",))))),
    # A reply whose end nobody knew, and a push after it: she reads it twice.
    (DOUBLED, "taken_twice", lambda: replace(SOUND, sendings=(*SOUND.sendings, sent("n2", via="push")))),
    (
        DOUBLED,
        "sent_by_nobody",
        lambda: replace(SOUND, sendings=(*SOUND.sendings, sent(None, via="push"))),
    ),
    (
        DOUBLED,
        "answered_twice",
        lambda: replace(
            SOUND,
            told=(*SOUND.told, answer("n6", to_event="r1")),
            sendings=(*SOUND.sendings, sent("n6", via="push")),
        ),
    ),
    (
        DOUBLED,
        "stored_twice",
        lambda: replace(SOUND, events=(*SOUND.events, Event(id="r3", event_id="e1", state="handled"))),
    ),
    (DOUBLED, "read_twice", lambda: replace(SOUND, photos=(Photo(id="p1", state="read", readings=2),))),
    (
        DOUBLED,
        "followed_up_twice",
        lambda: with_course(
            follow_ups={"s1": ((1, "sent", 2), (7, "sent", 1), (30, "planned", 0), (90, "planned", 0))}
        ),
    ),
    (ORDER, "answers_swapped", lambda: replace(SOUND, sendings=(sent("n2"), sent("n1")))),
    (
        ORDER,
        "overtaken_under_way",
        lambda: replace(SOUND, sendings=(sent("n1", accepted=False), sent("n2"), sent("n1"))),
    ),
    # A treatment that began before it was ever agreed.
    (
        ILLEGAL,
        "illegal_course",
        lambda: with_course(happened=moved(("start", "scanned", "in_treatment")), stage="in_treatment"),
    ),
    (ILLEGAL, "illegal_course", lambda: with_course(stage="completed")),
    (ILLEGAL, "illegal_course", lambda: with_course(happened=TREATED[:2] + TREATED[3:])),
    (ILLEGAL, "illegal_course", lambda: with_course(happened=())),
    (
        ILLEGAL,
        "illegal_course",
        lambda: with_course(happened=(*TREATED, Happened(seq=6, name="case.finish", detail={}))),
    ),
    (
        ILLEGAL,
        "appointment_out_of_place",
        lambda: with_course(appointments={"a1": "done", "a2": "booked"}, cells={"a1": 12, "a2": 12}),
    ),
    (ILLEGAL, "appointment_out_of_place", lambda: with_course(cells={"a0": 12, "a1": 12})),
    (ILLEGAL, "promise_broken", lambda: with_course(follow_ups={"s1": ((1, "sent", 1),)})),
    (ILLEGAL, "left_behind", lambda: replace(SOUND, strays=("cells of an appointment that is not there",))),
    (UNBALANCED, "ledger_wrong", lambda: with_course(visits={})),
    (UNBALANCED, "ledger_wrong", lambda: with_course(visits={"s1": (15, 15)})),
    (UNBALANCED, "ledger_wrong", lambda: with_course(visits={"s1": (14,)})),
    (UNBALANCED, "ledger_wrong", lambda: with_course(visits={"s1": (15,), "s9": (15,)})),
    (UNBALANCED, "balance_below_zero", lambda: replace(SOUND, balances={"mali": -1})),
]


@pytest.mark.parametrize(
    ("kind", "proof", "planted"),
    PLANTED,
    ids=[f"{number}-{proof}" for number, (_, proof, _) in enumerate(PLANTED)],
)
def test_a_planted_fault_is_found(kind: str, proof: str, planted: Callable[[], Evidence]) -> None:
    found = find_faults(planted())

    assert (kind, proof) in {(fault.kind, fault.proof) for fault in found}
    assert all(fault.about for fault in found)


def test_every_proof_has_a_fault_planted_for_it() -> None:
    assert {proof for _, proof, _ in PLANTED} == {
        proof.__name__ for proofs in PROOFS.values() for proof in proofs
    }


def test_what_a_rule_keeps_back_or_plans_is_not_lost() -> None:
    kept_back = answer("n6", to_event="r9", state="skipped", reason="no_consent")
    planned = replace(answer("n7", to_event="r9", state="waiting"), is_planned=True)
    hopeless = replace(kept_back, id="n5", reason="too_late", was_too_late=True)

    assert find_faults(replace(SOUND, told=(*SOUND.told, kept_back, planned, hopeless))) == []


def test_what_nobody_can_know_is_not_lost_once_somebody_was_told_of_it() -> None:
    doubtful = answer("n6", to_event="r9", state="unknown", reason="reply_unknown")
    called = Told(
        id="n7", person="U2", lane=2, purpose="staff", state="accepted", key="call_customer:n6", body=WORDS
    )
    log = (*SOUND.sendings, sent("n6", accepted=False), sent("n7", via="push"))
    seen_to = replace(SOUND, told=(*SOUND.told, doubtful, called), sendings=log)

    assert find_faults(seen_to) == []
    assert find_faults(replace(seen_to, sendings=log[:-1])) != []


def test_two_questions_that_line_brought_at_once_may_be_answered_in_any_order() -> None:
    together = (post("e1", first_at=1, taken_at=9), post("e2", first_at=3, taken_at=4))

    assert find_faults(replace(SOUND, posts=together, sendings=(sent("n2"), sent("n1"), *STAFF_TOLD))) == []


def test_what_is_urgent_overtakes() -> None:
    urgent = Told(
        id="n9", person=MALI, lane=0, purpose="urgent", state="accepted", key="red_flag:t1", body=WORDS
    )
    log = (sent("n1", accepted=False), sent("n9", via="push"), sent("n1"), sent("n2"), *STAFF_TOLD)

    assert find_faults(replace(SOUND, told=(*SOUND.told, urgent), sendings=log)) == []


def figures(
    evidence: Evidence,
    *,
    undrained: dict[str, int] | None = None,
    had_to: dict[str, int] | None = None,
    bugs: dict[str, int] | None = None,
    may_double: int = 0,
) -> Figures:
    return Figures(
        had_to=had_to or {},
        bugs=bugs or {},
        store="sqlite",
        seed=1,
        seconds=10,
        did={},
        killed={},
        restarted={},
        fell={},
        faults={},
        answers={},
        clock_jumps=0,
        redis_is_lost=False,
        stages={},
        undrained=undrained or {},
        found=find_faults(evidence),
        may_double=may_double,
    )


def test_one_fault_is_enough_to_fail_a_run() -> None:
    lost = replace(SOUND, sendings=SOUND.sendings[2:])

    assert figures(SOUND).ok
    assert not figures(lost).ok
    assert figures(lost).to_json()["lost"] == 1
    assert figures(lost).to_json()["found"][0]["proof"] == "not_delivered"
    assert not figures(SOUND, undrained={"notices": 1}).ok


@pytest.mark.parametrize(
    "left_out", ["kill worker", "stop worker", "silence redis", "turn clocks", "webhooks"]
)
def test_a_run_in_which_something_was_never_broken_or_done_proves_nothing(left_out: str) -> None:
    happened = dict.fromkeys(("kill worker", "stop worker", "silence redis", "turn clocks", "webhooks"), 1)

    assert figures(SOUND, had_to=happened).ok
    idle = figures(SOUND, had_to={**happened, left_out: 0})
    assert not idle.ok
    assert idle.to_json()["never_happened"] == [left_out]


def test_one_bug_is_enough_to_fail_a_run() -> None:
    assert not figures(SOUND, bugs={"event.given_up: TooManyAttempts": 1}).ok


def test_a_channel_without_keys_may_double_as_many_as_its_window_and_no_more() -> None:
    twice = replace(SOUND, sendings=(*SOUND.sendings, sent("n2", via="push")))

    assert not figures(twice).ok
    assert figures(twice, may_double=1).ok
