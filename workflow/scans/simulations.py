"""Simulated pictures: asked for by staff, made by a worker, seen by staff first, and sent to nobody but herself.

What is shown is what a member of staff expects, said in numbers within vision's limits: the catalogue's published
effects are shares of people who improved, and no measure of anybody's skin.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

import vision
from workflow.actor import Actor, ActorKind, Role
from workflow.cases import case_for_change, write_event
from workflow.customers import has_consent
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.refusal import NotAllowed, NotFound
from workflow.scans.refusals import ConsentMissing, PhotoNotKept, PhotoTakenBack, WishNotPromised
from workflow.scans.withdrawals import scan_for_change
from workflow.store.insert_once import insert_once
from workflow.store.models import Case, Customer, Purpose, Scan, ScanState, Simulation, SimulationState, Staff

# Who may say what to expect of a treatment, and show it.
MAY_SIMULATE = (Role.SALES, Role.BEAUTICIAN, Role.PHYSICIAN)
# The photo is kept for the second of these only, and read for the first; its edited copy stands on both.
_NEEDED = (Purpose.SCAN_ANALYSIS, Purpose.PROGRESS_PHOTOS)
# Why there is no picture, beside every `vision.Reason`, which a photo can be refused for.
NOTHING_TO_SHOW, PHOTO_GONE = "nothing_to_show", "photo_gone"

log = structlog.get_logger(__name__)


def ask_for_simulation(
    session: Session,
    *,
    scan_id: uuid.UUID,
    wish: Mapping[str, float],
    words_version: str,
    by: Actor,
    now: datetime,
) -> Simulation:
    """This will keep that a picture is to be made of a kept photo. The same wish on the same photo is one picture.

    Args:
        session: The caller's transaction.
        scan_id: Whose photo is edited.
        wish: Metric -> relative change, for example {"redness": -0.2}: what this member of staff expects.
        words_version: Of the words that will stand on it.
        by: Sales, beautician or physician of the clinic.
        now: When (aware UTC).

    Returns:
        The row. Whoever asks while it waits is told when it is made; of one that is made already, at once; one that
        failed is tried once more. It stays the estimate of whoever asked first. One that would be made otherwise now
        is made beside the older, which stays what it is: somebody may be looking at it.

    Raises:
        NotAllowed: Somebody else asks.
        NotFound: There is no such scan in this clinic.
        WishNotPromised: More than may be promised, or of what may not be.
        PhotoTakenBack, PhotoNotKept: There is no photo to edit.
        ConsentMissing: She has not said yes to her photo being read and kept.
    """
    staff_id = check_may_simulate(by)
    _check_wish(wish)
    scan = _usable(session, scan_id=scan_id)
    row = {
        "clinic_id": scan.clinic_id,
        "customer_id": scan.customer_id,
        "case_id": scan.case_id,
        "scan_id": scan.id,
        "staff_id": staff_id,
        "askers": [str(staff_id)],
        "wish": dict(wish),
        "wish_code": wish_code(wish),
        "words_version": words_version,
        "asked_at": now,
        "due_at": now,
    }
    kept = _newest_of(session, {**row, "edition": 1})
    if kept.state is SimulationState.MADE and not _is_current(kept, words_version=words_version):
        kept = _newest_of(session, {**row, "edition": kept.edition + 1})
    if kept.state is SimulationState.MADE:
        _tell_staff(session, kept, staff_ids=[staff_id], now=now)
    elif kept.state is SimulationState.WAITING:
        kept.askers, kept.words_version = list(dict.fromkeys([*kept.askers, str(staff_id)])), words_version
    else:
        kept.askers, kept.words_version = [str(staff_id)], words_version
        _try_again(kept, now=now)
    session.flush()
    log.info("simulation.asked", simulation_id=str(kept.id), scan_id=str(scan.id), staff_id=str(by.id))
    return kept


def photo_of(session: Session, *, simulation_id: uuid.UUID) -> str | None:
    """This will give the key of the photo to be edited; None where it may not be edited (any more)."""
    row = simulation(session, simulation_id=simulation_id)
    try:
        return _usable(session, scan_id=row.scan_id).photo_key
    except (PhotoTakenBack, PhotoNotKept, ConsentMissing):
        return None


def record_simulation(
    session: Session,
    *,
    simulation_id: uuid.UUID,
    made: vision.Simulation,
    picture_key: str | None,
    now: datetime,
) -> Simulation | None:
    """This will store a picture with its parameters, and show it to all who asked for it.

    Args:
        session: The caller's transaction.
        simulation_id: The claimed row.
        made: What vision made.
        picture_key: The picture in the photo store; None where nothing of the wish could be shown.
        now: When (aware UTC).

    Returns:
        The row; None when nothing was kept, because it was settled before, or the photo or the consent is gone:
        erase the picture then.
    """
    row = _for_change(session, simulation_id=simulation_id)
    if row.state is not SimulationState.WAITING:
        return None
    try:
        _usable(session, scan_id=row.scan_id)
    except (PhotoTakenBack, PhotoNotKept, ConsentMissing):
        row.state, row.settled_at = SimulationState.WITHDRAWN, now
        session.flush()
        return None
    row.measured, row.vision_version = made.to_json(), made.version
    row.settled_at, row.picture_key = now, picture_key
    row.state = SimulationState.FAILED if picture_key is None else SimulationState.MADE
    row.failure = NOTHING_TO_SHOW if picture_key is None else None
    _tell_askers(session, row, now=now)
    if picture_key is not None:
        _write_event(session, row, name="case.simulated", by=Actor.system(row.clinic_id), now=now)
    session.flush()
    log.info("simulation.made", simulation_id=str(row.id), state=row.state.value)
    return row


def record_simulation_failure(
    session: Session, *, simulation_id: uuid.UUID, reason: str, now: datetime
) -> Simulation | None:
    """This will settle a picture that cannot be made, and tell all who asked why; None when it was settled before."""
    row = _for_change(session, simulation_id=simulation_id)
    if row.state is not SimulationState.WAITING:
        return None
    row.state, row.failure, row.settled_at = SimulationState.FAILED, reason, now
    _tell_askers(session, row, now=now)
    session.flush()
    log.info("simulation.refused", simulation_id=str(row.id), reason=reason)
    return row


def send_simulation(session: Session, *, simulation_id: uuid.UUID, by: Actor, now: datetime) -> Simulation:
    """This will send a picture to the customer whose photo it is, once in whatever edition.

    Raises:
        NotAllowed: Somebody else sends.
        NotFound: There is no such simulation in this clinic.
        PhotoTakenBack, PhotoNotKept: The photo, and the picture with it, is gone.
        ConsentMissing: She has taken her consent back.
    """
    staff_id = check_may_simulate(by)
    row = _for_change(session, simulation_id=simulation_id)
    _usable(session, scan_id=row.scan_id)
    if row.state is not SimulationState.MADE or row.picture_key is None:
        raise PhotoTakenBack
    if not _was_sent(session, row):
        row.sent_at, row.sent_by = now, staff_id
        tell_customer(
            session,
            customer_id=row.customer_id,
            kind="simulation_shown",
            purpose=NoticePurpose.TRANSACTIONAL,
            data=_facts(session, row),
            key=f"simulation_shown:{row.id}:{row.picture_key}",
            now=now,
            case_id=row.case_id,
        )
        _write_event(session, row, name="case.simulation_sent", by=by, now=now)
        log.info("simulation.sent", simulation_id=str(row.id), staff_id=str(by.id))
    session.flush()
    return row


def simulation(session: Session, *, simulation_id: uuid.UUID) -> Simulation:
    """This will find a simulation of the session's clinic.

    Raises:
        NotFound: There is none of that id.
    """
    found = session.scalar(sa.select(Simulation).where(Simulation.id == simulation_id))
    if found is None:
        raise NotFound(simulation_id=str(simulation_id))
    return found


def check_may_simulate(by: Actor) -> uuid.UUID:
    """This will give the id of whoever may say what to expect of a treatment.

    Raises:
        NotAllowed: It is somebody else.
    """
    if by.kind is not ActorKind.STAFF or by.id is None or not by.has(*MAY_SIMULATE):
        raise NotAllowed
    return by.id


def wish_code(wish: Mapping[str, float]) -> str:
    """This will say a wish in one word: the same for the same wish."""
    return ",".join(f"{metric}{100 * change:+.0f}" for metric, change in sorted(wish.items()))


def _is_current(row: Simulation, *, words_version: str) -> bool:
    made_so = (row.words_version, row.vision_version) == (words_version, vision.VERSION)
    return made_so and row.picture_key is not None and row.measured is not None


def _newest_of(session: Session, row: Mapping[str, Any]) -> Simulation:
    """This will hold the newest edition of a wish on a photo, and begin this one if there is none so new."""
    insert_once(session, Simulation, [row], unique=("scan_id", "wish_code", "edition"))
    same = _held().where(Simulation.scan_id == row["scan_id"], Simulation.wish_code == row["wish_code"])
    return session.scalars(same.order_by(None).order_by(Simulation.edition.desc()).limit(1)).one()


def _was_sent(session: Session, row: Simulation) -> bool:
    """This will say whether the customer got what this picture shows, in this edition or an older one."""
    same = sa.and_(Simulation.scan_id == row.scan_id, Simulation.wish_code == row.wish_code)
    return bool(session.scalar(sa.select(sa.exists().where(same, Simulation.sent_at.is_not(None)))))


def _try_again(row: Simulation, *, now: datetime) -> None:
    """This will have one that came to no picture tried once more."""
    row.state, row.attempts, row.lease_until, row.settled_at = SimulationState.WAITING, 0, None, None
    row.failure, row.due_at = None, now


def _check_wish(wish: Mapping[str, float]) -> None:
    try:
        vision.check_wish(wish)
    except vision.WishRefused as no:
        most = vision.SIMULATION_LIMITS.get(no.metric or "")
        raise WishNotPromised(why=no.why.value, metric=no.metric, most=most) from no


def _usable(session: Session, *, scan_id: uuid.UUID) -> Scan:
    """This will hold a scan whose photo is there and may be edited."""
    scan = scan_for_change(session, scan_id=scan_id)
    if scan.state is ScanState.WITHDRAWN:
        raise PhotoTakenBack
    for purpose in _NEEDED:
        if not has_consent(session, customer_id=scan.customer_id, purpose=purpose):
            raise ConsentMissing(purpose=purpose.value, customer_id=str(scan.customer_id))
    if scan.photo_key is None:
        raise PhotoNotKept
    return scan


def _for_change(session: Session, *, simulation_id: uuid.UUID) -> Simulation:
    # The scan first, as whoever withdraws does: the other way round the two would wait for each other.
    scan_for_change(session, scan_id=simulation(session, simulation_id=simulation_id).scan_id)
    return session.scalars(_held().where(Simulation.id == simulation_id)).one()


def _held() -> sa.Select[Simulation]:
    held = sa.select(Simulation).with_for_update().execution_options(populate_existing=True)
    return held.order_by(Simulation.id)


def _tell_askers(session: Session, row: Simulation, *, now: datetime) -> None:
    _tell_staff(session, row, staff_ids=[uuid.UUID(one) for one in row.askers], now=now)


def _tell_staff(session: Session, row: Simulation, *, staff_ids: Iterable[uuid.UUID], now: datetime) -> None:
    facts = _facts(session, row)
    for staff_id in staff_ids:
        tell_staff(
            session,
            staff_id=staff_id,
            kind="simulation_ready",
            purpose=NoticePurpose.STAFF,
            data=facts,
            key=f"simulation_ready:{row.id}:{staff_id}:{now.isoformat()}",
            now=now,
            case_id=row.case_id,
        )


def _facts(session: Session, row: Simulation) -> dict[str, Any]:
    """This will give what a card says of a simulation: what was expected and by whom, what is shown, and how sure."""
    case = session.get(Case, row.case_id) if row.case_id else None
    measured = row.measured or {}
    return {
        "simulation_id": str(row.id),
        "case_code": case.code if case else None,
        "customer_name": session.get_one(Customer, row.customer_id).name,
        "expected_by": session.get_one(Staff, row.staff_id).name,
        "wish": row.wish,
        "reached": measured.get("reached", {}),
        "metrics": measured.get("metrics", {}),
        "texture_kept": measured.get("texture_kept"),
        "failure": row.failure,
        "picture_key": row.picture_key,
        "sent": _was_sent(session, row),
    }


def _write_event(session: Session, row: Simulation, *, name: str, by: Actor, now: datetime) -> None:
    if row.case_id is not None:
        case = case_for_change(session, case_id=row.case_id)
        detail = {"simulation_id": str(row.id), "scan_id": str(row.scan_id)}
        write_event(session, case=case, name=name, by=by, now=now, detail=detail)
