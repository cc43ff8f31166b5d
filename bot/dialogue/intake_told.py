"""What becomes of her answers about her health: those who treat see them, and call where one must; sales hears that she answered.

The wording she agreed to names those who look after her, and the physician (docs/decisions/0029).
"""

from typing import Any
from uuid import UUID

from bot.dialogue import Talk
from bot.handover import call_for_person
from workflow.cases import case
from workflow.customers import TOLD_STAFF
from workflow.notices import NoticePurpose, tell_staff
from workflow.tasks import ANSWER_FOR_HEALTH, treats

WHY = "health_answers"
"""What those who treat are called for."""


def tell(
    talk: Talk, *, treatment: dict[str, Any], flags: list[dict[str, Any]], asked: int, needs_person: bool
) -> None:
    """This function will show those who treat what was not answered with no, and have one of them call where needed.

    Where nobody has her case yet, looking at her answers is a task of whoever treats at the branch.

    Args:
        talk: The turn.
        treatment: What she was asked for, as a notice carries it.
        flags: What she did not answer with no, and what the clinic's file says then.
        asked: How many questions there are.
        needs_person: Whether somebody is to talk with her before her visit.
    """
    case_id = talk.filled.get("case_id")
    found = case(talk.session, case_id=UUID(case_id)) if case_id else None
    facts = {"treatment": treatment, "flags": flags, "asked": asked}
    treating = found.beautician_id if found is not None else None
    if needs_person or treating is None:
        call_for_person(
            talk.session,
            customer=talk.customer,
            why=WHY,
            words=None,
            key=f"{WHY}:{talk.event.id}",
            now=talk.now,
            wish={**facts, "tells_health": True},
            rules=talk.kit.rules,
            roles=ANSWER_FOR_HEALTH,
        )
    selling = found.sales_id if found is not None else talk.customer.sales_id
    for staff_id in sorted({one for one in (treating, selling) if one is not None}):
        hidden = {"flags": [], "hides_health": True}
        tell_staff(
            talk.session,
            staff_id=staff_id,
            kind=TOLD_STAFF,
            purpose=NoticePurpose.STAFF,
            data={
                "customer_name": talk.customer.name,
                **facts,
                **({} if treats(talk.session, staff_id=staff_id) else hidden),
            },
            key=f"{TOLD_STAFF}:{talk.customer.id}:{talk.event.id.hex[-12:]}:{staff_id.hex[-12:]}",
            now=talk.now,
            case_id=found.id if found is not None else None,
        )
