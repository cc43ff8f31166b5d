"""Pictures and readings whose time is over. The files themselves are erased by whoever is given nothing to name them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workflow.scans.simulation_pictures import forget_simulated_measures, forget_simulations
from workflow.store.by_age import Forgotten, Portion, last_of, within
from workflow.store.models import Scan, SkinReading
from workflow.store.models.scan import PAIR_PICTURES, PICTURES


def forget_old_pictures(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will let go of the pictures of scans sent before an instant; what was read in them stays as numbers.

    The sweep erases the files, which no scan names any more then.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    last = last_of(session, Scan, made=Scan.sent_at, before=before, portion=portion)
    if last is None:
        return Forgotten(0, None)
    gone = session.scalars(
        sa.update(Scan)
        .where(
            within(Scan, portion=portion, last=last),
            Scan.sent_at < before,
            sa.or_(*(getattr(Scan, column).is_not(None) for column in PICTURES)),
        )
        .values(dict.fromkeys(PICTURES))
        .returning(Scan.id),
        execution_options={"synchronize_session": False},
    )
    forgotten = len(gone.all())
    # A later photo's pictures show these photos too, and have no longer to live than they.
    earlier = aliased(Scan)
    over = sa.select(earlier.id).where(within(earlier, portion=portion, last=last), earlier.sent_at < before)
    session.execute(
        sa.update(Scan).where(Scan.compared_with_id.in_(over)).values(dict.fromkeys(PAIR_PICTURES)),
        execution_options={"synchronize_session": False},
    )
    forget_simulations(session, of_scans=over)
    return Forgotten(forgotten, last)


def forget_old_readings(session: Session, *, before: datetime, portion: Portion) -> Forgotten:
    """This will delete what was read before an instant, and the numbers that comparisons and simulations took of it.

    Args:
        session: A session of the clinic.
        before: Aware UTC.
        portion: Through which rows this transaction goes.

    Returns:
        How many were forgotten, and where to go on.
    """
    last = last_of(session, SkinReading, made=SkinReading.read_at, before=before, portion=portion)
    if last is None:
        return Forgotten(0, None)
    over = sa.select(SkinReading.scan_id).where(
        within(SkinReading, portion=portion, last=last), SkinReading.read_at < before
    )
    # What was made of a reading says its numbers too: a comparison with either photo, and a simulation.
    session.execute(
        sa.update(Scan)
        .where(sa.or_(Scan.id.in_(over), Scan.compared_with_id.in_(over)), Scan.comparison.is_not(None))
        .values(comparison=None),
        execution_options={"synchronize_session": False},
    )
    forget_simulated_measures(session, of_scans=over)
    gone = session.scalars(
        sa.delete(SkinReading)
        .where(within(SkinReading, portion=portion, last=last), SkinReading.read_at < before)
        .returning(SkinReading.id),
        execution_options={"synchronize_session": False},
    )
    return Forgotten(len(gone.all()), last)
