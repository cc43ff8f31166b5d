"""Refusing a step to whoever may not do it. Who may is the catalogue's word (`workflow.catalogue.may_perform`)."""

from collections.abc import Collection

from workflow.actor import Role
from workflow.catalogue import TreatmentType, may_perform
from workflow.refusal import NotAllowed
from workflow.settings import ClinicRules
from workflow.store.models import Performer, Staff

# A physician may do everything; she is asked last where a beautician may do it.
ASKED_IN_ORDER = (Role.BEAUTICIAN, Role.PHYSICIAN)


class WrongPerformer(NotAllowed):
    """This treatment's step needs somebody else; the facts say who may do it."""

    code = "wrong_performer"


def performing_roles(treatment: TreatmentType, *, rules: ClinicRules) -> tuple[Role, ...]:
    """This will give the roles that may do the treatment's main step, the one to be asked first in front."""
    return tuple(role for role in ASKED_IN_ORDER if may_perform(treatment, roles=(role,), rules=rules))


def may_treat(staff: Staff, treatment: TreatmentType, *, rules: ClinicRules) -> bool:
    """This will say whether this very person may do the treatment's main step."""
    return _may(treatment, roles=staff.role_set, skills=staff.skills, rules=rules)


def _may(
    treatment: TreatmentType, *, roles: Collection[Role], skills: Collection[str], rules: ClinicRules
) -> bool:
    """This will say whether these roles and this training may.

    A step that the physician leaves to trained operators is only for those whose training names it, where the clinic
    has written down what they are trained in; a physician needs none.
    """
    if not may_perform(treatment, roles=roles, rules=rules):
        return False
    if treatment.performer is not Performer.OPERATOR or Role.PHYSICIAN in roles:
        return True
    return not skills or treatment.key in skills


def check_performer(
    treatment: TreatmentType,
    *,
    roles: Collection[Role],
    rules: ClinicRules,
    skills: Collection[str] = (),
    who_can: Collection[str] = (),
) -> None:
    """This will pass in silence if somebody with these roles may do the treatment's main step.

    Args:
        treatment: The treatment.
        roles: The roles of whoever is to do it.
        rules: What the clinic's physician has confirmed.
        skills: What they are trained in; nothing named: whatever their roles may do.
        who_can: Names of staff who may do it, for the explanation.

    Raises:
        WrongPerformer: They may not; facts `treatment_key`, `treatment_th`, `treatment_en`, `needs` (roles) and
            `who_can` (names).
    """
    if _may(treatment, roles=roles, skills=skills, rules=rules):
        return
    raise WrongPerformer(
        treatment_key=treatment.key,
        treatment_th=treatment.name_th,
        treatment_en=treatment.name_en,
        needs=[role.value for role in performing_roles(treatment, rules=rules)],
        who_can=list(who_can),
    )
