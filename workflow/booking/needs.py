"""What an appointment of a case needs: who treats, the customer herself, one room and device of each kind."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.booking.slots import cells, choose_one, is_free
from workflow.cases import Case, IllegalMove, Move
from workflow.refusal import NotFound
from workflow.settings import ClinicRules
from workflow.store.models import Appointment, Branch, Resource, ResourceCell, Staff, TreatmentType
from workflow.tasks import check_performer, who_may_perform

# What the treatment file calls a choice of rooms, and what a branch may call the rooms.
ALTERNATIVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"consult_or_treatment_room": ("consult_room", "treatment_room", "consult_or_treatment_room")}
)
# Things a branch has plenty of: held only where the branch counts them.
PLENTY = frozenset({"eye_shields", "smoke_evacuator"})


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What one appointment takes.

    Attributes:
        branch: Where.
        zone: The branch's zone.
        treatment: What is done.
        staff_id: Who treats.
        customer_id: Who is treated.
        choices: For each kind of room or device the branch's ids; one of each is taken.
        length: How long the treatment lasts.
        cleaning: How much longer room and device stay taken.
    """

    branch: Branch
    zone: ZoneInfo
    treatment: TreatmentType
    staff_id: uuid.UUID
    customer_id: uuid.UUID
    choices: Mapping[str, tuple[uuid.UUID, ...]]
    length: timedelta
    cleaning: timedelta

    @property
    def resource_ids(self) -> list[uuid.UUID]:
        """Everybody and everything that may be taken."""
        return [self.staff_id, self.customer_id, *(one for kind in self.choices.values() for one in kind)]


def needs_of(session: Session, *, case: Case, staff_id: uuid.UUID | None, rules: ClinicRules) -> Needs:
    """This will gather what an appointment of a case needs.

    Args:
        session: The caller's transaction.
        case: The case.
        staff_id: Who shall treat, if not the one who accepted the case.
        rules: How long cleaning takes, and what operators may do.

    Raises:
        IllegalMove: Nobody has accepted the case yet, or no treatment is chosen.
        NotFound: There is no such member of staff.
        WrongPerformer: They may not do this treatment.
    """
    staff_id = staff_id or case.beautician_id
    if staff_id is None or case.treatment_type_id is None:
        raise IllegalMove(stage=case.stage.value, move=Move.SCHEDULE.value)
    staff = session.get(Staff, staff_id)
    if staff is None or not staff.active:
        raise NotFound(staff_id=str(staff_id))
    treatment = session.get_one(TreatmentType, case.treatment_type_id)
    branch = session.get_one(Branch, case.branch_id)
    able = who_may_perform(session, branch_id=branch.id, treatment=treatment, rules=rules)
    check_performer(treatment, roles=staff.role_set, rules=rules, who_can=[one.name for one in able])
    return Needs(
        branch=branch,
        zone=ZoneInfo(branch.zone),
        treatment=treatment,
        staff_id=staff.id,
        customer_id=case.customer_id,
        choices=_choices(session, branch_id=branch.id, kinds=treatment.resources),
        length=timedelta(minutes=treatment.duration_min),
        cleaning=timedelta(minutes=rules.cleaning_minutes),
    )


def taken_cells(
    session: Session,
    *,
    resource_ids: Collection[uuid.UUID],
    from_at: datetime,
    until: datetime,
    but_for: Appointment | None = None,
) -> dict[uuid.UUID, set[datetime]]:
    """This will give which cells of these resources are taken, leaving out those of one appointment (being moved)."""
    statement = sa.select(ResourceCell.resource_id, ResourceCell.cell_at).where(
        ResourceCell.resource_id.in_(resource_ids),
        ResourceCell.cell_at >= from_at,
        ResourceCell.cell_at < until,
    )
    if but_for is not None:
        statement = statement.where(ResourceCell.appointment_id != but_for.id)
    taken: dict[uuid.UUID, set[datetime]] = defaultdict(set)
    for resource_id, cell_at in session.execute(statement):
        taken[resource_id].add(cell_at)
    return taken


def cells_to_take(
    needs: Needs, *, starts_at: datetime, taken: Mapping[uuid.UUID, Collection[datetime]]
) -> dict[uuid.UUID, tuple[datetime, ...]] | None:
    """This will say which cells of whom an appointment at this time takes; None if it cannot be then.

    People are taken for the treatment itself; rooms and devices for the cleaning after it too.
    """
    treating = cells(starts_at, starts_at + needs.length)
    with_cleaning = cells(starts_at, starts_at + needs.length + needs.cleaning)
    people = (needs.staff_id, needs.customer_id)
    if not all(is_free(treating, taken.get(one, ())) for one in people):
        return None
    wanted = dict.fromkeys(people, treating)
    for choices in needs.choices.values():
        chosen = choose_one(choices, with_cleaning, taken)
        if chosen is None:
            return None
        wanted[chosen] = with_cleaning
    return wanted


def _choices(
    session: Session, *, branch_id: uuid.UUID, kinds: Collection[str]
) -> dict[str, tuple[uuid.UUID, ...]]:
    """This will find the branch's rooms and devices of each kind; a kind it lacks has no choice, so no time either."""
    names = {kind: ALTERNATIVES.get(kind, (kind,)) for kind in kinds}
    every = [name for alternatives in names.values() for name in alternatives]
    statement = (
        sa.select(Resource)
        .where(Resource.branch_id == branch_id, Resource.kind.in_(every))
        .order_by(Resource.name, Resource.id)
    )
    found = session.scalars(statement).all()
    choices = {
        kind: tuple(one.id for one in found if one.kind in alternatives)
        for kind, alternatives in names.items()
    }
    return {kind: ids for kind, ids in choices.items() if ids or kind not in PLENTY}
