"""What an appointment of a case needs: who treats, the customer herself, one room and device of each kind."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflow.cases import Case, IllegalMove, Move
from workflow.refusal import NotFound
from workflow.settings import Buffers, ClinicRules
from workflow.store.models import Branch, Resource, Staff, TreatmentType
from workflow.tasks import check_performer, who_may_perform

# What the treatment file calls a choice of rooms, and what a branch may call the rooms.
ALTERNATIVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"consult_or_treatment_room": ("consult_room", "treatment_room", "consult_or_treatment_room")}
)
# Things a branch has plenty of: held only where the branch counts them.
PLENTY = frozenset({"eye_shields", "smoke_evacuator"})
_NONE = timedelta(0)


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
        preparing: How long before it room and device are taken.
        cleaning: How much longer room and device stay taken.
        staff_before: How long before it whoever treats is taken.
        staff_after: How much longer whoever treats is taken.
    """

    branch: Branch
    zone: ZoneInfo
    treatment: TreatmentType
    staff_id: uuid.UUID
    customer_id: uuid.UUID
    choices: Mapping[str, tuple[uuid.UUID, ...]]
    length: timedelta
    cleaning: timedelta
    preparing: timedelta = _NONE
    staff_before: timedelta = _NONE
    staff_after: timedelta = _NONE

    @property
    def resource_ids(self) -> list[uuid.UUID]:
        """Everybody and everything that may be taken."""
        return [self.staff_id, self.customer_id, *(one for kind in self.choices.values() for one in kind)]

    @property
    def longest_before(self) -> timedelta:
        """How long before the treatment anything is taken."""
        return max(self.preparing, self.staff_before)

    @property
    def longest_after(self) -> timedelta:
        """How long after the treatment anything is taken."""
        return max(self.cleaning, self.staff_after)


def needs_of(session: Session, *, case: Case, staff_id: uuid.UUID | None, rules: ClinicRules) -> Needs:
    """This will gather what an appointment of a case needs.

    Args:
        session: The caller's transaction.
        case: The case.
        staff_id: Who shall treat, if not the one who accepted the case.
        rules: What a treatment keeps besides its length, and what operators may do.

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
    check_performer(
        treatment,
        roles=staff.role_set,
        skills=staff.skills,
        rules=rules,
        who_can=[one.name for one in able],
    )
    buffers = rules.buffers.get(treatment.key) or Buffers(after=rules.cleaning_minutes)
    return Needs(
        branch=branch,
        zone=ZoneInfo(branch.zone),
        treatment=treatment,
        staff_id=staff.id,
        customer_id=case.customer_id,
        choices=_choices(session, branch_id=branch.id, kinds=treatment.resources),
        length=timedelta(minutes=treatment.duration_min),
        cleaning=timedelta(minutes=buffers.after),
        preparing=timedelta(minutes=buffers.before),
        staff_before=timedelta(minutes=buffers.staff_before),
        staff_after=timedelta(minutes=buffers.staff_after),
    )


def _choices(
    session: Session, *, branch_id: uuid.UUID, kinds: Collection[str]
) -> dict[str, tuple[uuid.UUID, ...]]:
    """This will find the branch's rooms and devices of each kind; a kind it lacks has no choice, so no time either."""
    names = {kind: ALTERNATIVES.get(kind, (kind,)) for kind in kinds}
    every = [name for alternatives in names.values() for name in alternatives]
    statement = (
        sa.select(Resource)
        .where(Resource.branch_id == branch_id, Resource.kind.in_(every), Resource.active)
        .order_by(Resource.name, Resource.place, Resource.id)
    )
    found = session.scalars(statement).all()
    choices = {
        kind: tuple(one.id for one in found if one.kind in alternatives)
        for kind, alternatives in names.items()
    }
    return {kind: ids for kind, ids in choices.items() if ids or kind not in PLENTY}
