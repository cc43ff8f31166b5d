"""Who may do a treatment's main step."""

from collections.abc import Collection

from workflow.actor import Role
from workflow.settings import ClinicRules
from workflow.store.models import Performer, TreatmentType

# The words of the research file, each decided by hand. In doubt it is the physician.
# Source: treatments.yaml meta.performer_note: "the product must refuse to assign a 'physician' step to a beautician".
PERFORMERS = {
    "physician": Performer.PHYSICIAN,
    "physician (or under supervision as confirmed)": Performer.PHYSICIAN,
    "physician or trained operator as the clinic's physician confirms": Performer.OPERATOR,
    "physician or trained staff for superficial strength, as the clinic's physician confirms": Performer.OPERATOR,
    "physician for prescription and intralesional steroid; trained staff for extraction and facial": Performer.OPERATOR,
    "trained beautician": Performer.BEAUTICIAN,
}


def may_perform(treatment: TreatmentType, *, roles: Collection[Role], rules: ClinicRules) -> bool:
    """This will say whether somebody with these roles may do the treatment's main step.

    Args:
        treatment: The treatment.
        roles: The roles of one member of staff.
        rules: `confirmed_operators`: what the clinic's physician has confirmed a trained operator may do.
    """
    if Role.PHYSICIAN in roles:
        return True
    if Role.BEAUTICIAN not in roles:
        return False
    if treatment.performer is Performer.OPERATOR:
        return treatment.key in rules.confirmed_operators
    return treatment.performer is Performer.BEAUTICIAN
