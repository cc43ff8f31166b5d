"""What must hold after a run. Each proof is a pure function of the evidence and gives every fault it finds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.chaos.crowd import ANSWERED_ONCE, IN_ORDER, PHOTO, RED_FLAG
from benchmarks.chaos.rung import not_passed_up, not_rung, rung_once
from benchmarks.chaos.testimony import Course, Evidence, Told
from workflow.cases.transitions import TABLE, Move
from workflow.store.models import Stage

LOST, DOUBLED, ORDER, ILLEGAL, UNBALANCED = "lost", "doubled", "out_of_order", "illegal", "unbalanced"
KINDS = (LOST, DOUBLED, ORDER, ILLEGAL, UNBALANCED)
FOLLOW_UP_DAYS = (1, 7, 30, 90)
_URGENT_LANE = 0
_SETTLED = frozenset({"handled", "ignored"})
#: The gate's reasons that are somebody's own wish, or a rule of the clinic: what they keep back is not lost.
KEPT_BACK = frozenset({"no_consent", "blocked", "left"})
_MOVES = MappingProxyType({f"case.{move.value}": move for move in Move})


@dataclass(frozen=True)
class Fault:
    """Something that must not be: which kind, which proof found it, and what it is about."""

    kind: str
    proof: str
    about: str


def find_faults(evidence: Evidence) -> list[Fault]:
    """This will hold the evidence against every proof."""
    return [
        Fault(kind, proof.__name__, about)
        for kind, proofs in PROOFS.items()
        for proof in proofs
        for about in proof(evidence)
    ]


def answered_but_not_stored(evidence: Evidence) -> Iterator[str]:
    """LINE was told 200: then the event is in the table, for LINE will not send it again."""
    stored = {event.event_id for event in evidence.events}
    for post in evidence.posts:
        if post.taken_at is not None and post.event_id not in stored:
            yield f"event {post.event_id} ({post.what})"


def never_taken(evidence: Evidence) -> Iterator[str]:
    """Once everything is healed, each webhook was taken."""
    for post in evidence.posts:
        if post.taken_at is None:
            yield f"event {post.event_id} ({post.what})"


def not_handled(evidence: Evidence) -> Iterator[str]:
    """What was stored was acted upon, and did not fail because of us."""
    for event in evidence.events:
        if event.state not in _SETTLED:
            yield f"event {event.id} is {event.state} ({event.failure})"


def not_answered(evidence: Evidence) -> Iterator[str]:
    """Who asked something that is always answered has an answer."""
    answers = _answers(evidence)
    for post, row_id in _asked(evidence):
        if not answers[row_id]:
            yield f"event {post} was never answered"


def not_delivered(evidence: Evidence) -> Iterator[str]:
    """Every notice stands in LINE's log as taken, unless a rule kept it back.

    One whose end nobody can know (a reply has no key) is not lost either if somebody was told of it: the person
    herself, or a member of staff who calls her. Such a notice is keyed by the id of the one in doubt.
    """
    taken = {sending.notice_id for sending in evidence.sendings if sending.accepted}
    seen_to = {notice.key.rpartition(":")[2] for notice in evidence.told if notice.id in taken}
    for notice in evidence.told:
        if notice.id in taken or notice.is_planned or (notice.state == "unknown" and notice.id in seen_to):
            continue
        if notice.state == "skipped" and _is_kept_back(notice):
            continue
        yield f"notice {notice.id} is {notice.state} ({notice.reason}), and LINE never took it"


def nobody_paged(evidence: Evidence) -> Iterator[str]:
    """Who wrote of something that can't wait was heard: LINE took an urgent message to somebody else."""
    taken = {sending.notice_id for sending in evidence.sendings if sending.accepted}
    paged = [notice for notice in evidence.told if notice.lane == _URGENT_LANE and notice.id in taken]
    for post in evidence.posts:
        if post.what == RED_FLAG and not any(notice.person != post.person for notice in paged):
            yield f"event {post.event_id} is a red flag that reached nobody"


def photo_not_read(evidence: Evidence) -> Iterator[str]:
    """A photo that was sent is kept to be read, and is read in the end; the one that is sent can be."""
    missing = sum(post.what == PHOTO for post in evidence.posts) - len(evidence.photos)
    if missing > 0:
        yield f"{missing} photo(s) that people sent were never kept to be read"
    for photo in evidence.photos:
        if photo.state != "read" or photo.readings == 0:
            yield f"scan {photo.id} is {photo.state} with {photo.readings} reading(s)"


def taken_twice(evidence: Evidence) -> Iterator[str]:
    """LINE took no notice twice, by whatever way."""
    taken = Counter(
        sending.notice_id for sending in evidence.sendings if sending.accepted and sending.notice_id
    )
    for notice_id, times in taken.items():
        if times > 1:
            yield f"notice {notice_id} was taken {times} times"


def sent_by_nobody(evidence: Evidence) -> Iterator[str]:
    """Whatever LINE took is a notice of ours: nothing leaves but by the outbox."""
    for sending in evidence.sendings:
        if sending.accepted and sending.notice_id is None:
            yield f"a {sending.via} to {sending.person} that no notice fits"


def answered_twice(evidence: Evidence) -> Iterator[str]:
    """One question has one answer, however often LINE delivered it and whoever died meanwhile."""
    answers = _answers(evidence)
    for post, row_id in _asked(evidence):
        if len(answers[row_id]) > 1:
            yield f"event {post} was answered by {len(answers[row_id])} notices"


def stored_twice(evidence: Evidence) -> Iterator[str]:
    """One event is one row."""
    for event_id, times in Counter(event.event_id for event in evidence.events).items():
        if times > 1:
            yield f"event {event_id} is stored {times} times"


def read_twice(evidence: Evidence) -> Iterator[str]:
    """One photo has one reading."""
    for photo in evidence.photos:
        if photo.readings > 1:
            yield f"scan {photo.id} has {photo.readings} readings"


def followed_up_twice(evidence: Evidence) -> Iterator[str]:
    """Each promised contact is told once."""
    for course in evidence.courses:
        for promised in course.follow_ups.values():
            for day, state, times in promised:
                if times > 1:
                    yield f"case {course.id}: day {day} ({state}) was told {times} times"


def promise_not_told(evidence: Evidence) -> Iterator[str]:
    """A contact that is said to have been made was made."""
    for course in evidence.courses:
        for promised in course.follow_ups.values():
            for day, state, times in promised:
                if state == "failed" or (state in {"sent", "answered"} and times == 0):
                    yield f"case {course.id}: day {day} is {state}, and nobody was told"


def answers_swapped(evidence: Evidence) -> Iterator[str]:
    """Who was heard first is answered first.

    LINE's own repeats may bring two events of a person in any order; so only those count of which the second was not
    even posted before the first was taken.
    """
    taken_at = _position_taken(evidence)
    answers = _answers(evidence)
    rows = {event.event_id: event.id for event in evidence.events}
    of_person: defaultdict[str, list[tuple[float, float, str, int]]] = defaultdict(list)
    for post in evidence.posts:
        told = answers[rows.get(post.event_id, "")]
        places = [taken_at[notice.id] for notice in told if notice.id in taken_at]
        if post.what in IN_ORDER and post.taken_at is not None and places:
            of_person[post.person].append((post.first_at, post.taken_at, post.event_id, min(places)))
    for said in of_person.values():
        said.sort()
        for number, (_, first_taken, first, first_place) in enumerate(said):
            for second_posted, _, second, second_place in said[number + 1 :]:
                if first_taken <= second_posted and second_place < first_place:
                    yield f"event {second} was answered before {first}"


def overtaken_under_way(evidence: Evidence) -> Iterator[str]:
    """While a message to a person is under way, no later one of its lane leaves: its order is kept."""
    lanes = {notice.id: notice.lane for notice in evidence.told}
    under_way: dict[tuple[str, int], str] = {}
    done = _last_place(evidence)
    for place, sending in enumerate(evidence.sendings):
        lane = lanes.get(sending.notice_id or "", _URGENT_LANE)
        if sending.notice_id is None or lane == _URGENT_LANE:
            continue
        before = under_way.get((sending.person, lane))
        # Ids count up. An earlier one whose transaction ended later may still go first; a later one may not.
        if before is not None and before < sending.notice_id and done[before] > place:
            yield f"notice {sending.notice_id} left while {before} was under way to the same person"
        under_way[sending.person, lane] = sending.notice_id


def illegal_course(evidence: Evidence) -> Iterator[str]:
    """Each case went a way the transition table knows, with no step missing, to where it stands."""
    for course in evidence.courses:
        yield from (f"case {course.id}: {what}" for what in _illegal_steps(course))


def appointment_out_of_place(evidence: Evidence) -> Iterator[str]:
    """A case waiting for its treatment has one agreed time, with its cells; no other time holds any."""
    for course in evidence.courses:
        booked = [one for one, state in course.appointments.items() if state == "booked"]
        expected = 1 if course.stage in {"treatment_scheduled", "in_treatment"} and not course.closed else 0
        if len(booked) != expected:
            yield f"case {course.id} is {course.stage} with {len(booked)} agreed times"
        for one in booked:
            if not course.cells.get(one):
                yield f"appointment {one} is agreed and holds no cells"
        for one, cells in course.cells.items():
            if course.appointments.get(one) == "cancelled" and cells:
                yield f"appointment {one} is cancelled and holds {cells} cells"


def promise_broken(evidence: Evidence) -> Iterator[str]:
    """Each finished session has its four follow-ups, once each; one that is not finished has none."""
    for course in evidence.courses:
        for session, is_finished in course.finished.items():
            days = sorted(day for day, _, _ in course.follow_ups.get(session, ()))
            if days != (list(FOLLOW_UP_DAYS) if is_finished else []):
                yield f"session {session} (finished: {is_finished}) has follow-ups on days {days}"


def left_behind(evidence: Evidence) -> Iterator[str]:
    """No row points at nothing: cells without an appointment and the like."""
    yield from evidence.strays


def ledger_wrong(evidence: Evidence) -> Iterator[str]:
    """Each finished session earned its points once, in full, and nothing else earned any."""
    for course in evidence.courses:
        for session, is_finished in course.finished.items():
            entries = course.visits.get(session, ())
            if entries != ((course.owed,) if is_finished and course.owed else ()):
                yield f"session {session} (finished: {is_finished}) earned {entries}, not {course.owed} once"
        for session in course.visits.keys() - course.finished.keys():
            yield f"case {course.id}: points for {session}, which is no session of it"


def balance_below_zero(evidence: Evidence) -> Iterator[str]:
    """Nobody has fewer points than none."""
    for customer, balance in evidence.balances.items():
        if balance < 0:
            yield f"customer {customer} has {balance} points"


Proof = Callable[[Evidence], Iterator[str]]

PROOFS: Mapping[str, tuple[Proof, ...]] = MappingProxyType(
    {
        LOST: (
            answered_but_not_stored,
            never_taken,
            not_handled,
            not_answered,
            not_delivered,
            nobody_paged,
            photo_not_read,
            promise_not_told,
            not_rung,
            not_passed_up,
        ),
        DOUBLED: (
            taken_twice,
            sent_by_nobody,
            answered_twice,
            stored_twice,
            read_twice,
            followed_up_twice,
            rung_once,
        ),
        ORDER: (answers_swapped, overtaken_under_way),
        ILLEGAL: (illegal_course, appointment_out_of_place, promise_broken, left_behind),
        UNBALANCED: (ledger_wrong, balance_below_zero),
    }
)


def _illegal_steps(course: Course) -> Iterator[str]:
    """This will replay a case by the table and give whatever the table does not know."""
    ordered = sorted(course.happened, key=lambda one: one.seq)
    if [one.seq for one in ordered] != list(range(1, len(ordered) + 1)):
        yield f"its events are numbered {[one.seq for one in ordered]}"
    if not ordered or ordered[0].name not in {"case.scanned", "case.opened"}:
        yield f"it begins with {ordered[0].name if ordered else 'nothing'}"
    stage, closed = Stage.SCANNED, False
    for one in ordered:
        move = _MOVES.get(one.name)
        if move is None:
            continue
        step = TABLE.get((stage, move))
        if step is None or closed:
            yield f"{move} from {'closed' if closed else stage}"
            continue
        if one.detail.get("from", stage.value) != stage.value:
            yield f"{move} says it was {one.detail['from']}, and it was {stage}"
        stage, closed = step.to, move is Move.CLOSE
    if (stage.value, closed) != (course.stage, course.closed):
        yield f"its events lead to {stage} (closed: {closed}), and it stands at {course.stage} ({course.closed})"


def _is_kept_back(notice: Told) -> bool:
    """This will say whether a rule keeps a notice back. What only our own slowness made too late is lost."""
    return notice.reason in KEPT_BACK or (notice.reason == "too_late" and notice.was_too_late)


def _answers(evidence: Evidence) -> defaultdict[str, list[Told]]:
    """This will give the answers to each event, by the id of its row, with which their keys end."""
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for notice in evidence.told:
        if notice.purpose == "answer":
            found[notice.key.rpartition(":")[2]].append(notice)
    return found


def _asked(evidence: Evidence, what: Collection[str] = ANSWERED_ONCE) -> Iterator[tuple[str, str]]:
    """This will give the events that are answered exactly once: LINE's id, and that of the row."""
    rows = {event.event_id: event.id for event in evidence.events if event.state == "handled"}
    for post in evidence.posts:
        if post.what in what and post.event_id in rows:
            yield post.event_id, rows[post.event_id]


def _position_taken(evidence: Evidence) -> dict[str, int]:
    """This will give where in LINE's log each notice was first taken."""
    places: dict[str, int] = {}
    for place, sending in enumerate(evidence.sendings):
        if sending.accepted and sending.notice_id is not None:
            places.setdefault(sending.notice_id, place)
    return places


def _last_place(evidence: Evidence) -> dict[str, int]:
    """This will give where in LINE's log each notice was taken, or tried for the last time if it never was."""
    taken = _position_taken(evidence)
    last: dict[str, int] = {}
    for place, sending in enumerate(evidence.sendings):
        if sending.notice_id is not None:
            last[sending.notice_id] = taken.get(sending.notice_id, place)
    return last
